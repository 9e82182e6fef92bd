import { Analyzer } from "../../src/analysis/analyzer";
import type { SourceHost } from "../../src/analysis/host";
import type { Run } from "../../src/analysis/machine/run";
import type { DiagnosticJson } from "../../src/analysis/report";
import { type AnalyzeOptions, Session } from "../../src/analysis/session/session";
import type { Value } from "../../src/analysis/values";
import { preludeSources } from "../../src/syntax/prelude";
import { parser } from "../syntax/python";

/** A disk that holds these files and no others. */
export function hostOf(files: Record<string, string>): SourceHost {
  return {
    read: (file) => files[file],
    isFile: (path) => path in files,
    isFolder: (path) => Object.keys(files).some((file) => file.startsWith(`${path}/`)),
    entries: (folder) => {
      const below = Object.keys(files).filter((file) => file.startsWith(`${folder}/`));
      return [...new Set(below.map((file) => file.slice(folder.length + 1).split("/", 1)[0]))];
    },
  };
}

export interface Outcome {
  run: Run;
  /** Why the analysis had to stop, if it had to. */
  stopped: string | undefined;
  /** Exceptions that reached the top of the file, as `TypeError: message`, with the line of the statement. */
  failures: string[];
  /** A global of the file. */
  value(name: string): Value | undefined;
  /** Python's `repr` of a global. */
  repr(name: string): string;
}

/** The one file that what is shared by tests knows. */
const alone: Record<string, string> = {};
const sharedSession = new Session(parser, preludeSources, hostOf(alone));
const sharedAnalyzer = new Analyzer(parser, preludeSources, hostOf(alone));

/** Puts a file in the place of the one before. Libraries stay loaded from one test to the next, as from one edit to the next. */
function putAlone(path: string, text: string): void {
  for (const file of [...Object.keys(alone), path]) {
    sharedSession.forget(file);
    sharedAnalyzer.invalidate(file);
    delete alone[file];
  }
  alone[path] = text;
}

/** An analyzer that sees these files: one that is shared where it is only one. */
export function analyzerOf(files: Record<string, string>): Analyzer {
  const [[path, text], ...others] = Object.entries(files);
  if (others.length > 0) return new Analyzer(parser, preludeSources, hostOf(files));
  putAlone(path, text);
  return sharedAnalyzer;
}

function sessionOf(files: Record<string, string>): Session {
  const [[path, text], ...others] = Object.entries(files);
  if (others.length > 0) return new Session(parser, preludeSources, hostOf(files));
  putAlone(path, text);
  return sharedSession;
}

/** Runs a program as a file of `/project`, beside `files` (paths below it as well). */
export function analyze(
  source: string,
  files: Record<string, string> = {},
  options: AnalyzeOptions = {},
  path = "program.py",
): Outcome {
  const program = `/project/${path}`;
  const all: Record<string, string> = { [program]: source };
  for (const [path, text] of Object.entries(files)) all[`/project/${path}`] = text;
  const session = sessionOf(all);
  const main = session.source(program)!;
  const run = session.start(main, options);
  const stopped = session.execute(run, main)?.message;
  const { machine, module } = run;
  const value = (name: string) => module.globals.get(name);
  return {
    run,
    stopped,
    failures: machine.state.failures.map(
      ({ exception, stack }) =>
        `${exception.cls.name}: ${machine.exceptionText(exception)}${stack.length > 0 ? ` (line ${main.position(stack[stack.length - 1].start).line})` : ""}`,
    ),
    value,
    repr: (name) => {
      const found = value(name);
      return found === undefined ? "<not bound>" : machine.repr(found);
    },
  };
}

/** What the editor tells of a program. */
export function diagnosticsOf(text: string): DiagnosticJson[] {
  const file = "/project/program.py";
  return analyzerOf({ [file]: text }).analyzeFile(file).diagnostics;
}

/** What the editor tells of a program as errors, with the lines they stand on. */
export function errorsOf(text: string): string[] {
  return diagnosticsOf(text)
    .filter(({ severity }) => severity === "error")
    .map(({ line, message }) => `${line}: ${message.split("\n")[0]}`);
}
