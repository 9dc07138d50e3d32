// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { indexAt, placesAt, readingAt, replay, stepsOf, type Recorded } from "./replay.ts";

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
