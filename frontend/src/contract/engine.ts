/** What the motion engine (`sinew.motion`, in a worker) is told and what it answers. Angles in degrees, times in ms. */

import type { AssetAddresses, Side, TrackingDefinition } from "./session";

/** x, y, z, visibility. Image: fractions of width and height, y down, unmirrored. World: meters, hip-centered. */
export type Landmark = readonly [number, number, number, number];

export interface Frame {
  readonly t_ms: number;
  readonly width: number;
  readonly height: number;
  readonly image: readonly Landmark[] | null;
  readonly world: readonly Landmark[] | null;
}

export type EngineState = "setup" | "ready" | "moving" | "holding" | "resting" | "lost";

export interface Repetition {
  readonly start_ms: number;
  readonly peak_ms: number;
  readonly end_ms: number;
  readonly side: string;
  readonly start_deg: number;
  readonly peak_deg: number;
  readonly tempo_s: unknown;
  readonly faults: readonly string[];
  readonly complete: boolean;
}

export interface Hold {
  readonly start_ms: number;
  readonly end_ms: number;
  readonly seconds: number;
  readonly mean_deg: number | null;
}

export type EngineEvent =
  | { readonly type: "state"; readonly t_ms: number; readonly state: EngineState }
  | ({ readonly type: "repetition" } & Repetition)
  | { readonly type: "hold_started" | "hold_paused" | "hold_resumed"; readonly t_ms: number }
  | ({ readonly type: "hold_ended" } & Hold)
  | { readonly type: "cue" | "praise"; readonly t_ms: number; readonly fault: string }
  | { readonly type: "prompt"; readonly t_ms: number; readonly prompt: string }
  | { readonly type: "prompt_cleared"; readonly t_ms: number };

export interface Snapshot {
  readonly t_ms: number;
  readonly state: EngineState;
  readonly joint: string;
  readonly angle_deg: number | null;
  readonly start_deg: number | null;
  readonly target_deg: number | null;
  readonly count: number;
  readonly partial_count: number;
  readonly hold_s: number;
  readonly view: string;
  readonly confidence: number | null;
  readonly side: string | null;
  readonly prompt: string | null;
}

export type ToEngine =
  | { readonly type: "load"; readonly assets: Pick<AssetAddresses, "pyodide" | "motion"> }
  | { readonly type: "start"; readonly run: number; readonly definition: TrackingDefinition; readonly side: Side | null }
  | { readonly type: "frame"; readonly run: number; readonly frame: Frame }
  | { readonly type: "finish"; readonly run: number };

export type FromEngine =
  | { readonly type: "ready"; readonly load_ms: number }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "started"; readonly run: number }
  | { readonly type: "update"; readonly run: number; readonly events: readonly EngineEvent[]; readonly snapshot: Snapshot }
  | { readonly type: "finished"; readonly run: number; readonly events: readonly EngineEvent[] };
