import { describe, expect, it } from "vitest";
import type { FigureAnimation, FigureShape } from "../contract/figure";
import type { Landmark } from "../contract/engine";
import { facingOf, outlineOf, placingOf, wantedFacing, type Box } from "./outline";

const shape = (id: string, role: string): FigureShape => ({ id, role, closed: true, smooth: false });
const square = (left: number, top: number, width: number, height: number): number[] => [left, top, left + width, top, left + width, top + height, left, top + height];

function figure(...parts: [FigureShape, number[]][]): FigureAnimation {
  return {
    view_box: [0, 0, 100, 100],
    loop_ms: 1000,
    alt: "",
    shapes: parts.map(([each]) => each),
    poses: [],
    frames: [{ t_ms: 0, glow: 0, shapes: parts.map(([, points]) => points) }],
  };
}

const standing = figure(
  [shape("ground", "ground"), [-500, 0, 500, 0]],
  [shape("seat", "prop"), square(100, -200, 150, 200)],
  [shape("near-leg", "near"), square(-20, -340, 60, 340)],
  [shape("muscle-glutes", "muscle"), square(-300, -340, 60, 60)],
  [shape("head", "skin-near"), square(-20, -600, 80, 100)],
  [shape("eye", "face"), square(40, -570, 8, 8)],
);
const lying = figure([shape("head", "skin-near"), square(-300, -80, 70, 80)], [shape("near-leg", "near"), square(-230, -90, 500, 90)]);

describe("the outline", () => {
  it("is the body of the start posture, without what stands around it", () => {
    const outline = outlineOf(standing);
    expect(outline?.box).toEqual({ left: -20, top: -600, width: 80, height: 600 });
    expect([outline?.body.length, outline?.props.length, outline?.isLying, outline?.facing]).toEqual([3, 1, false, 1]);
  });

  it("lies with the head to one side", () => {
    expect(outlineOf(lying)).toMatchObject({ isLying: true, facing: -1 });
  });

  it("is none where the figure has no body", () => {
    expect(outlineOf(figure([shape("ground", "ground"), [0, 0, 1, 0]]))).toBeNull();
  });
});

describe("its place in the picture", () => {
  const sizes: [number, number][] = [[480, 640], [640, 480], [360, 640], [1280, 720]];
  const boxes: Box[] = [outlineOf(standing), outlineOf(lying)].flatMap((outline) => (outline ? [outline.box] : []));

  it.each(sizes.flatMap((size) => boxes.flatMap((box) => [true, false].map((isFlipped) => [size, box, isFlipped] as const))))("is inside %j for %j, flipped: %s", ([width, height], box, isFlipped) => {
    const { scale, x, y } = placingOf(box, width, height, isFlipped);
    const across = isFlipped ? -scale : scale;
    const xs = [box.left, box.left + box.width].map((at) => x + across * at);
    const ys = [box.top, box.top + box.height].map((at) => y + scale * at);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0.1 * width);
    expect(Math.max(...xs)).toBeLessThanOrEqual(0.9 * width);
    expect(xs.reduce((sum, at) => sum + at, 0) / 2).toBeCloseTo(width / 2);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(0.1 * height);
    expect(Math.max(...ys)).toBeLessThanOrEqual(0.96 * height);
  });
});

describe("which way it looks", () => {
  const person = (at: Record<number, number>): Landmark[] => Array.from({ length: 33 }, (_, index) => [at[index] ?? 0.5, 0.5, 0, 1] as const);

  it("is as the person is turned in the mirror", () => {
    expect(facingOf(person({ 29: 0.5, 30: 0.5, 31: 0.56, 32: 0.56 }), false)).toBe(-1);
    expect(facingOf(person({ 29: 0.5, 30: 0.5, 31: 0.44, 32: 0.44 }), false)).toBe(1);
    expect(facingOf(person({}), false)).toBeNull();
    expect(facingOf(person({ 0: 0.9, 23: 0.4, 24: 0.4 }), true)).toBe(-1);
    expect(facingOf(null, true)).toBeNull();
  });

  it("is fixed where one side works: the left side nearest the camera looks to the right in a mirror", () => {
    expect([wantedFacing("left", -1, -1), wantedFacing("right", 1, 1)]).toEqual([1, -1]);
    expect([wantedFacing("both", -1, 1), wantedFacing("both", null, 1)]).toEqual([-1, 1]);
  });
});
