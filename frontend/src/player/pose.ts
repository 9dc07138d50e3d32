/**
 * Finds the body in pictures of the camera, off the page's thread where the browser allows it.
 *
 * Tried in this order: worker with the GPU (only where there is a real one: software rendering takes seconds a frame),
 * worker with the CPU, the page's own thread with the CPU.
 */

import type { Delegate, FromPose, PoseResult, ToPose } from "./pose-messages";
import type { AssetAddresses } from "../contract/session";
import type { ModelName } from "./pace";

/** A first detection compiles shaders and weights; a delegate that takes longer than this is of no use. */
const FIRST_DETECTION_MS = 20_000;

const MODEL_FILES = { heavy: "model_heavy", full: "model", lite: "model_lite" } as const satisfies Record<ModelName, keyof AssetAddresses>;

type Files = Pick<AssetAddresses, "model" | "wasm">;

export interface PoseFinder {
  readonly where: string;
  /** The body in the video's present picture; null where the picture was not ready. */
  detect(video: HTMLVideoElement, t_ms: number): Promise<PoseResult | null>;
  close(): void;
}

export async function openPoseFinder(assets: AssetAddresses, model: ModelName, delegates: readonly Delegate[]): Promise<PoseFinder> {
  const files: Files = { model: assets[MODEL_FILES[model]], wasm: assets.wasm };
  const ways: (() => Promise<PoseFinder>)[] = [
    ...delegates.map((delegate) => () => inWorker(files, delegate)),
    () => onPage(files),
  ];
  let last: unknown;
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** What this device can use, best first. `?delegate=cpu` in the address leaves the GPU out. */
export function usableDelegates(search: string, renderer: string | null): readonly Delegate[] {
  const asked = new URLSearchParams(search).get("delegate")?.toLowerCase();
  const isSoftware = renderer === null || /swiftshader|llvmpipe|software|basic render|softpipe/i.test(renderer);
  return asked === "cpu" || (asked !== "gpu" && isSoftware) ? ["CPU"] : ["GPU", "CPU"];
}

/** The name of the graphics card, null where there is none to speak of. */
export function rendererName(): string | null {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return null;
  const info = context.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof name === "string" ? name : null;
}

async function inWorker(assets: Files, delegate: Delegate): Promise<PoseFinder> {
  const worker = new Worker(new URL("./pose.worker.ts", import.meta.url), { type: "module" });
  const ask = (message: ToPose, transfer: Transferable[] = []): Promise<FromPose> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromPose>) =>
        data.type === "failed" ? reject(new Error(data.message)) : resolve(data);
      worker.onerror = (event) => reject(new Error(event.message || "The pose worker did not start"));
      worker.postMessage(message, transfer);
    });
  const detect: PoseFinder["detect"] = async (video, t_ms) => {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const picture = await createImageBitmap(video);
    const answer = await ask({ type: "detect", t_ms, picture }, [picture]);
    return answer.type === "pose" ? answer : null;
  };
  try {
    const absolute = (address: string): string => new URL(address, location.href).href;
    await within(ask({ type: "load", model: absolute(assets.model), wasm: absolute(assets.wasm), delegate }), 60_000);
    await within(ask(await blankPicture()), FIRST_DETECTION_MS);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return { where: `worker ${delegate}`, detect, close: () => worker.terminate() };
}

/** One detection before the person is in the picture, so that the first real one is quick. */
async function blankPicture(): Promise<ToPose> {
  const picture = await createImageBitmap(new ImageData(320, 240));
  return { type: "detect", t_ms: 0, picture };
}

function within<T>(work: Promise<T>, patience_ms: number): Promise<T> {
  const tooLong = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`No answer within ${patience_ms} ms`)), patience_ms);
  });
  return Promise.race([work, tooLong]);
}

async function onPage(assets: Files): Promise<PoseFinder> {
  const { loadLandmarker, detect } = await import("./landmarker");
  const landmarker = await loadLandmarker(assets.model, assets.wasm, "CPU", false);
  return {
    where: "page CPU",
    detect: async (video, t_ms) => {
      const { videoWidth: width, videoHeight: height } = video;
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
      return detect(landmarker, { source: video, width, height, t_ms });
    },
    close: () => landmarker.close(),
  };
}
