/**
 * `check` over collections of bugs.
 *   npm run cases -- FOLDER…
 * Each folder has programs and `verdicts.jsonl`, a line for each: its file, and what is wrong with it (`kind` or `error`, `lines`) or nothing.
 * Prints found, missed and false by kind, and writes its section of docs/scoreboard.md.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { casesSection, scoreOf } from "./cases/score.mjs";
import { withSection } from "./scoreboard.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const folders = process.argv.slice(2).map((folder) => resolve(folder));
if (folders.length === 0) {
  console.error("usage: npm run cases -- FOLDER…");
  process.exit(2);
}

const collections = folders.map((folder) => {
  const lines = readFileSync(join(folder, "verdicts.jsonl"), "utf8").trim().split("\n");
  const cases = lines.map((line) => {
    const verdict = JSON.parse(line);
    return { ...verdict, text: readFileSync(join(folder, verdict.file), "utf8") };
  });
  const files = cases.map(({ file }) => join(folder, file));
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, "dist/cli.js"), "check", ...files, "--ignore", "hints", "--format", "json"],
    { encoding: "utf8", maxBuffer: 1e9 },
  );
  const told = new Map();
  for (const one of JSON.parse(stdout).diagnostics) {
    if (one.severity !== "error" && one.severity !== "warning") continue;
    const file = basename(one.file);
    told.set(file, [...(told.get(file) ?? []), one]);
  }
  return { name: basename(folder), rows: scoreOf(cases, told) };
});

for (const { name, rows } of collections)
  for (const { kind, bugs, found, missed, false: wrong } of rows)
    console.log(`${name}: ${kind}: ${found} of ${bugs} found, ${missed} missed, ${wrong} false`);
const page = join(root, "docs/scoreboard.md");
writeFileSync(page, withSection(readFileSync(page, "utf8"), "cases", casesSection(collections)));
