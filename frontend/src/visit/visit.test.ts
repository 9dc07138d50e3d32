import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { read, write } from "./between";
import { problemOf } from "./media";
import { Carrying } from "./network";
import { Repair } from "./repair";
import { levelOf } from "./sound";
import { changed, clockText, inWords, standing, startsText } from "./words";

describe("repair", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const watched = (isPolite: boolean): { repair: Repair; mended: () => number } => {
    let times = 0;
    return { repair: new Repair(isPolite, () => (times += 1)), mended: () => times };
  };

  it("leaves a short stall alone", () => {
    const { repair, mended } = watched(false);
    repair.stands("stalls");
    vi.advanceTimersByTime(2_000);
    repair.stands("carries");
    vi.advanceTimersByTime(60_000);
    expect(mended()).toBe(0);
  });

  it("mends a failed line at once, the polite side later, and does not give up", () => {
    const [first, second] = [watched(false), watched(true)];
    first.repair.stands("fails");
    second.repair.stands("fails");
    vi.advanceTimersByTime(10);
    expect([first.mended(), second.mended()]).toEqual([1, 0]);
    vi.advanceTimersByTime(60_000);
    expect(first.mended()).toBeGreaterThan(4);
    expect(second.mended()).toBeGreaterThan(4);
    first.repair.stop();
    const before = first.mended();
    vi.advanceTimersByTime(60_000);
    expect(first.mended()).toBe(before);
  });
});

describe("a weak connection", () => {
  const good = { lost: 0, available_bps: 2_000_000, roundTrip_s: 0.05 };

  it("gives up the picture only after some time in a row, and once", () => {
    const carrying = new Carrying();
    const looks = [...Array<number>(4).fill(0.5), 0, ...Array<number>(7).fill(0.5)];
    const given = looks.map((lost) => carrying.isTooWeak({ ...good, lost }));
    expect(given.map((isWeak, index) => (isWeak ? index : -1)).filter((index) => index >= 0)).toEqual([9]);
  });

  it("forgets what was before an interruption", () => {
    const carrying = new Carrying();
    for (let look = 0; look < 4; look += 1) carrying.isTooWeak({ ...good, available_bps: 10_000 });
    carrying.forget();
    expect(carrying.isTooWeak({ ...good, available_bps: 10_000 })).toBe(false);
  });

  it("judges nothing by what the browser does not tell", () => {
    const carrying = new Carrying();
    const silent = { lost: null, available_bps: null, roundTrip_s: null };
    expect(Array.from({ length: 9 }, () => carrying.isTooWeak(silent))).not.toContain(true);
  });
});

describe("what the pages say to each other", () => {
  it("is read as it was written", () => {
    const said = { type: "devices", microphone: "off", camera: "weak" } as const;
    expect(read(write(said))).toEqual(said);
    expect(read(write({ type: "chat", text: " Hello " }))).toEqual({ type: "chat", text: "Hello" });
  });

  it.each(["", "null", "[]", '"bye"', '{"type":"else"}', '{"type":"chat","text":" "}', '{"type":"chat","text":4}',
    `{"type":"chat","text":"${"x".repeat(2_001)}"}`, '{"type":"devices","microphone":"on","camera":"loud"}'])(
    "is dropped where no page of ours says it: %s",
    (text) => expect(read(text)).toBeNull(),
  );
});

describe("the room's words", () => {
  const on = { microphone: "on", camera: "on" } as const;

  it("caption what changed at the other side, and only that", () => {
    expect(changed("Ana", null, on)).toEqual([]);
    expect(changed("Ana", on, { ...on, microphone: "off" })).toEqual(["Ana has muted the microphone."]);
    expect(changed("Ana", { ...on, microphone: "off" }, on)).toEqual(["Ana has turned the microphone on."]);
    expect(changed("Ana", { ...on, microphone: "off" }, { microphone: "off", camera: "off" })).toEqual(["Ana has turned the camera off."]);
    expect(standing("Ana", { microphone: "off", camera: "on" })).toEqual(["Ana is muted"]);
  });

  it("say when it starts", () => {
    expect(startsText({ opensIn_s: 300, beginsIn_s: 900 })).toContain("opens in 5 minutes");
    expect(startsText({ opensIn_s: -60, beginsIn_s: 60 })).toContain("starts in 1 minute.");
    expect(startsText({ opensIn_s: -700, beginsIn_s: -100 })).toBe("The door is open, and it is time.");
    expect([inWords(3_600), inWords(3_900), inWords(3 * 86_400)]).toEqual(["in 1 hour", "in 1 hour and 5 minutes", "in 3 days"]);
    expect(clockText(725)).toBe("12:05");
  });

  it("name what keeps a camera from opening", () => {
    expect(problemOf(new DOMException("", "NotAllowedError"))).toBe("denied");
    expect(problemOf(new DOMException("", "NotFoundError"))).toBe("none");
    expect(problemOf(new DOMException("", "NotReadableError"))).toBe("busy");
  });

  it("tell silence from speech", () => {
    expect(levelOf(new Float32Array(64))).toBe(0);
    expect(levelOf(new Float32Array(64).fill(0.1))).toBeCloseTo(40 / 60, 2);
  });
});
