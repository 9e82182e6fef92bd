import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { preludeVitePlugin } from "./tools/prelude.mjs";
import { testSourcesPlugin } from "./tools/test-sources.mjs";

const watches = !process.argv.includes("run") && !process.argv.includes("list");

export default defineConfig(async () => ({
  plugins: [watches ? preludeVitePlugin() : await testSourcesPlugin()],
  server: { warmup: { ssrFiles: ["test/**/*.test.ts"] } },
  test: {
    server: { deps: { external: [/node_modules\/\.cache\/shapescope/] } },
    // Random tests take their time on a busy machine.
    testTimeout: 120_000,
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "**/node_modules/**"],
    setupFiles: ["test/strict.ts"],
    environment: "node",
    // The commands that tests start keep nothing on the disk.
    env: { SHAPESCOPE_CACHE: "" },
    pool: "threads",
    // Errors in modules that Node has loaded are shown where they are in the sources.
    poolOptions: { threads: { execArgv: ["--enable-source-maps"] } },
    // No test changes what others see: loading the sources once a thread saves two thirds of the time.
    isolate: false,
    // Both of two cores: Vitest's own choice leaves one for itself, which it needs only at the start.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    minWorkers: 1,
  },
}));
