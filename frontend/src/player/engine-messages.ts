/** What the page and the engine worker say to each other; the facts inside are those of `sinew.motion`. */

import type { EngineEvent, Frame, Snapshot } from "../contract/engine";
import type { AssetAddresses, PlayedExercise } from "../contract/session";
import type { Side } from "../contract/words";

/** What the camera measures in an exercise: plain JSON for the Python engine. */
export type TrackingDefinition = NonNullable<PlayedExercise["tracking"]>;

export type ToEngine =
  | { readonly type: "load"; readonly assets: Pick<AssetAddresses, "pyodide" | "motion"> }
  | { readonly type: "start"; readonly run: number; readonly definition: TrackingDefinition; readonly side: Side | null; readonly bout: string | null }
  | { readonly type: "trace"; readonly since_ms: number }
  | { readonly type: "frame"; readonly run: number; readonly frame: Frame };

export type FromEngine =
  | { readonly type: "ready"; readonly load_ms: number }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "trace"; readonly trace: string }
  | { readonly type: "update"; readonly run: number; readonly events: readonly EngineEvent[]; readonly snapshot: Snapshot };
