// Bundles everything that ShapeScope ships into dist/: `node esbuild.mjs [--watch] [--minify]`.
// Minified, it is to be packed: then THIRD-PARTY.md is written too.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import esbuild from "esbuild";
import { bundlesIn, copiedFiles, root } from "./tools/bundles.mjs";
import { bundledFiles, thirdParties, thirdPartyPage } from "./tools/third-party.mjs";

const dist = join(root, "dist");

const watch = process.argv.includes("--watch");
const minify = process.argv.includes("--minify");
const bundles = bundlesIn(dist, minify);

const began = new Date();
if (minify) rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const [from, to] of copiedFiles) copyFileSync(join(root, "node_modules", from), join(dist, to));

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
    const copied = copiedFiles.map(([from]) => `node_modules/${from}`);
    const bundled = [...bundledFiles(results.map(({ value }) => value.metafile)), ...copied];
    if (minify) writeFileSync(join(root, "THIRD-PARTY.md"), thirdPartyPage(await thirdParties(root, bundled)));
    else writeFileSync(join(dist, ".bundled.json"), JSON.stringify(bundled));
  }
  if (!process.exitCode) {
    chmodSync(join(dist, "cli.js"), 0o755);
    if (!minify) execFileSync(process.execPath, [join(root, "tools/code-cache.mjs"), dist], { stdio: "inherit" });
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
