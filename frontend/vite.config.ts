import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Django serves what this writes; `.vite/manifest.json` tells it the hashed names. */
export default defineConfig({
  root: here("."),
  base: "/static/built/",
  build: {
    outDir: here("../src/sinew/apps/web/static/built"),
    // Pages opened before a new build still ask for the old files: scripts/assets.mjs removes them later.
    emptyOutDir: false,
    manifest: true,
    target: "es2022",
    // A data: URL would need a wider Content-Security-Policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        main: here("src/main.ts"),
        player: here("src/player/main.ts"),
        "movement-test": here("src/tests/main.ts"),
        "service-worker": here("src/push/worker.ts"),
      },
    },
  },
  worker: { format: "es" },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    restoreMocks: true,
  },
});
