/** The page's side of the worker of a movement test. */

import type { Frame } from "../contract/engine";
import type { TestData, TestSnapshot } from "../contract/movement-test";
import type { FromTest, ToTest } from "./test-messages";

export interface TestListener {
  ready(): void;
  failed(): void;
  told(snapshot: TestSnapshot): void;
}

export class TestEngine {
  readonly #worker = new Worker(new URL("./test.worker.ts", import.meta.url), { type: "module" });
  #isReady = false;
  /** Frames sent and not yet answered: a slow device drops frames instead of falling behind. */
  #pending = 0;

  constructor(
    data: TestData,
    private readonly listener: TestListener,
  ) {
    this.#worker.onmessage = ({ data: message }: MessageEvent<FromTest>) => this.#take(message);
    this.#worker.onerror = () => listener.failed();
    const absolute = (address: string): string => new URL(address, location.href).href;
    this.#send({ type: "load", assets: { pyodide: absolute(data.assets.pyodide), motion: absolute(data.assets.motion) } });
    this.#send({ type: "start", test: data.test, side: data.side, before: data.before });
  }

  frame(frame: Frame): void {
    if (!this.#isReady || this.#pending > 1) return;
    this.#pending += 1;
    this.#send({ type: "frame", frame });
  }

  begin(): void {
    this.#send({ type: "begin" });
  }

  stop(): void {
    this.#send({ type: "stop" });
  }

  close(): void {
    this.#worker.terminate();
  }

  #send(message: ToTest): void {
    this.#worker.postMessage(message);
  }

  #take(message: FromTest): void {
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        return this.listener.ready();
      case "failed":
        return this.listener.failed();
      case "told":
        if (message.isAnswer) this.#pending -= 1;
        this.listener.told(message.snapshot);
    }
  }
}
