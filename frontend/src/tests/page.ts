/** Joins the parts of a movement test: camera, worker, voice and screens. The picture stays on the device. */

import type { TestData, TestSnapshot } from "../contract/movement-test";
import { h, setData, setText } from "../player/dom";
import type { CameraStatus } from "../player/screens/screen";
import { browserVoice, Speaker } from "../player/speech";
import { WakeLock } from "../player/wake-lock";
import { Watcher } from "../player/watcher";
import { linesSaid, missingLine, readingOf } from "./reading";
import { introScreen, measuringScreen, resultScreen, type Measuring, type TestScreen } from "./screens";
import { TestEngine } from "./test-engine";

const TICK_MS = 200;
/** So long something has to be missing before it is said. */
const MISSING_MS = 1_500;

const CAMERA_LOST: Partial<Record<CameraStatus, string>> = {
  denied: "The browser did not allow the camera. You can do the test by hand.",
  none: "No camera was found. You can do the test by hand.",
  busy: "The camera is in use by something else. You can do the test by hand.",
  insecure: "The camera works only on a secure address. You can do the test by hand.",
  lost: "The camera stopped. Start again, or do the test by hand.",
  model: "This device cannot follow a body in the picture. You can do the test by hand.",
};
const MUTED = "sinew-player-muted";

export class TestPage {
  #screen: TestScreen | null = null;
  #measuring: Measuring | null = null;
  #engine: TestEngine | null = null;
  #isLoaded = false;
  #snapshot: TestSnapshot | null = null;
  #rest_s = 0;
  #missingSince_ms = 0;
  #isFinishing = false;
  #camera: CameraStatus = "off";
  readonly #watcher: Watcher;
  readonly #speaker: Speaker;
  readonly #wakeLock = new WakeLock();
  readonly #live = h("p", { class: "player-live", attributes: { "aria-live": "polite" } });
  readonly #stage = h("div", { class: "player-screen" });
  readonly #cameraView: HTMLElement;

  constructor(
    private readonly root: HTMLElement,
    private readonly form: HTMLFormElement,
    private readonly data: TestData,
  ) {
    const canvas = h("canvas", { class: "player-camera__picture", attributes: { "aria-hidden": "true" } });
    this.#cameraView = h("div", { class: "player-camera" }, canvas);
    this.#speaker = new Speaker(browserVoice(data.language), () => performance.now(), localStorage.getItem(MUTED) === "true");
    this.#watcher = new Watcher(root, canvas, {
      status: (status) => this.#cameraChanged(status),
      frame: (frame) => this.#engine?.frame(frame),
      turned: () => undefined,
      measuredSide: () => data.side,
      isInSet: () => this.#snapshot?.state === "moving",
    });
  }

  start(): void {
    this.root.classList.add("player");
    this.root.replaceChildren(this.#stage, this.#live);
    this.#intro("");
    setInterval(() => this.#tick(), TICK_MS);
  }

  #intro(notice: string): void {
    this.#show(introScreen(this.data, notice, () => this.#begin()));
    this.#describe("intro");
  }

  #begin(): void {
    this.#wakeLock.hold();
    this.#snapshot = null;
    this.#isLoaded = false;
    this.#engine = new TestEngine(this.data, {
      ready: () => {
        this.#isLoaded = true;
      },
      failed: () => this.#giveUp("The measuring could not start on this device. You can do the test by hand."),
      told: (snapshot) => this.#told(snapshot),
    });
    void this.#watcher.open(this.data.assets);
    this.#measuring = measuringScreen(this.data, this.#cameraView, {
      begin: () => this.#next(),
      endTrial: () => this.#engine?.stop(),
      finish: () => this.#finish(),
    });
    this.#show(this.#measuring);
    this.#say(...this.data.words.set_up);
    this.#update();
  }

  #told(snapshot: TestSnapshot): void {
    const before = this.#snapshot;
    if (!this.#measuring) return;
    this.#snapshot = snapshot;
    this.#say(...linesSaid(before, snapshot, this.data));
    if (snapshot.state === "rest" && before?.state !== "rest") this.#rest_s = this.data.rest_s;
    if (snapshot.missing !== before?.missing) this.#missingSince_ms = performance.now();
    if (snapshot.state === "done" || this.#isFinishing) this.#end(snapshot);
    else this.#update();
  }

  #tick(): void {
    if (!this.#measuring) return;
    const missing = this.#snapshot?.state === "setup" ? this.#snapshot.missing : null;
    if (missing && performance.now() - this.#missingSince_ms > MISSING_MS) this.#say(missingLine(missing, this.data));
    if (this.#snapshot?.state === "rest") {
      this.#rest_s -= TICK_MS / 1000;
      if (this.#rest_s <= 0) this.#next();
    }
    this.#update();
  }

  #next(): void {
    this.#rest_s = this.data.rest_s;
    this.#engine?.begin();
  }

  /** The person stops: what was measured so far is the result. */
  #finish(): void {
    this.#isFinishing = true;
    if (this.#isLoaded && this.#snapshot) this.#engine?.stop();
    else this.#giveUp("");
  }

  #end(snapshot: TestSnapshot): void {
    this.#close();
    this.#show(resultScreen(this.data, snapshot, (pain) => this.#save(snapshot, pain)));
    this.#describe("result");
    setData(this.root, "state", "done");
    setData(this.root, "value", snapshot.result.value === null ? "" : String(snapshot.result.value));
  }

  #save({ result }: TestSnapshot, pain: number): void {
    const trials = result.trials.map(({ value, problems, ended_by }) => ({ value, problems, ended_by }));
    this.#field("trials").value = JSON.stringify(trials);
    this.#field("pain").value = String(pain);
    this.form.submit();
  }

  #field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  #cameraChanged(status: CameraStatus): void {
    this.#camera = status;
    setData(this.root, "camera", status);
    const reason = CAMERA_LOST[status];
    if (reason) this.#giveUp(reason);
  }

  #giveUp(reason: string): void {
    if (!this.#measuring) return;
    this.#close();
    this.#intro(reason);
    if (reason) this.#say(reason);
  }

  #close(): void {
    this.#measuring = null;
    this.#isFinishing = false;
    this.#engine?.close();
    this.#engine = null;
    this.#watcher.close();
    this.#wakeLock.release();
    setData(this.root, "camera", "off");
  }

  #update(): void {
    const loading = this.#camera === "opening" || !this.#isLoaded ? "Getting the camera ready." : "";
    this.#measuring?.update(this.#snapshot, this.#rest_s, this.#snapshot ? "" : loading);
    setData(this.root, "state", readingOf(this.#snapshot, this.data, this.#rest_s).glance);
    setData(this.root, "trial", String(this.#snapshot?.trial ?? 0));
    this.#describe(this.#snapshot?.state ?? "loading");
  }

  #say(...lines: readonly string[]): void {
    if (lines.length === 0) return;
    setText(this.#live, lines.join(" "));
    for (const text of lines) this.#speaker.say({ text, urgency: /^\d+$/.test(text) ? "count" : "guidance" });
  }

  #show(screen: TestScreen): void {
    const isFirst = this.#screen === null;
    this.#screen?.destroy();
    this.#screen = screen;
    this.#stage.replaceChildren(screen.element);
    if (!isFirst) screen.element.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }

  /** For style sheets and tests. */
  #describe(phase: string): void {
    setData(this.root, "phase", phase);
  }
}
