/** What the coach says when the state changes or the engine reports something. Pure: state in, sentences out. */

import type { EngineEvent } from "../contract/engine";
import type { SessionData } from "../contract/session";
import { timesDone } from "./live";
import { currentExercise, currentTarget, type SessionState } from "./state";
import { doseText, durationText, nameOnSide } from "./words";

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
  if (before.isPaused !== after.isPaused && before.phase === after.phase) {
    return [guidance(after.isPaused ? "Paused." : "Going on.", true)];
  }
  const counts = before.phase === "active" ? countLines(before, after, session) : [];
  if (before.phase !== after.phase || before.exercise !== after.exercise) {
    return [...counts, ...phaseLines(after, session, counts.length > 0)];
  }
  return [...counts, ...timerLines(before, after)];
}

function phaseLines(after: SessionState, session: SessionData, isCounted: boolean): readonly Line[] {
  // The last count of a set is still to be heard; everything else gives way to the new phase.
  const say = (text: string): Line => ({ ...guidance(text, !isCounted), isTurn: true });
  switch (after.phase) {
    case "instructions":
      return [say(instructions(after, session))];
    case "positioning":
      return [say("Get into the start position.")];
    case "countdown":
      return [say("Get ready.")];
    case "active":
      return [say(begin(after, session))];
    case "rest":
      return [say(`Well done. Rest for ${durationText(after.timer_ms / 1000)}.`)];
    case "hurts":
      return [{ text: "We stop. How strong is the pain, from 0 to 10?", urgency: "safety", isBreak: true }];
    case "after":
      return [say(ended(after))];
    case "welcome":
    case "saved":
      return [];
  }
}

function ended({ stoppedReason }: SessionState): string {
  if (stoppedReason === "declined") return "Not today. That is a good decision.";
  return stoppedReason === null ? "That was the last one. Well done." : "We stop here. That is all right.";
}

function instructions(state: SessionState, session: SessionData): string {
  const exercise = currentExercise(state, session);
  return [`${nameOnSide(exercise.name, exercise.side)}.`, `${doseText(exercise)}.`, exercise.start_position, ...exercise.steps].join(" ");
}

function begin(state: SessionState, session: SessionData): string {
  if (state.live.countedBy === "camera") return "I see you. Begin when you are ready.";
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
  if (was === 0 && now > 0 && before.live.elapsed_ms > 500) return [guidance("Hold.")];
  if (hold_s >= 20 && passed(hold_s / 2)) return [guidance("Halfway.")];
  const left = [3, 2, 1].find((seconds) => hold_s > 5 && passed(hold_s - seconds));
  return left === undefined ? [] : [count(String(left))];
}

function timerLines(before: SessionState, after: SessionState): readonly Line[] {
  if (after.phase !== "countdown" && after.phase !== "rest") return [];
  const passed = (seconds: number): boolean => before.timer_ms > seconds * 1000 && after.timer_ms <= seconds * 1000;
  if (after.phase === "rest") return passed(5) ? [guidance("Get ready.")] : [];
  const left = [3, 2, 1].find(passed);
  return left === undefined ? [] : [count(String(left))];
}

export function lineForEvent(event: EngineEvent, state: SessionState, session: SessionData): Line | null {
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
