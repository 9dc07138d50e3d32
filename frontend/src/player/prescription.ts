/** The prescribed session as the player walks it: a list of bouts (one set, one side) for each exercise. */

import type { PrescribedExercise, Side } from "../contract/session";

export interface Bout {
  readonly set: number;
  readonly sets: number;
  readonly side: Side;
}

/** How a bout is measured: repetitions counted, holds timed, one long stretch of time (a walk), or open-ended. */
export type Measure = "repetitions" | "holds" | "time" | "open";

/** Nobody holds a position this long: it is a walk. Shorter stretches without repetitions (side-steps, runs) are time, too. */
const LONG_S = 120;

export interface Target {
  readonly measure: Measure;
  /** Repetitions, or holds; null where the person ends the bout. */
  readonly times: number | null;
  readonly hold_s: number | null;
}

export function boutsOf(exercise: PrescribedExercise): readonly Bout[] {
  const sets = Math.max(1, exercise.dosage.sets ?? 1);
  const sides: readonly Side[] = isPerSide(exercise) ? ["left", "right"] : [exercise.side];
  return Array.from({ length: sets }, (_, index) => sides.map((side) => ({ set: index + 1, sets, side }))).flat();
}

/** Both sides, one after the other. */
export const isPerSide = (exercise: PrescribedExercise): boolean => exercise.side === "both" && exercise.per_side === true;

export function targetOf(exercise: PrescribedExercise): Target {
  const { repetitions, hold_s } = exercise.dosage;
  if (hold_s !== null && hold_s > 0 && !countsRepetitions(exercise)) {
    return { measure: repetitions === null || hold_s >= LONG_S ? "time" : "holds", times: repetitions ?? 1, hold_s };
  }
  if (repetitions !== null && repetitions > 0) return { measure: "repetitions", times: repetitions, hold_s: null };
  return { measure: "open", times: null, hold_s: null };
}

/** A short pause inside each repetition does not make it a hold: the tracking definition knows. */
function countsRepetitions(exercise: PrescribedExercise): boolean {
  return exercise.dosage.repetitions !== null && exercise.tracking?.["mode"] === "repetitions";
}

/** The engine's side: null lets it choose (a movement of both sides, or the side nearer the camera). */
export const engineSide = (side: Side): Side | null => (side === "both" ? null : side);
