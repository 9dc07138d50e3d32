import type { PoseLandmarker } from "@mediapipe/tasks-vision";
import type { FromPose, ToPose } from "./pose-messages";
import { detect, loadLandmarker } from "./landmarker";
import { workerScope } from "./worker-scope";

const scope = workerScope<ToPose, FromPose>();
let landmarker: PoseLandmarker | null = null;

scope.onmessage = ({ data }) => {
  handle(data).catch((error: unknown) => scope.postMessage({ type: "failed", message: String(error) }));
};

async function handle(message: ToPose): Promise<void> {
  if (message.type === "load") {
    landmarker = await loadLandmarker(message.model, message.wasm, message.delegate, true);
    return scope.postMessage({ type: "ready" });
  }
  const { picture, t_ms } = message;
  try {
    if (!landmarker) return;
    const { width, height } = picture;
    scope.postMessage({ type: "pose", ...detect(landmarker, { source: picture, width, height, t_ms }) });
  } finally {
    picture.close();
  }
}
