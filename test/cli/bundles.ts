import { copyFileSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { preludePackPlugin } from "../../tools/prelude-pack.mjs";

const require = createRequire(import.meta.url);

/** A folder with the bundles of the command line, the server and the runtime, as `dist` has them. */
export async function bundled(folder = mkdtempSync(join(tmpdir(), "shapescope-bundles-"))): Promise<string> {
  await build({
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
    mainFields: ["module", "main"],
    alias: { "web-tree-sitter": require.resolve("web-tree-sitter") },
    external: ["@tensorflow/tfjs-node", "node-fetch"],
    plugins: [preludePackPlugin(folder)],
    entryPoints: {
      cli: "src/cli/main.ts",
      library: "src/cli/library.ts",
      mcp: "src/cli/mcp/serve.ts",
      program: "src/cli/bundle.ts",
      runtime: "src/cli/run-worker.ts",
      server: "src/server/main.ts",
      analysis: "src/server/thread.ts",
      supervisor: "src/supervisor/main.ts",
    },
    outdir: folder,
  });
  for (const file of ["web-tree-sitter/web-tree-sitter.wasm", "tree-sitter-python/tree-sitter-python.wasm"])
    copyFileSync(require.resolve(file), join(folder, file.slice(file.indexOf("/") + 1)));
  return folder;
}
