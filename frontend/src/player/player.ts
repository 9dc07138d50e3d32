/** Joins the pure session state to the page: clock, camera, engine, voice, storage and screens. */

import type { EngineEvent, Frame, Snapshot } from "../contract/engine";
import type { SessionData } from "../contract/session";
import type { OutboxEntry } from "../outbox/entry";
import { flushOutbox, holdSession, OUTBOX_EVENT, type OutboxReport } from "../outbox/flush";
import { CoachLine } from "./coach";
import { h, setData, setText } from "./dom";
import { Draft, isWorthKeeping } from "./draft";
import { MotionEngine, type EngineStatus } from "./engine";
import { Latencies } from "./latency";
import { lineForEvent, linesFor, type Line } from "./lines";
import { timesDone } from "./live";
import { MovementKeeper, NO_MOVEMENT } from "./movement";
import { engineSide } from "./prescription";
import { glanceOf } from "./reading";
import { reduce, resumed } from "./reduce";
import { screenFor, screenKey } from "./screens";
import { resumeScreen } from "./screens/resume";
import { seeingOf, SteadySight, STILL_PICTURE, type Seeing } from "./sight";
import type { CameraStatus, Context, Screen, SendStatus, View } from "./screens/screen";
import { browserVoice, Speaker } from "./speech";
import {
  currentBout,
  currentExercise,
  currentTarget,
  initialState,
  isCameraCounting,
  isUnwatchedTime,
  isWatched,
  type Action,
  type SessionState,
} from "./state";
import { WakeLock } from "./wake-lock";
import { Watcher } from "./watcher";
import { CAMERA_GONE } from "./words";

const TICK_MS = 100;
/** A page that slept (a closed laptop, a stopped tab) has lived no longer than this since the last tick. */
const LONGEST_TICK_MS = 1_000;
/** A camera that has sent nothing for this long is said to stand still. */
const STILL_MS = 3_000;
const MUTED = "sinew-player-muted";

export class Player {
  #state: SessionState;
  #screen: Screen | null = null;
  #screenKey = "";
  #camera: CameraStatus = "off";
  #send: SendStatus = "none";
  #problems: readonly string[] = [];
  #notice = "";
  #lastTick_ms = performance.now();
  #frame: Frame | null = null;
  /** When what is being said now happened; null: just now. */
  #happened_ms: number | null = null;
  readonly #sight = new SteadySight();
  readonly #voiceLatencies = new Latencies();
  readonly #coach: CoachLine;
  readonly #speaker: Speaker;
  readonly #engine: MotionEngine;
  readonly #watcher: Watcher;
  readonly #wakeLock = new WakeLock();
  readonly #movement = new MovementKeeper();
  readonly #live = h("p", { class: "player-live", attributes: { "aria-live": "polite" } });
  readonly #sightLive = h("p", { class: "player-live", attributes: { "aria-live": "polite" } });
  readonly #stage = h("div", { class: "player-screen" });
  readonly #context: Context;

  constructor(
    private readonly root: HTMLElement,
    private readonly session: SessionData,
    private readonly draft: Draft,
  ) {
    const canvas = h("canvas", { class: "player-camera__picture", attributes: { "aria-hidden": "true" } });
    this.#state = initialState(session);
    this.#coach = new CoachLine(session);
    this.#speaker = new Speaker(browserVoice(session.language), () => performance.now(), localStorage.getItem(MUTED) === "true", (line, latency_ms) => {
      if (latency_ms !== null && line.urgency !== "guidance" && this.#state.phase === "active") this.#voiceLatencies.take(latency_ms);
    });
    this.#engine = new MotionEngine({ status: (status) => this.#engineChanged(status), update: (events, snapshot) => this.#measured(events, snapshot) });
    this.#watcher = new Watcher(root, canvas, {
      status: (status) => this.#cameraChanged(status),
      frame: (frame) => this.#seen(frame),
      turned: () => this.#turned(),
      measuredSide: () => this.#state.live.snapshot?.side ?? null,
      isInSet: () => this.#state.phase === "active" || this.#state.phase === "countdown",
    });
    this.#context = {
      session,
      cameraView: h("div", { class: "player-camera" }, canvas),
      dispatch: (action) => this.dispatch(action),
      begin: (mode) => this.#begin(mode),
      retryCamera: () => this.#openCamera(),
      toggleMute: () => this.#toggleMute(),
      save: () => void this.#save(),
      now: () => new Date().toISOString(),
    };
  }

  start(left: OutboxEntry | null): void {
    this.root.classList.add("player");
    this.root.replaceChildren(this.#stage, this.#live, this.#sightLive);
    setInterval(() => this.#tick(), TICK_MS);
    document.addEventListener(OUTBOX_EVENT, (event) => this.#outboxReported((event as CustomEvent<OutboxReport>).detail));
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.#devicesChanged());
    holdSession(this.draft.key);
    void flushOutbox(this.session.account, this.draft.key);
    if (left === null) this.#show();
    else if (left.isFinal) this.#showSaved(left.state as SessionState);
    else this.#offerResume(left.state as SessionState);
  }

  dispatch(action: Action): void {
    const before = this.#state;
    this.#state = reduce(before, action, this.session);
    if (this.#state === before) return;
    if (this.#state.phase === "after" && this.#state.finishedAt === null) {
      this.#state = reduce(this.#state, { type: "ended", at: this.#context.now() }, this.session);
    }
    this.#changed(before);
  }

  #changed(before: SessionState): void {
    const after = this.#state;
    this.#say(...linesFor(before, after, this.session));
    if (this.session.may_share) this.#movement.collect(before.progress, after.progress, (since_ms) => this.#engine.trace(since_ms));
    if (partOf(before) !== partOf(after)) this.#phaseChanged(before);
    if (isWorthKeeping(before, after)) this.#keep();
    this.#show();
  }

  #phaseChanged(before: SessionState): void {
    const { phase } = this.#state;
    if (phase === "positioning" && before.phase !== "countdown") this.#startEngine();
    else if (phase === "instructions" && isWatched(this.#state, this.session)) this.#startEngine();
    else if (!isWatched(this.#state, this.session)) this.#engine.stop();
    if (phase === "instructions" && before.phase === "welcome") this.#wakeLock.hold();
    if (phase === "after") this.#endWatching();
    else if (before.phase === "after") this.#watchAgain();
    if (before.exercise !== this.#state.exercise) this.#notice = "";
    this.#coach.clear();
  }

  #startEngine(): void {
    this.#sight.forget();
    const { tracking } = currentExercise(this.#state, this.session);
    const { exercise, bout, progress, phase } = this.#state;
    // While the instructions are read out the engine only looks whether somebody is there.
    const isRecorded = this.session.may_share && phase !== "instructions";
    const name = `${exercise}.${bout}.${progress[exercise]?.isEasier ?? false}`;
    if (tracking) this.#engine.start(tracking, engineSide(currentBout(this.#state, this.session).side), isRecorded ? name : null);
  }

  /** Nothing is left to watch: camera and model are given back. The engine stays until the result is stored. */
  #endWatching(): void {
    this.#watcher.close();
    this.#wakeLock.release();
    this.#camera = "off";
  }

  #watchAgain(): void {
    if (this.#state.phase === "saved") return;
    this.#wakeLock.hold();
    if (this.#state.mode === "camera") this.#openCamera();
  }

  #openCamera(): void {
    this.#engine.load(this.session.assets);
    void this.#watcher.open(this.session.assets);
  }

  #leave(): void {
    this.#keep();
    if (this.#camera === "off") return;
    this.#endWatching();
    this.#engine.close();
    // A page that the browser kept and shows again has no camera any more: it begins anew, where it was left.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload(), { once: true });
  }

  #visibilityChanged(): void {
    if (document.visibilityState === "hidden") {
      this.#speaker.silence();
      this.#keep();
      return this.dispatch({ type: "away" });
    }
    if (this.#state.pausedFor !== "away") return;
    this.#lastTick_ms = performance.now();
    this.dispatch({ type: "back" });
    if (this.#state.phase === "positioning") this.#startEngine();
  }

  /** A camera that was unplugged and is there again is taken up again, unless the person has gone on by hand. */
  async #devicesChanged(): Promise<void> {
    const isMissed = (): boolean => {
      const { phase, pausedFor } = this.#state;
      const isByHand = (phase === "active" || phase === "countdown") && pausedFor !== "camera";
      return (this.#camera === "lost" || this.#camera === "none") && phase !== "saved" && !isByHand;
    };
    if (!isMissed()) return;
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (devices.some(({ kind }) => kind === "videoinput") && isMissed()) this.#openCamera();
  }

  #turned(): void {
    const before = this.#state;
    this.dispatch({ type: "camera_turned" });
    if (this.#state === before) return;
    this.#startEngine();
    this.#coach.tell("The picture has turned. Get into place again.");
  }

  #begin(mode: "camera" | "no_camera"): void {
    if (mode === "camera") this.#openCamera();
    this.dispatch({ type: "begin", mode, at: this.#context.now() });
  }

  #offerResume(stored: SessionState): void {
    const screen = resumeScreen(
      this.#context,
      stored,
      () => this.#resume(resumed(stored)),
      () => this.#resume(reduce(resumed(stored), { type: "finish", reason: "member", at: this.#context.now() }, this.session)),
    );
    this.#replace(screen, "resume");
  }

  /** The result is still on its way; the session itself is over. */
  #showSaved(stored: SessionState): void {
    this.#state = { ...stored, phase: "saved" };
    this.#send = "sending";
    this.#show();
  }

  #resume(state: SessionState): void {
    const before = this.#state;
    this.#state = state;
    if (state.mode === "camera" && state.phase === "instructions") this.#openCamera();
    this.#screenKey = "";
    this.#changed(before);
  }

  #tick(): void {
    const now_ms = performance.now();
    const passed_ms = now_ms - this.#lastTick_ms;
    const elapsed_ms = isUnwatchedTime(this.#state, this.session) ? passed_ms : Math.min(LONGEST_TICK_MS, passed_ms);
    this.#lastTick_ms = now_ms;
    this.dispatch({ type: "tick", elapsed_ms });
    const telling = this.#seeing() === null ? null : this.#sight.telling(now_ms);
    if (telling) setText(this.#sightLive, telling);
    this.#describe();
  }

  #seen(frame: Frame): void {
    this.#frame = frame;
    if (isWatched(this.#state, this.session)) this.#engine.frame(frame);
  }

  #measured(events: readonly EngineEvent[], snapshot: Snapshot): void {
    this.#sight.take(performance.now(), seeingOf(this.#frame?.image != null, snapshot));
    this.#happened_ms = snapshot.t_ms === null ? null : this.#watcher.wallTime(snapshot.t_ms);
    const before = this.#state;
    this.dispatch({ type: "engine", events, snapshot });
    // The count first: a cue may wait for it, a count cannot wait for a cue.
    if (partOf(before) === partOf(this.#state) && before.bout === this.#state.bout) this.#coachFor(events);
    this.#happened_ms = null;
  }

  #coachFor(events: readonly EngineEvent[]): void {
    for (const event of events) {
      const line = lineForEvent(event, this.#state, this.session);
      if (line) {
        this.#coach.hear(line, event);
        this.#say(line);
      }
      if (event.type === "prompt_cleared") this.#coach.clear();
    }
  }

  /** What the sign of sight shows; nothing while nobody is looked for. */
  #seeing(): Seeing | null {
    if (this.#camera !== "on" || !isWatched(this.#state, this.session)) return null;
    return this.#watcher.still_ms > STILL_MS ? STILL_PICTURE : this.#sight.shown;
  }

  #engineChanged(status: EngineStatus): void {
    if (status === "failed") {
      this.#camera = "off";
      this.#withoutCamera("The movement coach could not start on this device. You count with a tap.");
    }
    this.#show();
  }

  #cameraChanged(status: CameraStatus): void {
    this.#camera = status;
    const reason = CAMERA_GONE[status];
    if (reason) this.#withoutCamera(reason);
    if (status === "on" && this.#state.mode === "no_camera") this.#cameraBack();
    this.#show();
  }

  #cameraBack(): void {
    this.#notice = "";
    this.#coach.clear();
    this.dispatch({ type: "camera_back" });
    if (this.#state.phase === "positioning") this.#startEngine();
  }

  #withoutCamera(reason: string): void {
    this.#watcher.close();
    this.dispatch({ type: "camera_lost" });
    this.#notice = reason;
    this.#coach.tell(reason);
    this.#say({ text: reason, urgency: "guidance", isBreak: true });
    this.#screenKey = "";
    this.#show();
  }

  #toggleMute(): void {
    this.#speaker.mute(!this.#speaker.isMuted);
    localStorage.setItem(MUTED, String(this.#speaker.isMuted));
    this.#show();
  }

  #say(...lines: readonly Line[]): void {
    if (lines.length === 0) return;
    setText(this.#live, lines.map((line) => line.text).join(" "));
    for (const line of lines) this.#speaker.say(line, this.#happened_ms);
  }

  #keep(): void {
    const { phase } = this.#state;
    if (phase !== "welcome" && phase !== "saved") this.draft.save(this.#state, this.#context.now());
  }

  async #save(): Promise<void> {
    this.#send = "sending";
    this.dispatch({ type: "saved" });
    const shared = this.#state.isShared ? await this.#movement.all() : NO_MOVEMENT;
    this.#engine.close();
    await this.draft.finish(this.#state, this.#context.now(), shared);
    await flushOutbox(this.session.account);
  }

  #outboxReported({ entry, sent }: OutboxReport): void {
    if (entry.key !== this.draft.key) return;
    this.#send = sent.outcome === "waiting" ? sent.because : sent.outcome;
    this.#problems = sent.outcome === "refused" ? sent.problems : [];
    this.#show();
  }

  #view(): View {
    return {
      state: this.#state,
      engine: this.#engine.status,
      camera: this.#camera,
      coach: this.#coach.line(this.#state),
      seeing: this.#seeing(),
      frame: this.#frame,
      notice: this.#notice,
      isMuted: this.#speaker.isMuted,
      canShare: this.session.may_share && !this.#movement.isEmpty,
      send: this.#send,
      problems: this.#problems,
    };
  }

  #show(): void {
    if (this.#screenKey === "resume") return;
    const view = this.#view();
    const key = screenKey(view);
    if (key !== this.#screenKey) this.#replace(screenFor(this.#context, view), key);
    this.#screen?.update(view);
    this.#describe();
  }

  #replace(screen: Screen, key: string): void {
    const isFirst = this.#screenKey === "";
    this.#screen?.destroy?.();
    this.#screen = screen;
    this.#screenKey = key;
    this.#stage.replaceChildren(screen.element);
    // The new heading is read out, and the next Tab starts there; not on arrival, where the page itself is read.
    if (!isFirst) screen.element.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }

  /** For style sheets and tests; no health information beyond what the screen shows. */
  #describe(): void {
    const state = this.#state;
    setData(this.root, "phase", this.#screenKey === "resume" ? "resume" : state.phase);
    setData(this.root, "state", glanceOf(state));
    setData(this.root, "count", String(timesDone(state.live, currentTarget(state, this.session))));
    setData(this.root, "exercise", currentExercise(state, this.session).exercise);
    setData(this.root, "countedBy", isCameraCounting(state, this.session) ? "camera" : "hand");
    setData(this.root, "engine", this.#engine.status);
    setData(this.root, "camera", this.#camera);
    setData(this.root, "send", this.#send);
    setData(this.root, "pose", this.#watcher.where);
    setData(this.root, "poseMs", this.#watcher.poseMs.toFixed(0));
    setData(this.root, "model", this.#watcher.level.model);
    setData(this.root, "sight", this.#seeing()?.sight ?? "");
    setData(this.root, "voiceMs", this.#voiceLatencies.median_ms?.toFixed(0) ?? "");
  }
}

/** What the engine and the coach begin anew with. */
const partOf = ({ phase, mode, exercise, isTapping, progress }: SessionState): string =>
  [phase, mode, exercise, isTapping, progress[exercise]?.isEasier].join(" ");
