/**
 * Puts what the browser fetches by itself beside the built scripts: the pose runtime and model, Pyodide, and the
 * motion engine's own Python. Every folder name carries a version or a content hash, so all of it may be cached for ever;
 * `vendor.json` tells Django the addresses. Beside them stand the fonts that Python puts into PDFs, which no page asks for:
 * the typeface of the pages (src/styles), in the one format that a PDF can carry, with its license.
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { zipOf } from "./zip.mjs";

const FRONTEND = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const REPOSITORY = resolve(FRONTEND, "..");
const BUILT = join(REPOSITORY, "src/sinew/apps/web/static/built");
/** Three sizes of one model; the player picks by what the device can do (docs/player.md). */
const MODELS = { model: "full", model_lite: "lite", model_heavy: "heavy" };
const MEDIAPIPE_FILES = ["vision_wasm_internal", "vision_wasm_module_internal", "vision_wasm_nosimd_internal"].flatMap(
  (name) => [`${name}.js`, `${name}.wasm`],
);
const PRINT_FONTS = "@expo-google-fonts/source-sans-3";
const PRINT_FILES = ["400Regular/SourceSans3_400Regular.ttf", "600SemiBold/SourceSans3_600SemiBold.ttf", "LICENSE_FONT"];
const PYODIDE_FILES = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);
const versionOf = (name) => JSON.parse(readFileSync(join(FRONTEND, "node_modules", name, "package.json"), "utf8")).version;

function copy(from, files, folder) {
  const target = join(BUILT, folder);
  mkdirSync(target, { recursive: true });
  for (const file of files) copyFileSync(join(from, file), join(target, file));
  return posix.join(folder, "/");
}

function put(bytes, folder, file) {
  mkdirSync(join(BUILT, folder), { recursive: true });
  writeFileSync(join(BUILT, folder, file), bytes);
  return posix.join(folder, file);
}

function modelAsset(variant) {
  const file = `pose_landmarker_${variant}.task`;
  const path = join(REPOSITORY, "build", file);
  if (!existsSync(path)) {
    console.error(`The pose model ${path} is missing. Make it first: python -m sinew.pose.bundle --variant ${variant} --out ${path}`);
    process.exit(1);
  }
  const bytes = readFileSync(path);
  return put(bytes, `vendor/pose-${digest(bytes)}`, file);
}

/** The engine's Python as Pyodide unpacks it: package `sinew` with `motion` and what it imports. */
function motionAsset() {
  const source = join(REPOSITORY, "src");
  const modules = readdirSync(join(source, "sinew/motion"), { recursive: true })
    .map((name) => posix.join("sinew/motion", String(name).replaceAll("\\", "/")))
    .filter((name) => name.endsWith(".py"));
  const names = ["sinew/__init__.py", "sinew/errors.py", "sinew/vocabulary.py", ...modules].sort();
  const bytes = zipOf(names.map((name) => ({ name, data: readFileSync(join(source, name)) })));
  return put(bytes, `vendor/motion-${digest(bytes)}`, "sinew-motion.zip");
}

function printFonts() {
  mkdirSync(join(BUILT, "print"), { recursive: true });
  for (const file of PRINT_FILES) {
    copyFileSync(join(FRONTEND, "node_modules", PRINT_FONTS, file), join(BUILT, "print", basename(file)));
  }
}

/** Removes what builds of more than an hour ago left behind and this one did not write again. */
function prune(folder) {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(join(BUILT, folder))) {
    const path = join(BUILT, folder, name);
    if (statSync(path).mtimeMs < hourAgo) rmSync(path, { recursive: true });
  }
}

const assets = {
  ...Object.fromEntries(Object.entries(MODELS).map(([name, variant]) => [name, modelAsset(variant)])),
  wasm: copy(
    join(FRONTEND, "node_modules/@mediapipe/tasks-vision/wasm"),
    MEDIAPIPE_FILES,
    `vendor/tasks-vision-${versionOf("@mediapipe/tasks-vision")}`,
  ),
  pyodide: copy(join(FRONTEND, "node_modules/pyodide"), PYODIDE_FILES, `vendor/pyodide-${versionOf("pyodide")}`),
  motion: motionAsset(),
};
writeFileSync(join(BUILT, "vendor.json"), `${JSON.stringify(assets, null, 2)}\n`);
printFonts();
const now = new Date();
for (const path of Object.values(assets)) utimesSync(join(BUILT, ...path.split("/").slice(0, 2)), now, now);
prune("assets");
prune("vendor");
for (const [name, path] of Object.entries(assets)) console.log(`${name.padEnd(11)} ${path}`);
