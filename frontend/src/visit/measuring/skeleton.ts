/** The skeleton on a canvas of its own: it goes on even where the picture freezes. */

import type { WireFrame } from "../../contract/measuring";
import type { Side } from "../../contract/words";
import { drawSkeleton } from "../../player/overlay";
import { landmarksOf } from "./wire";

/** Drawn at this height, whatever the camera's. */
const HEIGHT = 720;

export function drawFrame(canvas: HTMLCanvasElement, frame: WireFrame, side: Side | ""): void {
  const width = Math.round((HEIGHT * frame.w) / frame.h);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== HEIGHT) canvas.height = HEIGHT;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, HEIGHT);
  drawSkeleton(canvas, landmarksOf(frame), side || null, { isMirrored: false });
}
