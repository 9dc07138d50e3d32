/** Runs `sinew.motion`, the same Python as on the server, in Pyodide. The page sends frames and gets events back. */

import type { PyProxy } from "pyodide/ffi";
import type { EngineEvent, Snapshot } from "../contract/engine";
import type { FromEngine, ToEngine } from "./engine-messages";
import bridge from "./engine_bridge.py?raw";
import { loadPython } from "./python";
import { workerScope } from "./worker-scope";

interface Bridge extends PyProxy {
  start(definition: string, side: string | undefined, bout: string | undefined): void;
  trace(since_ms: number): string;
  update(frame: string): string;
}

const scope = workerScope<ToEngine, FromEngine>();
let engine: Bridge | null = null;

/** One message after the other: a bout may be started while Python is still loading. */
let turn: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  turn = turn.then(() => handle(data)).catch((error: unknown) => scope.postMessage({ type: "failed", message: String(error) }));
};

async function handle(message: ToEngine): Promise<void> {
  switch (message.type) {
    case "load": {
      const started_ms = performance.now();
      engine = (await loadPython(message.assets, bridge))("bridge") as Bridge;
      return scope.postMessage({ type: "ready", load_ms: performance.now() - started_ms });
    }
    case "start":
      engine?.start(JSON.stringify(message.definition), message.side ?? undefined, message.bout ?? undefined);
      return;
    case "trace":
      return scope.postMessage({ type: "trace", trace: engine?.trace(message.since_ms) ?? "" });
    case "frame":
      return update(message.run, JSON.stringify(message.frame));
  }
}

function update(run: number, frame: string): void {
  if (!engine) return;
  const answer = JSON.parse(engine.update(frame)) as { events: EngineEvent[]; snapshot: Snapshot };
  scope.postMessage({ type: "update", run, ...answer });
}
