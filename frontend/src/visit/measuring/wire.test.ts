import { describe, expect, it } from "vitest";
import { ANGLES, frame, set, setup, standing } from "./fixtures";
import { countingText, errorAt, setText, shownOf } from "./reading";
import { Recent } from "./recent";
import { landmarksOf, readFromMember, readFromTherapist, readLive, write, writeLive } from "./wire";

const read = (text: string) => readLive(text, ANGLES.length);

describe("a frame on the line", () => {
  it("comes back as it was, with and without a set, and is short", () => {
    for (const live of [{ frame: frame(5), standing: null }, { frame: frame(5, null, { p: null }), standing: standing({ cue: "too-fast" }) }]) {
      const text = writeLive(live);
      expect(text.length).toBeLessThan(1_000);
      expect(read(text)).toEqual(live);
    }
  });

  it("is dropped whole where anything in it is not of this version", () => {
    const wrong: readonly object[] = [
      { v: 2 }, { t: -1 }, { t: 0.5 }, { t: 2 ** 41 }, { w: 0 }, { h: 1e9 }, { view: "above" }, { p: [] }, { p: Array(99).fill(101) },
      { p: Array(99).fill(1e6) }, { p: "x" }, { a: [1] }, { a: [1, 2, 1e5] }, { a: [1, 2, "3"] }, { s: [1, 2, null] }, { s: [1, 2, 101] },
    ];
    for (const change of wrong) expect(read(JSON.stringify({ v: 1, f: { ...frame(5), ...change }, c: null })), JSON.stringify(change)).toBeNull();
    for (const text of ["", "{", "[]", "null", "7", '"x"', "[".repeat(50_000), JSON.stringify({ v: 1, f: frame(5) })]) expect(read(text)).toBeNull();
  });

  it("is dropped with a set that cannot be", () => {
    for (const change of [{ state: "dancing" }, { count: -1 }, { count: 1.5 }, { hold_s: null }, { angle_deg: 1e9 }, { prompt: "<b>" }, { cue: "x".repeat(80) }]) {
      expect(read(JSON.stringify({ v: 1, f: frame(5), c: { ...standing(), ...change } })), JSON.stringify(change)).toBeNull();
    }
  });

  it("gives the skeleton its points, and nobody where nobody was", () => {
    const points = landmarksOf(frame(5));
    expect(points).toHaveLength(33);
    expect(points?.[1]).toEqual([0.03, 0.04, 0, 0.95]);
    expect(landmarksOf(frame(5, null, { p: null }))).toBeNull();
  });
});

describe("what one side tells the other", () => {
  it("comes back as it was", () => {
    for (const command of [{ k: "ask" }, { k: "count", exercise: "mini-squat", side: "both" }] as const) expect(readFromTherapist(write(command))).toEqual(command);
    for (const told of [{ k: "state", state: "on", counting: null }, { k: "set", set: set() }] as const) expect(readFromMember(write(told))).toEqual(told);
  });

  it("is nothing where it is not one of the known things", () => {
    const texts = ['{"v":1,"k":"sing"}', '{"v":2,"k":"ask"}', '{"v":1,"k":"count","exercise":"../x","side":"both"}', '{"v":1,"k":"count","exercise":"a","side":"up"}', "x"];
    for (const text of texts) expect(readFromTherapist(text), text).toBeNull();
    const wrong = [{ count: -1 }, { joint: 7 }, { repetitions: Array(201).fill({}) }, { repetitions: [7] }, { view: "above" }, { tracked_fraction: 2 }, { low_deg: "4" }];
    for (const change of wrong) expect(readFromMember(JSON.stringify({ v: 1, k: "set", set: { ...set(), ...change } }))).toBeNull();
    expect(readFromMember('{"v":1,"k":"state","state":"dancing","counting":null}')).toBeNull();
  });
});

describe("the last seconds", () => {
  it("keep frames in order however they arrive, and only the newest is shown", () => {
    const recent = new Recent();
    expect(recent.take(frame(100), 0)).toBe(true);
    expect(recent.take(frame(300), 10)).toBe(true);
    expect(recent.take(frame(200), 20)).toBe(false);
    expect(recent.forMark.map(({ t }) => t)).toEqual([100, 200, 300]);
    recent.take(frame(9_000), 30);
    expect(recent.forMark.map(({ t }) => t)).toEqual([9_000]);
  });

  it("begin anew with the other device's clock, and know when nothing comes", () => {
    const recent = new Recent();
    expect(recent.silent_ms(0)).toBe(Infinity);
    recent.take(frame(90_000), 1_000);
    expect(recent.take(frame(50), 2_000)).toBe(true);
    expect(recent.forMark).toHaveLength(1);
    expect(recent.isStale(3_000)).toBe(false);
    expect(recent.isStale(4_000)).toBe(true);
  });

  it("send no more than the server takes", () => {
    const recent = new Recent();
    for (let t = 0; t < 6_000; t += 20) recent.take(frame(t), t);
    expect(recent.forMark).toHaveLength(80);
    expect(recent.forMark.at(-1)?.t).toBe(5_980);
  });
});

describe("the numbers", () => {
  const [test, joint, trunk] = setup().measures as [never, never, never];

  it("are as the measure tells them, with the error of the view", () => {
    expect(shownOf(frame(0, 41), test, "left", setup())).toEqual({ value: "139°", error: "± 7°", says: "seen from the side, points seen well" });
    expect(shownOf(frame(0, 41, { view: "oblique" }), joint, "left", setup())).toMatchObject({ value: "41°", error: "± 10°" });
    expect(shownOf(frame(0), joint, "right", setup()).says).toContain("fairly well");
    expect(shownOf(frame(0), trunk, "", setup()).value).toBe("90°");
    expect(errorAt([], "side")).toBe("");
  });

  it("are none where nothing is seen", () => {
    expect(shownOf(frame(0, null), joint, "left", setup())).toEqual({ value: "–", error: "", says: "This joint is not seen" });
    expect(shownOf(frame(0, null, { p: null }), joint, "left", setup()).says).toBe("Nobody in the picture");
  });

  it("of a set say count, range and what to mend", () => {
    const [exercise] = setup().exercises as [never];
    expect(countingText(standing({ cue: "too-fast", partial_count: 1 }), exercise, {})).toEqual({ number: "3", line: "1 not full, range 5° to 50°", cue: "Slower." });
    expect(countingText(standing({ count: 0, hold_s: 7.9, prompt: "move-back" }), exercise, setup().prompts)).toMatchObject({ number: "7 s", cue: "Step back." });
    expect(setText(set(), exercise)).toBe("Mini squat: 2 repetitions, 1 not full, farthest 45° to 50°");
    expect(setText(set({ count: 0, partial_count: 0, repetitions: [], holds: [{ seconds: 21.6 }] }), exercise)).toBe("Mini squat: held 22 seconds");
  });
});
