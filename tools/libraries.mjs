/**
 * `check` over published libraries, beside a list of judged errors and warnings.
 *   pip install --no-deps --target DIR torchvision timm transformers diffusers pytorch-lightning lightning-fabric torchaudio monai segmentation-models-pytorch torch-geometric ultralytics
 *   npm run libraries -- DIR… [--only NAME] [--every N [--from K]] [--answers FOLDER] [--unjudged FILE]
 * Each DIR is an import root in which libraries are looked for. `--only`: this library alone; `--every`: each N-th file, from the K-th on (0), rather than all;
 * `--answers` keeps what `check` said, a file for every fifty of source, and takes what is there already; `--unjudged` writes what nobody has judged as
 * entries for test/sweep/libraries.json. Where every library is there in full, it writes its section of docs/scoreboard.md.
 * Exit status 1 where a finding is not judged, an error is false or lost, a file takes more than 20 s of CPU or 1 GB, or the warnings are less right than is promised.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { withSection } from "./scoreboard.mjs";
import { answerOf, cpuText, memoryText, mostCostly, writeUnjudged } from "./sweep/answers.mjs";
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
/** What is promised of warnings. */
const PROMISED = { right: 0.9, wrongIn20000: 1 };
/** Files that one process checks. */
const PART = 50;

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
const seen = new Set();
const costs = [];
const counts = new Map();
for (const { name, folders } of libraries) {
  const count = { files: 0, lines: 0, givenUp: [], partial: new Set() };
  counts.set(name, count);
  const findings = new Map();
  for (const folder of folders) {
    const above = dirname(folder);
    const files = pythonFiles(folder).filter((_, index) => index % every === first);
    count.files += files.length;
    for (const file of files) {
      count.lines += linesOf(file).length;
      seen.add(relative(above, file));
    }
    for (let from = 0; from < files.length; from += PART) {
      const answer = answerOf(
        `${name}-${relative(above, folder)}-${every}-${first}-${from / PART}`,
        files.slice(from, from + PART),
        above,
        options.answers,
      );
      for (const { file, cpuMs, peakBytes } of answer.costs ?? [])
        costs.push({ file: relative(above, file), cpuMs, peakBytes });
      for (const { file } of answer.partial ?? []) count.partial.add(relative(above, file));
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

// Of a sample only the files that are in it can lose a finding.
const judged = JSON.parse(readFileSync(list, "utf8")).filter(({ file }) => every === 1 || seen.has(file));
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
const { slowest, largest, beyond } = mostCostly(costs);
show("slowest", slowest, cpuText);
show("largest", largest, memoryText);
show(
  "given up",
  [...counts.values()].flatMap(({ givenUp }) => givenUp),
  (file) => file,
);

const section = librariesSection(rows, { slowest: slowest[0], largest: largest[0], counts });
console.log(`\n${section}`);
if (options.unjudged !== undefined) writeUnjudged(options.unjudged, found.unjudged);
if (options.only === undefined && every === 1 && missing.length === 0) {
  const page = join(root, "docs/scoreboard.md");
  writeFileSync(page, withSection(readFileSync(page, "utf8"), "libraries", section));
}
const wrongErrors = found.wrong.filter(({ error }) => error.severity === "error");
const givenUp = [...counts.values()].flatMap((count) => count.givenUp);
const broken = shareRight(rows) < PROMISED.right || wrongPer(rows, 20_000) >= PROMISED.wrongIn20000;
if (broken || [wrongErrors, found.unjudged, found.lost, beyond, givenUp].some((items) => items.length > 0))
  process.exitCode = 1;

function pythonFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

function linesOf(file) {
  return readFileSync(file, "utf8").split(/\r\n|\r|\n/);
}
