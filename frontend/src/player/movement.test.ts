import { describe, expect, it, vi } from "vitest";
import { MovementKeeper } from "./movement";
import type { DoneSet } from "./live";
import type { ExerciseProgress } from "./state";

const SQUAT = { type: "repetition", start_ms: 9_000, peak_ms: 9_500, end_ms: 11_000, side: "left", start_deg: 5, peak_deg: 50, tempo_s: 2, faults: [], complete: true } as const;

const done = (more: Partial<DoneSet> = {}): DoneSet => ({
  counted_by: "camera", side: "both", repetitions_done: 1, hold_s_done: null, holds: [], range_of_motion: null, view: null,
  repetitions: [SQUAT], tracked_fraction: 1, isEasier: false, fraction: 1, ...more,
});
const progress = (...sets: DoneSet[]): ExerciseProgress => ({ isEasier: false, sets, isSkipped: false, pain: null });

describe("the movement of a session", () => {
  it("is asked for when a set that the camera counted has ended, from shortly before its first repetition", async () => {
    const keeper = new MovementKeeper();
    const asked: number[] = [];
    const ask = (since_ms: number): Promise<string> => (asked.push(since_ms), Promise.resolve(`trace ${asked.length}`));
    keeper.collect([progress()], [progress(done())], ask);
    keeper.collect([progress(done())], [progress(done())], ask);
    keeper.collect([progress(done())], [progress(done(), done({ counted_by: "tap" }))], ask);
    keeper.collect([progress(), progress()], [progress(), progress(done({ repetitions: [] }))], ask);
    expect(asked).toEqual([7_000, 0]);
    expect([...(await keeper.all())]).toEqual([["0.0", "trace 1"], ["1.0", "trace 2"]]);
  });

  it("waits three seconds for a worker that does not answer, and saves the rest", async () => {
    vi.useFakeTimers();
    const keeper = new MovementKeeper();
    keeper.collect([progress(), progress()], [progress(done()), progress()], () => new Promise(() => undefined));
    const kept = keeper.all();
    await vi.advanceTimersByTimeAsync(3_000);
    expect([...(await kept)]).toEqual([]);
    vi.useRealTimers();
  });

  it("leaves out what is empty, and what a result cannot carry", async () => {
    const keeper = new MovementKeeper();
    expect(keeper.isEmpty).toBe(true);
    const traces = ["", "x".repeat(1_000_000), "y".repeat(1_000_000)];
    traces.forEach((trace, index) => {
      const before = Array.from({ length: 3 }, () => progress());
      keeper.collect(before, before.map((each, place) => (place === index ? progress(done()) : each)), () => Promise.resolve(trace));
    });
    expect([...(await keeper.all()).keys()]).toEqual(["1.0"]);
  });
});
