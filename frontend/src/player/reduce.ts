/**
 * The session as a pure state machine. It knows no DOM, camera, network or clock: time comes in as `tick`, and every
 * action's effect is a new state.
 */

import type { EngineEvent, Snapshot } from "../contract/engine";
import type { CountedBy, StoppedReason } from "../contract/result";
import type { HurtAction, SessionData } from "../contract/session";
import { interrupted, isMoving, NO_LIVE, setOf, timesDone, withMeasured, withTime } from "./live";
import { boutsOf, type Target } from "./prescription";
import {
  canGoEasier,
  canReopen,
  COUNTDOWN_MS,
  currentBout,
  currentExercise,
  currentTarget,
  isCameraCounting,
  isHandsFree,
  isUnwatchedTime,
  LEFT_MS,
  SEEN_COUNTDOWN_MS,
  type Action,
  type ExerciseProgress,
  type SessionState,
} from "./state";
import { listeningMs } from "./words";

export function reduce(state: SessionState, action: Action, session: SessionData): SessionState {
  switch (action.type) {
    case "pain_before":
      return { ...state, painBefore: action.pain };
    case "begin":
      return state.phase === "welcome" ? { ...state, mode: action.mode, startedAt: action.at, phase: "instructions", timer_ms: 0 } : state;
    case "decline":
      return state.phase === "welcome" ? finish({ ...state, startedAt: action.at }, "declined", action.at, session) : state;
    case "ready":
      return state.phase === "instructions" ? getIntoPlace(state, session) : state;
    case "tick":
      return tick(state, action.elapsed_ms, session);
    case "engine":
      return takeEngine(state, action.events, action.snapshot, session);
    case "camera_lost":
      return loseCamera(state, session);
    case "camera_back":
      return takeCameraBack(state, session);
    case "camera_turned":
      return isCameraCounting(state, session) && isInBout(state) ? { ...setUpAgain(state, session), pausedFor: state.pausedFor } : state;
    case "away":
      return isRunning(state) && state.pausedFor === null && !isUnwatchedTime(state, session) ? { ...state, pausedFor: "away" } : state;
    case "back":
      return state.pausedFor === "away" ? setUpAgain(state, session) : state;
    case "take_up_again":
      return takeUpAgain(state, session);
    case "tap_instead":
      return countByTap(state, session);
    case "tap":
      return tap(state, 1, session);
    case "untap":
      return tap(state, -1, session);
    case "finish_set":
      return state.phase === "active" ? endBout(state, session) : state;
    case "pause":
      return isRunning(state) ? { ...state, pausedFor: "member" } : state;
    case "resume":
      return resume(state, session);
    case "skip_rest":
      return state.phase === "rest" ? getIntoPlace(state, session) : state;
    case "start_now":
      return state.phase === "countdown" && state.pausedFor === null ? start(state, session) : state;
    case "skip":
      return skip(state, session);
    case "easier":
      return makeEasier(state, session);
    case "hurt":
      return isRunning(state) || state.phase === "instructions" ? { ...state, phase: "hurts", pausedFor: null, hurtPain: null, left: null } : state;
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
      return canReopen(state) ? reopen(state, session) : state;
    case "saved":
      return state.phase === "after" ? { ...state, phase: "saved" } : state;
  }
}

/** A stored state as it can be taken up again: at the instructions of the exercise it had reached. */
export function resumed(state: SessionState): SessionState {
  if (state.phase === "after" || state.phase === "welcome") return state;
  const live = { ...state.live, snapshot: null };
  return { ...state, phase: "instructions", pausedFor: null, left: null, live, timer_ms: 0, prompt: null, hurtPain: null };
}

/** A state as it stands if the person comes back no more: the sets so far, with the one under way. */
export function abandoned(state: SessionState, session: SessionData, at: string): SessionState {
  if (state.phase === "after" || state.phase === "saved") return state;
  return finish(state, state.stoppedReason ?? "member", at, session);
}

const isInBout = ({ phase }: SessionState): boolean => phase === "positioning" || phase === "countdown" || phase === "active";

const isRunning = (state: SessionState): boolean => isInBout(state) || state.phase === "rest";

/** Begins the bout, or goes on with the one that was interrupted: what it counted is kept. */
function getIntoPlace(state: SessionState, session: SessionData): SessionState {
  const next = { ...state, pausedFor: null, prompt: null };
  return isCameraCounting(state, session)
    ? { ...next, phase: "positioning", timer_ms: 0 }
    : { ...next, phase: "countdown", timer_ms: COUNTDOWN_MS, live: { ...next.live, snapshot: null } };
}

/** The camera or the person was away: into place again, then on with the same bout. A rest just goes on. */
function setUpAgain(state: SessionState, session: SessionData): SessionState {
  return isInBout(state) ? getIntoPlace({ ...state, live: interrupted(state.live) }, session) : { ...state, pausedFor: null };
}

/** Seen in the start position: the set begins by itself. */
const countIn = (state: SessionState): SessionState => ({ ...state, phase: "countdown", timer_ms: SEEN_COUNTDOWN_MS });

/** A clock that was stopped by the camera's end needs a moment to get back into the position. */
function resume(state: SessionState, session: SessionData): SessionState {
  const needsMoment = state.pausedFor === "camera" && state.phase === "active" && state.live.countedBy === "timer";
  return needsMoment ? getIntoPlace(state, session) : { ...state, pausedFor: null };
}

function start(state: SessionState, session: SessionData): SessionState {
  const countedBy = isCameraCounting(state, session) ? "camera" : byHand(currentTarget(state, session));
  return { ...state, phase: "active", timer_ms: 0, left: null, live: { ...state.live, countedBy } };
}

const byHand = (target: Target): CountedBy => (target.measure === "repetitions" ? "tap" : "timer");

function tick(state: SessionState, elapsed_ms: number, session: SessionData): SessionState {
  if (state.pausedFor !== null) return state;
  switch (state.phase) {
    case "instructions":
      return isHandsFree(state, session) ? { ...state, timer_ms: state.timer_ms + elapsed_ms } : state;
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
    case "active": {
      const on = { ...state, live: withTime(state.live, elapsed_ms, currentTarget(state, session)) };
      return on.live.idle_ms >= LEFT_MS ? leaveSet(on, session) : endIfComplete(on, session);
    }
    default:
      return state;
  }
}

function takeEngine(state: SessionState, events: readonly EngineEvent[], snapshot: Snapshot, session: SessionData): SessionState {
  if (!isCameraCounting(state, session)) return state;
  const seen = withPrompt(state, snapshot);
  if (seen.pausedFor !== null) return withSnapshot(seen, snapshot);
  switch (seen.phase) {
    case "instructions": {
      const hasHeard = isHandsFree(seen, session) && seen.timer_ms >= listeningMs(currentExercise(seen, session));
      const ready = withSnapshot(seen, snapshot);
      return hasHeard && snapshot.state === "ready" ? getIntoPlace(ready, session) : ready;
    }
    case "positioning":
    case "countdown":
      return takeWaiting(seen, events, snapshot, session);
    case "active":
      return takeActive(seen, events, snapshot, session);
    default:
      return withSnapshot(seen, snapshot);
  }
}

/** Who is seen in place is counted in; who begins early has begun; who leaves the place is waited for again. */
function takeWaiting(state: SessionState, events: readonly EngineEvent[], snapshot: Snapshot, session: SessionData): SessionState {
  if (isMoving(snapshot)) return takeActive(start(state, session), events, snapshot, session);
  const next = withSnapshot(state, snapshot);
  if (snapshot.state !== "ready") return state.phase === "countdown" ? { ...next, phase: "positioning", timer_ms: 0 } : next;
  return state.phase === "positioning" ? countIn(next) : next;
}

const withPrompt = (state: SessionState, snapshot: Snapshot): SessionState =>
  state.prompt === snapshot.prompt ? state : { ...state, prompt: snapshot.prompt };

const withSnapshot = (state: SessionState, snapshot: Snapshot): SessionState => ({ ...state, live: { ...state.live, snapshot } });

function takeActive(state: SessionState, events: readonly EngineEvent[], snapshot: Snapshot, session: SessionData): SessionState {
  const live = withMeasured(state.live, events, snapshot, currentTarget(state, session));
  return endIfComplete({ ...state, live }, session);
}

function tap(state: SessionState, step: 1 | -1, session: SessionData): SessionState {
  if (state.phase !== "active" || state.pausedFor !== null || currentTarget(state, session).measure !== "repetitions") return state;
  if (step < 0 && state.live.taps === 0) return state;
  return endIfComplete({ ...state, live: { ...state.live, taps: state.live.taps + step } }, session);
}

/** What the camera has counted so far stays; the rest of this bout is tapped or timed. */
function countByTap(state: SessionState, session: SessionData): SessionState {
  const tapping = { ...state, isTapping: true, prompt: null };
  if (state.phase === "positioning" || state.phase === "countdown") {
    return { ...tapping, phase: "countdown", timer_ms: COUNTDOWN_MS, live: { ...state.live, snapshot: null } };
  }
  if (state.phase !== "active") return tapping;
  return { ...tapping, live: { ...interrupted(state.live), countedBy: byHand(currentTarget(state, session)) } };
}

/** In the middle of a bout the clock stops: the person chooses to try again, or to count by hand. */
function loseCamera(state: SessionState, session: SessionData): SessionState {
  const lost: SessionState = { ...state, mode: "no_camera" };
  if (!isCameraCounting(state, session)) return lost;
  const byHand = countByTap(lost, session);
  return isInBout(state) ? { ...byHand, pausedFor: "camera" } : byHand;
}

function takeCameraBack(state: SessionState, session: SessionData): SessionState {
  if (state.mode === "camera" || state.phase === "welcome") return state;
  const back: SessionState = { ...state, mode: "camera", isTapping: false };
  return isCameraCounting(back, session) && isInBout(back) ? setUpAgain(back, session) : back;
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

/** Nobody goes on with this set: it ends with what was done in it, until it is taken up again. */
function leaveSet(state: SessionState, session: SessionData): SessionState {
  const { exercise, bout, live, progress } = state;
  return { ...endBout(state, session), left: { exercise, bout, progress, live: interrupted(live) } };
}

function takeUpAgain(state: SessionState, session: SessionData): SessionState {
  if (state.left === null) return state;
  return getIntoPlace({ ...state, ...state.left, left: null, isTapping: false }, session);
}

function reopen(state: SessionState, session: SessionData): SessionState {
  const open: SessionState = { ...state, phase: "instructions", stoppedReason: null, finishedAt: null, timer_ms: 0 };
  return state.left === null ? open : takeUpAgain(open, session);
}

/** Moves the live bout into the finished sets, if anything was done in it. */
function storeLive(state: SessionState, session: SessionData): SessionState {
  const isEasier = state.progress[state.exercise]?.isEasier ?? false;
  const done = setOf(state.live, currentTarget(state, session), currentBout(state, session).side, isEasier);
  const cleared = { ...state, live: NO_LIVE };
  return done === null ? cleared : update(cleared, (progress) => ({ ...progress, sets: [...progress.sets, done] }));
}

function update(state: SessionState, change: (progress: ExerciseProgress) => ExerciseProgress): SessionState {
  return { ...state, progress: state.progress.map((item, index) => (index === state.exercise ? change(item) : item)) };
}

function nextExercise(state: SessionState, session: SessionData): SessionState {
  const next = { ...state, bout: 0, live: NO_LIVE, timer_ms: 0, prompt: null, pausedFor: null, isTapping: false };
  return state.exercise + 1 < session.exercises.length
    ? { ...next, exercise: state.exercise + 1, phase: "instructions" }
    : { ...next, phase: "after" };
}

function skip(state: SessionState, session: SessionData): SessionState {
  if (!isRunning(state) && state.phase !== "instructions" && state.phase !== "hurts") return state;
  const stored = { ...storeLive(state, session), left: null };
  return nextExercise(update(stored, (progress) => ({ ...progress, isSkipped: true })), session);
}

function makeEasier(state: SessionState, session: SessionData): SessionState {
  if (!canGoEasier(state, session)) return state;
  const stored = { ...storeLive(state, session), left: null };
  const easier = update(stored, (progress) => ({ ...progress, isEasier: true }));
  const bouts = boutsOf(currentExercise(easier, session)).length;
  return { ...easier, phase: "instructions", bout: Math.min(state.bout, bouts - 1), pausedFor: null, timer_ms: 0, prompt: null };
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
  return { ...stored, phase: "after", pausedFor: null, left: null, stoppedReason: reason, finishedAt: at };
}
