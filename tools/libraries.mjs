/**
 * `check` over published libraries, beside a list of judged errors and warnings.
 *   pip install --no-deps --target DIR torchvision timm transformers diffusers pytorch-lightning lightning-fabric torchaudio monai segmentation-models-pytorch torch-geometric ultralytics
 *   npm run libraries -- DIR… [--only NAME] [--every N [--from K]] [--answers FOLDER] [--unjudged FILE]
 * Each DIR is an import root in which libraries are looked for. `--only`: this library alone; `--every`: each N-th file, from the K-th on (0), rather than all;
 * `--answers` keeps what `check` said, a file for every fifty of source, and takes what is there already; `--unjudged` writes what nobody has judged as
 * entries for test/sweep/libraries.json. Where every library is there in full, it writes its section of docs/scoreboard.md.
 * Exit status 1 where a finding is not judged, an error is false or lost, a file takes more than 20 s of CPU or 1 GB, or the warnings are less right than is promised.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { withSection } from "./scoreboard.mjs";
import { compare, kindOf } from "./sweep/compare.mjs";
import { librariesSection, shareRight, tally, wrongPer } from "./sweep/libraries-section.mjs";

/** Import packages by the library that installs them. */
const LIBRARIES = {
  torchvision: ["torchvision"],
  timm: ["timm"],
  transformers: ["transformers"],
  diffusers: ["diffusers"],
  "pytorch-lightning": ["pytorch_lightning", "lightning_fabric"],
  torchaudio: ["torchaudio"],
  monai: ["monai"],
  "segmentation-models-pytorch": ["segmentation_models_pytorch"],
  "torch-geometric": ["torch_geometric"],
  ultralytics: ["ultralytics"],
};
const LIMITS = { cpuMs: 20_000, bytes: 1e9 };
/** What is promised of warnings. */
const PROMISED = { right: 0.9, wrongIn20000: 1 };
/** Files that one process checks. */
const PART = 50;
/** How many of the slowest and largest files are told. */
const SHOWN = 5;

const root = resolve(fileURLToPath(import.meta.url), "../..");
const list = join(root, "test/sweep/libraries.json");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    every: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    answers: { type: "string" },
    unjudged: { type: "string" },
  },
});
const [every, first] = [Number(options.every), Number(options.from)];
if (positionals.length === 0) {
  console.error(
    "usage: npm run libraries -- DIR… [--only NAME] [--every N [--from K]] [--answers FOLDER] [--unjudged FILE]",
  );
  process.exit(2);
}

const libraries = Object.entries(LIBRARIES)
  .filter(([name]) => options.only === undefined || options.only === name)
  .flatMap(([name, packages]) => {
    const folders = packages.flatMap((pack) =>
      positionals
        .map((dir) => resolve(dir, pack))
        .filter(existsSync)
        .slice(0, 1),
    );
    return folders.length === 0 ? [] : [{ name, folders }];
  });
const missing = Object.keys(LIBRARIES).filter((name) => !libraries.some((library) => library.name === name));
if (options.only === undefined && missing.length > 0) console.log(`not installed: ${missing.join(", ")}`);

const told = [];
const costs = [];
const counts = new Map();
for (const { name, folders } of libraries) {
  const count = { files: 0, lines: 0, givenUp: [] };
  counts.set(name, count);
  const findings = new Map();
  for (const folder of folders) {
    const above = dirname(folder);
    const files = pythonFiles(folder).filter((_, index) => index % every === first);
    count.files += files.length;
    for (const file of files) count.lines += linesOf(file).length;
    for (let from = 0; from < files.length; from += PART) {
      const answer = answerOf(
        `${name}-${relative(above, folder)}-${every}-${first}-${from / PART}`,
        files.slice(from, from + PART),
        above,
      );
      for (const { file, cpuMs, peakBytes } of answer.costs ?? [])
        costs.push({ file: relative(above, file), cpuMs, peakBytes });
      for (const { file, line, severity, code, message } of answer.diagnostics) {
        const within = relative(above, file);
        if (code === "given-up") count.givenUp.push(within);
        if ((severity !== "error" && severity !== "warning") || !file.startsWith(folder)) continue;
        const kind = severity === "error" ? kindOf(message) : code;
        const text = linesOf(file)[line - 1]?.trim() ?? "";
        // What a file imports is told of by each process that meets it.
        findings.set(JSON.stringify([file, line, kind]), {
          repository: name,
          file: within,
          line,
          text,
          severity,
          code,
          kind,
          message,
        });
      }
    }
  }
  told.push(...findings.values());
}

const judged = JSON.parse(readFileSync(list, "utf8"));
const found = compare(told, judged, new Set(libraries.map(({ name }) => name)));
const rows = tally(counts, found);
const place = ({ file, line, text, message }) => `${file}:${line}: ${text}\n    ${message.split("\n")[0]}`;
const show = (title, items, text) => {
  if (items.length > 0)
    console.log(`\n${title}: ${items.length}\n${items.map((item) => `  ${text(item)}`).join("\n")}`);
};
show("judged as wrong", found.wrong, ({ error, entry }) => `${place(error)} (${entry.why})`);
show("not judged", found.unjudged, place);
show("right, no longer told", found.lost, ({ file, text, kind }) => `${file}: ${text}\n    ${kind}`);
show("wrong, no longer told", found.gone, ({ file, text, kind }) => `${file}: ${text}\n    ${kind}`);
const most = (key) => [...costs].sort((a, b) => b[key] - a[key]).slice(0, SHOWN);
show("slowest", most("cpuMs"), ({ file, cpuMs }) => `${(cpuMs / 1000).toFixed(1)} s  ${file}`);
// A process that has checked other files before keeps their peak.
show("largest", most("peakBytes"), ({ file, peakBytes }) => `${Math.round(peakBytes / 1e6)} MB  ${file}`);
show(
  "given up",
  [...counts.values()].flatMap(({ givenUp }) => givenUp),
  (file) => file,
);

const section = librariesSection(rows, { slowest: most("cpuMs")[0], largest: most("peakBytes")[0], counts });
console.log(`\n${section}`);
if (options.unjudged !== undefined) {
  const entries = found.unjudged.map(({ repository, file, text, kind, message }) => ({
    repository,
    file,
    text,
    kind,
    message,
    verdict: null,
    why: "",
  }));
  writeFileSync(options.unjudged, `${JSON.stringify(entries, undefined, 2)}\n`);
}
if (options.only === undefined && every === 1 && missing.length === 0) {
  const page = join(root, "docs/scoreboard.md");
  writeFileSync(page, withSection(readFileSync(page, "utf8"), "libraries", section));
}
const wrongErrors = found.wrong.filter(({ error }) => error.severity === "error");
const beyond = costs.filter(({ cpuMs, peakBytes }) => cpuMs > LIMITS.cpuMs || peakBytes > LIMITS.bytes);
const givenUp = [...counts.values()].flatMap((count) => count.givenUp);
const broken = shareRight(rows) < PROMISED.right || wrongPer(rows, 20_000) >= PROMISED.wrongIn20000;
if (broken || [wrongErrors, found.unjudged, found.lost, beyond, givenUp].some((items) => items.length > 0))
  process.exitCode = 1;

/** What `check` says of some files. */
function answerOf(name, files, above) {
  const kept = options.answers && join(options.answers, `${name}.json`);
  if (kept && existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const args = [join(root, "dist/cli.js"), "check", ...files, "--root", above, "--format", "json", "--costs"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1e9 });
  if (!stdout.startsWith("{")) throw new Error(`${name} was not checked: ${stderr}`);
  if (kept) {
    mkdirSync(options.answers, { recursive: true });
    writeFileSync(kept, stdout);
  }
  return JSON.parse(stdout);
}

function pythonFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

function linesOf(file) {
  return readFileSync(file, "utf8").split(/\r\n|\r|\n/);
}
