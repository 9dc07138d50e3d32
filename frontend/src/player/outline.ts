/** The outline to step into: the exercise's own figure in its start posture, laid over the mirrored picture. */

import type { FigureAnimation, FigureShape } from "../contract/figure";
import type { Landmark } from "../contract/engine";
import type { Side } from "../contract/words";
import { pathOf } from "../figure/animation";
import type { Fit } from "./setup";

const SVG = "http://www.w3.org/2000/svg";
const NOT_BODY = new Set(["ground", "line", "mat", "prop", "strap", "ball", "weight", "band", "muscle", "arrow"]);
const PROPS = new Set(["prop", "ball"]);

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface OutlineShapes {
  readonly body: readonly string[];
  readonly props: readonly string[];
  /** What the body fills, in the figure's units. */
  readonly box: Box;
  /** The body lies: its head is to one side. */
  readonly isLying: boolean;
  /** Where it looks (upright) or where its head is (lying): 1 = right, -1 = left. */
  readonly facing: 1 | -1;
}

/** The first picture of the figure: the posture in which a set starts. */
export function outlineOf({ shapes, frames }: FigureAnimation): OutlineShapes | null {
  const points = frames[0]?.shapes ?? [];
  const parts = shapes.map((shape, index) => ({ shape, points: points[index] ?? [] })).filter((part) => part.points.length > 4);
  const bodyParts = parts.filter(({ shape }) => !NOT_BODY.has(shape.role));
  if (bodyParts.length === 0) return null;
  const box = boxOf(bodyParts.map((part) => part.points));
  const draw = (part: { readonly shape: FigureShape; readonly points: readonly number[] }): string => pathOf(part.points, part.shape);
  const isLying = box.width > 1.2 * box.height;
  const middleOf = (id: string): number | null => {
    const found = bodyParts.find(({ shape }) => shape.id === id);
    return found ? middle(boxOf([found.points])) : null;
  };
  const direction = isLying ? (middleOf("head") ?? 0) - middle(box) : (middleOf("eye") ?? 0) - (middleOf("head") ?? 0);
  return {
    body: bodyParts.map(draw),
    props: parts.filter(({ shape }) => PROPS.has(shape.role)).map(draw),
    box,
    isLying,
    facing: direction < 0 ? -1 : 1,
  };
}

const middle = ({ left, width }: Box): number => left + width / 2;

function boxOf(shapes: readonly (readonly number[])[]): Box {
  const xs = shapes.flatMap((points) => points.filter((_, at) => at % 2 === 0));
  const ys = shapes.flatMap((points) => points.filter((_, at) => at % 2 === 1));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** How much of the picture the body fills: near enough to be measured well, with room to move. */
const TALL = 0.74;
const WIDE = 0.78;
/** Free room below the feet, as a share of the height. */
const BELOW = 0.09;

export interface Placing {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Where the outline goes in a picture of this size: in the middle, on a floor that is seen. */
export function placingOf(box: Box, width: number, height: number, isFlipped: boolean): Placing {
  const scale = Math.min((TALL * height) / box.height, (WIDE * width) / box.width);
  const across = isFlipped ? -scale : scale;
  const free = height - scale * box.height;
  const bottom = Math.min(BELOW * height, free / 2);
  return { scale, x: width / 2 - across * middle(box), y: height - bottom - scale * (box.top + box.height) };
}

/** How the person is turned in the mirrored picture: 1 = right, -1 = left, null where it cannot be told. */
export function facingOf(image: readonly Landmark[] | null, isLying: boolean): 1 | -1 | null {
  if (image === null) return null;
  const x = (index: number): number => 1 - (image[index]?.[0] ?? 0.5);
  const way = isLying ? x(0) - (x(23) + x(24)) / 2 : (x(31) + x(32) - x(29) - x(30)) / 2;
  return Math.abs(way) < (isLying ? 0.08 : 0.015) ? null : way < 0 ? -1 : 1;
}

/** Which way the outline looks: with a prescribed side nearest the camera, else as the person is turned. */
export function wantedFacing(side: Side, seen: 1 | -1 | null, before: 1 | -1): 1 | -1 {
  if (side === "both") return seen ?? before;
  // In a mirror, whoever turns the left side to it looks to the right.
  return side === "left" ? 1 : -1;
}

/** The SVG over the picture. It takes the size of the picture, and is fitted into its box as the picture is. */
export class Outline {
  readonly element = document.createElementNS(SVG, "svg");
  readonly #group = document.createElementNS(SVG, "g");
  readonly #shapes: OutlineShapes | null;
  #facing: 1 | -1 = 1;
  #placed = "";

  constructor(
    animation: FigureAnimation | undefined,
    private readonly side: Side,
  ) {
    this.#shapes = animation ? outlineOf(animation) : null;
    this.element.setAttribute("class", "player-outline");
    this.element.setAttribute("aria-hidden", "true");
    this.element.append(edgeFilter(), this.#group);
    if (!this.#shapes) return;
    this.#group.append(layer("player-outline__props", this.#shapes.props), layer("player-outline__fill", this.#shapes.body), layer("player-outline__edge", this.#shapes.body));
  }

  /** @param image the body last seen, unmirrored. */
  show(fit: Fit | null, width: number, height: number, image: readonly Landmark[] | null): void {
    const shapes = this.#shapes;
    const isShown = fit !== null && shapes !== null && width > 0 && height > 0;
    this.element.toggleAttribute("hidden", !isShown);
    if (!isShown) return;
    this.element.dataset["fit"] = fit;
    this.#facing = wantedFacing(this.side, facingOf(image, shapes.isLying), this.#facing);
    const isFlipped = this.#facing !== shapes.facing;
    const place = `${width} ${height} ${isFlipped}`;
    if (place === this.#placed) return;
    this.#placed = place;
    const { scale, x, y } = placingOf(shapes.box, width, height, isFlipped);
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#group.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(isFlipped ? -scale : scale).toFixed(4)} ${scale.toFixed(4)})`);
  }
}

function layer(name: string, paths: readonly string[]): SVGGElement {
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", name);
  if (name.endsWith("edge")) group.setAttribute("filter", "url(#player-outline-edge)");
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    group.append(path);
  }
  return group;
}

/** Only the rim of all parts together, grown by the line's width, less what was there; a dark one behind it, for any room. */
function edgeFilter(): SVGDefsElement {
  const defs = document.createElementNS(SVG, "defs");
  const filter = document.createElementNS(SVG, "filter");
  filter.setAttribute("id", "player-outline-edge");
  const steps: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["feMorphology", { in: "SourceGraphic", operator: "dilate", radius: "6", result: "grown" }],
    ["feComposite", { in: "grown", in2: "SourceAlpha", operator: "out", result: "rim" }],
    ["feMorphology", { in: "SourceAlpha", operator: "dilate", radius: "9", result: "wider" }],
    ["feComposite", { in: "wider", in2: "SourceAlpha", operator: "out", result: "shade" }],
    ["feComponentTransfer", { in: "shade", result: "shade" }],
    ["feMerge", {}],
  ];
  for (const [name, attributes] of steps) {
    const step = part(name, attributes);
    filter.append(step);
    if (name === "feComponentTransfer") step.append(part("feFuncA", { type: "linear", slope: "0.55" }));
    if (name === "feMerge") step.append(part("feMergeNode", { in: "shade" }), part("feMergeNode", { in: "rim" }));
  }
  defs.append(filter);
  return defs;
}

function part(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
