import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { preludePackPlugin } from "../../tools/prelude-pack.mjs";

/** Builds the runtime's worker into a folder, with what it reads beside it; its path. */
export async function bundleWorker(folder: string): Promise<string> {
  const worker = path.join(folder, "runtime.js");
  for (const name of ["web-tree-sitter/web-tree-sitter.wasm", "tree-sitter-python/tree-sitter-python.wasm"])
    await copyFile(path.resolve("node_modules", name), path.join(folder, path.basename(name)));
  await build({
    entryPoints: [path.resolve(__dirname, "../../src/cli/run-worker.ts")],
    outfile: worker,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    plugins: [preludePackPlugin(folder)],
    alias: { "web-tree-sitter": createRequire(import.meta.url).resolve("web-tree-sitter") },
    external: ["@tensorflow/tfjs-node", "node-fetch"],
    logLevel: "silent",
  });
  return worker;
}
