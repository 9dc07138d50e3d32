/** Runs `sinew.motion` in Pyodide: each frame becomes what the other side is sent of it. */

import type { PyProxy } from "pyodide/ffi";
import type { SetTold } from "../../contract/measuring";
import { loadPython } from "../../player/python";
import { workerScope } from "../../player/worker-scope";
import type { FromMeasuring, ToMeasuring } from "./measuring-messages";
import bridgeLines from "./measuring_bridge.py?raw";
import type { Live } from "./wire";

interface Bridge extends PyProxy {
  update(frame: string): string;
  count(definition: string, side: string): void;
  end(): string;
}

const scope = workerScope<ToMeasuring, FromMeasuring>();
let bridge: Bridge | null = null;

/** One message after the other: a set may be started while Python is still loading. */
let turn: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  turn = turn.then(() => handle(data)).catch((error: unknown) => scope.postMessage({ type: "failed", message: String(error) }));
};

async function handle(message: ToMeasuring): Promise<void> {
  switch (message.type) {
    case "load":
      bridge = (await loadPython(message.assets, bridgeLines))("bridge") as Bridge;
      return scope.postMessage({ type: "ready" });
    case "frame":
      if (bridge) scope.postMessage({ type: "measured", live: JSON.parse(bridge.update(JSON.stringify(message.frame))) as Live });
      return;
    case "count":
      return bridge?.count(JSON.stringify(message.definition), message.side);
    case "end": {
      const told = bridge?.end() ?? "";
      return scope.postMessage({ type: "set", set: told ? (JSON.parse(told) as SetTold) : null });
    }
  }
}
