import { expect, it } from "vitest";
import { COUNTED_DOWN, READY, TAP, TRACKED, TRACKED_HOLD, WALK, begin, exercise, play, repetition, seen, session, started, next, tick, watched } from "./fixtures";
import { jointName, shareOfWay } from "./gauge";
import { readingOf } from "./reading";
import type { SessionState } from "./state";

const data = session(exercise("Mini squat", { sets: 2, repetitions: 3, rest_s: 75 }, { ...TRACKED, side: "right" }));
const reading = (state: SessionState, of = data, engine: "ready" | "loading" = "ready") => readingOf({ state, engine, camera: "on" }, of);

it("tells the state in one word", () => {
  const word = (state: SessionState): string => reading(state).word;
  expect(word(play(data, begin("camera"), READY))).toBe("Getting ready");
  expect(word(watched(data))).toBe("Your turn");
  expect(word(next(watched(data), data, seen("moving")))).toBe("Counting");
  expect(word(next(watched(data), data, seen("lost")))).toBe("Waiting for you");
  expect(word(next(watched(data), data, { type: "pause" }))).toBe("Paused");
  expect(word(next(started(data), data, TAP, TAP, TAP))).toBe("Rest");
});

it("shows the count with its target, and the set and side", () => {
  expect(reading(next(started(data), data, TAP))).toMatchObject({ number: "1", label: "of 3 · Set 1 of 2 · Right side", isTap: true });
});

it("shows attempts that were not full beside the count", () => {
  const state = next(watched(data), data, seen("ready", {}, repetition(), repetition({ complete: false })));
  expect(reading(state)).toMatchObject({ number: "1", label: "of 3 (1 not full) · Set 1 of 2 · Right side" });
});

it("shows a long rest in minutes and names what follows", () => {
  expect(reading(next(started(data), data, TAP, TAP, TAP))).toMatchObject({ number: "1:15", label: "Next · Set 2 of 2 · Right side" });
});

it("counts the seconds of a hold down", () => {
  const holds = session(exercise("Hold", { repetitions: 2, hold_s: 20 }, TRACKED_HOLD));
  expect(reading(next(watched(holds), holds, seen("holding", { hold_s: 4.2 })), holds)).toMatchObject({ number: "16", word: "Hold", label: "Hold 1 of 2" });
});

it("calls a walk a walk", () => {
  const walk = session(exercise("Walk", { hold_s: 600 }, WALK));
  expect(reading(play(walk, begin("no_camera"), READY, COUNTED_DOWN), walk)).toMatchObject({ word: "Keep going", number: "10:00", label: "to go" });
});

it("offers to count by tap when the person is not found within ten seconds, or lost", () => {
  const waiting = play(data, begin("camera"), READY);
  expect(reading(next(waiting, data, tick(9_900))).offersTap).toBe(false);
  expect(reading(next(waiting, data, tick(10_000))).offersTap).toBe(true);
  expect(reading(next(watched(data), data, seen("lost"))).offersTap).toBe(true);
});

it("marks the last three seconds of a hold, and says when its timer waits", () => {
  const holds = session(exercise("Hold", { repetitions: 2, hold_s: 20 }, TRACKED_HOLD));
  const at = (hold_s: number, state: "holding" | "ready" = "holding") => reading(next(watched(holds), holds, seen(state, { hold_s })), holds);
  expect([at(16.9).isEnding, at(17).isEnding, at(19.9).isEnding]).toEqual([false, true, true]);
  expect([at(9, "ready").word, at(0, "ready").word]).toEqual(["Timer waits", "Your turn"]);
});

it("offers the camera again once it is gone", () => {
  const lost = next(watched(data), data, { type: "camera_lost" });
  const shown = readingOf({ state: lost, engine: "ready", camera: "lost" }, data);
  expect(shown).toMatchObject({ glance: "lost", word: "The camera stopped", offersCamera: true });
  expect(readingOf({ state: lost, engine: "ready", camera: "opening" }, data).offersCamera).toBe(false);
  expect(reading(started(data)).offersCamera).toBe(false);
});

it("says that the camera is starting while the engine loads", () => {
  expect(reading(play(data, begin("camera"), READY), data, "loading").word).toBe("Starting the camera");
});

it("measures the way to the target in either direction", () => {
  expect(shareOfWay(25, 5, 45)).toBe(0.5);
  expect(shareOfWay(30, 60, 0)).toBe(0.5);
  expect(shareOfWay(0, 5, 45)).toBe(0);
});

it("names joints as people do", () => {
  expect(jointName("knee_flexion")).toBe("Knee");
});
