/** The last measured delays of something, and their middle. */

const REMEMBERED = 60;

export class Latencies {
  #all_ms: number[] = [];

  take(latency_ms: number): void {
    this.#all_ms.push(latency_ms);
    if (this.#all_ms.length > REMEMBERED) this.#all_ms.shift();
  }

  /** The middle one, null before the first. */
  get median_ms(): number | null {
    const sorted = [...this.#all_ms].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }
}
