/**
 * Measures what a person waits for and holds it to the limits below: `npm run bench -- [--quick] [--json]`.
 * --quick measures fewer times and leaves out the run over all of torchvision's models; --json prints the figures as one JSON object.
 * torchvision's models are measured where its source is on this machine: see corpus/source.mjs.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import esbuild from "esbuild";
import { torchvisionRoot } from "./corpus/source.mjs";
import { preludePackPlugin } from "./prelude-pack.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);
const dist = join(root, "dist");

const { values: options } = parseArgs({ options: { quick: { type: "boolean" }, json: { type: "boolean" } } });
const processes = options.quick ? 3 : 10;
const edits = options.quick ? 40 : 150;

/** The seed modules, where they lie beside the project: the limits are theirs. */
const seeds = [
  {
    file: "../shared/seeds/window_attention.py",
    call: "WindowAttention(96, (7, 7), 3)(torch.empty(64, 49, 96))",
    limited: true,
  },
  {
    file: "../shared/seeds/temporal_model.py",
    call: "TemporalModel(64, 3, (200, 200))(torch.empty(1, 3, 64, 200, 200))",
    limited: true,
  },
].filter(({ file }) => existsSync(join(root, file)));

/** Files of the examples with the call that is traced. Each holds several modules with several example calls. */
const examples = [
  { file: "examples/window_attention.py", call: "WindowAttention(96, (7, 7), 3)(torch.empty(64, 49, 96))" },
  {
    file: "examples/temporal_model.py",
    call: "TemporalModel(64, past=3, size=(100, 100))(torch.empty(1, 3, 64, 100, 100))",
  },
];

/** Models of torchvision that are traced cold. */
const models = [
  { file: "torchvision/models/resnet.py", call: "resnet50()(torch.empty(1, 3, 224, 224))", limit: 700 },
  { file: "torchvision/models/swin_transformer.py", call: "swin_t()(torch.empty(1, 3, 224, 224))", limit: 1200 },
];

/** The most that each figure may be, in its unit. */
const limits = { cold: 500, edit: 20, hover: 5, all: 60, memory: 500 };

const rows = [];

function measure(name, value, unit, limit, note) {
  const row = { name, value, unit, ...(limit !== undefined && { limit, held: value < limit }), ...(note && { note }) };
  rows.push(row);
  if (options.json) return;
  const shown = `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`.padStart(9);
  const bound = limit === undefined ? "" : `${row.held ? "✓" : "✗ MISSED"}  limit ${limit} ${unit}`;
  console.log(`${name.padEnd(58)} ${shown}  ${bound}${note ? `  (${note})` : ""}`.trimEnd());
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Milliseconds of whole processes, from their start to their end. */
function coldTimes(args) {
  return Array.from({ length: processes }, () => {
    const began = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [join(dist, "cli.js"), ...args], { encoding: "utf8" });
    if (status !== 0)
      throw new Error(stderr.trim() || "the trace has errors, which `shapescope trace` shows with the same arguments");
    return performance.now() - began;
  });
}

function cold(name, args, limit) {
  try {
    measure(name, median(coldTimes(args)), "ms", limit, `median of ${processes} processes`);
  } catch (error) {
    fail(name, error.message);
  }
}

function fail(name, message) {
  rows.push({ name, held: false, failed: message });
  if (!options.json) console.log(`${name.padEnd(58)} ✗ FAILED  ${message}`);
}

const folder = mkdtempSync(join(tmpdir(), "shapescope-bench-"));
try {
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
    entryPoints: { warm: "tools/bench/warm.ts" },
    outdir: folder,
  });
  const warm = (...args) => {
    // The nursery is as large as the language server gives its analysis.
    const done = spawnSync(process.execPath, ["--max-semi-space-size=64", join(folder, "warm.js"), ...args], {
      encoding: "utf8",
      maxBuffer: 1e8,
    });
    if (done.status !== 0) throw new Error((done.stderr || "no answer").trim().split("\n").at(-1));
    return JSON.parse(done.stdout);
  };

  if (!options.json) console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}\n`);
  const [load] = loadavg();
  if (load > cpus().length / 2)
    console.error(
      `The machine is busy (load ${load.toFixed(1)} on ${cpus().length} processors): all times come out too long.\n`,
    );
  for (const { file, call, limited } of [...seeds, ...examples]) {
    cold(`${file}: cold trace`, ["trace", join(root, file), "--call", call], limits.cold);
    try {
      const { first, edits: times, hovers } = warm("editor", dist, join(root, file), `${edits}`);
      measure(`${file}: first analysis in the editor`, first, "ms");
      measure(
        `${file}: analysis after an edit`,
        median(times),
        "ms",
        limited ? limits.edit : undefined,
        `median of ${times.length}`,
      );
      measure(`${file}: slowest hover`, Math.max(...hovers), "ms", limits.hover, `of ${hovers.length}`);
    } catch (error) {
      fail(`${file}: in the editor`, error.message);
    }
  }

  const torchvision = torchvisionRoot();
  if (torchvision === undefined) {
    if (!options.json) console.log("\ntorchvision's source is not on this machine: its models are left out.");
  } else {
    if (!options.json) console.log();
    for (const { file, call, limit } of models)
      cold(
        `${call.split("(")[0]}: cold trace`,
        ["trace", join(torchvision, file), "--call", call, "--root", torchvision],
        limit,
      );
    if (!options.quick) {
      const { models: traced, bytes } = warm("models", dist, torchvision, join(root, "test/oracle/torchvision.jsonl"));
      const failed = traced.filter((model) => model.failed);
      const seconds = traced.reduce((sum, { ms }) => sum + ms, 0) / 1000;
      const slowest = traced.reduce((a, b) => (a.ms > b.ms ? a : b));
      const name = `all ${traced.length} models in one process`;
      measure(
        name,
        seconds,
        "s",
        limits.all,
        `slowest ${slowest.call.split("(")[0]}, ${(slowest.ms / 1000).toFixed(1)} s`,
      );
      measure(`${name}: peak memory`, bytes / 1e6, "MB", limits.memory);
      for (const { call, failed: why } of failed) fail(call, why);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

if (options.json) console.log(JSON.stringify({ node: process.versions.node, cpus: cpus().length, rows }));
process.exitCode = rows.some(({ held }) => held === false) ? 1 : 0;
