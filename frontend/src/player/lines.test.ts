import { expect, it } from "vitest";
import { COUNTED_DOWN, HOLD, READY, TAP, TRACKED, TRACKED_HOLD, begin, exercise, play, repetition, seen, session, started, next, tick, watched } from "./fixtures";
import { lineForEvent, linesFor } from "./lines";
import type { Action, SessionState } from "./state";

const squats = exercise("Mini squat", { sets: 2, repetitions: 2, rest_s: 30 }, TRACKED);
const data = session(squats, exercise("Bridge hold", { hold_s: 20 }, TRACKED_HOLD));

function said(state: SessionState, action: Action, of = data): string[] {
  return linesFor(state, next(state, of, action), of).map((line) => line.text);
}

it("says the exercise, its dose and its steps once", () => {
  expect(said(play(data), begin("no_camera"))).toEqual(["Mini squat. 2 sets of 2 repetitions. Stand. First. Then."]);
});

it("counts each repetition, the last before the rest is announced", () => {
  const state = started(data);
  expect(said(state, TAP)).toEqual(["1"]);
  expect(said(next(state, data, TAP), TAP)).toEqual(["2", "Well done. Rest for 30 seconds."]);
});

it("counts what the camera counts", () => {
  expect(said(watched(data), seen("ready", {}, repetition()))).toEqual(["1"]);
  expect(said(watched(data), seen("ready", {}, repetition({ complete: false })))).toEqual([]);
});

it("does not count a set that is finished early", () => {
  expect(said(next(started(data), data, TAP), { type: "finish_set" })).toEqual(["Well done. Rest for 30 seconds."]);
});

it("counts down the last three seconds, each once", () => {
  const state = play(data, begin("no_camera"), READY, tick(1_900));
  expect(said(state, tick(200))).toEqual(["3"]);
  expect(said(next(state, data, tick(200)), tick(200))).toEqual([]);
  expect(said(next(state, data, tick(3_000)), tick(200))).toEqual(["Go."]);
});

it("speaks at the start, the half, the last three seconds and the end of a hold", () => {
  const holds = session(exercise("Bridge hold", { hold_s: 20 }, HOLD));
  const at = (ms: number): SessionState => next(started(holds), holds, tick(ms));
  expect(said(play(holds, begin("no_camera"), READY), COUNTED_DOWN, holds)).toEqual(["Hold."]);
  expect(said(at(9_900), tick(200), holds)).toEqual(["Halfway."]);
  expect(said(at(16_900), tick(200), holds)).toEqual(["3"]);
  expect(said(at(19_900), tick(200), holds)).toEqual(["And relax.", "That was the last one. Well done."]);
});

it("says which side an exercise is for", () => {
  const sides = session(exercise("Calf", { repetitions: 1 }, { side: "left" }), exercise("Calf", { repetitions: 1 }, { side: "right" }));
  expect(said(started(sides), TAP, sides)).toEqual(["1", "Calf, right side. 1 repetition. Stand. First. Then."]);
});

it("speaks cues and prompts in the words of the content, and nothing for what it does not know", () => {
  const state = watched(data);
  expect(lineForEvent({ type: "cue", t_ms: 0, fault: "too-fast" }, state, data)?.text).toBe("Slower, please.");
  expect(lineForEvent({ type: "prompt", t_ms: 0, prompt: "step-into-view" }, state, data)?.text).toBe("Step into view.");
  expect(lineForEvent({ type: "cue", t_ms: 0, fault: "unheard-of" }, state, data)).toBeNull();
});

it("counts the last three seconds of a hold down, by camera as by timer, and waits with it", () => {
  const holds = session(exercise("Bridge hold", { hold_s: 20 }, TRACKED_HOLD));
  const at = (hold_s: number, state: "holding" | "ready" = "holding"): Action => seen(state, { hold_s, t_ms: 1_000 * hold_s });
  const heard: string[] = [];
  let state = watched(holds);
  // Six readings a second, with a wobble of two seconds at 17.4.
  const readings = [...Array.from({ length: 105 }, (_, n) => at(n / 6)), ...Array.from({ length: 12 }, () => at(17.4, "ready")), ...Array.from({ length: 16 }, (_, n) => at(17.5 + n / 6))];
  for (const reading of readings) {
    const after = next(state, holds, reading);
    heard.push(...linesFor(state, after, holds).map((line) => line.text));
    state = after;
  }
  expect(heard).toEqual(["Hold.", "Halfway.", "3", "2", "1", "And relax.", "That was the last one. Well done."]);
});

it("says no cue and no praise into the countdown", () => {
  const holds = session(exercise("Bridge hold", { hold_s: 20 }, { ...TRACKED_HOLD, cues: { low: "Hips up." } }));
  const cueAt = (hold_s: number) => lineForEvent({ type: "cue", t_ms: 0, fault: "low" }, next(watched(holds), holds, seen("holding", { hold_s })), holds)?.text;
  expect([cueAt(10), cueAt(16.6)]).toEqual(["Hips up.", undefined]);
});

it("counts in who is seen, and needs no start signal for who has begun", () => {
  const waiting = play(data, begin("camera"), READY);
  expect(said(waiting, seen("ready"))).toEqual(["I see you."]);
  const counting = next(waiting, data, seen("ready"));
  expect(said(next(counting, data, tick(900)), tick(200))).toEqual(["3"]);
  expect(said(counting, tick(4_000))).toEqual(["Begin when you are ready."]);
  expect(said(counting, seen("moving"))).toEqual([]);
});

it("tells who rests that there is time, and who left that the set is over", () => {
  const once = next(watched(data), data, seen("ready", {}, repetition()));
  expect(said(next(once, data, tick(14_900)), tick(100))).toEqual(["Take your time. I keep your count."]);
  expect(said(next(once, data, tick(59_900)), tick(100))).toEqual(["I ended that set for you. Rest for 30 seconds."]);
});

it("welcomes back who had hidden the page, and is silent on the way out", () => {
  const state = watched(data);
  expect(said(state, { type: "away" })).toEqual([]);
  expect(said(next(state, data, { type: "away" }), { type: "back" })).toEqual(["Welcome back. Nothing is lost."]);
});

it("asks nothing of who still hears the instructions", () => {
  expect(lineForEvent({ type: "prompt", t_ms: 0, prompt: "step-into-view" }, play(data, begin("camera")), data)).toBeNull();
});

it("says paused and going on", () => {
  const state = started(data);
  expect(said(state, { type: "pause" })).toEqual(["Paused."]);
  expect(said(next(state, data, { type: "pause" }), { type: "resume" })).toEqual(["Going on."]);
});
