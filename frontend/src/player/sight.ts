/** How well the camera sees the person, in three steps and plain words. Pure: what was seen goes in with its time. */

import type { Prompt, Snapshot } from "../contract/engine";

export type Sight = "well" | "partly" | "not";

export interface Seeing {
  readonly sight: Sight;
  readonly words: string;
}

/** What of the body is missed, as the end of "I can see part of you". */
const MISSED: Partial<Readonly<Record<Prompt, string>>> = {
  "show-ankle": "feet hidden",
  "show-knee": "knees hidden",
  "show-hip": "hips hidden",
  "show-shoulder": "shoulders hidden",
  "move-back": "too close",
  "come-closer": "too far away",
  "stand-upright-phone": "picture on its side",
};

const CONFIDENT = 0.6;

/** @param hasBody whether the pose model found a body in the picture. */
export function seeingOf(hasBody: boolean, { prompt, angle_deg, confidence }: Snapshot): Seeing {
  if (!hasBody || prompt === "step-into-view") return { sight: "not", words: "I cannot see you" };
  const missed = prompt === null ? undefined : MISSED[prompt];
  if (missed === undefined && angle_deg !== null && confidence >= CONFIDENT) return { sight: "well", words: "I can see you well" };
  return { sight: "partly", words: missed ? `I can see part of you: ${missed}` : "I can see part of you" };
}

export const STILL_PICTURE: Seeing = { sight: "not", words: "The picture stands still" };

/** Something has to be so for this long before it is shown: better news sooner than worse. */
const BETTER_MS = 250;
const WORSE_MS = 900;
const RANK: Readonly<Record<Sight, number>> = { not: 0, partly: 1, well: 2 };

/** Screen readers hear a change only once it has lasted, and not more often than this. */
const LASTING_MS = 2_500;
const BETWEEN_TELLINGS_MS = 8_000;

/** A steady reading: joints come and go in single pictures, a sign must not flicker with them. */
export class SteadySight {
  #shown: Seeing | null = null;
  #next: Seeing | null = null;
  #nextSince_ms = 0;
  #shownSince_ms = 0;
  #told: Sight | null = null;
  #told_ms = Number.NEGATIVE_INFINITY;

  get shown(): Seeing | null {
    return this.#shown;
  }

  forget(): void {
    this.#shown = this.#next = this.#told = null;
  }

  take(now_ms: number, seeing: Seeing): Seeing {
    if (this.#next?.words !== seeing.words) {
      this.#next = seeing;
      this.#nextSince_ms = now_ms;
    }
    const shown = this.#shown;
    const patience_ms = shown === null ? 0 : RANK[seeing.sight] >= RANK[shown.sight] ? BETTER_MS : WORSE_MS;
    if (shown !== null && (shown.words === seeing.words || now_ms - this.#nextSince_ms < patience_ms)) return shown;
    if (shown?.sight !== seeing.sight) this.#shownSince_ms = now_ms;
    this.#shown = seeing;
    return seeing;
  }

  /** The words to tell a screen reader now; null: nothing new. */
  telling(now_ms: number): string | null {
    const shown = this.#shown;
    if (shown === null || shown.sight === this.#told) return null;
    if (now_ms - this.#shownSince_ms < LASTING_MS || now_ms - this.#told_ms < BETWEEN_TELLINGS_MS) return null;
    this.#told = shown.sight;
    this.#told_ms = now_ms;
    return shown.words;
  }
}
