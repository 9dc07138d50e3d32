import { describe, expect, it } from "vitest";
import rounding from "../../../tests/support/rounding.json";
import { HOLD, WALK, exercise } from "./fixtures";
import { doneText } from "./screens/saved";
import { doseText, durationText, errorText, nameOnSide, roundedDeg } from "./words";

it("names the side where a list has a line for each", () => {
  expect(nameOnSide("Heel slide", "left")).toBe("Heel slide, left side");
  expect(nameOnSide("Heel slide", "both")).toBe("Heel slide");
});

it("rounds angles as the server does", () => {
  for (const { angle_deg, shown_deg } of rounding) expect([angle_deg, roundedDeg(angle_deg)]).toEqual([angle_deg, shown_deg]);
});

describe("durations", () => {
  it("are minutes for what is counted by time from one minute on, and seconds for everything else", () => {
    expect([durationText(90, "time"), durationText(60, "time"), durationText(45, "time")]).toEqual(["1.5 minutes", "1 minute", "45 seconds"]);
    expect([durationText(90), durationText(1), durationText(120, "holds")]).toEqual(["90 seconds", "1 second", "120 seconds"]);
  });

  it("follow the content, however long a hold or short a walk is", () => {
    expect(doseText(exercise("Hang", { hold_s: 180 }, HOLD))).toBe("180 seconds");
    expect(doseText(exercise("Walk", { hold_s: 90 }, WALK))).toBe("1.5 minutes");
    expect(doseText(exercise("Side-step", { sets: 3, hold_s: 60 }, WALK))).toBe("3 times 1 minute");
    expect(doseText(exercise("Bridge", { sets: 2, repetitions: 3, hold_s: 20 }, HOLD))).toBe("2 sets of 3 holds of 20 seconds");
  });

  it("say what was done in the same words", () => {
    const set = { counted_by: "timer", side: "both", repetitions_done: 1, hold_s_done: 150, repetitions: [], holds: [], range_of_motion: null, view: null, tracked_fraction: null, trace: null } as const;
    expect(doneText({ sets: [set] }, { counted: "time", unit: "°", errors: [] })).toBe("2.5 minutes");
    expect(doneText({ sets: [set] }, { counted: "holds", unit: "°", errors: [] })).toBe("1 set, held up to 150 seconds");
  });

  it("say how far a joint went, and nothing where no angle was measured", () => {
    const set = { counted_by: "camera", side: "both", repetitions_done: 8, hold_s_done: null, repetitions: [], holds: [], range_of_motion: { joint: "knee_flexion", min_deg: 6.2, max_deg: 92 }, view: "side", tracked_fraction: 1, trace: null } as const;
    expect(doneText({ sets: [set] }, { counted: "repetitions", unit: "°", errors: [] })).toBe("1 set, 8 repetitions, about 5° to 90°");
    expect(doneText({ sets: [set] }, { counted: "repetitions", unit: "%", errors: [] })).toBe("1 set, 8 repetitions");
  });

  it("say how far off the angles may be: the worst of the sets, by view and by what was seen", () => {
    const errors = [
      { view: "side", tracked_from: 0.8, error_deg: 7 },
      { view: "side", tracked_from: 0, error_deg: 14 },
      { view: "oblique", tracked_from: 0, error_deg: 10 },
      { view: "unknown", tracked_from: 0, error_deg: 15 },
    ] as const;
    const range_of_motion = { joint: "knee_flexion", min_deg: 6.2, max_deg: 92 };
    const seen = (view: "side" | "oblique" | null, tracked_fraction: number) => ({ range_of_motion, view, tracked_fraction });
    expect(errorText([seen("side", 0.8)], errors)).toBe("(±\u00a07°)");
    expect(errorText([seen("side", 1), seen("oblique", 1)], errors)).toBe("(±\u00a010°)");
    expect(errorText([seen("side", 0.79)], errors)).toBe("(±\u00a014°)");
    expect(errorText([seen(null, 1)], errors)).toBe("(±\u00a015°)");
    expect(errorText([{ ...seen("oblique", 0.1), range_of_motion: null }, seen("side", 1)], errors)).toBe("(±\u00a07°)");
    expect(errorText([seen("side", 1)], [])).toBe("");
  });
});
