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

const alone: Record<string, string> = {};
const sharing = new Session(parser, preludeSources, hostOf(alone));

/** A session with one file, whose libraries were loaded once for all: an editor's goes on as long. */
function ofOneFile(program: string, source: string): Session {
  for (const file of Object.keys(alone)) {
    sharing.forget(file);
    delete alone[file];
  }
  alone[program] = source;
  return sharing;
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
  const session =
    Object.keys(files).length > 0 ? new Session(parser, preludeSources, hostOf(all)) : ofOneFile(program, source);
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
  return new Analyzer(parser, preludeSources, hostOf({ [file]: text })).analyzeFile(file).diagnostics;
}

/** What the editor tells of a program as errors, with the lines they stand on. */
export function errorsOf(text: string): string[] {
  return diagnosticsOf(text)
    .filter(({ severity }) => severity === "error")
    .map(({ line, message }) => `${line}: ${message.split("\n")[0]}`);
}
