/**
 * Bad input, on purpose: `npm run fuzz -- [--seconds N] [--seed N] [--part NAME]… [--budget MS] [--jobs N] [--stdlib DIR] [--out DIR] [--only ID]`.
 *   mutations: real model files, cut, shuffled, flooded and nested; calls: builtins, methods and operators with odd arguments;
 *   stdlib: every file of an installed Python; lsp: the built language server, abused over its standard input.
 * Everything follows from the seed. `--seconds` bounds the time (default 60) and the number of inputs; 1200 is the long run, which writes its part of
 * docs/scoreboard.md. `--only mutations/17` prints one input. Nothing may throw, hang over 1.5 times the budget of CPU, die or take 1 GB:
 * what does is made smaller, told, and written to `.fuzz/` (`--out`); the exit status is then 1.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { torchvisionRoot } from "./corpus/source.mjs";
import { preludePackPlugin } from "./prelude-pack.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);

/** The programs of the fuzzer, bundled into a folder. */
export async function bundle(folder) {
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
    keepNames: true,
    mainFields: ["module", "main"],
    alias: { "web-tree-sitter": require.resolve("web-tree-sitter") },
    plugins: [preludePackPlugin(folder)],
    entryPoints: { main: "tools/fuzz/main.ts", child: "tools/fuzz/child.ts" },
    outdir: folder,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = mkdtempSync(join(tmpdir(), "shapescope-fuzz-"));
  try {
    await bundle(folder);
    const torchvision = torchvisionRoot();
    const found = torchvision === undefined ? [] : ["--torchvision", torchvision];
    const args = [join(folder, "main.js"), root, join(folder, "child.js"), ...found, ...process.argv.slice(2)];
    process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
