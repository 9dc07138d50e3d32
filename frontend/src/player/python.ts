/** Loads Python with `sinew.motion` into a worker, and the few lines that join it to the worker's messages. */

import type { PyProxy } from "pyodide/ffi";
import type { AssetAddresses } from "../contract/session";

export type PythonAssets = Pick<AssetAddresses, "pyodide" | "motion">;

/** @returns what the lines of Python have defined, by name. */
export async function loadPython({ pyodide: folder, motion }: PythonAssets, lines: string): Promise<(name: string) => PyProxy> {
  const archive = fetch(motion).then((response) => {
    if (!response.ok) throw new Error(`${motion}: ${response.status}`);
    return response.arrayBuffer();
  });
  const indexURL = new URL(folder, location.href).href;
  const loader = (await import(/* @vite-ignore */ `${indexURL}pyodide.mjs`)) as typeof import("pyodide");
  const pyodide = await loader.loadPyodide({ indexURL });
  pyodide.unpackArchive(await archive, "zip", { extractDir: "/sinew" });
  await pyodide.runPythonAsync(`import sys; sys.path.insert(0, "/sinew")\n${lines}`);
  return (name) => pyodide.globals.get(name) as PyProxy;
}
