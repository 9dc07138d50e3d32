/** The camera. The picture goes to a `<video>` of this page and nowhere else. */

export type CameraProblem = "denied" | "none" | "busy" | "insecure" | "lost";

export class CameraRefused extends Error {
  constructor(readonly problem: CameraProblem) {
    super(problem);
  }
}

export interface Camera {
  readonly video: HTMLVideoElement;
  /** Asks for another size; a camera that has no such one keeps its own. */
  resize(height: number): void;
  close(): void;
}

/** A size the camera really has: scaling to an exact one would crop a portrait picture to its middle, feet and head off. */
const uncropped = (height: number): MediaTrackConstraints & { readonly resizeMode: string } => ({
  facingMode: "user",
  width: { ideal: (height * 4) / 3 },
  height: { ideal: height },
  frameRate: { ideal: 30, max: 30 },
  resizeMode: "none",
});

/**
 * @param height wished for, in px.
 * @param onLost called once if the picture stops by itself (unplugged, taken by another program).
 * @throws CameraRefused
 */
export async function openCamera(height: number, onLost: () => void): Promise<Camera> {
  if (!navigator.mediaDevices) throw new CameraRefused("insecure");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: uncropped(height) }).catch((error: unknown) => {
    throw new CameraRefused(problemOf(error));
  });
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const [track] = stream.getVideoTracks();
  track?.addEventListener("ended", onLost, { once: true });
  await video.play().catch(() => {
    closeStream(stream, video);
    throw new CameraRefused("busy");
  });
  const resize = (wanted: number): void => void track?.applyConstraints(uncropped(wanted)).catch(() => undefined);
  return { video, resize, close: () => closeStream(stream, video) };
}

function closeStream(stream: MediaStream, video: HTMLVideoElement): void {
  for (const track of stream.getTracks()) track.stop();
  video.srcObject = null;
}

function problemOf(error: unknown): CameraProblem {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "busy";
}

/** Calls back for each new picture, as the browser offers it. Returns how to stop. */
export function eachPicture(video: HTMLVideoElement, callback: () => void): () => void {
  let isOn = true;
  const again = (): void => {
    if (!isOn) return;
    callback();
    ask();
  };
  const ask = (): void => {
    if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(again);
    else requestAnimationFrame(again);
  };
  ask();
  return () => {
    isOn = false;
  };
}
