// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { commentsAt, indexAt, placesAt, readingAt, replay, stepsOf, type Recorded } from "./replay.ts";

const RECORDED: Recorded = {
  unit: "°",
  duration_ms: 3000,
  t_ms: [0, 100, 200, 1200, 3000],
  angles: [10, 20, null, 40, 10],
  places: [[0, 0, 3, 10, 10, 3], [10, 20, 3, 10, 30, 0], [], [5, 5, 3, 5, 15, 3], [0, 0, 3, 10, 10, 3]],
  marks: [{ name: "Repetition 1", at_ms: 100, peak_ms: 1200, end_ms: 2000, faults: ["Too fast"] }],
};

describe("a time in a replay", () => {
  it("finds the last moment that is not later", () => {
    expect([-5, 0, 99, 100, 1199, 1200, 9000].map((time) => indexAt(RECORDED.t_ms, time))).toEqual([0, 0, 0, 1, 2, 3, 4]);
  });

  it("moves the points between two moments, and no further than they were seen", () => {
    expect(placesAt(RECORDED, 50)).toEqual([5, 10, 3, 10, 20, 3]);
    expect(placesAt(RECORDED, 150)).toEqual(RECORDED.places[1]);
    expect(placesAt(RECORDED, 250)).toEqual([]);
    expect(placesAt(RECORDED, 2000)).toEqual(RECORDED.places[3]);
  });

  it("says the clock, the angle, the repetition and its faults", () => {
    expect(readingAt(RECORDED, 1200)).toBe("0:01 of 0:03 · 40° · Repetition 1 · Too fast");
    expect(readingAt(RECORDED, 210)).toBe("0:00 of 0:03 · not seen · Repetition 1 · Too fast");
    expect(readingAt(RECORDED, 3000)).toBe("0:03 of 0:03 · 10°");
  });

  it("has the moments that matter, each once", () => {
    expect(stepsOf(RECORDED)).toEqual([0, 100, 1200, 2000, 3000]);
  });
});

describe("the controls", () => {
  let element: HTMLElement;
  const find = <T extends Element>(selector: string): T => element.querySelector<T>(selector) as T;

  function open(reduced: boolean): void {
    vi.stubGlobal("matchMedia", () => ({ matches: reduced }));
    document.body.innerHTML = `<section>
      <div class="replay__stage"><svg class="replay__body"><line data-from="0" data-to="1"/><circle r="5"/></svg></div>
      <svg><line data-now x1="0" x2="0"/></svg>
      <div data-controls hidden><input type="range" min="0" max="3000" step="100"><p data-reading></p>
      <button data-play>Play</button><button data-speed aria-pressed="false"></button><button data-back></button><button data-on></button></div>
      <div data-stills></div><script type="application/json" id="replay-data">${JSON.stringify(RECORDED)}</script></section>`;
    element = document.querySelector("section") as HTMLElement;
    replay(element);
  }

  beforeEach(() => open(false));

  it("are there only with script, which needs no strip of stills", () => {
    expect(find<HTMLElement>("[data-controls]").hidden).toBe(false);
    expect(find<HTMLElement>("[data-stills]").hasAttribute("hidden")).toBe(true);
    expect(element.dataset["playing"]).toBe("false");
  });

  it("move the figure and the chart to where the slider is", () => {
    const scrub = find<HTMLInputElement>("input");
    scrub.value = "100";
    scrub.dispatchEvent(new Event("input"));
    expect(find("line[data-from]").getAttribute("x1")).toBe("10.0");
    expect(find<SVGLineElement>("line[data-from]").dataset["faint"]).toBe("true");
    expect(find("[data-now]").getAttribute("x1")).toBe("33.3");
    expect(scrub.getAttribute("aria-valuetext")).toContain("Repetition 1");
  });

  it("play and pause by button and by the space bar", () => {
    find<HTMLButtonElement>("[data-play]").click();
    expect([element.dataset["playing"], find("[data-play]").textContent]).toEqual(["true", "Pause"]);
    find("input").dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
    expect(element.dataset["playing"]).toBe("false");
  });

  it("go from repetition to repetition", () => {
    find<HTMLButtonElement>("[data-on]").click();
    expect(find("[data-reading]").textContent).toContain("Repetition 1");
    find("input").dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    expect(find("[data-now]").getAttribute("x1")).toBe("0.0");
  });

  it("step from moment to moment where motion is unwelcome", () => {
    open(true);
    const play = find<HTMLButtonElement>("[data-play]");
    expect(play.textContent).toBe("Next moment");
    play.click();
    play.click();
    expect(element.dataset["playing"]).toBe("false");
    expect(find("[data-reading]").textContent).toContain("40°");
  });
});

describe("comments", () => {
  const comments = [
    { id: 4, t_ms: 1000, strokes: ["0,0 5,5"], joint: 1 },
    { id: 7, t_ms: 1100, strokes: [], joint: null },
  ];

  it("stand at their moment, the chosen one before others near it, and the nearest before all others", () => {
    const idsAt = (now_ms: number, chosen: number | null): number[] => commentsAt(comments, now_ms, chosen).map(({ id }) => id);
    expect(idsAt(1000, null)).toEqual([4]);
    expect(idsAt(1090, null)).toEqual([7]);
    expect(idsAt(1090, 10)).toEqual([4]);
    expect(idsAt(1300, 11)).toEqual([]);
  });

  it("of one tenth of a second stand there together", () => {
    const three = [...comments, { id: 9, t_ms: 1040, strokes: [], joint: 0 }];
    expect(commentsAt(three, 1000, null).map(({ id }) => id)).toEqual([4, 9]);
  });

  it("are moments that matter", () => {
    expect(stepsOf({ ...RECORDED, comments })).toEqual([0, 100, 1000, 1100, 1200, 2000, 3000]);
  });

  it("open with their lines, their ring and their words, and close when the replay moves on", () => {
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    const second = { id: 9, t_ms: 1050, strokes: ["1,1 2,2"], joint: null };
    document.body.innerHTML = `<section data-at="0">
      <div class="replay__stage"><svg class="replay__body"><line data-from="0" data-to="1"/><circle r="5"/><g data-drawing></g></svg></div>
      <svg><line data-now x1="0" x2="0"/></svg>
      <div data-controls hidden><input type="range" min="0" max="3000" step="100"><p data-reading></p><div data-said></div>
      <button data-play>Play</button><button data-speed aria-pressed="false"></button><button data-moment="10" aria-pressed="false"></button></div>
      <script type="application/json" id="replay-data">${JSON.stringify({ ...RECORDED, comments: [...comments, second] })}</script></section>
      <div data-words="4" data-by="Elena"><p>Knee over the toes</p></div><div data-words="9" data-by="Noah"><p>Well done</p></div>`;
    const section = document.querySelector("section") as HTMLElement;
    const told: number[] = [];
    section.addEventListener("replay:at", (event) => told.push((event as CustomEvent<number>).detail));
    replay(section);
    const button = section.querySelector("[data-moment]") as HTMLButtonElement;
    button.click();
    expect(section.querySelector("[data-drawing]")?.children).toHaveLength(2);
    expect(section.querySelector("[data-said]")?.textContent).toBe("ElenaKnee over the toesNoahWell done");
    expect(button.getAttribute("aria-pressed")).toBe("true");
    section.dispatchEvent(new CustomEvent("replay:go", { detail: 2500 }));
    expect(section.querySelector("[data-drawing]")?.children).toHaveLength(0);
    expect(section.querySelector("[data-said]")?.textContent).toBe("");
    expect(told).toEqual([0, 1000, 2500]);
  });
});
