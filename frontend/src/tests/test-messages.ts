/** What the page and the worker of a movement test say to each other. */

import type { Frame } from "../contract/engine";
import type { TestData, TestSnapshot } from "../contract/movement-test";
import type { PythonAssets } from "../player/python";

export type ToTest =
  | { readonly type: "load"; readonly assets: PythonAssets }
  | { readonly type: "start"; readonly test: TestData["test"]; readonly side: TestData["side"]; readonly before: TestData["before"] }
  | { readonly type: "frame"; readonly frame: Frame }
  | { readonly type: "begin" | "stop" };

export type FromTest =
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "told"; readonly isAnswer: boolean; readonly snapshot: TestSnapshot };
