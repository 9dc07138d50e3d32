import { expect, it } from "vitest";
import { AT, COUNTED_DOWN, READY, TAP, TRACKED, exercise, play, begin, repetition, seen, session, started, next, watched } from "./fixtures";
import { completedFraction, hasSomethingDone, resultOf } from "./result";

const easier = exercise("sit-to-stand", { repetitions: 2 });
const squats = exercise("mini-squat", { sets: 2, repetitions: 2 }, { ...TRACKED, easier });
const data = session(squats, exercise("bridge", { sets: 2, repetitions: 4 }));

it("reports every prescribed exercise, also those not reached", () => {
  const result = resultOf(next(started(data), data, TAP, TAP), data, AT);
  expect(result.exercises.map(({ exercise: id, sets }) => [id, sets.length])).toEqual([
    ["mini-squat", 1],
    ["bridge", 0],
  ]);
  expect([result.started_at, result.finished_at, result.mode]).toEqual([AT, AT, "no_camera"]);
});

it("says which exercise an easier one took the place of", () => {
  const state = next(started(data), data, { type: "easier" }, READY, COUNTED_DOWN, TAP, TAP);
  expect(resultOf(state, data, AT).exercises[0]).toMatchObject({ exercise: "sit-to-stand", replaced: "mini-squat", skipped: false });
});

it("gives a swap in the middle two entries", () => {
  const state = next(started(data), data, TAP, TAP, { type: "easier" }, READY, COUNTED_DOWN, TAP, TAP);
  expect(resultOf(state, data, AT).exercises.map(({ exercise: id, replaced }) => [id, replaced])).toEqual([
    ["mini-squat", null],
    ["sit-to-stand", "mini-squat"],
    ["bridge", null],
  ]);
});

it("marks a skipped exercise", () => {
  expect(resultOf(next(started(data), data, { type: "skip" }), data, AT).exercises[0]).toMatchObject({ skipped: true, sets: [] });
});

it("sends nothing that only the player needs", () => {
  const state = next(watched(data), data, seen("ready", {}, repetition(), repetition()));
  const [set] = resultOf(state, data, AT).exercises[0]?.sets ?? [];
  expect(Object.keys(set ?? {}).sort()).toEqual(
    ["counted_by", "hold_s_done", "holds", "range_of_motion", "repetitions", "repetitions_done", "side", "trace", "tracked_fraction", "view"].sort(),
  );
});

it("is a camera session if the camera counted anything, even if it failed later", () => {
  const state = next(watched(data), data, seen("ready", {}, repetition(), repetition()), { type: "camera_lost" });
  expect(resultOf(state, data, AT).mode).toBe("camera");
});

it("measures completion by what was done of all sets", () => {
  expect(completedFraction(started(data), data)).toBe(0);
  expect(completedFraction(next(started(data), data, TAP, TAP), data)).toBe(0.25);
  const half = next(started(data), data, TAP, { type: "finish_set" });
  expect(completedFraction(half, data)).toBe(0.13);
});

it("keeps a session only once something was done or said in it", () => {
  expect(hasSomethingDone(play(data, begin("no_camera"), READY))).toBe(false);
  expect(hasSomethingDone(next(started(data), data, TAP, TAP))).toBe(true);
});

it("tells a session that was declined, with nothing done in it", () => {
  const result = resultOf(play(data, { type: "pain_before", pain: 8 }, { type: "decline", at: AT }), data, AT);
  expect(result).toMatchObject({ stopped_reason: "declined", pain_before: 8, pain_during: null, completed_fraction: 0 });
  expect(result.exercises.flatMap(({ sets }) => sets)).toEqual([]);
});
