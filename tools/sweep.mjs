/**
 * `check` over repositories that others wrote, beside a list of judged errors.
 *   npm run sweep -- FOLDER… [--only TEXT] [--answers FOLDER] [--unjudged FILE]
 * Each folder holds repositories, named OWNER+NAME. `--answers` keeps what `check` said of each and takes what is there already; `--unjudged` writes
 * the errors that nobody has judged as entries for test/sweep/judged.json. Without --only it writes its section of docs/scoreboard.md.
 * Exit status 1 where an error is false or not judged, a true one is lost, or a file takes more than 20 s of CPU or 1 GB.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { withSection } from "./scoreboard.mjs";
import { answerOf, cpuText, memoryText, mostCostly, writeUnjudged } from "./sweep/answers.mjs";
import { byKind, compare, kindOf } from "./sweep/compare.mjs";
import { sweepSection } from "./sweep/section.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, answers: { type: "string" }, unjudged: { type: "string" } },
});
if (positionals.length === 0) {
  console.error("usage: npm run sweep -- FOLDER… [--only TEXT] [--answers FOLDER] [--unjudged FILE]");
  process.exit(2);
}

const repositories = positionals
  .flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => resolve(folder, name)),
  )
  .filter((folder) => folder.includes(options.only ?? ""));

const sum = { repositories: repositories.length, files: 0, errors: [], costs: [], givenUp: [], partial: 0 };
for (const folder of repositories) {
  const answer = answerOf(basename(folder), [folder], folder, options.answers);
  const repository = basename(folder).replace("+", "/");
  const within = (file) => relative(folder, file);
  const errors = answer.diagnostics.filter(({ severity }) => severity === "error");
  sum.files += answer.files;
  sum.partial += answer.partial?.length ?? 0;
  sum.errors.push(
    ...errors.map(({ file, cell, line, message }) => ({
      repository,
      file: within(file),
      ...(cell !== undefined && { cell }),
      line,
      text: lineOf(file, cell, line),
      kind: kindOf(message),
      message,
    })),
  );
  for (const { file, code } of answer.diagnostics)
    if (code === "given-up") sum.givenUp.push(`${repository}/${within(file)}`);
  for (const { file, cpuMs, peakBytes } of answer.costs ?? [])
    sum.costs.push({ file: `${repository}/${within(file)}`, cpuMs, peakBytes });
  console.log(`${repository}: ${answer.files} files, ${errors.length} errors`);
}

const judged = JSON.parse(readFileSync(join(root, "test/sweep/judged.json"), "utf8"));
const found = compare(sum.errors, judged, new Set(repositories.map((folder) => basename(folder).replace("+", "/"))));
const place = ({ repository, file, cell, line }) =>
  `${repository}/${file}:${cell === undefined ? "" : `cell ${cell}:`}${line}`;

const list = (title, items, text) => {
  if (items.length === 0) return;
  console.log(`\n${title}: ${items.length}`);
  for (const item of items) console.log(`  ${text(item)}`);
};
list("errors by kind", byKind(sum.errors), ([kind, count]) => `${String(count).padStart(4)}  ${kind}`);
const entryText = ({ repository, file = "*", text = "*", kind, why }) =>
  `${repository}/${file}: ${text}\n    ${kind} (${why})`;
list("false, no longer told", found.gone, entryText);
list("true, lost", found.lost, entryText);
list("false", found.wrong, ({ error, entry }) => `${place(error)}: ${error.text}\n    ${error.message} (${entry.why})`);
list("not judged", found.unjudged, (error) => `${place(error)}: ${error.text}\n    ${error.message}`);
if (options.unjudged !== undefined) writeUnjudged(options.unjudged, found.unjudged);

const { slowest, largest, beyond } = mostCostly(sum.costs);
list("slowest", slowest, cpuText);
list("largest", largest, memoryText);
list("given up", sum.givenUp, (file) => file);
console.log(
  `\n${sum.errors.length} errors in ${sum.files} files of ${repositories.length} repositories: ` +
    `${found.right.length} true, ${found.wrong.length} false, ${found.unjudged.length} not judged; ${found.lost.length} true ones lost`,
);
if (options.only === undefined) {
  const page = join(root, "docs/scoreboard.md");
  writeFileSync(
    page,
    withSection(readFileSync(page, "utf8"), "sweep", sweepSection({ ...sum, ...found, slowest, largest })),
  );
}
const bad = [found.wrong, found.unjudged, found.lost, beyond, sum.givenUp].some((items) => items.length > 0);
if (bad) process.exitCode = 1;

/** The source line of an error, without the space around it. */
function lineOf(file, cell, line) {
  const text = readFileSync(file, "utf8");
  const source = cell === undefined ? text : sourceOfCell(JSON.parse(text.replace(/^\uFEFF/, "")), cell);
  return source.split(/\r\n|\r|\n/)[line - 1]?.trim() ?? "";
}

function sourceOfCell(notebook, cell) {
  const cells = notebook.cells ?? notebook.worksheets.flatMap((sheet) => sheet.cells);
  const { source, input } = cells[cell - 1];
  return [source ?? input].flat().join("");
}
