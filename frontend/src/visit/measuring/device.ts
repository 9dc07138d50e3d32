/** The member's camera, pose model and engine together: pictures of the call in, measured frames out. */

import type { MeasuringSetup, SetTold } from "../../contract/measuring";
import type { Side } from "../../contract/words";
import { eachPicture } from "../../player/camera";
import { isSame, levelFrom, Pace, type Level, type ModelName } from "../../player/pace";
import { openPoseFinder, rendererName, usableDelegates, type PoseFinder } from "../../player/pose";
import type { FromMeasuring, ToMeasuring } from "./measuring-messages";
import type { Live } from "./wire";

/** More tells a therapist nothing, and the call needs the device too. */
const MOST_PER_SECOND = 15;
const FAILURES_TO_GIVE_UP = 5;

export interface DeviceListener {
  ready(): void;
  failed(): void;
  measured(live: Live): void;
  counted(set: SetTold | null): void;
}

/** What the member's panel needs of it. */
export interface Device {
  open(): void;
  count(definition: Readonly<Record<string, unknown>>, side: Side): void;
  end(): void;
  close(): void;
}

export type MakeDevice = (video: HTMLVideoElement, setup: MeasuringSetup, listener: DeviceListener) => Device;

export class CameraDevice implements Device {
  readonly #worker = new Worker(new URL("./measuring.worker.ts", import.meta.url), { type: "module" });
  readonly #pace: Pace;
  readonly #first: Level;
  readonly #isFixed: boolean;
  readonly #began_ms = performance.now();
  #finder: PoseFinder | null = null;
  #stopPictures: () => void = () => undefined;
  #lastAsked_ms = 0;
  #isFinding = false;
  #isChanging = false;
  #isCounting = false;
  #failures = 0;
  /** Frames with the engine: a slow device drops frames instead of falling behind. */
  #pending = 0;
  #isReady = false;
  #isOver = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly setup: MeasuringSetup,
    private readonly listener: DeviceListener,
  ) {
    const { level, isFixed } = levelFrom(location.search, null);
    this.#first = level;
    this.#pace = new Pace(level);
    this.#isFixed = isFixed;
    this.#worker.onmessage = ({ data }: MessageEvent<FromMeasuring>) => this.#take(data);
    this.#worker.onerror = () => this.#fail();
  }

  open(): void {
    const { assets } = this.setup;
    const absolute = (address: string): string => new URL(address, location.href).href;
    this.#send({ type: "load", assets: { pyodide: absolute(assets.pyodide), motion: absolute(assets.motion) } });
    void this.#find(this.#pace.level.model)
      .then((finder) => {
        if (this.#isOver) return finder.close();
        this.#finder = finder;
        this.#stopPictures = eachPicture(this.video, () => this.#picture());
        this.#tellReady();
      })
      .catch(() => this.#fail());
  }

  count(definition: Readonly<Record<string, unknown>>, side: Side): void {
    this.#isCounting = true;
    this.#send({ type: "count", definition, side });
  }

  end(): void {
    this.#isCounting = false;
    this.#send({ type: "end" });
  }

  close(): void {
    this.#isOver = true;
    this.#stopPictures();
    this.#finder?.close();
    this.#finder = null;
    this.#worker.terminate();
  }

  #find(model: ModelName): Promise<PoseFinder> {
    return openPoseFinder(this.setup.assets, model, usableDelegates(location.search, rendererName()));
  }

  #send(message: ToMeasuring): void {
    this.#worker.postMessage(message);
  }

  #fail(): void {
    if (this.#isOver) return;
    this.close();
    this.listener.failed();
  }

  #tellReady(): void {
    if (this.#isReady && this.#finder) this.listener.ready();
  }

  #take(message: FromMeasuring): void {
    if (this.#isOver) return;
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        return this.#tellReady();
      case "failed":
        return this.#fail();
      case "set":
        return this.listener.counted(message.set);
      case "measured":
        this.#pending -= 1;
        return this.listener.measured(message.live);
    }
  }

  #picture(): void {
    const now_ms = performance.now() - this.#began_ms;
    if (this.#isFinding || !this.#finder || !this.#isReady || this.video.videoWidth === 0) return;
    if (now_ms - this.#lastAsked_ms < 1000 / MOST_PER_SECOND) return;
    // The model refuses a time that does not rise.
    void this.#detect(this.#finder, Math.max(Math.round(now_ms), this.#lastAsked_ms + 1));
  }

  async #detect(finder: PoseFinder, t_ms: number): Promise<void> {
    this.#isFinding = true;
    this.#lastAsked_ms = t_ms;
    const asked_ms = performance.now();
    const found = await finder.detect(this.video, t_ms).catch(() => "failed" as const);
    this.#isFinding = false;
    if (this.#isOver) return;
    this.#failures = found === "failed" ? this.#failures + 1 : 0;
    if (this.#failures >= FAILURES_TO_GIVE_UP) return this.#fail();
    if (found === null || found === "failed") return;
    const { took_ms: _took_ms, ...frame } = found;
    if (this.#pending < 2) {
      this.#pending += 1;
      this.#send({ type: "frame", frame });
    }
    this.#pace.take(performance.now() - asked_ms);
    await this.#keepPace(finder);
  }

  /**
   * A held angle needs the better model and few pictures, a count needs many: only while a set is counted does a lighter
   * model take over where this one is too slow. The call keeps its picture as it is.
   */
  async #keepPace(before: PoseFinder): Promise<void> {
    const wanted = this.#isFixed || this.#isChanging ? null : this.#wanted();
    if (!wanted) return;
    if (wanted.model === this.#pace.level.model) return this.#pace.refused(wanted);
    this.#isChanging = true;
    const next = await this.#find(wanted.model).catch(() => null);
    this.#isChanging = false;
    if (this.#isOver || !next) return next?.close();
    while (this.#isFinding) await new Promise((resolve) => setTimeout(resolve, 10));
    before.close();
    this.#finder = next;
    this.#pace.changed(wanted);
  }

  #wanted(): Level | null {
    if (this.#isCounting) return this.#pace.wanted({ isInSet: true, mayLoadHeavy: false });
    return isSame(this.#pace.level, this.#first) ? null : this.#first;
  }
}
