import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { MotionEngine } from "./engine";

class FakeWorker {
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onerror: () => void = () => undefined;
  readonly sent: { type: string }[] = [];
  isEnded = false;

  constructor() {
    workers.push(this);
  }

  postMessage(message: { type: string }): void {
    this.sent.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  answers(data: unknown): void {
    this.onmessage({ data });
  }
}

let workers: FakeWorker[] = [];

beforeEach(() => {
  workers = [];
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("location", { href: "http://localhost/" });
});

afterEach(() => vi.unstubAllGlobals());

function loaded(): { engine: MotionEngine; worker: FakeWorker } {
  const engine = new MotionEngine({ status: () => undefined, update: () => undefined });
  engine.load({ model: "", model_lite: "", model_heavy: "", wasm: "", pyodide: "p", motion: "m" });
  const worker = workers[0] as FakeWorker;
  worker.answers({ type: "ready", load_ms: 1 });
  return { engine, worker };
}

it("ends its worker only when it has handed over the movement of the last set", async () => {
  const { engine, worker } = loaded();
  const trace = engine.trace(7_000);
  engine.close();
  expect(worker.isEnded).toBe(false);
  expect(worker.sent.at(-1)).toEqual({ type: "trace", since_ms: 7_000 });
  worker.answers({ type: "trace", trace: "packed" });
  expect(await trace).toBe("packed");
  expect(worker.isEnded).toBe(true);
});

it("ends it at once when nothing was asked for", () => {
  const { engine, worker } = loaded();
  engine.close();
  expect(worker.isEnded).toBe(true);
});

it("answers with nothing when Python fails, before or after it was closed", async () => {
  const first = loaded();
  const early = first.engine.trace(0);
  first.worker.answers({ type: "failed", message: "out of memory" });
  expect(await early).toBe("");
  workers = [];
  const second = loaded();
  const late = second.engine.trace(0);
  second.engine.close();
  second.worker.onerror();
  expect(await late).toBe("");
});

it("has no movement without a worker", async () => {
  const engine = new MotionEngine({ status: () => undefined, update: () => undefined });
  expect(await engine.trace(0)).toBe("");
});
