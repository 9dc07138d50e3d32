// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { asShare, draw, extended, MOST_POINTS, pointsOf, strokesIn, type Stroke } from "./drawing.ts";

describe("a line", () => {
  it("is kept in shares of the picture, never outside it", () => {
    expect([asShare(50, 100), asShare(-3, 100), asShare(140, 100), asShare(1, 3)]).toEqual([0.5, 0, 1, 0.3333]);
  });

  it("grows by points that say something new, and no longer than the server takes", () => {
    const one = extended([], 0.1, 0.1);
    expect(extended(one, 0.101, 0.1)).toBe(one);
    expect(extended(one, 0.2, 0.1)).toEqual([0.1, 0.1, 0.2, 0.1]);
    let long: Stroke = [];
    for (let at = 0; at < 2 * MOST_POINTS; at += 1) long = extended(long, at % 2, 0.5);
    expect(long).toHaveLength(2 * MOST_POINTS);
  });

  it("is read from a form that has come back", () => {
    expect(strokesIn("[[0,0,1,1]]")).toEqual([[0, 0, 1, 1]]);
    expect([strokesIn(""), strokesIn("<svg>"), strokesIn('{"a":1}')]).toEqual([[], [], []]);
  });

  it("is drawn in units of the drawing", () => {
    expect(pointsOf([0, 0, 0.5, 1], [750, 1000])).toBe("0,0 375,1000");
  });
});

describe("a drawing", () => {
  it("replaces what was there by lines and rings", () => {
    document.body.innerHTML = '<svg><g data-width="7" data-radius="20"><text>old</text></g></svg>';
    const on = document.querySelector("g") as SVGGElement;
    draw(on, ["0,0 10,10"], [[5, 6], [8, 9]]);
    expect([...on.children].map(({ tagName }) => tagName)).toEqual(["polyline", "circle", "circle"]);
    expect(on.querySelector("circle")?.getAttribute("cx")).toBe("5.0");
    expect(on.querySelector("polyline")?.getAttribute("stroke-width")).toBe("7");
    draw(on, [], []);
    expect(on.children).toHaveLength(0);
  });
});
