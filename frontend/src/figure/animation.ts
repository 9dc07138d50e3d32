/** The data of a moving figure and the pure arithmetic of drawing one instant of it. */

import type { FigureAnimation, FigureFrame, FigureShape } from "../contract/figure.ts";
import type { Tempo } from "../contract/session.ts";

export interface Instant {
  readonly glow: number;
  readonly shapes: readonly (readonly number[])[];
}

const SLOWEST = 0.5;
const FASTEST = 2;

/**
 * How much faster than authored a figure has to move so that one loop lasts a whole repetition.
 *
 * Within limits: a hold of half a minute must not turn the way into it into slow motion.
 */
export function rateFor(animation: FigureAnimation, tempo: Tempo | number): number {
  if (typeof tempo === "number") return tempo > 0 ? tempo : 1;
  const seconds = tempo.out_s + tempo.hold_s + tempo.back_s;
  if (seconds <= 0) return 1;
  return Math.min(FASTEST, Math.max(SLOWEST, animation.loop_ms / 1000 / seconds));
}

/** Everything to draw at a time; the animation loops, and nothing overshoots where the body is held still. */
export function instantAt(animation: FigureAnimation, tMs: number): Instant {
  const { frames, loop_ms: loop } = animation;
  const t = ((tMs % loop) + loop) % loop;
  let index = frames.findIndex((frame, i) => i > 0 && frame.t_ms > t) - 1;
  if (index < 0) index = frames.length - 2;
  const [before, start, end, after] = [index - 1, index, index + 1, index + 2].map((i) => wrapped(frames, i, loop));
  if (!before || !start || !end || !after) return { glow: frames[0]?.glow ?? 0, shapes: frames[0]?.shapes ?? [] };
  const times: Times = [before.t, start.t, end.t, after.t];
  const shapes = start.frame.shapes.map((points, shape) =>
    points.map((value, at) => {
      const next = end.frame.shapes[shape]?.[at] ?? value;
      if (next === value) return value;
      const previous = before.frame.shapes[shape]?.[at] ?? value;
      const following = after.frame.shapes[shape]?.[at] ?? next;
      return curve(times, [previous, value, next, following], t);
    }),
  );
  return { glow: curve(times, [before, start, end, after].map((f) => f.frame.glow) as unknown as Four, t), shapes };
}

type Four = readonly [number, number, number, number];
type Times = Four;

/** A frame by any index: before the first comes the last but one, since first and last are the same moment. */
function wrapped(
  frames: readonly FigureFrame[],
  index: number,
  loop: number,
): { readonly t: number; readonly frame: FigureFrame } | undefined {
  const turns = frames.length - 1;
  const lap = Math.floor(index / turns);
  const frame = frames[index - lap * turns];
  return frame && { t: frame.t_ms + lap * loop, frame };
}

/** Monotone cubic between the two middle values. */
function curve([t0, t1, t2, t3]: Times, [v0, v1, v2, v3]: Four, t: number): number {
  const span = t2 - t1;
  if (span <= 0) return v1;
  const u = (t - t1) / span;
  const middle = (v2 - v1) / span;
  const out = slope(t1 > t0 ? (v1 - v0) / (t1 - t0) : middle, middle) * span;
  const back = slope(middle, t3 > t2 ? (v3 - v2) / (t3 - t2) : middle) * span;
  const w = 1 - u;
  return v1 * (1 + 2 * u) * w * w + out * u * w * w + v2 * u * u * (3 - 2 * u) - back * u * u * w;
}

function slope(before: number, after: number): number {
  return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
}

/** The `d` attribute of a shape: the same curve as `figure_outline.controls` in Python. */
export function pathOf(points: readonly number[], shape: FigureShape): string {
  const count = points.length / 2;
  const x = (i: number): number => points[2 * i] ?? 0;
  const y = (i: number): number => points[2 * i + 1] ?? 0;
  let d = `M${round(x(0))} ${round(y(0))}`;
  if (shape.smooth === false) {
    for (let i = 1; i < count; i++) d += `L${round(x(i))} ${round(y(i))}`;
    return shape.closed ? `${d}Z` : d;
  }
  for (let i = 0; i < (shape.closed ? count : count - 1); i++) {
    const end = (i + 1) % count;
    const before = shape.closed ? (i + count - 1) % count : Math.max(i - 1, 0);
    const after = shape.closed ? (i + 2) % count : Math.min(i + 2, count - 1);
    const third = Math.hypot(x(end) - x(i), y(end) - y(i)) / 3;
    const out = reach(x(end) - x(before), y(end) - y(before), third);
    const back = reach(x(i) - x(after), y(i) - y(after), third);
    d += `C${round(x(i) + out[0])} ${round(y(i) + out[1])} ${round(x(end) + back[0])} ${round(y(end) + back[1])} ${round(x(end))} ${round(y(end))}`;
  }
  return shape.closed ? `${d}Z` : d;
}

function reach(dx: number, dy: number, length: number): readonly [number, number] {
  const whole = Math.hypot(dx, dy);
  return whole > 1e-9 ? [(dx / whole) * length, (dy / whole) * length] : [0, 0];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
