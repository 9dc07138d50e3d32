/** Lines on the figure of a replay: from pointer to numbers, from numbers to polylines. No markup of others is used. */

/** x, y, x, y, ... in shares of the picture's width and height; the server keeps the same limits (strokes.py). */
export type Stroke = readonly number[];
export type Size = readonly [number, number];

export const MOST_STROKES = 12;
export const MOST_POINTS = 200;
/** A point nearer to the one before than this share of the picture says nothing new. */
const NEAREST = 0.004;

export function asShare(value: number, size: number): number {
  return Math.round(1e4 * Math.min(1, Math.max(0, value / size))) / 1e4;
}

/** The line with one point more; the same line where the point is too near, or there are enough. */
export function extended(stroke: Stroke, x: number, y: number): Stroke {
  const [lastX, lastY] = stroke.slice(-2);
  if (stroke.length >= 2 * MOST_POINTS) return stroke;
  if (lastX !== undefined && lastY !== undefined && Math.hypot(x - lastX, y - lastY) < NEAREST) return stroke;
  return [...stroke, x, y];
}

/** The lines a form was sent with and has come back with; none where it holds nothing that can be read. */
export function strokesIn(text: string): readonly Stroke[] {
  try {
    const found: unknown = JSON.parse(text || "[]");
    return Array.isArray(found) ? (found as readonly Stroke[]) : [];
  } catch {
    return [];
  }
}

/** As `points` of a polyline in units of the drawing. */
export function pointsOf(stroke: Stroke, [width, height]: Size): string {
  const pairs: string[] = [];
  for (let at = 0; at + 1 < stroke.length; at += 2) {
    pairs.push(`${Math.round((stroke[at] ?? 0) * width)},${Math.round((stroke[at + 1] ?? 0) * height)}`);
  }
  return pairs.join(" ");
}

const SVG = "http://www.w3.org/2000/svg";

/** Replaces what is drawn on a figure by these lines and rings around these places. */
export function draw(on: SVGGElement, lines: readonly string[], rings: readonly (readonly [number, number])[]): void {
  const width = on.dataset["width"] ?? "6";
  const made: SVGElement[] = lines.map((points) => {
    const line = document.createElementNS(SVG, "polyline");
    line.setAttribute("class", "replay__stroke");
    line.setAttribute("points", points);
    line.setAttribute("stroke-width", width);
    return line;
  });
  for (const [x, y] of rings) {
    const circle = document.createElementNS(SVG, "circle");
    circle.setAttribute("class", "replay__ring");
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
    circle.setAttribute("r", on.dataset["radius"] ?? "14");
    circle.setAttribute("stroke-width", width);
    made.push(circle);
  }
  on.replaceChildren(...made);
}
