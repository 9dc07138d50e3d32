/** The mirrored picture with the skeleton over it, on one canvas. Only the drawing is mirrored, never the landmarks. */

import type { Landmark } from "../contract/engine";

const SEEN = 0.5;
const NEAR_COLOR = "#ffb48a";
const FAR_COLOR = "rgb(236 231 220 / 55%)";
const JOINT_COLOR = "#fff7ef";

/** Shoulder, elbow, wrist, hip, knee, ankle, heel, toe of each side; right is left + 1. */
const LEFT_BONES: readonly (readonly [number, number])[] = [
  [11, 13],
  [13, 15],
  [11, 23],
  [23, 25],
  [25, 27],
  [27, 29],
  [29, 31],
  [27, 31],
];
const ACROSS: readonly (readonly [number, number])[] = [
  [11, 12],
  [23, 24],
];
const LEFT_JOINTS = [11, 13, 15, 23, 25, 27, 31];

export function drawPicture(canvas: HTMLCanvasElement, video: HTMLVideoElement): void {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return;
  if (canvas.width !== videoWidth) canvas.width = videoWidth;
  if (canvas.height !== videoHeight) canvas.height = videoHeight;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(-1, 0, 0, 1, videoWidth, 0);
  context.drawImage(video, 0, 0);
}

/**
 * @param measured which side the engine measures, drawn in the warm color; null: both.
 * @param isMirrored as somebody sees themselves; others are seen as they stand.
 */
export function drawSkeleton(canvas: HTMLCanvasElement, image: readonly Landmark[] | null, measured: string | null, { isMirrored = true } = {}): void {
  const context = canvas.getContext("2d");
  if (!context || !image) return;
  const { width, height } = canvas;
  if (isMirrored) context.setTransform(-1, 0, 0, 1, width, 0);
  else context.setTransform(1, 0, 0, 1, 0, 0);
  const thickness = Math.max(3, Math.min(width, height) / 90);
  drawLines(context, image, ACROSS, FAR_COLOR, thickness, width, height);
  const sides = [
    { shift: 0, name: "left" },
    { shift: 1, name: "right" },
  ].sort((a, b) => Number(a.name === measured) - Number(b.name === measured));
  for (const { shift, name } of sides) {
    const color = measured === null || measured === "both" || measured === name ? NEAR_COLOR : FAR_COLOR;
    const bones = LEFT_BONES.map(([from, to]) => [from + shift, to + shift] as const);
    drawLines(context, image, bones, color, thickness, width, height);
    drawJoints(context, image, LEFT_JOINTS.map((joint) => joint + shift), thickness, width, height);
  }
}

function drawLines(
  context: CanvasRenderingContext2D,
  image: readonly Landmark[],
  bones: readonly (readonly [number, number])[],
  color: string,
  thickness: number,
  width: number,
  height: number,
): void {
  context.strokeStyle = color;
  context.lineWidth = thickness;
  context.lineCap = "round";
  context.beginPath();
  for (const [from, to] of bones) {
    const start = image[from];
    const end = image[to];
    if (!isSeen(start) || !isSeen(end)) continue;
    context.moveTo(start[0] * width, start[1] * height);
    context.lineTo(end[0] * width, end[1] * height);
  }
  context.stroke();
}

const isSeen = (point: Landmark | undefined): point is Landmark => (point?.[3] ?? 0) >= SEEN;

function drawJoints(
  context: CanvasRenderingContext2D,
  image: readonly Landmark[],
  joints: readonly number[],
  thickness: number,
  width: number,
  height: number,
): void {
  context.fillStyle = JOINT_COLOR;
  for (const joint of joints) {
    const point = image[joint];
    if (!isSeen(point)) continue;
    context.beginPath();
    context.arc(point[0] * width, point[1] * height, thickness * 0.95, 0, 2 * Math.PI);
    context.fill();
  }
}
