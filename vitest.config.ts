import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { preludeVitePlugin } from "./tools/prelude.mjs";

export default defineConfig({
  plugins: [preludeVitePlugin()],
  server: { warmup: { ssrFiles: ["src/**/*.ts", "test/**/*.test.ts"] } },
  test: {
    // Random tests take their time on a busy machine.
    testTimeout: 120_000,
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "**/node_modules/**"],
    setupFiles: ["test/strict.ts"],
    environment: "node",
    // The commands that tests start keep nothing on the disk.
    env: { SHAPESCOPE_CACHE: "" },
    pool: "threads",
    // No test changes what others see: loading the sources once a thread saves two thirds of the time.
    isolate: false,
    // Both of two cores: Vitest's own choice leaves one for itself, which it needs only at the start.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    minWorkers: 1,
  },
});
