import { callsOneOf, importedNames } from "../../syntax/mentions";
import type { Source } from "../../syntax/source";
import type { SourceHost } from "../host";
import { TooDeep } from "../machine/machine";
import { isOverflow } from "../machine/overflow";
import { moduleName } from "../machine/roots";
import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import { slashed } from "../paths";
import type { AnalyzeOptions, Session } from "../session/session";
import { PyRaise } from "../trace/raise";
import type { ModuleCall } from "../trace/trace";
import { PyFunction } from "../values";
import { innerSession } from "../values/heap";
import { Stopped, work } from "../work";
import { Reuse } from "./reuse";

/** Units for opening a file of the workspace, and for each character that is looked through for imports. */
const FILE_WORK = 50;
const INDEX_WORK = 1 / 100;

/** At most this many files are run for one that is analysed. */
const MAX_FILES = 8;

/** Files that call a file's classes, and the units of work that it took to run them. */
interface Found {
  files: readonly string[];
  work: number;
}

/** Which files of the workspace call which classes, and what was learnt from running them. */
export class Callers {
  /** What files import, by file: read as far as there was time. */
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

  /** What it cost to run them. */
  ran(file: string, units: number): void {
    const known = this.found.get(file);
    if (known !== undefined) known.work = units;
  }

  /** Changes when one of the files does. */
  stamp(files: readonly string[]): string {
    return files.map((file) => `${file} ${this.versions.get(file) ?? 0}`).join("\n");
  }

  /**
   * Files that import the module or one of its classes, and call one; nearest first. Reads no more than `units` allow of those it has not read
   * yet. `undefined`: some are left, and the next search goes on with them.
   */
  search(
    file: string,
    classes: readonly string[],
    folders: readonly string[],
    units: number,
  ): readonly string[] | undefined {
    const called = new Set(classes);
    const importing = this.importing(file, classes, folders, units);
    if (importing === undefined) return undefined;
    const found = importing.filter((other) => callsOneOf(this.host.read(other) ?? "", called));
    const nearest = found.slice(0, MAX_FILES);
    this.found.set(file, { files: nearest, work: this.found.get(file)?.work ?? 0 });
    return nearest;
  }

  /** Files that import the module or one of its classes, nearest first; `undefined` where it takes more than these units to read what was not read before. */
  importing(file: string, classes: readonly string[], folders: readonly string[], units: number): string[] | undefined {
    const wanted = [stemOf(file), ...classes];
    const found: string[] = [];
    let read = 0;
    for (const other of folders.flatMap((folder) => this.host.list?.(folder) ?? [])) {
      if (other === file) continue;
      let imported = this.imports.get(other);
      if (imported === undefined) {
        if (read > units) return undefined;
        const text = this.host.read(other) ?? "";
        read += FILE_WORK + text.length * INDEX_WORK;
        imported = importedNames(text);
        this.imports.set(other, imported);
      }
      if (wanted.some((name) => imported.has(name))) found.push(other);
    }
    return found.sort((a, b) => shared(b, file) - shared(a, file));
  }
}

/** The name that a file is imported under, without its packages': a package's own file has the package's. */
function stemOf(file: string): string {
  const path = slashed(file).split("/");
  const name = path.at(-1)!;
  if (name === "__init__.py") return path.at(-2) ?? "";
  return name.endsWith(".py") ? name.slice(0, -".py".length) : "";
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
  /** Units of work that it took: all that it may where it was cut off. */
  cost: number;
}

/**
 * Runs another file as a program, then its functions that need no argument: tests, `main()`. What fails there is that file's matter, and whatever
 * ends the run, the analysis goes on.
 */
export function runCaller(
  session: Session,
  base: Run,
  file: string,
  {
    analysed,
    classes,
    units,
    options,
  }: { analysed: string; classes: readonly string[]; units: number; options: AnalyzeOptions },
): CallerRun | undefined {
  const source = session.source(file);
  if (source === undefined) return undefined;
  const { machine } = base;
  const run: Run = { ...base, state: new RunState() };
  let cutOff = false;
  const guarded = (part: () => void) => {
    try {
      part();
    } catch (error) {
      const ended = error instanceof PyRaise || error instanceof TooDeep || isOverflow(error);
      cutOff ||= error instanceof Stopped && error.reason === "work";
      if (!ended && !cutOff) throw error;
    }
  };
  const called = new Set(classes);
  const program = () => {
    const module = machine.importer.adopt(moduleName(source, options.roots, session.host).name, source);
    module.globals.set("__name__", "__main__");
    guarded(() => machine.runModule(module, source, false, true));
    for (const fn of [...module.globals.values()]) {
      if (!(fn instanceof PyFunction) || fn.place.file !== file || cutOff) continue;
      const needs = fn.params.some(({ kind, default: fallback }) => fallback === undefined && !kind.endsWith("arg"));
      if (needs || !callsOneOf(source.text.slice(fn.place.start, fn.place.end), called)) continue;
      guarded(() => machine.call(fn));
    }
  };
  // What it loads is undone with the run, and forgotten.
  const cost = work.apart(units, () => {
    guarded(() => machine.importer.apart(() => machine.isolated(run.state, () => innerSession(program))));
    return work.spent;
  });
  const calls = run.state.trace.roots.filter(
    ({ module, failed, place }) =>
      !failed &&
      place?.file === file &&
      classes.includes(module.cls.name) &&
      definedIn(module.cls.lookup("forward"), analysed),
  );
  return { run, source, calls, cost };
}

function definedIn(forward: unknown, file: string): boolean {
  return forward instanceof PyFunction && forward.place.file === file;
}
