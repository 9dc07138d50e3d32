/** The state of a session, and what can be read from it. Plain JSON: it can be stored and taken up again. */

import type { EngineEvent, Snapshot } from "../contract/engine";
import type { Hurt, StoppedReason } from "../contract/result";
import type { HurtAction, Light, PlayedExercise, PrescribedExercise, SessionData, StartChoice } from "../contract/session";
import { NO_LIVE, type DoneSet, type Live } from "./live";
import { boutsOf, targetOf, type Bout, type Target } from "./prescription";

export type Phase = "welcome" | "instructions" | "positioning" | "countdown" | "active" | "rest" | "hurts" | "after" | "saved";
export type Mode = "camera" | "no_camera";

export const COUNTDOWN_MS = 5_000;
/** Seen in the start position: "I see you", then three, two, one. */
export const SEEN_COUNTDOWN_MS = 4_000;
/** After this long without a ready posture the player offers to count by tap. */
export const OFFER_TAP_MS = 10_000;

/** No movement for this long within a set that has begun: say that there is time. */
export const STILL_THERE_MS = 15_000;
/** And for this long: the person has left or rests, and the set ends with what was done in it. */
export const LEFT_MS = 60_000;

/** Who stopped the clock: the person, the page (hidden from view), or the camera (gone). */
export type PauseReason = "member" | "away" | "camera";

/** A set that ended because nobody went on with it, as it was: it can be taken up again. */
export interface LeftSet {
  readonly exercise: number;
  readonly bout: number;
  readonly live: Live;
  readonly progress: readonly ExerciseProgress[];
}

export interface ExerciseProgress {
  /** The exercise being done: the prescribed one, or its easier variant. */
  readonly isEasier: boolean;
  readonly sets: readonly DoneSet[];
  readonly isSkipped: boolean;
  readonly pain: number | null;
}

export interface SessionState {
  readonly phase: Phase;
  readonly pausedFor: PauseReason | null;
  readonly mode: Mode;
  /** Chosen during a camera session: this bout is counted by tap. */
  readonly isTapping: boolean;
  readonly exercise: number;
  readonly bout: number;
  readonly progress: readonly ExerciseProgress[];
  readonly live: Live;
  /** Until the next set begins. */
  readonly left: LeftSet | null;
  /** Milliseconds left of the countdown or rest; of instructions and positioning: how long they have lasted. */
  readonly timer_ms: number;
  readonly prompt: string | null;
  readonly hurtPain: number | null;
  readonly hurts: readonly Hurt[];
  readonly painBefore: number | null;
  readonly painDuring: number | null;
  readonly painAfter: number | null;
  readonly effort: number | null;
  readonly comment: string;
  /** The member chose to share how they moved in this session. */
  readonly isShared: boolean;
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
  | { readonly type: "camera_lost" | "camera_back" | "camera_turned" }
  | { readonly type: "away" | "back" }
  | { readonly type: "take_up_again" }
  | { readonly type: "tap_instead" }
  | { readonly type: "tap" }
  | { readonly type: "untap" }
  | { readonly type: "finish_set" }
  | { readonly type: "pause" | "resume" }
  | { readonly type: "skip_rest" | "start_now" }
  | { readonly type: "skip" }
  | { readonly type: "easier" }
  | { readonly type: "hurt" }
  | { readonly type: "hurt_pain"; readonly pain: number }
  | { readonly type: "hurt_action"; readonly action: HurtAction; readonly at: string }
  | { readonly type: "finish"; readonly reason: StoppedReason | null; readonly at: string }
  | { readonly type: "after"; readonly answer: Partial<Pick<SessionState, "painDuring" | "painAfter" | "effort" | "comment" | "isShared">> }
  | { readonly type: "ended"; readonly at: string }
  | { readonly type: "reopen" }
  | { readonly type: "saved" };

export function initialState(session: SessionData): SessionState {
  return {
    phase: "welcome",
    pausedFor: null,
    mode: "no_camera",
    isTapping: false,
    exercise: 0,
    bout: 0,
    progress: session.exercises.map(() => ({ isEasier: false, sets: [], isSkipped: false, pain: null })),
    live: NO_LIVE,
    left: null,
    timer_ms: 0,
    prompt: null,
    hurtPain: null,
    hurts: [],
    painBefore: null,
    painDuring: null,
    painAfter: null,
    effort: null,
    comment: "",
    isShared: false,
    stoppedReason: null,
    startedAt: null,
    finishedAt: null,
  };
}

/** The exercise being done now: the prescribed one, or its easier variant once chosen. */
export function currentExercise(state: SessionState, session: SessionData): PlayedExercise {
  return variantOf(prescribed(session, state.exercise), state.progress[state.exercise]?.isEasier ?? false);
}

export function variantOf(exercise: PrescribedExercise, isEasier: boolean): PlayedExercise {
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

/** A walk, or something at one's own pace: time passes in it whether anybody looks at the page or not. */
export function isUnwatchedTime(state: SessionState, session: SessionData): boolean {
  const { measure } = currentTarget(state, session);
  return state.phase === "active" && (measure === "time" || measure === "open");
}

/** Whether the next set begins by itself: the camera counts it, and nothing has hurt in this exercise. */
export const isHandsFree = (state: SessionState, session: SessionData): boolean =>
  isCameraCounting(state, session) && !state.hurts.some(({ exercise }) => exercise === currentExercise(state, session).exercise);

/** Whether the engine is to see what the camera sees. */
export function isWatched(state: SessionState, session: SessionData): boolean {
  if (state.pausedFor !== null || !isCameraCounting(state, session)) return false;
  return state.phase === "instructions" ? isHandsFree(state, session) : ["positioning", "countdown", "active"].includes(state.phase);
}

/** Finishing early is undone instead of asked about; stopping for pain is not. */
export const canReopen = (state: SessionState): boolean =>
  state.phase === "after" && (state.stoppedReason === "member" || (state.stoppedReason === null && state.left !== null));

/** What may be done with the pain told before the session; starting, as long as none is told. */
export function startChoices(state: SessionState, { pain_rules: rules }: SessionData): readonly StartChoice[] {
  const light = rules.lights[state.painBefore ?? 0];
  return light ? rules.before[light] : [];
}

/** The light of the pain told in the exercise that is on; null before it is told. */
export function hurtLight(state: SessionState, session: SessionData): Light | null {
  return currentExercise(state, session).pain_lights[state.hurtPain ?? -1] ?? null;
}

/** What may be done after "this hurts"; the first is the suggestion. */
export function hurtChoices(state: SessionState, session: SessionData): readonly HurtAction[] {
  const light = hurtLight(state, session);
  const offered = light ? session.pain_rules.hurts[light] : [];
  return offered.filter((action) => action !== "easier" || canGoEasier(state, session));
}

function prescribed(session: SessionData, index: number): PrescribedExercise {
  const exercise = session.exercises[index];
  if (!exercise) throw new RangeError(`The session has no exercise ${index}.`);
  return exercise;
}
