import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../src/analysis/analyzer";
import { preludeSources } from "../src/syntax/prelude";
import { hostOf } from "./analysis/support";
import { parser } from "./syntax/python";

/**
 * Programs of the kinds that people ask about, each with one mistake: the editor shows PyTorch's error at PyTorch's line, and nothing in the
 * corrected twin. `tools/record/bugs.py` says how the programs are written and records PyTorch's verdicts.
 */

interface Verdict {
  error: string;
  /** The first line of PyTorch's message. */
  message: string;
  /** The innermost line of the program. */
  line: number;
}

const folder = join(__dirname, "bugs");

/** Null where a version raises nothing. */
function recorded(version: string): Record<string, Verdict | null> {
  return JSON.parse(readFileSync(join(folder, `verdicts-${version}.json`), "utf8"));
}

function programs(text: string): [name: string, program: string][] {
  const parts = text.split(/^# --- (.*)\n/m).slice(1);
  return parts.flatMap((name, n) => (n % 2 === 0 ? [[name, parts[n + 1]] as [string, string]] : []));
}

/** The programs lie side by side, as an editor has them open. */
const files: Record<string, string> = {};
const analyzer = new Analyzer(parser, preludeSources, hostOf(files));

function errors(text: string, torch: string): Verdict[] {
  const file = `/project/program_${Object.keys(files).length}.py`;
  files[file] = text;
  const { diagnostics } = analyzer.analyzeFile(file, { torch });
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message, line }) => {
      // A demand that a call breaks stands before the exception.
      const [first, second] = message.trim().split("\n");
      const [, error] = /^(\w+)(?:: |$)/.exec(first) ?? /^(\w+)(?:: |$)/.exec(second ?? "") ?? [];
      return { error, message: first.startsWith(`${error}: `) ? first.slice(error.length + 2) : first, line };
    });
}

/**
 * PyTorch's message as a pattern. Where the class is not called, its sizes are formulas in names; where PyTorch lists the C++ signatures that it
 * tried, only the function's name is its own.
 */
function told(message: string, symbolic: boolean): RegExp {
  const text = escaped(message);
  const overloads = /^(\w+\(\)).*(invalid combination of arguments|must be tuple of)/.exec(message);
  if (overloads !== null) return new RegExp(`^${overloads[1].replace("()", "\\(\\)")}`);
  return new RegExp(`^${symbolic ? text.replace(/\d+/g, "[\\w*+ -]+") : text}$`);
}

/** The error that the editor shows: PyTorch's, or the requirement that a call breaks, at the call. */
function shown(program: string, { error, message, line }: Verdict, symbolic: boolean): unknown {
  const lines = program.split("\n");
  const call = lines.findIndex((text) => text.includes("# needs: "));
  if (call < 0) return { error, message: expect.stringMatching(told(message, symbolic)), line };
  const needs = /# needs: (.*?) *(?:#|$)/.exec(lines[call])![1];
  return { error, message: expect.stringMatching(new RegExp(`^\\w+ needs ${escaped(needs)}$`)), line: call + 1 };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Holds the editor to what a version of PyTorch says of each program. */
export function describeBugs(version: string): void {
  const verdicts = recorded(version);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".py"))) {
    const kind = file.replace(".py", "");
    describe(`${kind} under PyTorch ${version}`, () => {
      for (const [name, text] of programs(readFileSync(join(folder, file), "utf8"))) {
        const verdict = verdicts[`${kind}: ${name}`];
        const symbolic = text.includes("# call: ");
        const program = text.replace(/^# call: .*\n/m, "");
        it(name, () => {
          const wanted = verdict === null ? [] : [shown(program, verdict, symbolic)];
          expect(errors(program.replace(/ *# fix: .*/g, ""), version)).toEqual(wanted);
          expect(errors(program.replace(/^( *).*# fix: (.*)/gm, "$1$2"), version)).toEqual([]);
        });
      }
    });
  }
}
