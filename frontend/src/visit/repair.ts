/** When a line that stalls is repaired: soon, and again and again until it carries. */

/** A short stall often ends by itself. */
const PATIENCE_MS = 2_500;
/** The polite side leaves the first try to the other. */
const COURTESY_MS = 2_000;
const AGAIN_MS = 7_000;

export type Standing = "carries" | "stalls" | "fails";

export class Repair {
  readonly #isPolite: boolean;
  readonly #mend: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #standing: Standing = "carries";

  /** @param mend asks for an ICE restart, or repeats an offer that waits. */
  constructor(isPolite: boolean, mend: () => void) {
    this.#isPolite = isPolite;
    this.#mend = mend;
  }

  /** How the line is now. */
  stands(standing: Standing): void {
    if (standing === this.#standing) return;
    this.#standing = standing;
    clearTimeout(this.#timer);
    if (standing === "carries") return;
    const courtesy_ms = this.#isPolite ? COURTESY_MS : 0;
    this.#after(courtesy_ms + (standing === "stalls" ? PATIENCE_MS : 0));
  }

  stop(): void {
    this.stands("carries");
  }

  #after(wait_ms: number): void {
    this.#timer = setTimeout(() => {
      this.#mend();
      this.#after(AGAIN_MS);
    }, wait_ms);
  }
}
