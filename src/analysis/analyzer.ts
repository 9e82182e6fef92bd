import type { Expr } from "../syntax/ast";
import type { Parser } from "../syntax/parse";
import { Source } from "../syntax/source";
import { countedSteps } from "./cost/totals";
import { analyzeEntries, Found } from "./entries/analyze";
import { type CallerOptions, Callers } from "./entries/callers";
import type { Spec } from "./entries/inputs";
import { Reuse } from "./entries/reuse";
import { explain } from "./explain/explain";
import type { Explained, ExplainRequest } from "./explain/explanation";
import { callTree } from "./facts/calls";
import { Places, spanOf } from "./facts/places";
import { Reporter } from "./facts/report";
import { compileExpression } from "./machine/compile/expressions";
import { Unit } from "./machine/compile/unit";
import { Frame } from "./machine/frame";
import { isInstalled } from "./machine/imports";
import { Interpreter, Stopped } from "./machine/interpreter";
import { Lazy } from "./machine/lazy";
import { PyRaise } from "./machine/machine";
import { isOverflow } from "./machine/overflow";
import { moduleName } from "./machine/roots";
import { RunState } from "./machine/run-state";
import { Scope } from "./machine/scope";
import { repairs } from "./repairs/find";
import type { CallNode, ConventionsJson, DiagnosticJson, FactJson, FileAnalysis, FixJson, Report } from "./report";
import { buildPlan } from "./trace/build-plan";
import type { Plan } from "./trace/plan";
import type { ModuleCall } from "./trace/trace";
import type { PyModule, Value } from "./values";
import { beginSession } from "./values/heap";

/** Where sources come from: a disk, an editor's open documents over a disk, a test's map. Paths are absolute. */
export interface SourceHost {
  read(file: string): string | undefined;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Python files below a folder, as far as they belong to a project: no installed libraries. */
  list?(folder: string): readonly string[];
}

/** The prelude as compiled at build time: module name → JSON of its syntax tree. */
export interface PreludeSources {
  /** `undefined` where there is no such module. `tree()` parses the JSON, once a call. */
  get(name: string): { isPackage: boolean; tree(): import("../syntax/ast").Module; text?: string } | undefined;
  /** What was recorded of the real module (a `RecordedModule`), as JSON text. */
  recorded?(name: string): string | undefined;
}

export interface AnalyzeOptions {
  /** Import roots, like entries of `PYTHONPATH`. Default: the file's own project. */
  roots?: readonly string[];
  /** Gives up with a partial answer after this many milliseconds. */
  budgetMs?: number;
  /** Looks in the workspace for calls of the file's classes; without it, nowhere. */
  callers?: CallerOptions;
  /** Asked now and then; true stops the analysis with what is known. */
  cancelled?: () => boolean;
}

/** What the runtime executes, or why it can't. */
export interface Planned {
  plan?: Plan;
  notRunnable?: string;
}

export interface TraceResult extends Planned {
  report: Report;
  /** The last module call as a tree, as in `EntryAnalysis`; made when it is asked for. */
  calls?: () => CallNode[];
  /** The total as other tools count it; made when it is asked for. */
  conventions?: () => ConventionsJson;
  /** The call could not be evaluated to its end: it does not parse, names a thing that is not there, or raises. Also a diagnostic. */
  failed?: string;
}

/** One run of a file with what it learnt. */
export interface Run {
  machine: Interpreter;
  module: PyModule;
  places: Places;
  state: RunState;
}

/** Sets of import roots for which loaded libraries are kept. */
const MAX_MACHINES = 4;

/** Milliseconds in which edits are tried for one error. */
const REPAIR_BUDGET = 1500;

/** Files that the names of `--call` see beside the file's own. */
const CALL_NAMES: [string, string][] = [
  ["torch", "torch"],
  ["nn", "torch.nn"],
  ["F", "torch.nn.functional"],
];

/** Analyses files. Holds caches between calls; safe to keep for days. Never throws. */
export class Analyzer {
  private readonly sources = new Map<string, Source>();
  /** By their import roots. */
  private readonly machines = new Map<string, Interpreter>();
  private watched: string | undefined;
  /** Results of the last analyses, by what they can reach. */
  readonly reuse = new Reuse();
  private lastChanged: string | undefined;
  /** The runs that were explained last: what is asked next is mostly about the same text. */
  private explained: { file: string; options: string; found: Found } | undefined;
  /** Combinations of flags that a class's text refuses, by that text. */
  readonly refused = new Set<string>();
  /** What symbolic runs learnt of their inputs, by the class's text. */
  readonly learnt = new Map<string, Map<string, Spec>>();

  /** Calls in other files, as far as they were looked for. */
  readonly callers: Callers;

  constructor(
    private readonly parser: Parser,
    private readonly prelude: PreludeSources,
    readonly host: SourceHost,
  ) {
    this.callers = new Callers(host);
  }

  /** All that the editor shows of a file, from every entry that can be found in it. */
  analyzeFile(file: string, options: AnalyzeOptions = {}): FileAnalysis {
    return analyzeEntries(this, file, options);
  }

  /** The file's analysis as one report: what `facts` prints. Facts of all entries, sums of the last class's first one. */
  facts(file: string, options: AnalyzeOptions = {}): Report {
    const source = this.source(file);
    if (source === undefined) return emptyReport([missingFile(file)]);
    const found = new Found(this, source, options);
    found.all();
    const reports = found.runs.map((run) =>
      new Reporter(run.machine, run.state, run.places).report(run.state.trace.roots.at(-1), undefined),
    );
    const main = found.main === undefined ? undefined : reports[found.runs.indexOf(found.main)];
    return {
      ...(main ?? reports[0] ?? emptyReport([])),
      facts: mergeFacts(reports.map((report) => report.facts)),
      requirements: [...new Set(reports.flatMap((report) => report.requirements))],
      diagnostics: [...found.diagnostics.values()],
    };
  }

  /** Evaluates `call` (plain Python) in the file's namespace. */
  trace(file: string, call: string, options: AnalyzeOptions = {}): TraceResult {
    const source = this.source(file);
    if (source === undefined) return { report: emptyReport([missingFile(file)]), failed: `${file} can't be read` };
    const expression = this.parser.expression(call);
    if ("message" in expression) {
      const failed = `the call does not parse: ${expression.message}`;
      return { report: emptyReport([callDiagnostic(failed, expression.start, expression.end)]), failed };
    }
    const run = this.start(source, options);
    const stopped = this.execute(run, source);
    const { machine, module } = run;
    const result = this.evaluate(run, module, call, expression);
    const root = run.state.trace.roots.at(-1);
    const reporter = new Reporter(machine, run.state, run.places);
    const report = reporter.report(root, result.value, result.raised);
    report.diagnostics.push(
      ...this.syntaxProblems(source),
      ...(stopped === undefined ? [] : [stopped]),
      ...(result.stopped === undefined ? [] : [result.stopped]),
    );
    const calls = () => (root === undefined ? [] : [callTree(root, run.state.trace, reporter, run.places)]);
    const conventions = () => reporter.conventions(countedSteps(run.state.trace, root));
    if (result.value === undefined) {
      const failed =
        result.raised === undefined
          ? (result.stopped?.message ?? "it could not be evaluated")
          : `${result.raised.exception.cls.name}: ${machine.exceptionText(result.raised.exception)}`;
      return { report, calls, conventions, failed };
    }
    // Made when it is asked for: most traces are not executed.
    const { value } = result;
    let planned: Planned | undefined;
    const plan = () => (planned ??= this.planOf(run, root, value));
    return {
      report,
      calls,
      conventions,
      get plan() {
        return plan().plan;
      },
      get notRunnable() {
        return plan().notRunnable;
      },
    };
  }

  private planOf(run: Run, root: ModuleCall | undefined, value: Value): Planned {
    const plan = buildPlan(run.state.trace, root, value, (place) => run.places.line(place));
    return "notRunnable" in plan ? plan : { plan };
  }

  /** The plan of one entry of `analyzeFile`, by its id. */
  plan(file: string, entryId: string, options: AnalyzeOptions = {}): TraceResult {
    const source = this.source(file);
    if (source === undefined) return { report: emptyReport([missingFile(file)]), failed: `${file} can't be read` };
    const found = new Found(this, source, options);
    found.all();
    const result = found.results.get(entryId);
    if (result === undefined || result.run.state.policy !== undefined)
      return { report: emptyReport([]), notRunnable: "its sizes are symbolic: an example call gives it numbers" };
    const { run, root, output } = result;
    const report = new Reporter(run.machine, run.state, run.places).report(root, output);
    if (output === undefined) return { report, failed: "its forward pass fails" };
    return { report, ...this.planOf(run, root, output) };
  }

  /**
   * Edits that take an error of the file away, each tried by an analysis of the changed text: for when somebody asks.
   * `options.budgetMs` is for all tries together.
   */
  repairs(file: string, error: DiagnosticJson, options: AnalyzeOptions = {}): FixJson[] {
    const source = this.source(file);
    if (source === undefined) return [];
    const { budgetMs = REPAIR_BUDGET } = options;
    const analyse = (text: string) => {
      this.update(this.parser.parse(file, text));
      return this.analyzeFile(file, { ...options, budgetMs }).diagnostics;
    };
    try {
      const before = this.analyzeFile(file, options).diagnostics;
      const same = before.find(
        ({ line, column, code, message }) =>
          line === error.line && column === error.column && code === error.code && message === error.message,
      );
      return same === undefined ? [] : repairs(source, same, before, analyse, { ...options, budgetMs });
    } finally {
      this.update(source);
    }
  }

  /** Why what stands at a place has its shape. `label` names an entry; without it, or where it saw nothing there, the first that did. */
  explain(file: string, { start, end, entryId }: ExplainRequest, options: AnalyzeOptions = {}): Explained {
    const source = this.source(file);
    if (source === undefined) return { nothing: `${file} can't be read` };
    const found = this.runsOf(source, options);
    const sources = (path: string) => this.sources.get(path);
    const all = [...found.results].map(([id, result]) => ({ id, ...result }));
    const asked = all.find(({ id }) => id === entryId);
    const others = found.entries.flatMap(({ id }) => all.find((one) => one.id === id && one !== asked) ?? []);
    const [base] = found.runs.map((run) => ({ id: "", run, root: undefined }));
    for (const { id, run, root } of [...(asked ? [asked] : []), ...others, ...(base ? [base] : [])]) {
      const label = found.entries.find((entry) => entry.id === id)?.label ?? "the file's own statements";
      const explanation = explain(run, root, label, source, { start, end }, sources);
      if (explanation !== undefined) return { explanation };
    }
    return { nothing: "no tensor and nothing unknown was seen there" };
  }

  /** The same of a call, plain Python among the file's names. */
  explainCall(file: string, call: string, at: ExplainRequest, options: AnalyzeOptions = {}): Explained {
    const source = this.source(file);
    if (source === undefined) return { nothing: `${file} can't be read` };
    const expression = this.parser.expression(call);
    if ("message" in expression) return { nothing: `the call does not parse: ${expression.message}` };
    const run = this.start(source, options, true);
    this.execute(run, source);
    this.evaluate(run, run.module, call, expression);
    const given = new Source("<call>", call, { body: [], comments: [], problems: [] });
    const sources = (path: string) => (path === given.file ? given : this.sources.get(path));
    const seen = { ...run, places: new Places(sources) };
    const explanation = explain(seen, run.state.trace.roots.at(-1), call, source, at, sources);
    return explanation ? { explanation } : { nothing: "no tensor and nothing unknown was seen there" };
  }

  /** All runs of a file, kept until something changes. */
  private runsOf(source: Source, options: AnalyzeOptions): Found {
    const { cancelled, ...rest } = options;
    const key = JSON.stringify(rest);
    const kept = this.explained;
    if (kept?.file === source.file && kept.options === key) return kept.found;
    const found = new Found(this, source, options);
    found.all();
    if (cancelled?.() !== true) this.explained = { file: source.file, options: key, found };
    return found;
  }

  /** Forgets what was read of a file (it changed on disk or in the editor). */
  invalidate(file: string): void {
    this.sources.delete(file);
    this.changed(file);
  }

  /** Hands in a file's source as an editor has parsed it. */
  update(source: Source): void {
    this.sources.set(source.file, source);
    this.changed(source.file);
  }

  /** Results of other files may rest on this one. */
  private changed(file: string): void {
    this.explained = undefined;
    this.callers.changed(file);
    this.explained = undefined;
    if (this.lastChanged !== undefined && this.lastChanged !== file) {
      this.reuse.clear();
      this.refused.clear();
    }
    this.lastChanged = file;
  }

  source(file: string): Source | undefined {
    const known = this.sources.get(file);
    return known?.isParsed === true ? known : this.read(file, (text) => this.parser.parse(file, text));
  }

  /** A file that is imported: parsed as far as it is used. */
  private imported(file: string): Source | undefined {
    return this.sources.get(file) ?? this.read(file, (text) => this.parser.lazily(file, text));
  }

  private read(file: string, parse: (text: string) => Source): Source | undefined {
    const text = this.host.read(file);
    if (text === undefined) return undefined;
    const source = parse(text);
    this.sources.set(file, source);
    return source;
  }

  /** A machine set up for a file, which has forgotten earlier versions of it. `watch` records the file's expressions. */
  start(source: Source, options: AnalyzeOptions, watch = false): Run {
    const { name, roots } = moduleName(source.file, options.roots, this.host);
    // A library's own file would stand in for the loaded one: it gets a machine of its own.
    const machine = isInstalled(source.file) ? this.newMachine(roots) : this.machineFor(roots);
    this.watched = watch ? source.file : undefined;
    beginSession();
    machine.importer.forgetOwnFiles();
    machine.state = new RunState();
    machine.limit(options);
    const places = new Places((file) => this.sources.get(file));
    const module = machine.importer.adopt(name, source);
    return { machine, module, places, state: machine.state };
  }

  /** Machines keep the prelude and installed libraries loaded from one analysis to the next. */
  private machineFor(roots: string[]): Interpreter {
    const key = roots.join("\n");
    let machine = this.machines.get(key);
    if (machine === undefined) {
      machine = this.newMachine(roots);
      if (this.machines.size >= MAX_MACHINES) this.machines.clear();
      this.machines.set(key, machine);
    }
    return machine;
  }

  private newMachine(roots: string[]): Interpreter {
    return new Interpreter({
      host: this.host,
      prelude: this.prelude,
      sources: { get: (file) => this.imported(file) },
      roots,
      watched: (file) => file === this.watched,
    });
  }

  /** Runs the file's own statements; a diagnostic where the analysis had to stop. */
  execute(run: Run, source: Source): DiagnosticJson | undefined {
    return this.guarded(run, source, () => run.machine.runModule(run.module, source, false, true)).stopped;
  }

  /** Evaluates an expression among the names of a module. */
  evaluate(
    run: Run,
    module: PyModule,
    text: string,
    expression: Expr,
    /** Where the text stands, if it stands in a file: places are told there. */
    at?: { source: Source; offset: number },
  ): { value?: Value; raised?: PyRaise; stopped?: DiagnosticJson } {
    const source = at?.source ?? new Source("<call>", text, { body: [], comments: [], problems: [] });
    if (at !== undefined) expression = shifted(expression, at.offset);
    for (const [name, target] of CALL_NAMES)
      if (!module.globals.has(name) && !run.machine.builtins.has(name))
        module.globals.set(name, new Lazy((machine) => machine.import(target)));
    const frame = new Frame(run.machine, source, module, undefined, [], undefined);
    const code = compileExpression(new Unit(source, new Scope("module", undefined), false), expression);
    return this.guarded(run, source, () => run.machine.within(frame, () => code(frame)));
  }

  private guarded<T>(
    run: Run,
    source: Source,
    work: () => T,
  ): { value?: T; raised?: PyRaise; stopped?: DiagnosticJson } {
    try {
      return { value: work() };
    } catch (error) {
      run.machine.top = undefined;
      if (error instanceof PyRaise) return { raised: error };
      const message =
        error instanceof Stopped
          ? error.reason === "cancelled"
            ? "the analysis was cancelled"
            : "the analysis took longer than its budget: what is shown is part of the answer"
          : isOverflow(error)
            ? "the analysis went too deep: what is shown is part of the answer"
            : `the analysis failed: ${error instanceof Error ? error.message : String(error)}`;
      const stopped: DiagnosticJson = {
        file: source.file,
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
        severity: "information",
        code: "incomplete",
        message,
      };
      return { stopped };
    }
  }

  parseCall(text: string): ReturnType<Parser["expression"]> {
    return this.parser.expression(text);
  }

  syntaxProblems(source: Source): DiagnosticJson[] {
    return source.tree.problems.map(({ start, end, message }) => ({
      ...spanOf(source, start, end),
      severity: "error",
      code: "SyntaxError",
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

/** Facts of several runs: one for each name at each place, with every distinct value. */
function mergeFacts(lists: readonly FactJson[][]): FactJson[] {
  const merged = new Map<string, { fact: FactJson; seen: Set<string> }>();
  for (const fact of lists.flat()) {
    const key = `${fact.file}:${fact.line}:${fact.endLine}:${fact.name}`;
    const known = merged.get(key);
    if (known === undefined) {
      merged.set(key, {
        fact: { ...fact, values: [...fact.values] },
        seen: new Set(fact.values.map((value) => JSON.stringify(value))),
      });
      continue;
    }
    for (const value of fact.values) {
      const text = JSON.stringify(value);
      if (known.seen.has(text)) continue;
      known.seen.add(text);
      known.fact.values.push(value);
    }
  }
  return [...merged.values()].map(({ fact }) => fact);
}

function emptyReport(diagnostics: DiagnosticJson[]): Report {
  return {
    params: 0,
    buffers: 0,
    macs: 0,
    flops: 0,
    activationBytes: 0,
    peakBytes: 0,
    modules: [],
    steps: [],
    facts: [],
    requirements: [],
    uncounted: [],
    diagnostics,
  };
}

function missingFile(file: string): DiagnosticJson {
  return {
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    severity: "error",
    code: "missing-file",
    message: `${file} can't be read`,
  };
}

function callDiagnostic(message: string, start: number, end: number): DiagnosticJson {
  return {
    file: "<call>",
    line: 1,
    column: start + 1,
    endLine: 1,
    endColumn: end + 1,
    severity: "error",
    code: "call",
    message,
  };
}
