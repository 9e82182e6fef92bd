import type { Expr } from "../../syntax/ast";
import { survived } from "../../syntax/defects";
import type { Parser } from "../../syntax/parse";
import { Source } from "../../syntax/source";
import { incompleteDiagnostic, told } from "../diagnostics/incomplete";
import { Places, spanOf } from "../facts/places";
import type { PreludeSources, SourceHost } from "../host";
import { compileExpression } from "../machine/compile/expressions";
import { moduleUnit } from "../machine/compile/module";
import { AbstractInterpreter } from "../machine/interpreter";
import { Lazy } from "../machine/lazy";
import { Frame } from "../machine/machine";
import { isOverflow } from "../machine/overflow";
import { moduleName } from "../machine/roots";
import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import type { DiagnosticJson } from "../report";
import { NotExecuted } from "../trace/executor";
import type { LifetimeObserver } from "../trace/lifetimes";
import { PyRaise } from "../trace/raise";
import { type Release, release } from "../trace/version";
import type { PyModule, Value } from "../values";
import { beginSession } from "../values/heap";
import { Stopped, work } from "../work";
import { libraries } from "./libraries";

export interface AnalyzeOptions {
  /** Import roots, like entries of `PYTHONPATH`. Default: the file's own project. */
  roots?: readonly string[];
  /** The version of PyTorch whose rules and words hold, as packages write it. Default: that of the installed one, else the reference. */
  torch?: string;
  /** Units of work that it may cost; what costs more is given up, the same on every machine. Default: enough for nearly any file. */
  work?: number;
  /** The last resort of an editor: ends with a partial answer after this many milliseconds. Default: never. */
  budgetMs?: number;
  /** Looks in the workspace for calls of the file's classes; without it, nowhere. */
  callers?: CallerOptions;
  /** Calls that somebody gave for classes and functions of the file, beside those in its text: Python among the file's names. */
  given?: readonly GivenCall[];
  /** Follows how long the program holds its tensors: for questions about memory. */
  lifetimes?: LifetimeObserver<object>;
  /** Asked now and then; true stops the analysis with what is known. */
  cancelled?: () => boolean;
  /** Units of work between two questions to `cancelled`. */
  askEvery?: number;
}

/** A call of a class or function of the file that stands nowhere in its text. */
export interface GivenCall {
  subject: string;
  call: string;
}

/** Where calls of a file's classes are looked for. */
export interface CallerOptions {
  /** Folders of the workspace. */
  folders: readonly string[];
  /** Units of work for the search, and as many for the runs; what was found before costs none. */
  work: number;
  /** Looks through the folders again; else only in files where calls were found. */
  search: boolean;
}

/** What came of what was run: a value, an exception, or why it did not come to its end. */
export interface Evaluated<T> {
  value?: T;
  raised?: PyRaise;
  stopped?: DiagnosticJson;
  /** What a run on numbers would have to know. */
  refused?: NotExecuted;
}

/** Sets of import roots for which loaded libraries are kept. */
const MAX_MACHINES = 4;

/** Files that the names of `--call` see beside the file's own. */
const CALL_NAMES: [string, string][] = [
  ["torch", "torch"],
  ["nn", "torch.nn"],
  ["F", "torch.nn.functional"],
];

/** Sources and machines, kept from one analysis to the next: puts a machine together and runs files in it. */
export class Session {
  private readonly sources = new Map<string, Source>();
  /** By their import roots, and the version of PyTorch where one is asked for. */
  private readonly machines = new Map<string, AbstractInterpreter>();
  private watched: string | undefined;

  constructor(
    private readonly parser: Parser,
    private readonly prelude: PreludeSources,
    readonly host: SourceHost,
  ) {}

  /** A source as far as it was read. */
  known(file: string): Source | undefined {
    return this.sources.get(file);
  }

  /** Takes in a file's source as it is now. */
  update(source: Source): void {
    this.sources.set(source.file, source);
  }

  /** Forgets what was read of a file. */
  forget(file: string): void {
    this.sources.delete(file);
  }

  parse(file: string, text: string): Source {
    return this.parser.parse(file, text);
  }

  source(file: string): Source | undefined {
    const known = this.sources.get(file);
    return known?.isParsed === true ? known : this.read(file, (text) => this.parser.parse(file, text));
  }

  /** A file that is imported: parsed as far as it is used. */
  private imported(file: string, isInstalled: boolean): Source | undefined {
    return this.sources.get(file) ?? this.read(file, (text) => this.parser.lazily(file, text, isInstalled));
  }

  private read(file: string, parse: (text: string) => Source): Source | undefined {
    const text = this.host.read(file);
    if (text === undefined) return undefined;
    const source = parse(text);
    source.nameOfLine = (line) => this.host.lineName?.(file, line);
    this.sources.set(file, source);
    return source;
  }

  /** A machine set up for a file, which has forgotten earlier versions of it. `watch` records the file's expressions. */
  start(source: Source, options: AnalyzeOptions, watch = false): Run {
    const { name, roots } = moduleName(source, options.roots, this.host);
    // A library's own file would stand in for the loaded one: it gets a machine of its own.
    const torch = options.torch === undefined ? undefined : release(options.torch);
    const held = options.lifetimes !== undefined;
    const shared = this.machineFor(roots, torch, held);
    const machine = shared.importer.environment.isInstalled(source.file) ? this.newMachine(roots, torch, held) : shared;
    this.watched = watch ? source.file : undefined;
    beginSession();
    machine.rest();
    machine.importer.forgetOwnFiles();
    machine.readings.names.clear();
    machine.state = new RunState();
    machine.state.holders = options.lifetimes;
    machine.limit(options);
    const places = new Places((file) => this.sources.get(file));
    const module = machine.importer.adopt(name, source);
    return { machine, module, places, state: machine.state };
  }

  /** Machines keep the prelude and installed libraries loaded from one analysis to the next. */
  private machineFor(roots: string[], torch: Release | undefined, held: boolean): AbstractInterpreter {
    const key = [...roots, torch?.text, held].join("\n");
    let machine = this.machines.get(key);
    if (machine === undefined || machine.spoilt) {
      machine = this.newMachine(roots, torch, held);
      if (this.machines.size >= MAX_MACHINES) this.machines.clear();
      this.machines.set(key, machine);
    }
    return machine;
  }

  private newMachine(roots: string[], torch: Release | undefined, held: boolean): AbstractInterpreter {
    const isInstalled = (file: string) => machine.importer.environment.isInstalled(file);
    const machine: AbstractInterpreter = new AbstractInterpreter({
      host: this.host,
      prelude: this.prelude,
      sources: {
        get: (file) => this.imported(file, isInstalled(file)),
        parse: (name, text) => this.parser.parse(name, text),
      },
      libraries: libraries(),
      roots,
      torch,
      watched: (file) => file === this.watched,
      held,
    });
    return machine;
  }

  /** Runs the file's own statements, for half of what the file may cost; a diagnostic where the analysis had to stop. */
  execute(run: Run, source: Source): DiagnosticJson | undefined {
    const statements = () => run.machine.runModule(run.module, source, false, true);
    return this.guarded(run, source, () => work.within(work.left / 2, statements)).stopped;
  }

  /** Evaluates an expression among the names of a module. */
  evaluate(
    run: Run,
    module: PyModule,
    text: string,
    expression: Expr,
    /** Where the text stands, if it stands in a file: places are told there. */
    at?: { source: Source; offset: number },
    /** Models that the expression builds are trained rather than used. */
    trains = false,
  ): Evaluated<Value> {
    const source = at?.source ?? new Source("<call>", text, { body: [], comments: [], problems: [] });
    if (at !== undefined) expression = shifted(expression, at.offset);
    for (const [name, target] of CALL_NAMES)
      if (!module.globals.has(name) && !run.machine.builtins.has(name))
        module.globals.set(name, new Lazy((machine) => machine.import(target)));
    const frame = new Frame(run.machine, source, module, undefined, [], undefined);
    const code = compileExpression(moduleUnit(source, { held: run.state.holders !== undefined }), expression);
    const { settings } = run.state;
    const { training } = settings;
    // A model that the expression itself builds is asked about as it is used.
    settings.training = trains;
    try {
      return this.guarded(run, source, () => run.machine.within(frame, () => code(frame)));
    } finally {
      settings.training = training;
    }
  }

  /** Runs what belongs to a run; what leaves it is told. */
  attempt<T>(run: Run, source: Source, work: () => T): Evaluated<T> {
    return this.guarded(run, source, work);
  }

  private guarded<T>(run: Run, source: Source, work: () => T): Evaluated<T> {
    try {
      return { value: work() };
    } catch (error) {
      run.machine.top = undefined;
      if (error instanceof PyRaise) return { raised: error };
      if (error instanceof NotExecuted) return { refused: error };
      if (error instanceof Stopped) return { stopped: this.incomplete(source, error) };
      survived("the analysis", error);
      const message = isOverflow(error)
        ? "the analysis went too deep: what is shown is part of the answer"
        : `the analysis failed: ${error instanceof Error ? error.message : String(error)}`;
      return { stopped: told(source.file, message) };
    }
  }

  /** That an analysis did not come to its end. */
  incomplete(source: Source, stopped: Stopped): DiagnosticJson {
    return incompleteDiagnostic(source, stopped, (file) => this.sources.get(file));
  }

  parseCall(text: string): ReturnType<Parser["expression"]> {
    return this.parser.expression(text);
  }

  syntaxProblems(source: Source): DiagnosticJson[] {
    return source.tree.problems.map(({ start, end, message, limit }) => ({
      ...spanOf(source, start, end),
      severity: limit ? "information" : "error",
      code: limit ? "incomplete" : "syntax",
      message,
    }));
  }
}

/** The same expression as if its text stood `by` characters further. */
function shifted<T>(node: T, by: number): T {
  if (Array.isArray(node)) return node.map((item) => shifted(item, by)) as T;
  if (node === null || typeof node !== "object") return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node))
    copy[key] =
      (key === "start" || key === "end" || key === "attrStart") && typeof value === "number"
        ? value + by
        : shifted(value, by);
  return copy as T;
}
