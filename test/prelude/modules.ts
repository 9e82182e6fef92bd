import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PreludeSources, SourceHost } from "../../src/analysis/host";
import { Session } from "../../src/analysis/session/session";
import { Unknown } from "../../src/analysis/values";
import { preludeSources } from "../../src/syntax/prelude";
import { parser } from "../syntax/python";

/** By module, groups of expressions. Made by `tools/record/modules.py`. */
export type Recording = Record<string, Group[]>;

export interface Group {
  program: string;
  /** An expression, and what CPython gives: its `repr`, or `raises Type: message`. */
  cases: [string, string][];
}

/** What an expression gives here; undefined where it is not known. */
export interface Told {
  expression: string;
  wanted: string;
  told: string | undefined;
  /** Why it is not known. */
  why?: string;
}

const FILE = "/project/program.py";
const HEAD =
  "import abc, argparse, collections, contextlib, copy, dataclasses, enum, functools, inspect, string, types, typing\n";
/** Units of work for the expressions of one group: what takes much more is not known, however much more it is given. */
const WORK = 10_000_000;

/** Where the libraries of the Python are that was recorded: what its version says is asked of it. */
const RECORDED = "/usr/lib/python3.11/site-packages";

const NOTHING: SourceHost = { read: () => undefined, isFile: () => false, isFolder: () => false };

/** As a user has it: each module as the prelude stands in for it. */
export function withStandIns(groups: readonly Group[]): Told[] {
  return groups.flatMap((group) => tell(group, preludeSources, NOTHING, [RECORDED]));
}

/**
 * With CPython's own source of one module, as a Python is installed with it, in the place of its stand-in.
 * Every second expression: what CPython's source does takes its time.
 */
export function withSource(module: string, library: string, groups: readonly Group[]): Told[] {
  const prelude: PreludeSources = {
    ...preludeSources,
    get: (name) => (name === module ? undefined : preludeSources.get(name)),
  };
  const disk: SourceHost = {
    read: (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined),
    isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true,
    isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
    entries: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  };
  return groups.flatMap(({ program, cases }) =>
    tell({ program, cases: cases.filter((_, n) => n % 2 === 0) }, prelude, disk, [library]),
  );
}

/** What a group's expressions give, one after the other in one program. */
function tell({ program, cases }: Group, prelude: PreludeSources, disk: SourceHost, roots: string[]): Told[] {
  const head = `__name__ = "program"\n${HEAD}${program}`;
  const first = head.split("\n").length;
  const text = head + cases.map(([expression], n) => `told_${n} = repr((${expression}))\n`).join("");
  const host: SourceHost = {
    ...disk,
    read: (file) => (file === FILE ? text : disk.read(file)),
    isFile: (file) => file === FILE || disk.isFile(file),
  };
  const session = new Session(parser, prelude, host);
  const source = session.source(FILE)!;
  const run = session.start(source, { roots: ["/project", ...roots], work: WORK });
  session.execute(run, source);
  const raised = new Map<number, string>();
  for (const { exception, stack } of run.state.failures) {
    const place = stack.at(-1);
    if (place?.file !== FILE) continue;
    const told = `raises ${exception.cls.name}: ${run.machine.exceptionText(exception)}`;
    const n = source.position(place.start).line - first;
    if (n < 0) throw new Error(`the program ${told}\n${program}`);
    raised.set(n, told);
  }
  return cases.map(([expression, wanted], n) => {
    const value = run.module.globals.get(`told_${n}`);
    const told = raised.get(n) ?? (typeof value === "string" ? value : undefined);
    return { expression, wanted, told, ...(value instanceof Unknown ? { why: value.reason } : {}) };
  });
}

/** The answers of the Python that is installed, and where its library is. */
export interface Installed {
  version: string;
  library: string;
  answers: Recording;
}

/** Asks `python3`, which CI installs. */
export function installed(): Installed {
  const script = join(import.meta.dirname, "../../tools/record/modules.py");
  const asked = spawnSync("python3", [script, "--installed"], { encoding: "utf8", maxBuffer: 1 << 26 });
  if (asked.status !== 0) throw new Error(`python3 is needed, and its library: ${asked.error ?? asked.stderr}`);
  return JSON.parse(asked.stdout) as Installed;
}
