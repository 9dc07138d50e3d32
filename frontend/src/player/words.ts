/** The player's own sentences. What a clinician owns (steps, cues, prompts, stop rules) comes with the session. */

import type { SetResult } from "../contract/result";
import type { Counted, Dosage, ErrorRow, PlayedExercise } from "../contract/session";
import type { Side } from "../contract/words";
import { targetOf, type Bout } from "./prescription";
import type { CameraStatus } from "./screens/screen";

export const sideName = (side: Side): string => (side === "both" ? "" : side === "left" ? "Left side" : "Right side");

/** The exercise as a list names it that has one line per side. */
export const nameOnSide = (name: string, side: Side): string => [name, sideName(side).toLowerCase()].filter(Boolean).join(", ");

/** Minutes for what is counted by time and lasts one at least, such as a walk; seconds for all else. */
export function durationText(seconds: number, countedBy: Counted = "holds"): string {
  if (countedBy !== "time" || seconds < 60) return counted(Math.round(seconds), "second", "seconds");
  return counted(Math.round(seconds / 6) / 10, "minute", "minutes");
}

const STEP_DEG = 5;

/** An angle to the nearest 5°, halves upward: as exact as one camera is. `sinew.motion` rounds the same way. */
export const roundedDeg = (angle_deg: number): number => STEP_DEG * Math.floor(angle_deg / STEP_DEG + 0.5);

/** How far off the angles of these sets may be, `(± 7°)`: the worst of them, looked up in the exercise's own table. */
export function errorText(sets: readonly Pick<SetResult, "range_of_motion" | "view" | "tracked_fraction">[], errors: readonly ErrorRow[]): string {
  const measured = sets.filter((set) => set.range_of_motion !== null);
  const found = measured.flatMap(({ view, tracked_fraction: tracked }) =>
    errors.filter((row) => row.view === (view ?? "unknown") && (tracked ?? 1) >= row.tracked_from).slice(0, 1),
  );
  return found.length === 0 ? "" : `(±\u00a0${Math.max(...found.map((row) => row.error_deg))}°)`;
}

/** `1:05`, for a timer on the screen. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole < 60 ? String(whole) : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export function doseText(exercise: PlayedExercise): string {
  const { times, hold_s } = targetOf(exercise);
  const sets = Math.max(1, exercise.dosage.sets ?? 1);
  if (times === null) return sets > 1 ? `${sets} sets` : "At your own pace";
  const once = onceText(times, hold_s, exercise.counted);
  const setsOf = exercise.counted === "time" ? "times" : "sets of";
  return (sets > 1 ? `${sets} ${setsOf} ${once}` : once) + loadText(exercise.dosage);
}

function onceText(times: number, hold_s: number | null, countedBy: Counted): string {
  if (hold_s === null) return counted(times, "repetition", "repetitions");
  const each = durationText(hold_s, countedBy);
  return times === 1 ? each : `${times} holds of ${each}`;
}

const loadText = (dosage: Dosage): string => (dosage.load ? `, ${dosage.load}` : "");

/** What is said of an exercise before it begins. */
export const instructionsText = (exercise: PlayedExercise): string =>
  [`${nameOnSide(exercise.name, exercise.side)}.`, `${doseText(exercise)}.`, exercise.tip, exercise.start_position, ...exercise.steps].filter(Boolean).join(" ");

const WORD_MS = 380;
const SETTLE_MS = 2_000;

/** How long it takes to hear or read it: about 160 words a minute. */
export const listeningMs = (exercise: PlayedExercise): number => SETTLE_MS + WORD_MS * instructionsText(exercise).split(/\s+/).length;

export function boutText(bout: Bout): string {
  const set = bout.sets > 1 ? `Set ${bout.set} of ${bout.sets}` : "";
  return [set, sideName(bout.side)].filter(Boolean).join(" · ");
}

/** Why the camera no longer counts, and what now. */
export const CAMERA_GONE: Partial<Record<CameraStatus, string>> = {
  denied: "The browser did not allow the camera. You count with a tap.",
  none: "No camera was found. You count with a tap.",
  busy: "The camera is in use by something else. You count with a tap.",
  insecure: "The camera works only on a secure address. You count with a tap.",
  lost: "The camera stopped. Nothing you did is lost.",
  model: "This device cannot follow a body in the picture. You count with a tap.",
};
