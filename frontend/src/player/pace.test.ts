import { describe, expect, it } from "vitest";
import { keptAs, LEVELS, levelFrom, mayLoadHeavy, Pace, START, type Level } from "./pace";

const RESTING = { isInSet: false, mayLoadHeavy: true };
const IN_SET = { isInSet: true, mayLoadHeavy: true };

function measured(took_ms: number, level: Level = START, pictures = 20): Pace {
  const pace = new Pace(level);
  for (let picture = 0; picture < pictures; picture += 1) pace.take(took_ms);
  return pace;
}

describe("the pace of a device", () => {
  it("decides nothing before it has measured", () => {
    expect(measured(500, START, 14).wanted(IN_SET)).toBeNull();
    expect(measured(500, START, 15).wanted(IN_SET)).toEqual({ model: "lite", height: 480 });
  });

  it("does not count the first pictures, nor a single slow one", () => {
    const pace = new Pace();
    for (const took_ms of [3_000, 900, 400, ...Array.from({ length: 20 }, (_, n) => (n === 7 ? 2_000 : 100))]) pace.take(took_ms);
    expect(pace.usual_ms).toBe(100);
    expect(pace.wanted(IN_SET)).toBeNull();
  });

  it("takes a lighter level in a set only below six pictures a second", () => {
    expect(measured(150).wanted(IN_SET)).toBeNull();
    expect(measured(170).wanted(IN_SET)).toEqual({ model: "lite", height: 480 });
    expect(measured(150).wanted(RESTING)).toEqual({ model: "lite", height: 480 });
    expect(measured(140).wanted(RESTING)).toBeNull();
  });

  it("takes a smaller picture where the lightest model is still too slow, and then no more", () => {
    expect(measured(170, { model: "lite", height: 480 }).wanted(IN_SET)).toEqual({ model: "lite", height: 360 });
    expect(measured(170, { model: "lite", height: 360 }).wanted(IN_SET)).toBeNull();
  });

  it("takes a better model only between sets, with room to spare, and the large one only where it may be loaded", () => {
    expect(measured(15).wanted(IN_SET)).toBeNull();
    expect(measured(15).wanted(RESTING)).toEqual({ model: "heavy", height: 480 });
    expect(measured(15).wanted({ ...RESTING, mayLoadHeavy: false })).toBeNull();
    expect(measured(25).wanted(RESTING)).toBeNull();
    expect(measured(30, { model: "lite", height: 480 }).wanted(RESTING)).toEqual({ model: "full", height: 480 });
  });

  it("never swings: what was too slow here is not tried again", () => {
    const pace = measured(170);
    pace.changed({ model: "lite", height: 480 });
    for (let picture = 0; picture < 20; picture += 1) pace.take(10);
    expect(pace.wanted(RESTING)).toBeNull();
  });

  it("does not ask again for a model that could not be had", () => {
    const pace = measured(10);
    const wanted = pace.wanted(RESTING);
    expect(wanted?.model).toBe("heavy");
    if (wanted) pace.refused(wanted);
    for (let picture = 0; picture < 20; picture += 1) pace.take(10);
    expect(pace.wanted(RESTING)).toBeNull();
  });

  it("settles from any level and any steady speed", () => {
    for (const level of LEVELS) {
      for (const base_ms of [2, 8, 20, 60, 120, 400]) {
        const cost = { heavy: 3, full: 1.6, lite: 1 };
        const pace = new Pace(level);
        let changes = 0;
        for (let picture = 0; picture < 600; picture += 1) {
          pace.take(base_ms * cost[pace.level.model] * (pace.level.height / 480));
          const wanted = pace.wanted(RESTING);
          if (wanted) {
            pace.changed(wanted);
            changes += 1;
          }
        }
        expect(changes).toBeLessThanOrEqual(LEVELS.length);
      }
    }
  });
});

it("loads 30 MB only over a connection known to be good", () => {
  expect([undefined, { effectiveType: "4g" }, { effectiveType: "4g", saveData: true }, { effectiveType: "3g" }, { effectiveType: "4g", type: "cellular" }].map(mayLoadHeavy)).toEqual([
    false,
    true,
    false,
    false,
    false,
  ]);
});

it("starts with what the last session on this device came to, or with what the address asks for", () => {
  expect(levelFrom("", null)).toEqual({ level: START, isFixed: false });
  expect(levelFrom("", keptAs({ model: "lite", height: 360 })).level).toEqual({ model: "lite", height: 360 });
  expect(levelFrom("", "nonsense 7").level).toEqual(START);
  expect(levelFrom("?model=heavy", "lite 360")).toEqual({ level: { model: "heavy", height: 480 }, isFixed: true });
});
