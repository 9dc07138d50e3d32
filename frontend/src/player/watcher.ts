/** Camera and pose model together: draws every picture, and passes on a body as often as the device can find one. */

import type { Frame } from "../contract/engine";
import type { PoseResult } from "./pose-messages";
import type { AssetAddresses } from "../contract/session";
import { CameraRefused, eachPicture, openCamera, type Camera } from "./camera";
import { drawPicture, drawSkeleton } from "./overlay";
import { keptAs, levelFrom, mayLoadHeavy, Pace, type Connection, type Level } from "./pace";
import { openPoseFinder, rendererName, usableDelegates, type PoseFinder } from "./pose";
import type { CameraStatus } from "./screens/screen";

/** No more than this many detections a second: a phone that gets hot slows down for good. */
const MOST_PER_SECOND = 24;
/** This many failures in a row, and the model is given up. */
const FAILURES_TO_GIVE_UP = 5;
const KEPT_LEVEL = "sinew-player-level";

export interface WatcherListener {
  status(status: CameraStatus): void;
  frame(frame: Frame): void;
  /** The picture was turned by a quarter: the phone, too. */
  turned?(): void;
  /** Side the engine measures, to color the skeleton. */
  measuredSide(): string | null;
  /** Whether something is being counted just now; where it is not told, always. */
  isInSet?(): boolean;
}

export class Watcher {
  #camera: Camera | null = null;
  #finder: PoseFinder | null = null;
  #assets: AssetAddresses | null = null;
  #stopPictures: () => void = () => undefined;
  #last: PoseResult | null = null;
  #lastAsked_ms = 0;
  #lastPicture_ms = 0;
  /** Where the frames' clock begins; it goes on however often the camera is opened. */
  readonly #began_ms = performance.now();
  /** Counts openings: what belongs to an earlier one comes too late. */
  #opening = 0;
  #isFinding = false;
  #isChanging = false;
  #failures = 0;
  #pace: Pace;
  readonly #isFixed: boolean;

  /** @param host keeps the video in the page: some browsers stop one that is not. */
  constructor(
    private readonly host: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    private readonly listener: WatcherListener,
  ) {
    const { level, isFixed } = levelFrom(location.search, localStorage.getItem(KEPT_LEVEL));
    this.#pace = new Pace(level);
    this.#isFixed = isFixed;
  }

  /** Milliseconds from a picture to the body in it, as they usually are. */
  get poseMs(): number {
    return this.#pace.usual_ms ?? 0;
  }

  get level(): Level {
    return this.#pace.level;
  }

  get where(): string {
    return this.#finder?.where ?? "";
  }

  /** A frame's time on the clock of `performance.now()`. */
  wallTime(t_ms: number): number {
    return this.#began_ms + t_ms;
  }

  /** For how long the camera has sent no new picture. */
  get still_ms(): number {
    return this.#camera ? performance.now() - this.#lastPicture_ms : 0;
  }

  async open(assets: AssetAddresses): Promise<void> {
    this.close();
    const opening = this.#opening;
    const isOver = (): boolean => opening !== this.#opening;
    this.listener.status("opening");
    this.#assets = assets;
    this.#lastPicture_ms = performance.now();
    // The model loads while the person answers the browser's question.
    const finder = openPoseFinder(assets, this.level.model, usableDelegates(location.search, rendererName()));
    const letGo = (): void => void finder.then((opened) => opened.close(), () => undefined);
    try {
      const camera = await openCamera(this.level.height, () => isOver() || this.#giveUp("lost"));
      if (isOver()) {
        camera.close();
        return letGo();
      }
      this.#camera = camera;
      camera.video.className = "player-camera__source";
      this.host.append(camera.video);
      this.#stopPictures = eachPicture(camera.video, () => this.#picture());
      const opened = await finder;
      if (isOver()) return opened.close();
      this.#finder = opened;
      this.listener.status("on");
    } catch (error) {
      letGo();
      if (!isOver()) this.#giveUp(error instanceof CameraRefused ? error.problem : "model");
    }
  }

  /** Stops the camera and frees the model; `open` may follow. */
  close(): void {
    this.#opening += 1;
    this.#stopPictures();
    this.#camera?.close();
    this.#camera?.video.remove();
    this.#finder?.close();
    this.#camera = this.#finder = this.#last = null;
    this.#isFinding = this.#isChanging = false;
  }

  #giveUp(status: CameraStatus): void {
    this.close();
    this.listener.status(status);
  }

  #picture(): void {
    if (!this.#camera) return;
    this.#lastPicture_ms = performance.now();
    drawPicture(this.canvas, this.#camera.video);
    drawSkeleton(this.canvas, this.#last?.image ?? null, this.listener.measuredSide());
    const now_ms = this.#lastPicture_ms - this.#began_ms;
    if (this.#isFinding || !this.#finder || now_ms - this.#lastAsked_ms < 1000 / MOST_PER_SECOND) return;
    // The model refuses a time that does not rise.
    void this.#find(this.#camera.video, this.#finder, Math.max(Math.round(now_ms), this.#lastAsked_ms + 1));
  }

  async #find(video: HTMLVideoElement, finder: PoseFinder, t_ms: number): Promise<void> {
    this.#isFinding = true;
    this.#lastAsked_ms = t_ms;
    const opening = this.#opening;
    const asked_ms = performance.now();
    const found = await finder.detect(video, t_ms).catch(() => "failed" as const);
    if (opening !== this.#opening) return;
    this.#isFinding = false;
    this.#failures = found === "failed" ? this.#failures + 1 : 0;
    if (this.#failures >= FAILURES_TO_GIVE_UP) return this.#giveUp("model");
    if (found === null || found === "failed") return;
    this.#take(found);
    this.#pace.take(performance.now() - asked_ms);
    this.#keepPace();
  }

  #take(found: PoseResult): void {
    const { took_ms: _took_ms, ...frame } = found;
    const last = this.#last;
    this.#last = found;
    if (last && isPortrait(last) !== isPortrait(found)) this.listener.turned?.();
    this.listener.frame(frame);
  }

  /** A lighter or a better level, where the measured pace asks for it. */
  #keepPace(): void {
    if (this.#isFixed || this.#isChanging) return;
    const wanted = this.#pace.wanted({ isInSet: this.listener.isInSet?.() ?? true, mayLoadHeavy: mayLoadHeavy(connection()) });
    if (wanted) void this.#change(wanted);
  }

  /** The present model goes on until the next one is ready. */
  async #change(level: Level): Promise<void> {
    const [assets, before, opening] = [this.#assets, this.#finder, this.#opening];
    if (!assets || !before) return;
    this.#isChanging = true;
    if (level.model !== this.level.model) {
      const next = await openPoseFinder(assets, level.model, usableDelegates(location.search, rendererName())).catch(() => null);
      if (opening !== this.#opening) return next?.close();
      if (!next) {
        this.#pace.refused(level);
        this.#isChanging = false;
        return;
      }
      await this.#whenFound();
      if (opening !== this.#opening) return next.close();
      before.close();
      this.#finder = next;
    }
    this.#camera?.resize(level.height);
    this.#pace.changed(level);
    localStorage.setItem(KEPT_LEVEL, keptAs(level));
    this.#isChanging = false;
  }

  /** A model must not be closed under a detection: its answer would never come. */
  async #whenFound(): Promise<void> {
    const opening = this.#opening;
    while (this.#isFinding && opening === this.#opening) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const isPortrait = ({ width, height }: Frame): boolean => height > width;

const connection = (): Connection | undefined => (navigator as Navigator & { readonly connection?: Connection }).connection;
