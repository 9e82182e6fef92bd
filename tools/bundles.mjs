// What dist/ is made of.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { preludePackPlugin } from "./prelude-pack.mjs";

/** The project's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".svg": "text" },
};

/** @type {import("esbuild").BuildOptions} */
const node = {
  ...common,
  platform: "node",
  target: "node20",
  format: "cjs",
  mainFields: ["module", "main"],
  // The ES module of web-tree-sitter reads import.meta.url, which a CommonJS bundle does not have.
  alias: { "web-tree-sitter": require.resolve("web-tree-sitter") },
  // node-fetch is what TensorFlow.js takes where there is no global fetch.
  external: ["vscode", "@tensorflow/tfjs-node", "node-fetch"],
};

/** @type {import("esbuild").BuildOptions} */
const browser = {
  ...common,
  platform: "browser",
  target: "es2022",
  format: "iife",
  jsx: "automatic",
  jsxImportSource: "preact",
};

/**
 * The bundles, one a line: what it is made of, what it becomes.
 * @param {string} dist the folder that they are written to
 * @param {boolean} minify
 * @returns {import("esbuild").BuildOptions[]}
 */
export function bundlesIn(dist, minify) {
  const prelude = [preludePackPlugin(dist)];
  return [
    { ...node, entryPoints: { extension: "src/extension/main.ts" } },
    { ...node, entryPoints: { server: "src/server/main.ts" } },
    { ...node, entryPoints: { analysis: "src/server/thread.ts" }, plugins: prelude },
    { ...node, entryPoints: { supervisor: "src/supervisor/main.ts" } },
    { ...node, entryPoints: { runtime: "src/cli/run-worker.ts" }, plugins: prelude },
    // Minified always: a command starts sooner when there is less to read.
    { ...node, entryPoints: { cli: "src/cli/main.ts" }, minify: true, banner: { js: "#!/usr/bin/env node" } },
    { ...node, entryPoints: { program: "src/cli/bundle.ts" }, plugins: prelude, minify: true },
    { ...node, entryPoints: { library: "src/cli/library.ts" }, minify: true },
    { ...node, entryPoints: { mcp: "src/cli/mcp/serve.ts" }, minify: true },
    { ...node, entryPoints: { "tool-calls": "src/extension/tool-calls.ts" }, minify: true },
    { ...browser, entryPoints: { "webview/forward": "src/webview/forward.tsx" } },
    { ...browser, entryPoints: { "webview/run": "src/webview/run.tsx" } },
  ].map((bundle) => ({
    ...bundle,
    outdir: dist,
    minify: bundle.minify || minify,
    sourcemap: minify ? false : "linked",
  }));
}

/** Files that lie beside the bundles as they are: where they are in node_modules, and their names. */
export const copiedFiles = [
  ["web-tree-sitter/web-tree-sitter.wasm", "web-tree-sitter.wasm"],
  ["tree-sitter-python/tree-sitter-python.wasm", "tree-sitter-python.wasm"],
  ["@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm", "tfjs-backend-wasm.wasm"],
  ["@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm-simd.wasm"],
];
