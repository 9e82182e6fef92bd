// What `check` says of folders and files of others, kept so that it need not be asked again, and what it took.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const cli = resolve(fileURLToPath(import.meta.url), "../../../dist/cli.js");

/** What one file may take. */
const LIMITS = { cpuMs: 20_000, bytes: 1e9 };
/** How many of the slowest and largest files are told. */
const SHOWN = 5;

/**
 * What `check` says of some paths.
 * @param {string} name what the answer is kept as
 * @param {readonly string[]} paths
 * @param {string} root the import root
 * @param {string | undefined} folder where answers are kept
 */
export function answerOf(name, paths, root, folder) {
  const kept = folder && join(folder, `${name}.json`);
  if (kept && existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const args = [cli, "check", ...paths, "--root", root, "--format", "json", "--costs"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1e9 });
  if (!stdout.startsWith("{")) throw new Error(`${name} was not checked: ${stderr}`);
  if (kept) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(kept, stdout);
  }
  return JSON.parse(stdout);
}

/**
 * The files that took most, each with its text, and those that took more than a file may.
 * @template {{ file: string, cpuMs: number, peakBytes: number }} Cost
 * @param {readonly Cost[]} costs
 */
export function mostCostly(costs) {
  const most = (key) => [...costs].sort((a, b) => b[key] - a[key]).slice(0, SHOWN);
  return {
    slowest: most("cpuMs"),
    // A process that has checked other files before keeps their peak.
    largest: most("peakBytes"),
    beyond: costs.filter(({ cpuMs, peakBytes }) => cpuMs > LIMITS.cpuMs || peakBytes > LIMITS.bytes),
  };
}

/** @param {{ file: string, cpuMs: number }} cost */
export const cpuText = ({ file, cpuMs }) => `${(cpuMs / 1000).toFixed(1)} s  ${file}`;
/** @param {{ file: string, peakBytes: number }} cost */
export const memoryText = ({ file, peakBytes }) => `${Math.round(peakBytes / 1e6)} MB  ${file}`;

/**
 * Writes what nobody has judged as entries for a list of judged ones.
 * @param {string} file
 * @param {readonly { repository: string, file: string, text: string, kind: string, message: string }[]} errors
 */
export function writeUnjudged(file, errors) {
  const entries = errors.map(({ repository, file, text, kind, message }) => ({
    repository,
    file,
    text,
    kind,
    message,
    verdict: null,
    why: "",
  }));
  writeFileSync(file, `${JSON.stringify(entries, undefined, 2)}\n`);
}
