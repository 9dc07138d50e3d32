/** What the coach says when the state changes or the engine reports something. Pure: state in, sentences out. */

import type { EngineEvent } from "../contract/engine";
import type { SessionData } from "../contract/session";
import { timesDone } from "./live";
import { currentExercise, currentTarget, STILL_THERE_MS, type PauseReason, type SessionState } from "./state";
import { durationText, instructionsText } from "./words";

/** Most urgent first. A count is worthless when late, a cue soon stale; guidance waits its turn, praise gives way to all. */
export const URGENCIES = ["safety", "count", "cue", "guidance", "praise"] as const;
export type Urgency = (typeof URGENCIES)[number];

export interface Line {
  readonly text: string;
  readonly urgency: Urgency;
  /** Whatever is still being said belongs to the past: stop it first. */
  readonly isBreak?: boolean;
  /** A new part of the session begins: cues that still wait belong to the one before. */
  readonly isTurn?: boolean;
}

const guidance = (text: string, isBreak = false): Line => ({ text, urgency: "guidance", isBreak });
const count = (text: string): Line => ({ text, urgency: "count" });

export function linesFor(before: SessionState, after: SessionState, session: SessionData): readonly Line[] {
  const pause = pauseLine(before.pausedFor, after.pausedFor, before.phase === after.phase);
  if (pause) return [pause];
  const counts = before.phase === "active" ? countLines(before, after, session) : [];
  if (before.phase !== after.phase || before.exercise !== after.exercise) {
    return [...counts, ...phaseLines(before, after, session, counts.length > 0)];
  }
  return [...counts, ...timerLines(before, after)];
}

/** What the pause begins or ends with. The camera's is announced with its reason, by the player. */
function pauseLine(before: PauseReason | null, after: PauseReason | null, isSamePhase: boolean): Line | null {
  if (before === after || after === "camera") return null;
  if (before === "away") return guidance("Welcome back. Nothing is lost.", true);
  if (!isSamePhase || after === "away") return null;
  return guidance(after === null ? "Going on." : "Paused.", true);
}

function phaseLines(before: SessionState, after: SessionState, session: SessionData, isCounted: boolean): readonly Line[] {
  // The last count of a set is still to be heard; everything else gives way to the new phase.
  const say = (text: string): Line => ({ ...guidance(text, !isCounted), isTurn: true });
  switch (after.phase) {
    case "instructions":
      return [say(endedBySelf(before, after) + instructionsText(currentExercise(after, session)))];
    case "positioning":
      // Whoever is in place already hears the countdown next.
      if (before.phase === "instructions" && after.live.snapshot?.state === "ready") return [];
      return [say(isWithinBout(before, after) ? "Get into place again." : "Get into the start position.")];
    case "countdown":
      return [say(after.live.snapshot === null ? "Get ready." : "I see you.")];
    case "active":
      // Whoever has begun by now needs no start signal.
      if (after.live.snapshot?.state === "holding") return [say("Hold.")];
      return after.live.snapshot?.state === "moving" ? [] : [say(begin(after, session))];
    case "rest":
      return [say(`${endedBySelf(before, after) || "Well done. "}Rest for ${durationText(after.timer_ms / 1000)}.`)];
    case "hurts":
      return [{ text: "We stop. How strong is the pain, from 0 to 10?", urgency: "safety", isBreak: true }];
    case "after":
      return [say(ended(after))];
    case "welcome":
    case "saved":
      return [];
  }
}

/** Set up before in the same bout: the person left the place, or the camera moved. */
const isWithinBout = (before: SessionState, after: SessionState): boolean =>
  before.exercise === after.exercise && before.bout === after.bout && (before.phase === "active" || before.phase === "countdown");

const endedBySelf = (before: SessionState, after: SessionState): string =>
  before.left === null && after.left !== null ? "I ended that set for you. " : "";

function ended({ stoppedReason }: SessionState): string {
  if (stoppedReason === "declined") return "Not today. That is a good decision.";
  return stoppedReason === null ? "That was the last one. Well done." : "We stop here. That is all right.";
}

function begin(state: SessionState, session: SessionData): string {
  if (state.live.countedBy === "camera") return "Begin when you are ready.";
  return currentTarget(state, session).measure === "holds" ? "Hold." : "Go.";
}

function countLines(before: SessionState, after: SessionState, session: SessionData): readonly Line[] {
  const target = currentTarget(before, session);
  const ended = after.phase !== "active" || after.bout !== before.bout || after.exercise !== before.exercise;
  const was = timesDone(before.live, target);
  const isDone = timesDone(after.live, target) > was || (ended && target.times !== null && was === target.times - 1 && isFullyDone(before, after));
  if (target.hold_s !== null) return isDone ? [guidance("And relax.", true)] : holdLines(before, after, target.hold_s);
  return isDone ? [count(String(was + 1))] : [];
}

/** The bout ended because its last repetition or hold was done, not because it was skipped or stopped. */
function isFullyDone(before: SessionState, after: SessionState): boolean {
  const sets = after.progress[before.exercise]?.sets ?? [];
  return sets.length > (before.progress[before.exercise]?.sets.length ?? 0) && sets.at(-1)?.fraction === 1;
}

function holdLines(before: SessionState, after: SessionState, hold_s: number): readonly Line[] {
  const was = before.live.hold_s;
  const now = after.live.hold_s;
  const passed = (mark: number): boolean => was < mark && now >= mark;
  // A timed one has begun with its word.
  if (was === 0 && now > 0 && (before.live.countedBy === "camera" || before.live.elapsed_ms > 500)) return [guidance("Hold.")];
  if (hold_s >= 20 && passed(hold_s / 2)) return [guidance("Halfway.")];
  const left = [3, 2, 1].find((seconds) => hold_s > 5 && passed(hold_s - seconds));
  return left === undefined ? [] : [count(String(left))];
}

function timerLines(before: SessionState, after: SessionState): readonly Line[] {
  const isStill = before.live.idle_ms < STILL_THERE_MS && after.live.idle_ms >= STILL_THERE_MS;
  if (isStill) return [guidance("Take your time. I keep your count.")];
  if (after.phase !== "countdown" && after.phase !== "rest") return [];
  const passed = (seconds: number): boolean => before.timer_ms > seconds * 1000 && after.timer_ms <= seconds * 1000;
  if (after.phase === "rest") return passed(5) ? [guidance("Get ready.")] : [];
  const left = [3, 2, 1].find(passed);
  return left === undefined ? [] : [count(String(left))];
}

/** The last seconds of a hold belong to the countdown. */
const HUSH_S = 3.5;

function isCountingDown(state: SessionState, session: SessionData): boolean {
  const { hold_s } = currentTarget(state, session);
  const left_s = (hold_s ?? 0) - state.live.hold_s;
  return hold_s !== null && state.live.hold_s > 0 && left_s <= HUSH_S;
}

export function lineForEvent(event: EngineEvent, state: SessionState, session: SessionData): Line | null {
  // While the instructions are read out nothing is asked of the person yet.
  if (state.pausedFor !== null || state.phase === "instructions") return null;
  if ((event.type === "cue" || event.type === "praise") && isCountingDown(state, session)) return null;
  switch (event.type) {
    case "cue":
      return cue(currentExercise(state, session).cues[event.fault]);
    case "praise":
      return { text: "Good, that is better.", urgency: "praise" };
    case "prompt":
      return cue(session.prompts[event.prompt]);
    default:
      return null;
  }
}

const cue = (text: string | undefined): Line | null => (text ? { text, urgency: "cue" } : null);
