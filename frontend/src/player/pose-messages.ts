/** What the pose worker is told and what it answers. */

import type { Frame } from "../contract/engine";

export type Delegate = "GPU" | "CPU";

export type ToPose =
  | { readonly type: "load"; readonly model: string; readonly wasm: string; readonly delegate: Delegate }
  | { readonly type: "detect"; readonly t_ms: number; readonly picture: ImageBitmap };

export interface PoseResult extends Frame {
  /** Milliseconds the model took. */
  readonly took_ms: number;
}

export type FromPose =
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly message: string }
  | ({ readonly type: "pose" } & PoseResult);
