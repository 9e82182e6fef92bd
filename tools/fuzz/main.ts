// What tools/fuzz.mjs bundles and runs: `node main.js ROOT CHILD OPTIONS…`; its options are told there.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { withSection } from "../scoreboard.mjs";
import { CALLS, callFile } from "./calls";
import { draw, PARTS, type Part } from "./input";
import { runSessions } from "./lsp-part";
import { mutate, mutation } from "./mutations";
import type { PartResult } from "./part";
import { type Run, reportText, scoreboardSection, writeFindings } from "./report";
import type { RunnerOptions } from "./runner";
import { librarySources, modelSources, standardLibrary } from "./sources";
import { callables } from "./tables";
import { runTexts, type TextPart } from "./text-part";

/** What the long run must come to, in `LONG` seconds; a shorter one in proportion. */
const GOALS = { mutations: 10_000, calls: 10_000, lsp: 150 };
const LONG = 1200;
/** Shares of the time; what a part leaves over is for the next ones. */
const SHARES: Record<Part, number> = { mutations: 0.65, calls: 0.1, stdlib: 0.1, lsp: 0.1 };
/** The share for making the failing inputs smaller, if there are any. */
const RESERVE = 0.01;
/** A run of a tenth of the long one's time reads the whole standard library. */
const LIBRARY = 10;
/** Every so many inputs, explanations, plans and repairs are asked for too. */
const DEEP = 15;
/** Milliseconds for making one failing input smaller, at the least. */
const SHRINK_MS = 3000;

const [root, child, ...rest] = process.argv.slice(2);
const { values: options } = parseArgs({
  args: rest,
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    part: { type: "string", multiple: true },
    only: { type: "string" },
    budget: { type: "string", default: "2000" },
    jobs: { type: "string" },
    stdlib: { type: "string" },
    torchvision: { type: "string" },
    out: { type: "string", default: ".fuzz" },
  },
});

const began = Date.now();
const seconds = positive("seconds", options.seconds);
const seed = Math.trunc(Number(options.seed));
const jobs = positive("jobs", options.jobs ?? `${Math.min(2, availableParallelism())}`);
const runnerOptions: RunnerOptions = {
  script: child,
  dist: join(root, "dist"),
  budgetMs: positive("budget", options.budget),
};
const scale = Math.min(1, seconds / LONG);
const parts = PARTS.filter((part) => (options.part ?? PARTS).includes(part));

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  console.error(`--${name} must be a number above 0, not ${text}`);
  process.exit(2);
}

function mutations(): TextPart {
  const sources = modelSources(root, options.torchvision);
  const inputs = Math.ceil(GOALS.mutations * scale);
  return {
    name: "mutations",
    inputs,
    cases: inputs,
    input: (n) => {
      const { file, text, roots, before, what } = mutate(sources, draw(mutation, seed, n));
      const edited = n % 2 === 1 ? { before } : {};
      return { id: `mutations/${n}`, what, file, text, roots, ...edited, deep: n % DEEP === 0, cases: 1 };
    },
  };
}

function calls(): TextPart {
  const files = callFile(callables());
  const inputs = Math.ceil((GOALS.calls * scale) / CALLS);
  return {
    name: "calls",
    inputs,
    cases: inputs * CALLS,
    input: (n) => {
      const { text } = draw(files, seed, n);
      const what = `${CALLS} calls`;
      return { id: `calls/${n}`, what, file: "/fuzz/calls.py", text, deep: n % DEEP === 0, cases: CALLS };
    },
  };
}

/** All files in a long run; in a shorter one, some that the seed decides: they take less time than the rest. */
function stdlib(): TextPart | undefined {
  const library = options.stdlib === undefined ? standardLibrary() : resolve(options.stdlib);
  const all = library === undefined ? [] : librarySources(library);
  if (all.length === 0) {
    console.error("stdlib: no Python's standard library was found; --stdlib DIR names one");
    return undefined;
  }
  const part = Math.min(1, scale * LIBRARY);
  const inputs = Math.ceil(all.length * part);
  return {
    name: "stdlib",
    inputs,
    cases: inputs,
    input: (n) => {
      const { file, text, roots } = all[(Math.floor(n / part) + seed) % all.length];
      return { id: `stdlib/${n}`, what: file, file, text, roots, deep: false, cases: 1 };
    },
  };
}

async function main(): Promise<void> {
  const results: PartResult[] = [];
  const total = parts.reduce((sum, part) => sum + SHARES[part], RESERVE);
  let share = 0;
  for (const part of parts) {
    share += SHARES[part] / total;
    const until = began + share * seconds * 1000;
    console.error(`${part} …`);
    if (part === "lsp")
      results.push(await runSessions(Math.ceil(GOALS.lsp * scale), seed, runnerOptions.dist, jobs, until));
    else {
      const texts = { mutations, calls, stdlib }[part]();
      if (texts !== undefined) results.push(await runTexts(texts, runnerOptions, jobs, until));
    }
  }
  await shrinkAll(results);
  const run: Run = {
    seed,
    seconds,
    took: (Date.now() - began) / 1000,
    budgetMs: runnerOptions.budgetMs,
    parts: results,
  };
  console.log(reportText(run));
  const files = writeFindings(run, resolve(root, options.out));
  if (files.length > 0) {
    console.log(`written to ${resolve(root, options.out)}`);
    process.exitCode = 1;
  }
  if (seconds >= LONG && parts.length === PARTS.length) {
    const page = join(root, "docs/scoreboard.md");
    writeFileSync(page, withSection(readFileSync(page, "utf8"), "fuzz", scoreboardSection(run)));
  }
}

/** The inputs that fail, made smaller in what is left of the time. */
async function shrinkAll(results: readonly PartResult[]): Promise<void> {
  const findings = results.flatMap((result) => [...result.findings.values()]);
  const left = began + seconds * 1000 - Date.now();
  const ms = Math.max(SHRINK_MS, left / Math.max(1, findings.length));
  for (const finding of findings) {
    console.error(`making smaller: ${finding.kind}: ${finding.message}`);
    finding.text = (await finding.shrink?.(ms)) ?? finding.text;
  }
}

/** One input, by its id, as often as it takes to look at it. */
async function only(id: string): Promise<void> {
  const [part, n] = id.split("/");
  const texts =
    part === "mutations" || part === "calls" || part === "stdlib" ? { mutations, calls, stdlib }[part]() : undefined;
  if (texts === undefined) {
    console.error(`--only takes an id such as mutations/17, not ${id}`);
    process.exitCode = 2;
    return;
  }
  process.stdout.write(texts.input(Number(n)).text);
}

void (options.only === undefined ? main() : only(options.only));
