import { describe, expect, it } from "vitest";
import type { Snapshot } from "../contract/engine";
import { seen } from "./fixtures";
import { conditionsOf, fitOf } from "./setup";
import { seeingOf, SteadySight, type Seeing } from "./sight";

function snapshot(more: Partial<Snapshot> = {}, state: Snapshot["state"] = "setup"): Snapshot {
  const action = seen(state, more);
  if (action.type !== "engine") throw new TypeError();
  return action.snapshot;
}

const WELL: Seeing = { sight: "well", words: "I can see you well" };
const NOT: Seeing = { sight: "not", words: "I cannot see you" };

describe("what is seen", () => {
  it("is said in three steps, with what is missed", () => {
    expect(seeingOf(true, snapshot())).toEqual(WELL);
    expect(seeingOf(true, snapshot({ prompt: "take-start-position" }))).toEqual(WELL);
    expect(seeingOf(false, snapshot())).toEqual(NOT);
    expect(seeingOf(true, snapshot({ prompt: "show-ankle", angle_deg: null }))).toEqual({ sight: "partly", words: "I can see part of you: feet hidden" });
    expect(seeingOf(true, snapshot({ angle_deg: null })).words).toBe("I can see part of you");
    expect(seeingOf(true, snapshot({ confidence: 0.5 })).sight).toBe("partly");
  });

  it("does not flicker", () => {
    const steady = new SteadySight();
    steady.take(0, WELL);
    expect(steady.take(100, NOT)).toEqual(WELL);
    expect(steady.take(200, WELL)).toEqual(WELL);
    steady.take(300, NOT);
    expect(steady.take(1_199, NOT)).toEqual(WELL);
    expect(steady.take(1_200, NOT)).toEqual(NOT);
    steady.take(1_300, WELL);
    expect(steady.take(1_600, WELL)).toEqual(WELL);
  });

  it("tells a screen reader what lasts, once, and not too often", () => {
    const steady = new SteadySight();
    const told: [number, string][] = [];
    for (let now_ms = 0; now_ms < 24_000; now_ms += 100) {
      steady.take(now_ms, now_ms % 14_000 < 7_000 ? WELL : NOT);
      const words = steady.telling(now_ms);
      if (words) told.push([now_ms, words]);
    }
    expect(told.map(([, words]) => words)).toEqual([WELL.words, NOT.words, WELL.words]);
    expect(told.every(([at_ms], index) => index === 0 || at_ms - (told[index - 1]?.[0] ?? 0) >= 8_000)).toBe(true);
  });
});

describe("the set-up", () => {
  const tracking = { mode: "repetitions", views: ["side", "oblique"] };
  const met = (state: Snapshot, definition: Record<string, unknown> = tracking) => conditionsOf(state, definition).map(({ words, isMet }) => `${isMet ? "+" : "-"} ${words}`);

  it("ticks off what the engine no longer asks for", () => {
    expect(met(snapshot({ prompt: "step-into-view" }))).toEqual(["- In view", "- Side-on", "- Position", "- Still"]);
    expect(met(snapshot({ prompt: "turn-side-on" }))[0]).toBe("+ In view");
    expect(met(snapshot({ prompt: "hold-still" }))).toEqual(["+ In view", "+ Side-on", "+ Position", "- Still"]);
    expect(met(snapshot({}, "ready")).every((line) => line.startsWith("+"))).toBe(true);
  });

  it("asks only for what the exercise needs", () => {
    expect(met(snapshot(), { mode: "hold", views: ["side", "front"] })).toEqual(["+ In view", "- Steady"]);
  });

  it("fills the outline step by step", () => {
    expect([null, snapshot({ prompt: "step-into-view", angle_deg: null }), snapshot({ prompt: "take-start-position" }), snapshot({ prompt: "hold-still" }), snapshot({}, "ready")].map(fitOf)).toEqual([
      "empty",
      "empty",
      "seen",
      "placed",
      "ready",
    ]);
  });
});
