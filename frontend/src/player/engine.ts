/** The page's side of the engine worker: starts a run for each bout, passes frames, hands on what comes back. */

import type { EngineEvent, Frame, Snapshot } from "../contract/engine";
import type { AssetAddresses } from "../contract/session";
import type { Side } from "../contract/words";
import type { FromEngine, ToEngine, TrackingDefinition } from "./engine-messages";

export type EngineStatus = "off" | "loading" | "ready" | "failed";

export interface EngineListener {
  status(status: EngineStatus): void;
  update(events: readonly EngineEvent[], snapshot: Snapshot): void;
}

export class MotionEngine {
  #worker: Worker | null = null;
  #status: EngineStatus = "off";
  #run = 0;
  #isRunning = false;
  /** Frames sent and not yet answered: a slow device drops frames instead of falling behind. */
  #pending = 0;
  /** Who waits for a trace; they are answered in turn. */
  readonly #awaited: ((trace: string) => void)[] = [];

  constructor(private readonly listener: EngineListener) {}

  get status(): EngineStatus {
    return this.#status;
  }

  load(assets: AssetAddresses): void {
    if (this.#worker) return;
    this.#worker = new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<FromEngine>) => this.#take(data);
    this.#worker.onerror = () => this.#fail();
    this.#set("loading");
    const absolute = (address: string): string => new URL(address, location.href).href;
    this.#send({ type: "load", assets: { pyodide: absolute(assets.pyodide), motion: absolute(assets.motion) } });
  }

  /**
   * A new bout: the engine forgets the one before. May be called before it is loaded.
   *
   * @param bout its name if its movement may be shared: then it is recorded, for `trace`.
   */
  start(definition: TrackingDefinition, side: Side | null, bout: string | null): void {
    this.#run += 1;
    this.#pending = 0;
    this.#isRunning = true;
    this.#send({ type: "start", run: this.#run, definition, side, bout });
  }

  /**
   * The movement of the bout that has just ended, packed; empty without one. Handed over, it is forgotten.
   *
   * @param since_ms where it begins, on the clock of the frames: what was before is left out.
   */
  trace(since_ms: number): Promise<string> {
    if (!this.#worker || this.#status !== "ready") return Promise.resolve("");
    return new Promise((resolve) => {
      this.#awaited.push(resolve);
      this.#send({ type: "trace", since_ms });
    });
  }

  stop(): void {
    this.#isRunning = false;
  }

  /** Ends the worker, once it has handed over what was asked for, and gives its memory back; `load` may follow. */
  close(): void {
    this.stop();
    if (this.#worker) endAfter(this.#worker, this.#awaited.splice(0));
    this.#worker = null;
    this.#status = "off";
  }

  frame(frame: Frame): void {
    if (!this.#isRunning || this.#status !== "ready" || this.#pending > 1) return;
    this.#pending += 1;
    this.#send({ type: "frame", run: this.#run, frame });
  }

  #send(message: ToEngine): void {
    this.#worker?.postMessage(message);
  }

  #set(status: EngineStatus): void {
    this.#status = status;
    this.listener.status(status);
  }

  #fail(): void {
    this.#awaited.splice(0).forEach((answer) => answer(""));
    this.#set("failed");
  }

  #take(message: FromEngine): void {
    switch (message.type) {
      case "ready":
        return this.#set("ready");
      case "failed":
        return this.#fail();
      case "trace":
        return this.#awaited.shift()?.(message.trace);
      case "update":
        if (message.run !== this.#run) return;
        this.#pending -= 1;
        if (this.#isRunning) this.listener.update(message.events, message.snapshot);
    }
  }
}

/** Ends a worker when everybody who waits for a trace of it has been answered. */
function endAfter(worker: Worker, waiting: ((trace: string) => void)[]): void {
  if (waiting.length === 0) return worker.terminate();
  worker.onerror = () => {
    waiting.splice(0).forEach((answer) => answer(""));
    worker.terminate();
  };
  worker.onmessage = ({ data }: MessageEvent<FromEngine>) => {
    if (data.type === "trace") waiting.shift()?.(data.trace);
    if (data.type === "failed") waiting.splice(0).forEach((answer) => answer(""));
    if (waiting.length === 0) worker.terminate();
  };
}
