import { expect, test } from "vitest";
import type { TestData, TestSnapshot } from "../contract/movement-test";
import { changeText, linesSaid, missingLine, readingOf, resultText, trialLine, valueText } from "./reading";

const words = {
  title: "How far the knee straightens", side: "left leg", set_up: ["Lie down."], start: "Hold still.", go: "Straighten the knee.",
  rest: "Rest now.", again: "This one does not count.", given_up: "Do it by hand.", done: "That is all.", first: "Your first result.", stop: "Stop if it hurts.",
  better: "Better than last time", worse: "Less than last time", no_real_change: "No real change", reasons: { "within-change": "It may be chance." },
  problems: { "thigh-upright": "Keep the thigh upright." }, ends: {}, prompts: { "move-back": "Move back." },
};
const data: TestData = {
  test: {}, side: "left", unit: "deg", trials: 2, rest_s: 20, window_s: null, words, before: { value: 135, error: 6, by: "camera", told: "135° (± 6°)" }, figure: null,
  assets: { model: "", model_lite: "", model_heavy: "", wasm: "", pyodide: "", motion: "" }, language: "en", post_url: "", by_hand_url: "",
};
const snapshot = (more: Partial<TestSnapshot> = {}): TestSnapshot => ({
  t_ms: 12_000, state: "moving", trial: 1, missing: null, shown: 138.6, best: null, start_ms: 4_000, given_up: false,
  result: { test: "active-knee-extension", side: "left", value: null, error: 6, spread: 0, counted: 0, complete: false, trials: [] },
  change: null, ...more,
});
const trial = (value: number | null, ...problems: string[]) => ({ value, counts: value !== null, problems, ended_by: "returned", start_ms: 0, end_ms: 1 });

test("the number is the angle now, and what was held stands beside it", () => {
  expect(readingOf(snapshot(), data, 0).number).toBe("139°");
  expect(readingOf(snapshot({ best: 138 }), data, 0).label).toBe("Held: 138°");
});

test("a count against the clock says how much time is left", () => {
  const stands: TestData = { ...data, unit: "repetitions", window_s: 30 };
  expect(readingOf(snapshot({ shown: 4 }), stands, 0)).toMatchObject({ number: "4", label: "22 seconds left" });
});

test("what is missing is said in words, the start position by default", () => {
  expect(missingLine("move-back", data)).toBe("Move back.");
  expect(missingLine("thigh-upright", data)).toBe("Keep the thigh upright.");
  expect(missingLine("hold-still", data)).toBe("Hold still.");
});

test("a trial that does not count says why, one that counts says its value", () => {
  expect(trialLine(trial(null, "thigh-upright"), data)).toBe("This one does not count. Keep the thigh upright.");
  expect(trialLine(trial(139), data)).toBe("139°. Rest now.");
});

test("a result has its error, and what became of it", () => {
  const done = snapshot({
    state: "done", result: { ...snapshot().result, value: 139, error: 6 }, change: { kind: "no-real-change", difference: 4, needed: 15, reason: "within-change" },
  });
  expect(resultText(done.result, "deg")).toBe("139° (± 6°)");
  expect(changeText(done, data)).toBe("Last time 135° (± 6°): no real change.");
  expect(changeText(done, { ...data, before: null })).toBe("Your first result.");
});

test("values are told in their unit", () => {
  expect([valueText(1, "repetitions"), valueText(12, "repetitions"), valueText(8.42, "s")]).toEqual(["1 repetition", "12 repetitions", "8.4 seconds"]);
});

test("nothing is said twice: only what has changed", () => {
  const moving = snapshot();
  expect(linesSaid(moving, snapshot({ shown: 140 }), data)).toEqual([]);
  expect(linesSaid(snapshot({ state: "ready" }), moving, data)).toEqual([]);
  expect(linesSaid(null, snapshot({ state: "ready" }), data)).toEqual(["Straighten the knee."]);
  const stands: TestData = { ...data, unit: "repetitions" };
  expect(linesSaid(snapshot({ shown: 3 }), snapshot({ shown: 4 }), stands)).toEqual(["4"]);
});
