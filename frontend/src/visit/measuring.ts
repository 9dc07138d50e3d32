/** Measuring beside the call, where its module is part of this build (see `channels.ts`). */

import type { MountMeasuring } from "./channels";

const MODULES = import.meta.glob<{ readonly mountMeasuring: MountMeasuring }>("./measuring/index.ts");

/** How to mount measuring; `null` where this build has none. */
export async function measuring(): Promise<MountMeasuring | null> {
  const load = MODULES["./measuring/index.ts"];
  return load ? (await load()).mountMeasuring : null;
}
