/** What the page and the worker that measures say to each other. */

import type { Frame } from "../../contract/engine";
import type { SetTold } from "../../contract/measuring";
import type { Side } from "../../contract/words";
import type { PythonAssets } from "../../player/python";
import type { Live } from "./wire";

export type ToMeasuring =
  | { readonly type: "load"; readonly assets: PythonAssets }
  | { readonly type: "frame"; readonly frame: Frame }
  | { readonly type: "count"; readonly definition: Readonly<Record<string, unknown>>; readonly side: Side }
  | { readonly type: "end" };

export type FromMeasuring =
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "measured"; readonly live: Live }
  | { readonly type: "set"; readonly set: SetTold | null };
