// Bundles everything that ShapeScope ships into dist/: `node esbuild.mjs [--watch] [--minify]`.
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { preludePackPlugin } from "./tools/prelude-pack.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const dist = join(root, "dist");

const watch = process.argv.includes("--watch");
const minify = process.argv.includes("--minify");

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify,
  sourcemap: minify ? false : "linked",
  legalComments: "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".svg": "text" },
};

/** @type {esbuild.BuildOptions} */
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

/** @type {esbuild.BuildOptions} */
const browser = {
  ...common,
  platform: "browser",
  target: "es2022",
  format: "iife",
  jsx: "automatic",
  jsxImportSource: "preact",
};

const prelude = [preludePackPlugin(dist)];

// One bundle a line: what it is made of, what it becomes.
const bundles = [
  { ...node, entryPoints: { extension: "src/extension/main.ts" } },
  { ...node, entryPoints: { server: "src/server/main.ts" } },
  { ...node, entryPoints: { analysis: "src/server/thread.ts" }, plugins: prelude },
  { ...node, entryPoints: { supervisor: "src/supervisor/main.ts" } },
  { ...node, entryPoints: { runtime: "src/runtime/worker.ts" } },
  // Minified always: a command starts sooner when there is less to read.
  {
    ...node,
    entryPoints: { cli: "src/cli/main.ts" },
    plugins: prelude,
    minify: true,
    banner: { js: "#!/usr/bin/env node" },
  },
  { ...browser, entryPoints: { "webview/forward": "src/webview/forward.tsx" } },
  { ...browser, entryPoints: { "webview/run": "src/webview/run.tsx" } },
].map((bundle) => ({ ...bundle, outdir: dist }));

const files = [
  ["web-tree-sitter/web-tree-sitter.wasm", "web-tree-sitter.wasm"],
  ["tree-sitter-python/tree-sitter-python.wasm", "tree-sitter-python.wasm"],
  ["@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm", "tfjs-backend-wasm.wasm"],
  ["@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm-simd.wasm"],
];

const began = new Date();
if (minify) rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const [from, to] of files) copyFileSync(join(root, "node_modules", from), join(dist, to));

if (watch) {
  const contexts = await Promise.all(bundles.map((bundle) => esbuild.context({ ...bundle, logLevel: "info" })));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.allSettled(bundles.map((bundle) => esbuild.build(bundle)));
  for (const { reason } of results) {
    // esbuild has printed its own messages.
    if (reason && !reason.errors) throw reason;
    if (reason) process.exitCode = 1;
  }
  if (!process.exitCode) {
    chmodSync(join(dist, "cli.js"), 0o755);
    // tools/ensure.mjs compares its time with the sources': one that changed during the build is newer.
    writeFileSync(join(dist, ".built"), "");
    utimesSync(join(dist, ".built"), began, began);
  }
  for (const { entryPoints } of bundles) {
    const name = `${Object.keys(entryPoints)[0]}.js`;
    if (existsSync(join(dist, name)))
      console.log(`dist/${name}`.padEnd(26), `${(statSync(join(dist, name)).size / 1024).toFixed(0)} kB`.padStart(8));
  }
  console.log(`${((Date.now() - began.getTime()) / 1000).toFixed(1)} s`);
}
