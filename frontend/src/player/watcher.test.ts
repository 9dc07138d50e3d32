// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Frame } from "../contract/engine";
import type { FromPose, ToPose } from "./pose-messages";
import type { CameraStatus } from "./screens/screen";
import { Watcher } from "./watcher";

/** The pose worker's side of the messages: ready at once, then a body for every picture, as slow as the device. */
class FakeWorker {
  static all: FakeWorker[] = [];
  static takes_ms = 20;
  static size = { width: 480, height: 640 };

  model = "";
  isOn = true;
  onmessage: ((event: MessageEvent<FromPose>) => void) | null = null;

  constructor() {
    FakeWorker.all.push(this);
  }

  postMessage(message: ToPose): void {
    if (message.type === "load") {
      this.model = message.model;
      return this.#answer({ type: "ready" }, 5);
    }
    const { size, takes_ms } = FakeWorker;
    this.#answer({ type: "pose", t_ms: message.t_ms, ...size, image: null, world: null, took_ms: takes_ms }, takes_ms);
  }

  terminate(): void {
    this.isOn = false;
  }

  #answer(data: FromPose, after_ms: number): void {
    setTimeout(() => this.isOn && this.onmessage?.({ data } as MessageEvent<FromPose>), after_ms);
  }
}

class FakeTrack extends EventTarget {
  readyState = "live";

  stop(): void {
    this.readyState = "ended";
  }

  async applyConstraints(): Promise<void> {}
}

const ASSETS = { model: "/full.task", model_lite: "/lite.task", model_heavy: "/heavy.task", wasm: "/wasm/", pyodide: "", motion: "" };

let tracks: FakeTrack[];
let frames: Frame[];
let statuses: CameraStatus[];
let turns: number;
let isInSet: boolean;
let watcher: Watcher;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  FakeWorker.all = [];
  FakeWorker.takes_ms = 20;
  FakeWorker.size = { width: 480, height: 640 };
  [tracks, frames, statuses, turns, isInSet] = [[], [], [], 0, true];
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("ImageData", class {});
  vi.stubGlobal("createImageBitmap", async () => ({}));
  const getUserMedia = async () => {
    const track = new FakeTrack();
    tracks.push(track);
    return { getTracks: () => [track], getVideoTracks: () => [track] };
  };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, "srcObject", "set").mockImplementation(() => undefined);
  vi.spyOn(HTMLMediaElement.prototype, "readyState", "get").mockReturnValue(4);
  Object.assign(HTMLVideoElement.prototype, { requestVideoFrameCallback: (callback: () => void) => setTimeout(callback, 33) });
  watcher = new Watcher(document.body, document.createElement("canvas"), {
    status: (status) => statuses.push(status),
    frame: (frame) => frames.push(frame),
    turned: () => (turns += 1),
    measuredSide: () => null,
    isInSet: () => isInSet,
  });
});

afterEach(() => {
  watcher.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const passes = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const running = (): string[] => FakeWorker.all.filter(({ isOn }) => isOn).map(({ model }) => new URL(model).pathname);

it("stops the camera and ends the model when it is closed", async () => {
  void watcher.open(ASSETS);
  await passes(1_000);
  expect([statuses, tracks.map(({ readyState }) => readyState), running()]).toEqual([["opening", "on"], ["live"], ["/full.task"]]);
  expect(frames.length).toBeGreaterThan(10);
  watcher.close();
  expect([tracks.map(({ readyState }) => readyState), running()]).toEqual([["ended"], []]);
  const seen = frames.length;
  await passes(1_000);
  expect(frames.length).toBe(seen);
});

it("leaves nothing running that was closed while it opened", async () => {
  void watcher.open(ASSETS);
  watcher.close();
  await passes(1_000);
  expect([tracks.every(({ readyState }) => readyState === "ended"), running(), statuses]).toEqual([true, [], ["opening"]]);
});

it("gives everything back when the camera is gone, and opens again with a clock that goes on", async () => {
  void watcher.open(ASSETS);
  await passes(1_000);
  tracks[0]?.dispatchEvent(new Event("ended"));
  expect([statuses.at(-1), running()]).toEqual(["lost", []]);
  const last_ms = frames.at(-1)?.t_ms ?? 0;
  void watcher.open(ASSETS);
  await passes(1_000);
  expect(statuses.at(-1)).toBe("on");
  expect(frames.at(-1)?.t_ms).toBeGreaterThan(last_ms + 500);
  expect(frames.every(({ t_ms }, index) => index === 0 || t_ms > (frames[index - 1]?.t_ms ?? 0))).toBe(true);
});

it("changes to the lite model in a set that is too slow, ends the full one, and remembers it", async () => {
  FakeWorker.takes_ms = 180;
  void watcher.open(ASSETS);
  await passes(5_000);
  expect([watcher.level, running()]).toEqual([{ model: "lite", height: 480 }, ["/lite.task"]]);
  expect(localStorage.getItem("sinew-player-level")).toBe("lite 480");
});

it("gets no heavier in a set, and none where the connection is unknown", async () => {
  void watcher.open(ASSETS);
  await passes(5_000);
  isInSet = false;
  await passes(5_000);
  expect(running()).toEqual(["/full.task"]);
});

it("tells once that the picture was turned", async () => {
  void watcher.open(ASSETS);
  await passes(500);
  FakeWorker.size = { width: 640, height: 480 };
  await passes(1_000);
  expect(turns).toBe(1);
});
