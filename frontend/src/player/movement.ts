/** The movement of finished sets, kept in memory only until the member has chosen whether to share it. */

import type { DoneSet } from "./live";
import type { ExerciseProgress } from "./state";

/** Packed traces by `movementKey`. */
export type Movement = ReadonlyMap<string, string>;

export const NO_MOVEMENT: Movement = new Map();

/** What a result may carry, in characters: the server takes two million for everything. */
const MOST_CHARACTERS = 1_400_000;

const LEAD_MS = 2_000;
const PATIENCE_MS = 3_000;

export const movementKey = (exercise: number, set: number): string => `${exercise}.${set}`;

/** Shortly before its first repetition or hold: how somebody got into place is nobody's business. */
function beginningOf({ repetitions, holds }: DoneSet): number {
  const first_ms = Math.min(...[...repetitions, ...holds].map(({ start_ms }) => start_ms));
  return Number.isFinite(first_ms) ? Math.max(0, first_ms - LEAD_MS) : 0;
}

export class MovementKeeper {
  readonly #kept = new Map<string, Promise<string>>();

  get isEmpty(): boolean {
    return this.#kept.size === 0;
  }

  /** Asks for the trace of every set that was finished between two states. */
  collect(before: readonly ExerciseProgress[], after: readonly ExerciseProgress[], ask: (since_ms: number) => Promise<string>): void {
    after.forEach(({ sets }, exercise) => {
      const number = sets.length - 1;
      const last = sets[number];
      const isNew = sets.length > (before[exercise]?.sets.length ?? 0);
      if (isNew && last?.counted_by === "camera") this.#kept.set(movementKey(exercise, number), ask(beginningOf(last)));
    });
  }

  /** Everything kept, as far as a result can carry it; a worker that does not answer keeps no result from being saved. */
  async all(): Promise<Movement> {
    const found = new Map<string, string>();
    const patience = new Promise<string>((resolve) => setTimeout(() => resolve(""), PATIENCE_MS));
    let characters = 0;
    for (const [key, waiting] of this.#kept) {
      const trace = await Promise.race([waiting, patience]);
      characters += trace.length;
      if (trace !== "" && characters <= MOST_CHARACTERS) found.set(key, trace);
    }
    return found;
  }
}
