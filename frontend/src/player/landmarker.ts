/** The pose model: one picture in, 33 landmarks out. Used in the pose worker and, where that fails, on the page. */

import "./same-origin";
import { FilesetResolver, PoseLandmarker, type ImageSource, type Landmark as ModelLandmark } from "@mediapipe/tasks-vision";
import type { Landmark } from "../contract/engine";
import type { Delegate, PoseResult } from "./pose-messages";

/** The runtime reports plain facts ("INFO: Created TensorFlow Lite XNNPACK delegate") as errors. */
const reportError = console.error;
console.error = (...parts: unknown[]) => (String(parts[0]).startsWith("INFO:") ? console.debug : reportError)(...parts);

export interface Picture {
  readonly source: ImageSource;
  readonly width: number;
  readonly height: number;
  readonly t_ms: number;
}

/** @param isModule whether the runtime is to be loaded as a module, as a module worker needs it. */
export async function loadLandmarker(model: string, wasm: string, delegate: Delegate, isModule: boolean): Promise<PoseLandmarker> {
  const fileset = await FilesetResolver.forVisionTasks(wasm.replace(/\/$/, ""), isModule);
  return PoseLandmarker.createFromOptions(fileset, {
    baseOptions: { modelAssetPath: model, delegate },
    runningMode: "VIDEO",
    numPoses: 1,
  });
}

export function detect(landmarker: PoseLandmarker, picture: Picture): PoseResult {
  const started_ms = performance.now();
  const found = landmarker.detectForVideo(picture.source, picture.t_ms);
  const { t_ms, width, height } = picture;
  const image = landmarks(found.landmarks[0]);
  const world = landmarks(found.worldLandmarks[0]);
  return { t_ms, width, height, image, world, took_ms: performance.now() - started_ms };
}

function landmarks(found: readonly ModelLandmark[] | undefined): Landmark[] | null {
  return found ? found.map(({ x, y, z, visibility }) => [x, y, z, visibility] as const) : null;
}
