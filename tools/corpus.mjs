/**
 * Real models from their real source: traces torchvision's models in one process and holds each to what PyTorch recorded and torchvision publishes.
 *   npm run corpus -- [--only TEXT] [--show N] [--forward]
 * --forward leaves out FLOPs of the backward pass, which take as long as all else. Without either it writes docs/scoreboard.md. Exit status 1 where fewer cases hold than .ci/floors.json asks of the suites `modules`, `published` and `backward` (FLOPs of a training step).
 * torchvision's source comes from Debian's package: installed, or fetched and unpacked in a cache (tools/corpus/source.mjs).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import esbuild from "esbuild";
import { scoreboard } from "./corpus/scoreboard.mjs";
import { fetchTorchvision } from "./corpus/source.mjs";
import { preludePackPlugin } from "./prelude-pack.mjs";
import { sectionsOf, withSection } from "./scoreboard.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);
const { values: options } = parseArgs({
  options: { only: { type: "string" }, show: { type: "string" }, forward: { type: "boolean" } },
});
const show = Number(options.show ?? 20);

const folder = mkdtempSync(join(tmpdir(), "shapescope-corpus-"));
try {
  const torchvision = fetchTorchvision();
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    logLevel: "warning",
    mainFields: ["module", "main"],
    alias: { "web-tree-sitter": require.resolve("web-tree-sitter") },
    plugins: [preludePackPlugin(folder)],
    entryPoints: { models: "tools/corpus/models.ts" },
    outdir: folder,
  });
  const args = [
    join(folder, "models.js"),
    join(root, "dist"),
    torchvision,
    join(root, "test/oracle"),
    options.only ?? "",
    options.forward ? "forward" : "both",
  ];
  const done = spawnSync(process.execPath, args, {
    encoding: "utf8",
    maxBuffer: 1e9,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (done.status !== 0) throw new Error("the models could not be traced");
  const rows = done.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const measured = rows.pop();
  report(rows, measured);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(rows, measured) {
  const missed = rows.filter(({ misses }) => Object.values(misses).flat().length > 0);
  for (const { call, misses, ms } of missed.slice(0, show)) {
    console.log(`- ${call} (${Math.round(ms)} ms)`);
    for (const [suite, list] of Object.entries(misses)) for (const miss of list) console.log(`    ${suite}: ${miss}`);
  }
  const suites = ["modules", "published", ...(options.forward ? [] : ["backward"])].map((suite) => {
    const all = rows.filter(({ misses }) => misses[suite] !== undefined);
    return { suite, all: all.length, held: all.filter(({ misses }) => misses[suite].length === 0).length };
  });
  for (const { suite, held, all } of suites) console.log(`${suite}: ${held}/${all}`);
  console.log(`${measured.seconds.toFixed(1)} s, ${Math.round(measured.bytes / 1e6)} MB`);
  if (options.only !== undefined) return;
  if (!options.forward) writePage(scoreboard(rows, suites, measured));
  const floors = JSON.parse(readFileSync(join(root, ".ci/floors.json"), "utf8"));
  for (const { suite, held } of suites) {
    const floor = floors.find((row) => row.suite === suite && row.only === undefined)?.holds ?? 0;
    if (held >= floor) continue;
    console.log(`✗ ${suite}: ${held} hold, the floor is ${floor}`);
    process.exitCode = 1;
  }
}

/** What others write of the page stays. */
function writePage(made) {
  const page = join(root, "docs/scoreboard.md");
  mkdirSync(join(root, "docs"), { recursive: true });
  const others = existsSync(page) ? sectionsOf(readFileSync(page, "utf8")) : [];
  writeFileSync(
    page,
    others.reduce((all, { name, text }) => withSection(all, name, text), made),
  );
}
