import { defineConfig } from "vitest/config";
import { preludeVitePlugin } from "./tools/prelude.mjs";

export default defineConfig({
  plugins: [preludeVitePlugin()],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "**/node_modules/**"],
    environment: "node",
    pool: "threads",
  },
});
