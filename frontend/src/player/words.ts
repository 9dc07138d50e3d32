/** The player's own sentences. What a clinician owns (steps, cues, prompts, stop rules) comes with the session. */

import type { Dosage, PainRules, PrescribedExercise, Side } from "../contract/session";
import { isPerSide, targetOf, type Bout } from "./prescription";

/** The strictest traffic light of the program, for a session that brings none of its own. */
export const STRICTEST_PAIN_RULES: PainRules = {
  green_max: 2,
  amber_max: 3,
  advice: {
    green: "That is a level we can work with. Go gently, and stop again if it grows.",
    amber: "That is a signal to do less. An easier version or the next exercise is the better choice now.",
    red: "Let's stop here for today. Rest, and let your care team know if it does not settle.",
  },
};

export const sideName = (side: Side): string => (side === "both" ? "" : side === "left" ? "Left side" : "Right side");

/** The exercise as a list names it that has one line per side. */
export const nameOnSide = (name: string, side: Side): string => [name, sideName(side).toLowerCase()].filter(Boolean).join(", ");

export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  const minutes = Math.round(seconds / 60);
  return `${minutes} minutes`;
}

/** `1:05`, for a timer on the screen. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole < 60 ? String(whole) : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export function doseText(exercise: PrescribedExercise): string {
  const target = targetOf(exercise);
  const sets = Math.max(1, exercise.dosage.sets ?? 1);
  const once = onceText(target.times, target.hold_s);
  const each = isPerSide(exercise) ? ", each side" : "";
  if (once === "") return sets > 1 ? `${sets} sets${each}` : "At your own pace";
  return (sets > 1 ? `${sets} sets of ${once}` : once) + each + loadText(exercise.dosage);
}

function onceText(times: number | null, hold_s: number | null): string {
  if (times === null) return "";
  if (hold_s === null) return counted(times, "repetition", "repetitions");
  return times === 1 ? durationText(hold_s) : `${times} holds of ${durationText(hold_s)}`;
}

const loadText = (dosage: Dosage): string => (dosage.load ? `, ${dosage.load}` : "");

export function boutText(bout: Bout): string {
  const set = bout.sets > 1 ? `Set ${bout.set} of ${bout.sets}` : "";
  return [set, sideName(bout.side)].filter(Boolean).join(" · ");
}
