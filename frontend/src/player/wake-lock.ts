/** Keeps the screen awake; the browser drops the lock when the page is hidden, so it is asked for again. */
export class WakeLock {
  #sentinel: WakeLockSentinel | null = null;
  #isWanted = false;

  constructor() {
    document.addEventListener("visibilitychange", () => void this.#acquire());
  }

  hold(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    void this.#acquire();
  }

  release(): void {
    this.#isWanted = false;
    void this.#sentinel?.release();
    this.#sentinel = null;
  }

  async #acquire(): Promise<void> {
    if (!this.#isWanted || !navigator.wakeLock || document.visibilityState !== "visible") return;
    // Refused on low battery: the session goes on, the screen may dim.
    this.#sentinel = await navigator.wakeLock.request("screen").catch(() => null);
  }
}
