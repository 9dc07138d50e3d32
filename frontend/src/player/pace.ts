/**
 * Which pose model this device runs, and how large a picture it gets: decided by the time the model really takes. Pure.
 *
 * The engine works from 6 pictures a second on (docs/player.md). A better model is used only where it still runs with room
 * to spare, because a phone that gets hot slows down for good. The model never changes within a set, except to a lighter
 * one where the present one is too slow to be counted with.
 */

export type ModelName = "heavy" | "full" | "lite";

export interface Level {
  readonly model: ModelName;
  /** Height asked of the camera, in px. */
  readonly height: 480 | 360;
}

/** From the most exact to the lightest. */
export const LEVELS: readonly Level[] = [
  { model: "heavy", height: 480 },
  { model: "full", height: 480 },
  { model: "lite", height: 480 },
  { model: "lite", height: 360 },
];
export const START: Level = { model: "full", height: 480 };

/** Time of each level over that of the one below it, at the most: what a better one would cost. */
const COST: readonly number[] = [3, 1.6, 1.1, 1];

/** Slower than this nothing can be counted with certainty. */
const TOO_SLOW_MS = 1000 / 6;
/** Slower than this, the next set gets a lighter level. */
const SLOW_MS = 1000 / 7;
/** A better level must still leave this much. */
const WITH_ROOM_MS = 1000 / 18;

/** The first pictures after a change compile and allocate: they tell nothing. */
const SKIPPED = 3;
/** So many pictures make a judgment, of the last so many. */
const ENOUGH = 12;
const REMEMBERED = 40;

export interface Situation {
  /** Repetitions or seconds are being counted. */
  readonly isInSet: boolean;
  /** The heavy model is large (30 MB): not where the connection is metered, slow or unknown to be good. */
  readonly mayLoadHeavy: boolean;
}

export class Pace {
  #level: Level;
  #taken: number[] = [];
  #skip = SKIPPED;
  /** Levels that turned out too slow here are not tried again. */
  #best = 0;

  constructor(level: Level = START) {
    this.#level = LEVELS.find((each) => isSame(each, level)) ?? START;
  }

  get level(): Level {
    return this.#level;
  }

  /** The middle of the last measurements, in ms for a picture; null while there are too few. */
  get usual_ms(): number | null {
    if (this.#taken.length < ENOUGH) return null;
    const sorted = [...this.#taken].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  /** @param took_ms from handing a picture to the model until the body was known. */
  take(took_ms: number): void {
    if (this.#skip > 0) {
      this.#skip -= 1;
      return;
    }
    this.#taken.push(took_ms);
    if (this.#taken.length > REMEMBERED) this.#taken.shift();
  }

  /** The level to change to now; null: stay. */
  wanted({ isInSet, mayLoadHeavy }: Situation): Level | null {
    const usual_ms = this.usual_ms;
    if (usual_ms === null) return null;
    const at = LEVELS.findIndex((each) => isSame(each, this.#level));
    if (usual_ms > (isInSet ? TOO_SLOW_MS : SLOW_MS)) return LEVELS[at + 1] ?? null;
    const up = at - 1;
    const better = LEVELS[up];
    if (isInSet || !better || up < this.#best || (better.model === "heavy" && !mayLoadHeavy)) return null;
    return usual_ms * (COST[up] ?? 1) <= WITH_ROOM_MS ? better : null;
  }

  /** The level has been changed. */
  changed(level: Level): void {
    const from = LEVELS.findIndex((each) => isSame(each, this.#level));
    const to = LEVELS.findIndex((each) => isSame(each, level));
    if (to > from) this.#best = to;
    this.#level = level;
    this.#taken = [];
    this.#skip = SKIPPED;
  }

  /** The wanted level could not be had. */
  refused(level: Level): void {
    const at = LEVELS.findIndex((each) => isSame(each, level));
    const now = LEVELS.findIndex((each) => isSame(each, this.#level));
    if (at < now) this.#best = now;
    this.#taken = [];
  }
}

export const isSame = (one: Level, other: Level): boolean => one.model === other.model && one.height === other.height;

/** What a browser tells of its connection, where it does. */
export interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
  readonly type?: string;
}

export const mayLoadHeavy = (connection: Connection | undefined): boolean =>
  connection !== undefined && connection.saveData !== true && connection.effectiveType === "4g" && connection.type !== "cellular";

/** A level kept from the last session on this device; `?model=lite` in the address fixes one. */
export function levelFrom(search: string, kept: string | null): { readonly level: Level; readonly isFixed: boolean } {
  const asked = new URLSearchParams(search).get("model");
  const fixed = LEVELS.find(({ model }) => model === asked);
  if (fixed) return { level: fixed, isFixed: true };
  const [model, height] = (kept ?? "").split(" ");
  return { level: LEVELS.find((each) => each.model === model && String(each.height) === height) ?? START, isFixed: false };
}

export const keptAs = ({ model, height }: Level): string => `${model} ${height}`;
