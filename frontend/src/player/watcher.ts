/** Camera and pose model together: draws every picture, and passes on a body as often as the device can find one. */

import type { Frame } from "../contract/engine";
import type { PoseResult } from "./pose-messages";
import type { AssetAddresses } from "../contract/session";
import { CameraRefused, eachPicture, openCamera, type Camera } from "./camera";
import { drawPicture, drawSkeleton } from "./overlay";
import { openPoseFinder, rendererName, usableDelegates, type PoseFinder } from "./pose";
import type { CameraStatus } from "./screens/screen";

/** No more than this many detections a second: a phone that gets hot slows down for good. */
const MOST_PER_SECOND = 24;
/** This many failures in a row, and the model is given up. */
const FAILURES_TO_GIVE_UP = 5;

export interface WatcherListener {
  status(status: CameraStatus): void;
  frame(frame: Frame): void;
  /** Side the engine measures, to color the skeleton. */
  measuredSide(): string | null;
}

export class Watcher {
  #camera: Camera | null = null;
  #finder: PoseFinder | null = null;
  #stopPictures: () => void = () => undefined;
  #last: PoseResult | null = null;
  #lastAsked_ms = 0;
  #opened_ms = 0;
  #isFinding = false;
  #failures = 0;
  #poseMs = 0;

  /** @param host keeps the video in the page: some browsers stop one that is not. */
  constructor(
    private readonly host: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    private readonly listener: WatcherListener,
  ) {}

  /** Smoothed milliseconds the model takes for a picture. */
  get poseMs(): number {
    return this.#poseMs;
  }

  get where(): string {
    return this.#finder?.where ?? "";
  }

  async open(assets: AssetAddresses): Promise<void> {
    this.listener.status("opening");
    this.#opened_ms = performance.now();
    // The model loads while the person answers the browser's question.
    const finder = openPoseFinder(assets, usableDelegates(location.search, rendererName()));
    finder.catch(() => undefined);
    try {
      this.#camera = await openCamera(() => this.#giveUp("lost"));
      this.#camera.video.className = "player-camera__source";
      this.host.append(this.#camera.video);
      this.#stopPictures = eachPicture(this.#camera.video, () => this.#picture());
      this.#finder = await finder;
      this.listener.status("on");
    } catch (error) {
      this.#giveUp(error instanceof CameraRefused ? error.problem : "model");
      finder.then((opened) => opened.close(), () => undefined);
    }
  }

  close(): void {
    this.#stopPictures();
    this.#camera?.close();
    this.#camera?.video.remove();
    this.#finder?.close();
    this.#camera = null;
    this.#finder = null;
  }

  #giveUp(status: CameraStatus): void {
    this.close();
    this.listener.status(status);
  }

  #picture(): void {
    if (!this.#camera) return;
    drawPicture(this.canvas, this.#camera.video);
    drawSkeleton(this.canvas, this.#last?.image ?? null, this.listener.measuredSide());
    const now_ms = performance.now() - this.#opened_ms;
    if (this.#isFinding || !this.#finder || now_ms - this.#lastAsked_ms < 1000 / MOST_PER_SECOND) return;
    // The model refuses a time that does not rise.
    void this.#find(this.#camera.video, this.#finder, Math.max(Math.round(now_ms), this.#lastAsked_ms + 1));
  }

  async #find(video: HTMLVideoElement, finder: PoseFinder, t_ms: number): Promise<void> {
    this.#isFinding = true;
    this.#lastAsked_ms = t_ms;
    try {
      const found = await finder.detect(video, t_ms);
      this.#failures = 0;
      if (found) this.#take(found);
    } catch {
      this.#failures += 1;
      if (this.#failures >= FAILURES_TO_GIVE_UP) this.#giveUp("model");
    } finally {
      this.#isFinding = false;
    }
  }

  #take(found: PoseResult): void {
    const { took_ms, ...frame } = found;
    this.#last = found;
    this.#poseMs = this.#poseMs === 0 ? took_ms : 0.9 * this.#poseMs + 0.1 * took_ms;
    this.listener.frame(frame);
  }
}
