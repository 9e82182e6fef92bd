/**
 * Compares our syntax trees, places included, with CPython's own:
 *   node tools/compare-with-cpython.mjs FOLDER…        (needs python3, 3.11 or later; it parses, and runs nothing)
 * Prints the first difference of each file that differs, then how many agree.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { loadParser } from "./prelude.mjs";

const OURS_ONLY = new Set(["start", "end", "nameSpan", "attrStart"]);

function withoutPlaces(value) {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([name]) => name !== "start" && name !== "end");
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutPlaces(item)]));
}

/** The path of the first difference and both sides, or undefined. */
function difference(ours, theirs, at) {
  // Python writes a float as its own text, since JSON has no infinity.
  if (typeof ours === "number" && typeof theirs === "string")
    return Number(theirs === "inf" ? Infinity : theirs) === ours ? undefined : [at, ours, theirs];
  // A character by its Unicode name is U+FFFD to us.
  if (typeof ours === "string" && typeof theirs === "string" && ours.includes("\uFFFD")) return undefined;
  if (ours === null || theirs === null || typeof ours !== "object" || typeof theirs !== "object")
    return ours === theirs ? undefined : [at, ours, theirs];
  const mine = theirs.kind === "JoinedStr" ? { ...ours, values: withoutPlaces(ours.values) } : ours;
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    if (!(name in theirs) && OURS_ONLY.has(name)) continue;
    const found = difference(mine[name], theirs[name], `${at}.${theirs.kind ?? ""}.${name}`);
    if (found) return found;
  }
  return undefined;
}

function pythonFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => path.resolve(entry.parentPath, entry.name));
}

const files = process.argv.slice(2).flatMap(pythonFiles);
const parser = await loadParser();
const script = path.join(path.dirname(fileURLToPath(import.meta.url)), "cpython_trees.py");
const python = spawn("python3", [script], { stdio: ["pipe", "pipe", "inherit"] });
python.stdin.end(files.join("\n"));

let total = 0;
let agree = 0;
let milliseconds = 0;
let lines = 0;
for await (const row of readline.createInterface({ input: python.stdout })) {
  const [file, text, theirs] = JSON.parse(row);
  const started = performance.now();
  const { tree } = parser.parse(file, text);
  milliseconds += performance.now() - started;
  total++;
  lines += text.split("\n").length;
  const found = difference(tree.body, theirs, "") ?? (tree.problems[0] && ["problem", tree.problems[0], undefined]);
  if (found) console.log(file, ...found.map((part) => JSON.stringify(part)?.slice(0, 200)));
  else agree++;
}
const rate = Math.round(lines / milliseconds);
console.log(`${agree} of ${total} files agree (${lines} lines, ${rate} lines a millisecond)`);
process.exitCode = agree === total ? 0 : 1;
