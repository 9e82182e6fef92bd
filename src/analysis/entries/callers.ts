import type { Source } from "../../syntax/source";
import type { SourceHost } from "../host";
import { Stopped, TooDeep } from "../machine/machine";
import { isOverflow } from "../machine/overflow";
import { moduleName } from "../machine/roots";
import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import { slashed } from "../paths";
import type { AnalyzeOptions, Session } from "../session/session";
import { PyRaise } from "../trace/raise";
import type { ModuleCall } from "../trace/trace";
import { PyFunction } from "../values";
import { Reuse } from "./reuse";

/** At most this many files are run for one that is analysed. */
const MAX_FILES = 8;

/** A statement that imports: its words name modules and what is taken from them. */
const IMPORTS = /^[ \t]*(?:from|import)\b[^\n(]*(?:\([^)]*\))?/gm;

/** Files that call a file's classes, and the milliseconds that it took to run them. */
interface Found {
  files: readonly string[];
  ms: number;
}

/** Which files of the workspace call which classes, and what was learnt from running them. */
export class Callers {
  /** Words of import statements, by file: read as far as there was time. */
  private readonly imports = new Map<string, ReadonlySet<string>>();
  /** By the file whose classes are called. */
  private readonly found = new Map<string, Found>();
  private readonly versions = new Map<string, number>();
  /** Entries from other files' calls, by what the class can reach and by the versions of those files. */
  readonly reuse = new Reuse();

  constructor(private readonly host: SourceHost) {}

  changed(file: string): void {
    this.imports.delete(file);
    this.versions.set(file, (this.versions.get(file) ?? 0) + 1);
  }

  /** What was found the last time. */
  known(file: string): Found | undefined {
    return this.found.get(file);
  }

  /** How long it took to run them. */
  ran(file: string, ms: number): void {
    const known = this.found.get(file);
    if (known !== undefined) known.ms = ms;
  }

  /** Changes when one of the files does. */
  stamp(files: readonly string[]): string {
    return files.map((file) => `${file} ${this.versions.get(file) ?? 0}`).join("\n");
  }

  /** Files that import the module or one of its classes, and call one; nearest first. `undefined`: there was no time to read them all. */
  search(
    file: string,
    classes: readonly string[],
    folders: readonly string[],
    deadline: number,
  ): readonly string[] | undefined {
    const module = /([^/]+)(?:\/__init__)?\.py$/.exec(slashed(file))?.[1] ?? "";
    const wanted = [module, ...classes];
    const call = new RegExp(`\\b(?:${classes.join("|")})\\s*\\(`);
    const found: string[] = [];
    for (const other of folders.flatMap((folder) => this.host.list?.(folder) ?? [])) {
      if (other === file) continue;
      if (performance.now() > deadline) return undefined;
      const words = this.imports.get(other) ?? this.index(other);
      if (!wanted.some((word) => words.has(word))) continue;
      if (call.test(this.host.read(other) ?? "")) found.push(other);
    }
    const nearest = found.sort((a, b) => shared(b, file) - shared(a, file)).slice(0, MAX_FILES);
    this.found.set(file, { files: nearest, ms: this.found.get(file)?.ms ?? 0 });
    return nearest;
  }

  private index(file: string): ReadonlySet<string> {
    const text = this.host.read(file) ?? "";
    const words = new Set(text.match(IMPORTS)?.flatMap((statement) => statement.match(/\w+/g) ?? []));
    this.imports.set(file, words);
    return words;
  }
}

/** Length of the path that two files share. */
function shared(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** One run of another file, with the calls of the analysed file's classes in it. */
export interface CallerRun {
  run: Run;
  source: Source;
  calls: ModuleCall[];
}

/** Runs another file as a program, then its functions that need no argument: tests, `main()`. What fails there is that file's matter. */
export function runCaller(
  session: Session,
  base: Run,
  file: string,
  {
    analysed,
    classes,
    ms,
    options,
  }: { analysed: string; classes: readonly string[]; ms: number; options: AnalyzeOptions },
): CallerRun | undefined {
  const source = session.source(file);
  if (source === undefined) return undefined;
  const { machine } = base;
  const run: Run = { ...base, state: new RunState() };
  const deadline = performance.now() + ms;
  const call = new RegExp(`\\b(?:${classes.join("|")})\\s*\\(`);
  const program = () => {
    const module = machine.importer.adopt(moduleName(file, options.roots, session.host).name, source);
    module.globals.set("__name__", "__main__");
    guarded(() => machine.runModule(module, source, false, true));
    for (const fn of [...module.globals.values()]) {
      if (!(fn instanceof PyFunction) || fn.place.file !== file || performance.now() > deadline) continue;
      const needs = fn.params.some(({ kind, default: fallback }) => fallback === undefined && !kind.endsWith("arg"));
      if (needs || !call.test(source.text.slice(fn.place.start, fn.place.end))) continue;
      guarded(() => machine.call(fn));
    }
  };
  // What it loads is undone with the run.
  machine.hurried(ms, () => machine.importer.apart(() => machine.isolated(run.state, program)));
  const calls = run.state.trace.roots.filter(
    ({ module, failed, place }) =>
      !failed &&
      place?.file === file &&
      classes.includes(module.cls.name) &&
      definedIn(module.cls.lookup("forward"), analysed),
  );
  return { run, source, calls };
}

function definedIn(forward: unknown, file: string): boolean {
  return forward instanceof PyFunction && forward.place.file === file;
}

/** Whatever ends a run of another file, the analysis goes on. */
function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    const expected = error instanceof PyRaise || error instanceof TooDeep || isOverflow(error);
    if (!expected && !(error instanceof Stopped && error.reason === "budget")) throw error;
  }
}
