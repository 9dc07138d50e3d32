/** The prescribed session as the player walks it: a list of bouts (one set, one side) for each exercise. */

import type { Counted, PlayedExercise } from "../contract/session";
import type { Side } from "../contract/words";

export interface Bout {
  readonly set: number;
  readonly sets: number;
  readonly side: Side;
}

/** How a bout is measured: repetitions counted, holds timed, one long stretch of time (a walk), or open-ended. */
export type Measure = Counted | "open";

export interface Target {
  readonly measure: Measure;
  /** Repetitions, or holds; null where the person ends the bout. */
  readonly times: number | null;
  readonly hold_s: number | null;
}

/** Every set of the exercise; one done a side at a time is prescribed once for each side. */
export function boutsOf({ dosage, side }: PlayedExercise): readonly Bout[] {
  const sets = Math.max(1, dosage.sets ?? 1);
  return Array.from({ length: sets }, (_, index) => ({ set: index + 1, sets, side }));
}

/** What one bout asks for, by how the exercise is counted. */
export function targetOf({ counted, dosage }: PlayedExercise): Target {
  const { repetitions, hold_s } = dosage;
  if (counted !== "repetitions" && hold_s !== null) return { measure: counted, times: repetitions ?? 1, hold_s };
  if (counted === "repetitions" && repetitions !== null) return { measure: "repetitions", times: repetitions, hold_s: null };
  return { measure: "open", times: null, hold_s: null };
}

/** The engine's side: null lets it choose (a movement of both sides, or the side nearer the camera). */
export const engineSide = (side: Side): Side | null => (side === "both" ? null : side);
