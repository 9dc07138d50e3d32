// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FigureAnimation } from "../contract/figure.ts";
import { instantAt, pathOf, rateFor } from "./animation.ts";
import { attachFigures, mountFigure } from "./figure.ts";

const SQUARE: FigureAnimation = {
  view_box: [0, 0, 100, 100],
  loop_ms: 4000,
  alt: "A square moves right, waits and returns.",
  shapes: [
    { id: "floor", role: "ground", closed: false, smooth: false },
    { id: "square", role: "near", closed: true, smooth: true },
    { id: "muscle-a", role: "muscle", closed: true, smooth: true },
    { id: "muscle-b", role: "muscle", closed: true, smooth: true },
  ],
  poses: [
    { name: "Left", t_ms: 0 },
    { name: "Right", t_ms: 1000 },
  ],
  frames: [0, 100, 100, 0].map((x, i) => ({
    t_ms: [0, 1000, 2000, 4000][i] ?? 0,
    glow: x / 100,
    shapes: [[0, 90, 100, 90], [x, 0, x + 10, 0, x + 10, 10, x, 10], [x, 0, x + 5, 0, x, 5], [x, 0, x + 5, 0, x, 5]],
  })),
};

const leftAt = (t: number): number => instantAt(SQUARE, t).shapes[1]?.[0] ?? NaN;

function prefersReducedMotion(yes: boolean): void {
  vi.stubGlobal("matchMedia", () => ({ matches: yes }));
  window.matchMedia = () => ({ matches: yes }) as MediaQueryList;
}

describe("one instant", () => {
  it("is the frame itself at a frame's time", () => {
    expect(leftAt(0)).toBe(0);
    expect(leftAt(1000)).toBe(100);
    expect(leftAt(4000)).toBe(0);
  });

  it("stays still during a hold and never leaves the range of its frames", () => {
    expect(leftAt(1500)).toBe(100);
    for (let t = 0; t < 4000; t += 37) {
      expect(leftAt(t)).toBeGreaterThanOrEqual(0);
      expect(leftAt(t)).toBeLessThanOrEqual(100);
    }
  });

  it("loops, also backward", () => {
    expect(leftAt(4500)).toBeCloseTo(leftAt(500), 9);
    expect(leftAt(-3500)).toBeCloseTo(leftAt(500), 9);
  });

  it("eases out of a hold", () => {
    expect(100 - leftAt(2200)).toBeLessThan(10);
    expect(leftAt(3000)).toBeCloseTo(50, 6);
  });
});

describe("a path", () => {
  it("is closed for areas and open for lines", () => {
    const [floor, square] = SQUARE.shapes;
    expect(pathOf([0, 90, 100, 90], floor!)).toBe("M0 90L100 90");
    expect(pathOf([0, 0, 9, 0, 9, 9, 0, 9], square!)).toMatch(/^M0 0C.*Z$/);
  });

  it("keeps handles finite where points coincide", () => {
    expect(pathOf([0, 0, 5, 5, 5, 5, 5, 5, 0, 9], SQUARE.shapes[1]!)).not.toMatch(/NaN|Infinity/);
  });
});

describe("tempo", () => {
  it("fits one loop into a repetition", () => {
    expect(rateFor(SQUARE, { out_s: 1, hold_s: 0, back_s: 1 })).toBe(2);
    expect(rateFor(SQUARE, { out_s: 2, hold_s: 0, back_s: 3 })).toBe(0.8);
    expect(rateFor(SQUARE, { out_s: 2, hold_s: 30, back_s: 2 })).toBe(0.5);
    expect(rateFor(SQUARE, 0.3)).toBe(0.3);
    expect(rateFor(SQUARE, { out_s: 0, hold_s: 0, back_s: 0 })).toBe(1);
  });
});

describe("a mounted figure", () => {
  let element: HTMLElement;
  let ticks: FrameRequestCallback[];

  beforeEach(() => {
    document.body.innerHTML = '<div class="figure" data-state="still"><svg class="figure__still"></svg></div>';
    element = document.querySelector(".figure")!;
    ticks = [];
    vi.stubGlobal("requestAnimationFrame", (tick: FrameRequestCallback) => ticks.push(tick));
    vi.stubGlobal("cancelAnimationFrame", () => (ticks = []));
    prefersReducedMotion(false);
  });
  afterEach(() => vi.unstubAllGlobals());

  const run = (now: number): void => ticks.splice(0).forEach((tick) => tick(now));
  const square = (): string => element.querySelector(".figure__near")?.getAttribute("d") ?? "";

  it("draws, moves and says what it shows", () => {
    mountFigure(element, SQUARE);
    const svg = element.querySelector(".figure__moving")!;
    expect(svg.getAttribute("aria-label")).toBe(SQUARE.alt);
    expect(square()).toMatch(/^M0 0/);
    run(0);
    run(1500);
    expect(square()).toMatch(/^M100 0/);
  });

  it("lets working muscles glow together", () => {
    mountFigure(element, SQUARE);
    const group = element.querySelector("g")!;
    expect(group.querySelectorAll(".figure__muscle")).toHaveLength(2);
    run(0);
    run(1500);
    expect(Number(group.getAttribute("opacity"))).toBeCloseTo(0.95, 2);
  });

  it("uses no inline style", () => {
    mountFigure(element, SQUARE);
    expect(element.outerHTML).not.toContain("style=");
  });

  it("pauses and plays by one button that says what it does", () => {
    mountFigure(element, SQUARE);
    const button = element.querySelector("button")!;
    expect(button.getAttribute("aria-label")).toBe("Pause the figure");
    button.click();
    expect(element.dataset["state"]).toBe("paused");
    expect(button.getAttribute("aria-label")).toBe("Play the figure");
    expect(ticks).toHaveLength(0);
    button.click();
    expect(element.dataset["state"]).toBe("playing");
    expect(ticks).toHaveLength(1);
  });

  it("goes on where it was paused", () => {
    const figure = mountFigure(element, SQUARE);
    run(0);
    run(1000);
    figure.pause();
    figure.play();
    run(50_000);
    run(50_500);
    expect(square()).toMatch(/^M100 0/);
  });

  it("moves only by steps for people who prefer reduced motion", () => {
    prefersReducedMotion(true);
    mountFigure(element, SQUARE);
    expect(ticks).toHaveLength(0);
    expect(element.dataset["state"]).toBe("steps");
    expect(element.querySelector(".figure__caption")?.textContent).toBe("1 of 2: Left");
    element.querySelectorAll("button")[1]!.click();
    expect(element.querySelector(".figure__caption")?.textContent).toBe("2 of 2: Right");
    expect(square()).toMatch(/^M100 0/);
  });

  it("leaves the still picture behind when destroyed", () => {
    mountFigure(element, SQUARE).destroy();
    expect(element.querySelector(".figure__moving")).toBeNull();
    expect(element.querySelector(".figure__still")).not.toBeNull();
    expect(element.dataset["state"]).toBe("still");
  });
});

describe("figures on a page", () => {
  let seen: IntersectionObserverCallback;
  let observed: Element[];

  beforeEach(() => {
    observed = [];
    document.body.innerHTML =
      '<div class="figure" data-figure-url="/figures/1/square.json"><svg class="figure__still"></svg></div>';
    prefersReducedMotion(false);
    vi.stubGlobal("requestAnimationFrame", () => 1);
    vi.stubGlobal("cancelAnimationFrame", () => undefined);
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(callback: IntersectionObserverCallback) {
          seen = callback;
        }
        observe(target: Element): void {
          observed.push(target);
        }
      },
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  const element = (): HTMLElement => document.querySelector(".figure")!;
  const inView = async (isIntersecting: boolean): Promise<void> => {
    const entry = { target: element(), isIntersecting } as unknown as IntersectionObserverEntry;
    seen([entry], {} as IntersectionObserver);
    await new Promise((done) => setTimeout(done));
  };
  const answers = (answer: Partial<Response>): ReturnType<typeof vi.fn> => {
    const fetched = vi.fn(() => Promise.resolve(answer));
    vi.stubGlobal("fetch", fetched);
    return fetched;
  };

  it("are loaded once, when they come into view", async () => {
    const fetched = answers({ ok: true, json: () => Promise.resolve(SQUARE) });
    attachFigures(document);
    expect(fetched).not.toHaveBeenCalled();
    await inView(true);
    await inView(true);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(element().dataset["state"]).toBe("playing");
  });

  it("stay strips of poses in lists for people who prefer reduced motion", () => {
    prefersReducedMotion(true);
    document.body.innerHTML += '<div class="figure figure--small" data-figure-url="/figures/1/small.json"></div>';
    attachFigures(document);
    expect(observed).toEqual([element()]);
  });

  it("rest while out of view and go on when seen again", async () => {
    answers({ ok: true, json: () => Promise.resolve(SQUARE) });
    attachFigures(document);
    await inView(true);
    await inView(false);
    expect(element().dataset["state"]).toBe("paused");
    await inView(true);
    expect(element().dataset["state"]).toBe("playing");
  });

  it("stay paused out and in again if a person paused them", async () => {
    answers({ ok: true, json: () => Promise.resolve(SQUARE) });
    attachFigures(document);
    await inView(true);
    element().querySelector("button")!.click();
    await inView(false);
    await inView(true);
    expect(element().dataset["state"]).toBe("paused");
  });

  it("keep the still picture when the network fails", async () => {
    answers({ ok: false, status: 500 });
    attachFigures(document);
    await inView(true);
    expect(element().dataset["state"]).toBe("still");
    expect(element().querySelector(".figure__still")).not.toBeNull();
  });
});
