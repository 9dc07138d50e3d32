/** Runs `sinew.motion.trials`, the same Python as in the terminal, in Pyodide. */

import type { PyProxy } from "pyodide/ffi";
import type { TestSnapshot } from "../contract/movement-test";
import { loadPython } from "../player/python";
import { workerScope } from "../player/worker-scope";
import type { FromTest, ToTest } from "./test-messages";
import bridgeLines from "./test_bridge.py?raw";

interface Bridge extends PyProxy {
  start(test: string, side: string | undefined, before: string | undefined): void;
  update(frame: string): string;
  begin(): string;
  stop(): string;
}

const scope = workerScope<ToTest, FromTest>();
let bridge: Bridge | null = null;

/** One message after the other: a test may be started while Python is still loading. */
let turn: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  turn = turn.then(() => handle(data)).catch((error: unknown) => scope.postMessage({ type: "failed", message: String(error) }));
};

async function handle(message: ToTest): Promise<void> {
  switch (message.type) {
    case "load":
      bridge = (await loadPython(message.assets, bridgeLines))("bridge") as Bridge;
      return scope.postMessage({ type: "ready" });
    case "start":
      return bridge?.start(JSON.stringify(message.test), message.side ?? undefined, earlier(message.before));
    case "frame":
      return tell(bridge?.update(JSON.stringify(message.frame)), true);
    case "begin":
      return tell(bridge?.begin(), false);
    case "stop":
      return tell(bridge?.stop(), false);
  }
}

function earlier(before: { readonly value: number; readonly error: number; readonly by: string } | null): string | undefined {
  return before ? JSON.stringify({ value: before.value, error: before.error, by: before.by }) : undefined;
}

/** @param isAnswer to a frame, so that the page knows how many are under way. */
function tell(told: string | undefined, isAnswer: boolean): void {
  if (told !== undefined) scope.postMessage({ type: "told", isAnswer, snapshot: JSON.parse(told) as TestSnapshot });
}
