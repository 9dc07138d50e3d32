/**
 * The session as a pure state machine. It knows no DOM, camera, network or clock: time comes in as `tick` and every
 * action's effect is a new state, which is plain JSON and can be stored and resumed.
 */

import type { EngineEvent, Hold, Repetition, Snapshot } from "../contract/engine";
import type { CountedBy, Hurt, HurtAction, SetResult, StoppedReason } from "../contract/result";
import type { Light, PainRules, PrescribedExercise, SessionData } from "../contract/session";
import { boutsOf, targetOf, type Bout, type Target } from "./prescription";

export type Phase = "welcome" | "instructions" | "positioning" | "countdown" | "active" | "rest" | "hurts" | "after" | "saved";
export type Mode = "camera" | "no_camera";

export const COUNTDOWN_MS = 5_000;
/** Between two holds of one set, to let go and get ready again. */
export const RELEASE_MS = 4_000;
/** After this long without a ready posture the player offers to count by tap. */
export const OFFER_TAP_MS = 10_000;

export interface ExerciseProgress {
  /** The exercise being done: the prescribed one, or its easier variant. */
  readonly isEasier: boolean;
  readonly sets: readonly DoneSet[];
  readonly isSkipped: boolean;
  readonly pain: number | null;
}

export interface DoneSet extends SetResult {
  readonly isEasier: boolean;
  /** How much of the bout's target was done, 0-1. */
  readonly fraction: number;
}

/** The bout in progress. */
export interface Live {
  readonly countedBy: CountedBy;
  readonly taps: number;
  readonly repetitions: readonly Repetition[];
  readonly holds: readonly Hold[];
  /** Holds credited in this bout. */
  readonly holdsDone: number;
  /** Seconds of the hold under way (timer), or its last reading (camera). */
  readonly hold_s: number;
  readonly bestHold_s: number;
  /** The camera's present hold has been credited: it must end before the next can count. */
  readonly isCredited: boolean;
  /** Milliseconds left to let go between two timed holds. */
  readonly release_ms: number;
  readonly elapsed_ms: number;
  readonly frames: number;
  readonly trackedFrames: number;
  readonly snapshot: Snapshot | null;
  readonly view: string | null;
  readonly minDeg: number | null;
  readonly maxDeg: number | null;
}

export interface SessionState {
  readonly phase: Phase;
  readonly isPaused: boolean;
  readonly mode: Mode;
  /** Chosen during a camera session: this bout is counted by tap. */
  readonly isTapping: boolean;
  readonly exercise: number;
  readonly bout: number;
  readonly progress: readonly ExerciseProgress[];
  readonly live: Live;
  /** Milliseconds left of the countdown or rest; of positioning: how long it has lasted. */
  readonly timer_ms: number;
  readonly prompt: string | null;
  readonly hurtPain: number | null;
  readonly hurts: readonly Hurt[];
  readonly painBefore: number | null;
  readonly painDuring: number | null;
  readonly painAfter: number | null;
  readonly effort: number | null;
  readonly comment: string;
  readonly stoppedReason: StoppedReason | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export type Action =
  | { readonly type: "pain_before"; readonly pain: number }
  | { readonly type: "begin"; readonly mode: Mode; readonly at: string }
  | { readonly type: "decline"; readonly at: string }
  | { readonly type: "ready" }
  | { readonly type: "tick"; readonly elapsed_ms: number }
  | { readonly type: "engine"; readonly events: readonly EngineEvent[]; readonly snapshot: Snapshot }
  | { readonly type: "camera_lost" }
  | { readonly type: "tap_instead" }
  | { readonly type: "tap" }
  | { readonly type: "untap" }
  | { readonly type: "finish_set" }
  | { readonly type: "pause" | "resume" }
  | { readonly type: "skip_rest" }
  | { readonly type: "skip" }
  | { readonly type: "easier" }
  | { readonly type: "hurt" }
  | { readonly type: "hurt_pain"; readonly pain: number }
  | { readonly type: "hurt_action"; readonly action: HurtAction; readonly at: string }
  | { readonly type: "finish"; readonly reason: StoppedReason | null; readonly at: string }
  | { readonly type: "after"; readonly answer: Partial<Pick<SessionState, "painDuring" | "painAfter" | "effort" | "comment">> }
  | { readonly type: "ended"; readonly at: string }
  | { readonly type: "reopen" }
  | { readonly type: "saved" };

const NO_LIVE: Live = {
  countedBy: "tap",
  taps: 0,
  repetitions: [],
  holds: [],
  holdsDone: 0,
  hold_s: 0,
  bestHold_s: 0,
  isCredited: false,
  release_ms: 0,
  elapsed_ms: 0,
  frames: 0,
  trackedFrames: 0,
  snapshot: null,
  view: null,
  minDeg: null,
  maxDeg: null,
};

export function initialState(session: SessionData): SessionState {
  return {
    phase: "welcome",
    isPaused: false,
    mode: "no_camera",
    isTapping: false,
    exercise: 0,
    bout: 0,
    progress: session.exercises.map(() => ({ isEasier: false, sets: [], isSkipped: false, pain: null })),
    live: NO_LIVE,
    timer_ms: 0,
    prompt: null,
    hurtPain: null,
    hurts: [],
    painBefore: null,
    painDuring: null,
    painAfter: null,
    effort: null,
    comment: "",
    stoppedReason: null,
    startedAt: null,
    finishedAt: null,
  };
}

/** The exercise being done now: the prescribed one, or its easier variant once chosen. */
export function currentExercise(state: SessionState, session: SessionData): PrescribedExercise {
  return variantOf(prescribed(session, state.exercise), state.progress[state.exercise]?.isEasier ?? false);
}

export function variantOf(exercise: PrescribedExercise, isEasier: boolean): PrescribedExercise {
  return isEasier && exercise.easier ? exercise.easier : exercise;
}

export function currentBout(state: SessionState, session: SessionData): Bout {
  const bouts = boutsOf(currentExercise(state, session));
  return bouts[Math.min(state.bout, bouts.length - 1)] ?? { set: 1, sets: 1, side: "both" };
}

export const currentTarget = (state: SessionState, session: SessionData): Target =>
  targetOf(currentExercise(state, session));

export const canGoEasier = (state: SessionState, session: SessionData): boolean =>
  Boolean(prescribed(session, state.exercise).easier) && state.progress[state.exercise]?.isEasier === false;

/** Whether the camera measures the bout that is on. */
export const isCameraCounting = (state: SessionState, session: SessionData): boolean =>
  state.mode === "camera" && !state.isTapping && currentExercise(state, session).tracking !== null;

export const repetitionsDone = (live: Live): number =>
  live.taps + live.repetitions.filter((repetition) => repetition.complete).length;

/** Finishing early is undone instead of asked about; stopping for pain is not. */
export const canReopen = (state: SessionState): boolean => state.phase === "after" && state.stoppedReason === "member";

/** What the big number counts: repetitions, or holds. */
export const timesDone = (live: Live, target: Target): number =>
  isTimed(target) ? live.holdsDone : repetitionsDone(live);

/** Seconds are what counts. */
export const isTimed = (target: Target): boolean => target.hold_s !== null;

export function lightOf(pain: number, rules: PainRules): Light {
  if (pain <= rules.green_max) return "green";
  return pain <= rules.amber_max ? "amber" : "red";
}

/** What may be done after "this hurts": going on is never offered in red. The first is the suggestion. */
export function hurtChoices(state: SessionState, session: SessionData, rules: PainRules): readonly HurtAction[] {
  if (state.hurtPain === null) return [];
  const easier: readonly HurtAction[] = canGoEasier(state, session) ? ["easier"] : [];
  switch (lightOf(state.hurtPain, rules)) {
    case "green":
      return ["continue", ...easier, "skip", "stop"];
    case "amber":
      return [...easier, "skip", "stop"];
    case "red":
      return ["stop", "skip"];
  }
}

export function reduce(state: SessionState, action: Action, session: SessionData): SessionState {
  switch (action.type) {
    case "pain_before":
      return { ...state, painBefore: action.pain };
    case "begin":
      return state.phase === "welcome" ? { ...state, mode: action.mode, startedAt: action.at, phase: "instructions" } : state;
    case "decline":
      return finish({ ...state, startedAt: state.startedAt ?? action.at }, "pain", action.at, session);
    case "ready":
      return state.phase === "instructions" ? getIntoPlace(state, session) : state;
    case "tick":
      return tick(state, action.elapsed_ms, session);
    case "engine":
      return takeEngine(state, action.events, action.snapshot, session);
    case "camera_lost":
      return countByTap({ ...state, mode: "no_camera" }, session);
    case "tap_instead":
      return countByTap(state, session);
    case "tap":
      return tap(state, 1, session);
    case "untap":
      return tap(state, -1, session);
    case "finish_set":
      return state.phase === "active" ? endBout(state, session) : state;
    case "pause":
      return isRunning(state) ? { ...state, isPaused: true } : state;
    case "resume":
      return { ...state, isPaused: false };
    case "skip_rest":
      return state.phase === "rest" ? getIntoPlace(state, session) : state;
    case "skip":
      return skip(state, session);
    case "easier":
      return makeEasier(state, session);
    case "hurt":
      return isRunning(state) || state.phase === "instructions" ? { ...state, phase: "hurts", isPaused: false, hurtPain: null } : state;
    case "hurt_pain":
      return state.phase === "hurts" ? { ...state, hurtPain: action.pain } : state;
    case "hurt_action":
      return answerHurt(state, action.action, action.at, session);
    case "finish":
      return finish(state, action.reason, action.at, session);
    case "after":
      return state.phase === "after" ? { ...state, ...action.answer } : state;
    case "ended":
      return state.phase === "after" ? { ...state, finishedAt: state.finishedAt ?? action.at } : state;
    case "reopen":
      return canReopen(state) ? { ...state, phase: "instructions", stoppedReason: null, finishedAt: null } : state;
    case "saved":
      return state.phase === "after" ? { ...state, phase: "saved" } : state;
  }
}

/** A stored state as it can be taken up again: at the instructions of the exercise it had reached. */
export function resumed(state: SessionState): SessionState {
  if (state.phase === "after" || state.phase === "welcome") return state;
  const live = { ...state.live, snapshot: null };
  return { ...state, phase: "instructions", isPaused: false, live, timer_ms: 0, prompt: null, hurtPain: null };
}

/** A state as it stands if the person comes back no more: the sets so far, with the one under way. */
export function abandoned(state: SessionState, session: SessionData, at: string): SessionState {
  if (state.phase === "after" || state.phase === "saved") return state;
  return finish(state, state.stoppedReason ?? "member", at, session);
}

function prescribed(session: SessionData, index: number): PrescribedExercise {
  const exercise = session.exercises[index];
  if (!exercise) throw new RangeError(`The session has no exercise ${index}.`);
  return exercise;
}

const isRunning = (state: SessionState): boolean => ["positioning", "countdown", "active", "rest"].includes(state.phase);

/** Begins the bout, or goes on with the one that was interrupted: what it counted is kept. */
function getIntoPlace(state: SessionState, session: SessionData): SessionState {
  const next = { ...state, isPaused: false, prompt: null };
  return isCameraCounting(state, session)
    ? { ...next, phase: "positioning", timer_ms: 0 }
    : { ...next, phase: "countdown", timer_ms: COUNTDOWN_MS };
}

function start(state: SessionState, session: SessionData): SessionState {
  const countedBy = isCameraCounting(state, session) ? "camera" : byHand(currentTarget(state, session));
  return { ...state, phase: "active", timer_ms: 0, live: { ...state.live, countedBy } };
}

const byHand = (target: Target): CountedBy => (target.measure === "repetitions" ? "tap" : "timer");

function tick(state: SessionState, elapsed_ms: number, session: SessionData): SessionState {
  if (state.isPaused) return state;
  switch (state.phase) {
    case "positioning":
      return { ...state, timer_ms: state.timer_ms + elapsed_ms };
    case "countdown": {
      const left = state.timer_ms - elapsed_ms;
      return left <= 0 ? start(state, session) : { ...state, timer_ms: left };
    }
    case "rest": {
      const left = state.timer_ms - elapsed_ms;
      return left <= 0 ? getIntoPlace(state, session) : { ...state, timer_ms: left };
    }
    case "active":
      return tickActive(state, elapsed_ms, session);
    default:
      return state;
  }
}

function tickActive(state: SessionState, elapsed_ms: number, session: SessionData): SessionState {
  const live = { ...state.live, elapsed_ms: state.live.elapsed_ms + elapsed_ms };
  const target = currentTarget(state, session);
  if (live.countedBy !== "timer" || target.hold_s === null) return { ...state, live };
  if (live.release_ms > 0) return { ...state, live: { ...live, release_ms: Math.max(0, live.release_ms - elapsed_ms) } };
  const hold_s = live.hold_s + elapsed_ms / 1000;
  if (hold_s < target.hold_s) return { ...state, live: { ...live, hold_s } };
  return endIfComplete(creditTimedHold(state, live, target.hold_s), session);
}

function creditTimedHold(state: SessionState, live: Live, hold_s: number): SessionState {
  const holdsDone = live.holdsDone + 1;
  return { ...state, live: { ...live, holdsDone, hold_s: 0, bestHold_s: hold_s, release_ms: RELEASE_MS } };
}

function takeEngine(state: SessionState, events: readonly EngineEvent[], snapshot: Snapshot, session: SessionData): SessionState {
  if (!isCameraCounting(state, session)) return state;
  const seen = withPrompt(state, snapshot);
  if (seen.isPaused || (seen.phase !== "active" && seen.phase !== "positioning")) return withSnapshot(seen, snapshot);
  if (seen.phase === "active") return takeActive(seen, events, snapshot, session);
  return isInPlace(snapshot) ? takeActive(start(seen, session), events, snapshot, session) : withSnapshot(seen, snapshot);
}

const isInPlace = (snapshot: Snapshot): boolean => snapshot.state === "ready" || isMoving(snapshot);
const isMoving = (snapshot: Snapshot): boolean => snapshot.state === "moving" || snapshot.state === "holding";

const withPrompt = (state: SessionState, snapshot: Snapshot): SessionState =>
  state.prompt === snapshot.prompt ? state : { ...state, prompt: snapshot.prompt };

const withSnapshot = (state: SessionState, snapshot: Snapshot): SessionState => ({ ...state, live: { ...state.live, snapshot } });

function takeActive(state: SessionState, events: readonly EngineEvent[], snapshot: Snapshot, session: SessionData): SessionState {
  const measured = measure(state.live, snapshot);
  const counted = events.reduce(takeEvent, measured);
  const live = creditCameraHold(counted, snapshot, currentTarget(state, session));
  return endIfComplete({ ...state, live }, session);
}

function measure(live: Live, snapshot: Snapshot): Live {
  const angle = isMoving(snapshot) ? snapshot.angle_deg : null;
  return {
    ...live,
    snapshot,
    frames: live.frames + 1,
    trackedFrames: live.trackedFrames + (snapshot.angle_deg === null ? 0 : 1),
    view: snapshot.view === "unknown" ? live.view : snapshot.view,
    minDeg: angle === null ? live.minDeg : Math.min(live.minDeg ?? angle, angle),
    maxDeg: angle === null ? live.maxDeg : Math.max(live.maxDeg ?? angle, angle),
  };
}

function takeEvent(live: Live, event: EngineEvent): Live {
  if (event.type === "repetition") {
    const { type: _type, ...repetition } = event;
    return { ...live, repetitions: [...live.repetitions, repetition] };
  }
  if (event.type === "hold_ended") {
    const { type: _type, ...hold } = event;
    return { ...live, holds: [...live.holds, hold], bestHold_s: Math.max(live.bestHold_s, hold.seconds), isCredited: false };
  }
  return event.type === "hold_started" ? { ...live, isCredited: false } : live;
}

function creditCameraHold(live: Live, snapshot: Snapshot, target: Target): Live {
  if (target.hold_s === null) return live;
  const hold_s = snapshot.hold_s;
  const bestHold_s = Math.max(live.bestHold_s, hold_s);
  const isDue = !live.isCredited && hold_s >= target.hold_s;
  return { ...live, hold_s, bestHold_s, isCredited: live.isCredited || isDue, holdsDone: live.holdsDone + (isDue ? 1 : 0) };
}

function tap(state: SessionState, step: 1 | -1, session: SessionData): SessionState {
  if (state.phase !== "active" || state.isPaused || currentTarget(state, session).measure !== "repetitions") return state;
  if (step < 0 && state.live.taps === 0) return state;
  return endIfComplete({ ...state, live: { ...state.live, taps: state.live.taps + step } }, session);
}

/** What the camera has counted so far stays; the rest of this bout is tapped or timed. */
function countByTap(state: SessionState, session: SessionData): SessionState {
  const tapping = { ...state, isTapping: true, prompt: null };
  if (state.phase === "positioning") return { ...tapping, phase: "countdown", timer_ms: COUNTDOWN_MS };
  if (state.phase !== "active") return tapping;
  return { ...tapping, live: { ...state.live, countedBy: byHand(currentTarget(state, session)), hold_s: 0 } };
}

function endIfComplete(state: SessionState, session: SessionData): SessionState {
  const target = currentTarget(state, session);
  return target.times !== null && timesDone(state.live, target) >= target.times ? endBout(state, session) : state;
}

function endBout(state: SessionState, session: SessionData): SessionState {
  const stored = storeLive(state, session);
  const exercise = currentExercise(state, session);
  if (state.bout + 1 >= boutsOf(exercise).length) return nextExercise(stored, session);
  const rest_ms = (exercise.dosage.rest_s ?? 0) * 1000;
  const next = { ...stored, bout: state.bout + 1, live: NO_LIVE, prompt: null };
  return rest_ms > 0 ? { ...next, phase: "rest", timer_ms: rest_ms } : getIntoPlace(next, session);
}

/** Moves the live bout into the finished sets, if anything was done in it. */
function storeLive(state: SessionState, session: SessionData): SessionState {
  const done = doneSet(state, session);
  const cleared = { ...state, live: NO_LIVE };
  return done === null ? cleared : update(cleared, (progress) => ({ ...progress, sets: [...progress.sets, done] }));
}

function doneSet(state: SessionState, session: SessionData): DoneSet | null {
  const { live } = state;
  const target = currentTarget(state, session);
  const fraction = fractionDone(live, target);
  const isEmpty = fraction === 0 && live.repetitions.length === 0 && live.holds.length === 0;
  if (isEmpty) return null;
  const best = Math.max(live.bestHold_s, live.hold_s);
  return {
    counted_by: live.countedBy,
    side: currentBout(state, session).side,
    repetitions_done: timesDone(live, target),
    hold_s_done: isTimed(target) ? round(best) : null,
    repetitions: live.repetitions,
    holds: live.holds,
    range_of_motion: rangeOf(live),
    view: live.view,
    tracked_fraction: live.frames === 0 ? null : round(live.trackedFrames / live.frames),
    isEasier: state.progress[state.exercise]?.isEasier ?? false,
    fraction,
  };
}

function rangeOf(live: Live): SetResult["range_of_motion"] {
  if (live.minDeg === null || live.maxDeg === null || live.snapshot === null) return null;
  return { joint: live.snapshot.joint, min_deg: round(live.minDeg), max_deg: round(live.maxDeg) };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function fractionDone(live: Live, target: Target): number {
  if (target.times === null) return live.elapsed_ms > 0 ? 1 : 0;
  const begun = target.hold_s === null || live.isCredited ? 0 : Math.min(1, live.hold_s / target.hold_s);
  return Math.min(1, (timesDone(live, target) + begun) / target.times);
}

function update(state: SessionState, change: (progress: ExerciseProgress) => ExerciseProgress): SessionState {
  return { ...state, progress: state.progress.map((item, index) => (index === state.exercise ? change(item) : item)) };
}

function nextExercise(state: SessionState, session: SessionData): SessionState {
  const next = { ...state, bout: 0, live: NO_LIVE, timer_ms: 0, prompt: null, isPaused: false, isTapping: false };
  return state.exercise + 1 < session.exercises.length
    ? { ...next, exercise: state.exercise + 1, phase: "instructions" }
    : { ...next, phase: "after" };
}

function skip(state: SessionState, session: SessionData): SessionState {
  if (!isRunning(state) && state.phase !== "instructions" && state.phase !== "hurts") return state;
  const stored = storeLive(state, session);
  return nextExercise(update(stored, (progress) => ({ ...progress, isSkipped: true })), session);
}

function makeEasier(state: SessionState, session: SessionData): SessionState {
  if (!canGoEasier(state, session)) return state;
  const stored = storeLive(state, session);
  const easier = update(stored, (progress) => ({ ...progress, isEasier: true }));
  const bouts = boutsOf(currentExercise(easier, session)).length;
  return { ...easier, phase: "instructions", bout: Math.min(state.bout, bouts - 1), isPaused: false, timer_ms: 0, prompt: null };
}

function answerHurt(state: SessionState, action: HurtAction, at: string, session: SessionData): SessionState {
  if (state.phase !== "hurts" || state.hurtPain === null) return state;
  const pain = state.hurtPain;
  const exercise = currentExercise(state, session).exercise;
  const told = update(state, (progress) => ({ ...progress, pain: Math.max(progress.pain ?? 0, pain) }));
  const next: SessionState = {
    ...told,
    hurts: [...state.hurts, { exercise, pain, action }],
    painDuring: Math.max(state.painDuring ?? 0, pain),
    hurtPain: null,
  };
  switch (action) {
    case "continue":
      return { ...next, phase: "instructions", timer_ms: 0, prompt: null };
    case "easier":
      return makeEasier(next, session);
    case "skip":
      return skip(next, session);
    case "stop":
      return finish(next, "pain", at, session);
  }
}

function finish(state: SessionState, reason: StoppedReason | null, at: string, session: SessionData): SessionState {
  if (state.phase === "after" || state.phase === "saved") return state;
  const stored = storeLive(state, session);
  return { ...stored, phase: "after", isPaused: false, stoppedReason: reason, finishedAt: at };
}
