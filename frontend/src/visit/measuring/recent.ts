/** The last seconds of frames: what a mark is read from, and whether they still come. Pure. */

import type { WireFrame } from "../../contract/measuring";

const KEPT_MS = 6_000;
/** The server takes no more of them. */
const MOST_SENT = 80;
/** Without a new frame for so long, what is shown is no longer now. */
export const STALE_MS = 1_500;

export class Recent {
  #frames: WireFrame[] = [];
  #arrived_ms = Number.NEGATIVE_INFINITY;

  /** @returns whether it is the newest: an unordered line may bring an older one later. */
  take(frame: WireFrame, now_ms: number): boolean {
    this.#arrived_ms = now_ms;
    const newest_ms = this.#frames.at(-1)?.t ?? Number.NEGATIVE_INFINITY;
    // The other device's clock began anew.
    if (frame.t < newest_ms - KEPT_MS) this.#frames = [];
    this.#frames.push(frame);
    this.#frames.sort((one, other) => one.t - other.t);
    const last_ms = this.#frames.at(-1)?.t ?? frame.t;
    this.#frames = this.#frames.filter(({ t }) => last_ms - t <= KEPT_MS);
    return frame.t >= newest_ms || this.#frames.length === 1;
  }

  get newest(): WireFrame | null {
    return this.#frames.at(-1) ?? null;
  }

  /** Those a mark is read from, the newest of them where they are many. */
  get forMark(): readonly WireFrame[] {
    return this.#frames.slice(-MOST_SENT);
  }

  /** For how long none has arrived; infinite before the first. */
  silent_ms(now_ms: number): number {
    return now_ms - this.#arrived_ms;
  }

  isStale(now_ms: number): boolean {
    return this.silent_ms(now_ms) > STALE_MS;
  }

  forget(): void {
    this.#frames = [];
    this.#arrived_ms = Number.NEGATIVE_INFINITY;
  }
}
