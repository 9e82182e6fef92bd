import type { Parser } from "../syntax/parse";
import { Source } from "../syntax/source";
import { inferenceJson } from "./cost/memory/json";
import { inference } from "./cost/memory/training";
import { countedSteps } from "./cost/totals";
import { withoutIgnored } from "./diagnostics/ignores";
import { partialOf } from "./diagnostics/incomplete";
import { analyzeEntries, Found } from "./entries/analyze";
import { callForm } from "./entries/call-form";
import { type Asked, type Executed, execute, type Foreseen } from "./entries/execution";
import type { CallForm } from "./entries/filled-call";
import {
  type AskedDevice,
  type FitQuestion,
  type FootprintQuestion,
  fitOf,
  footprintOf,
  type Refusal,
} from "./entries/fit";
import { follow, inNumbers, type TrainingQuestion, trainingOf, trainingOfLoop } from "./entries/footprint";
import { Memory } from "./entries/memory";
import { type Runnable, runnable } from "./entries/runnable";
import { explain } from "./explain/explain";
import type { Explained, ExplainRequest, Explanation } from "./explain/explanation";
import { Places } from "./facts/places";
import type { PreludeSources, SourceHost } from "./host";
import type { Run } from "./machine/run";
import { repairs } from "./repairs/find";
import type {
  CallNode,
  ConventionsJson,
  DiagnosticJson,
  FileAnalysis,
  FitJson,
  FixJson,
  FootprintJson,
  OwnFitJson,
  Report,
  TrainingJson,
} from "./report";
import { callTree } from "./reports/calls";
import { callDiagnostic, emptyReport, missingFile } from "./reports/empty";
import { mergeFacts } from "./reports/merge";
import { Reporter } from "./reports/reporter";
import { type AnalyzeOptions, Session } from "./session/session";
import type { Executor } from "./trace/executor";
import { Stopped, UNITS_PER_MS, work } from "./work";

export interface TraceResult {
  report: Report;
  /** The last module call as a tree, as in `EntryAnalysis`; made when it is asked for. */
  calls?: () => CallNode[];
  /** The total as other tools count it; made when it is asked for. */
  conventions?: () => ConventionsJson;
  /** The call could not be evaluated to its end: it does not parse, names a thing that is not there, or raises. Also a diagnostic. */
  failed?: string;
}

/** Units of work that trying edits for one error may cost. */
const REPAIR_WORK = 1500 * UNITS_PER_MS;

/** Analyses files. Holds caches between calls; safe to keep for days. Never throws. */
export class Analyzer {
  private readonly session: Session;
  private readonly memory: Memory;
  /** The runs that were explained last: what is asked next is mostly about the same text. */
  private explained: { file: string; options: string; found: Found } | undefined;

  constructor(parser: Parser, prelude: PreludeSources, host: SourceHost) {
    this.session = new Session(parser, prelude, host);
    this.memory = new Memory(host);
  }

  source(file: string): Source | undefined {
    return this.session.source(file);
  }

  /** All that the editor shows of a file, from every entry that can be found in it. */
  analyzeFile(file: string, options: AnalyzeOptions = {}): FileAnalysis {
    return analyzeEntries(this.session, this.memory, file, options);
  }

  /** The file's analysis as one report: what `facts` prints. Facts of all entries, sums of the last class's first one. */
  facts(file: string, options: AnalyzeOptions = {}): Report {
    const source = this.session.source(file);
    if (source === undefined) return emptyReport([missingFile(file)]);
    const found = new Found(this.session, this.memory, source, options);
    found.all();
    const reports = work.unlimited(() =>
      found.runs.map((run) =>
        new Reporter(run.machine, run.state, run.places).report(run.state.trace.roots.at(-1), undefined),
      ),
    );
    const main = found.main === undefined ? undefined : reports[found.runs.indexOf(found.main)];
    return {
      ...(main ?? reports[0] ?? emptyReport([])),
      facts: mergeFacts(reports.map((report) => report.facts)),
      requirements: [...new Set(reports.flatMap((report) => report.requirements))],
      diagnostics: found.told(),
      ...partialOf(found.diagnostics.values()),
    };
  }

  /** Evaluates `call` (plain Python) in the file's namespace. */
  trace(file: string, call: string, options: AnalyzeOptions = {}): TraceResult {
    const source = this.session.source(file);
    if (source === undefined) return { report: emptyReport([missingFile(file)]), failed: `${file} can't be read` };
    const expression = this.session.parseCall(call);
    if ("message" in expression) {
      const failed = `the call does not parse: ${expression.message}`;
      return { report: emptyReport([callDiagnostic(failed, expression.start, expression.end)]), failed };
    }
    const asked = { text: call, expression };
    const { run, result, stopped, program } = follow(this.session, source, asked, options);
    const { machine } = run;
    const root = run.state.trace.roots.at(-1);
    const reporter = new Reporter(machine, run.state, run.places);
    const report = work.unlimited(() => reporter.report(root, result.value, result.raised));
    const used = program && inNumbers(() => inference(program));
    if (program !== undefined && used !== undefined) {
      report.peakBytes = used.peakBytes;
      report.inference = inferenceJson(program, used, run.places);
    }
    report.diagnostics.push(
      ...this.session.syntaxProblems(source),
      ...(stopped === undefined ? [] : [stopped]),
      ...(result.stopped === undefined ? [] : [result.stopped]),
      ...machine.givenUp.map((one) => this.session.incomplete(source, one)),
    );
    report.diagnostics = withoutIgnored(source, report.diagnostics, (path) => this.session.known(path)).told;
    Object.assign(report, partialOf(report.diagnostics));
    const calls = () =>
      root === undefined ? [] : work.unlimited(() => [callTree(root, run.state.trace, reporter, run.places)]);
    const conventions = () => work.unlimited(() => reporter.conventions(countedSteps(run.state.trace, root)));
    if (result.value === undefined) {
      const failed =
        result.raised === undefined
          ? (result.stopped?.message ?? "it could not be evaluated")
          : `${result.raised.exception.cls.name}: ${machine.exceptionText(result.raised.exception)}`;
      return { report, calls, conventions, failed };
    }
    return { report, calls, conventions };
  }

  /** One step of training of what `call` gives: its memory and its operations; undefined where that is not known. */
  training(
    file: string,
    call: string,
    train: TrainingQuestion,
    options: AnalyzeOptions = {},
  ): TrainingJson | undefined {
    const source = this.session.source(file);
    const expression = this.session.parseCall(call);
    if (source === undefined || "message" in expression) return undefined;
    return trainingOf(this.session, source, { text: call, expression }, train, options);
  }

  /** The training loop of the program's own: in `call`, or else in the file, run as a script. */
  ownTraining(file: string, call: string, options: AnalyzeOptions = {}): TrainingJson | Refusal {
    const source = this.session.source(file);
    if (source === undefined) return { failed: `${file} can't be read` };
    const expression = this.session.parseCall(call);
    if ("message" in expression) return { failed: `the call does not parse: ${expression.message}` };
    return trainingOfLoop(this.session, source, { text: call, expression }, options);
  }

  /** Whether that loop fits into a device's memory. */
  ownFit(file: string, call: string, { memoryBytes }: AskedDevice, options: AnalyzeOptions = {}): OwnFitJson | Refusal {
    const told = this.ownTraining(file, call, options);
    if ("failed" in told) return told;
    const { peakBytes, peak, timeline } = told;
    return { fits: peakBytes <= memoryBytes, peakBytes, deviceBytes: memoryBytes, peak, timeline };
  }

  /** Memory of one entry of `analyzeFile`, by its id, used and trained. */
  footprint(
    file: string,
    entryId: string,
    question: FootprintQuestion,
    options: AnalyzeOptions = {},
  ): FootprintJson | Refusal {
    const { file: called = file, asked, notRunnable } = this.runnable(file, entryId, options);
    const source = this.session.source(called);
    if (asked === undefined || source === undefined) return { failed: notRunnable ?? "no such call is known" };
    if ("root" in asked) return footprintOf(this.session, source, { root: asked.root }, question, options);
    const expression = this.session.parseCall(asked.call);
    if ("message" in expression) return { failed: `the call does not parse: ${expression.message}` };
    return footprintOf(this.session, source, { text: asked.call, expression }, question, options);
  }

  /** Whether `call` fits into a device's memory, and the largest batch that does. */
  fit(file: string, call: string, question: FitQuestion, options: AnalyzeOptions = {}): FitJson | Refusal {
    const source = this.session.source(file);
    if (source === undefined) return { failed: `${file} can't be read` };
    const expression = this.session.parseCall(call);
    if ("message" in expression) return { failed: `the call does not parse: ${expression.message}` };
    return fitOf(this.session, source, { text: call, expression }, question, options);
  }

  /** Runs what is asked for on numbers, with the executor that is made of what shapes alone tell. */
  execute(
    file: string,
    asked: Asked,
    prepare: (foreseen: Foreseen) => Executor,
    options: AnalyzeOptions = {},
  ): Executed {
    return execute(this.session, file, asked, options, prepare);
  }

  /** What must be known to call a class or function of the file with numbers; undefined where it has none of that name. */
  callForm(file: string, name: string, options: AnalyzeOptions = {}): CallForm | undefined {
    const source = this.session.source(file);
    return source && callForm(this.session, source, name, options);
  }

  /** How one entry of `analyzeFile`, by its id, is run on numbers. */
  runnable(file: string, entryId: string, options: AnalyzeOptions = {}): Runnable {
    const source = this.session.source(file);
    if (source === undefined) return { notRunnable: `${file} can't be read` };
    const found = new Found(this.session, this.memory, source, options);
    found.all();
    const result = found.results.get(entryId);
    if (result === undefined) return { notRunnable: "no such call is known" };
    return runnable(result, file, entryId, found.entries);
  }

  /**
   * Edits that take an error of the file away, each tried by an analysis of the changed text: for when somebody asks.
   * `options.work` is for all tries together.
   */
  repairs(file: string, error: DiagnosticJson, options: AnalyzeOptions = {}): FixJson[] {
    const source = this.session.source(file);
    if (source === undefined) return [];
    let { work: left = REPAIR_WORK } = options;
    const analyse = (text: string) => {
      if (left <= 0 || options.cancelled?.() === true) return undefined;
      this.update(this.session.parse(file, text));
      const { diagnostics } = this.analyzeFile(file, { ...options, work: left });
      left -= work.spent;
      return diagnostics;
    };
    try {
      const before = this.analyzeFile(file, options).diagnostics;
      const same = before.find(
        ({ line, column, code, message }) =>
          line === error.line && column === error.column && code === error.code && message === error.message,
      );
      return same === undefined ? [] : repairs(source, same, before, analyse);
    } finally {
      this.update(source);
    }
  }

  /** Why what stands at a place has its shape. `label` names an entry; without it, or where it saw nothing there, the first that did. */
  explain(file: string, { start, end, entryId }: ExplainRequest, options: AnalyzeOptions = {}): Explained {
    const source = this.session.source(file);
    if (source === undefined) return { nothing: `${file} can't be read` };
    const found = this.runsOf(source, options);
    const sources = (path: string) => this.session.known(path);
    const all = [...found.results].map(([id, result]) => ({ id, ...result }));
    const asked = all.find(({ id }) => id === entryId);
    const others = found.entries.flatMap(({ id }) => all.find((one) => one.id === id && one !== asked) ?? []);
    const [base] = found.runs.map((run) => ({ id: "", run, root: undefined }));
    return explained(base?.run, options, () => {
      for (const { id, run, root } of [...(asked ? [asked] : []), ...others, ...(base ? [base] : [])]) {
        const label = found.entries.find((entry) => entry.id === id)?.label ?? "the file's own statements";
        const explanation = explain(run, root, label, source, { start, end }, sources);
        if (explanation !== undefined) return explanation;
      }
      return undefined;
    });
  }

  /** The same of a call, plain Python among the file's names. */
  explainCall(file: string, call: string, at: ExplainRequest, options: AnalyzeOptions = {}): Explained {
    const source = this.session.source(file);
    if (source === undefined) return { nothing: `${file} can't be read` };
    const expression = this.session.parseCall(call);
    if ("message" in expression) return { nothing: `the call does not parse: ${expression.message}` };
    const run = this.session.start(source, options, true);
    this.session.execute(run, source);
    this.session.evaluate(run, run.module, call, expression);
    const given = new Source("<call>", call, { body: [], comments: [], problems: [] });
    const sources = (path: string) => (path === given.file ? given : this.session.known(path));
    const seen = { ...run, places: new Places(sources) };
    return explained(run, options, () => explain(seen, run.state.trace.roots.at(-1), call, source, at, sources));
  }

  /** All runs of a file, kept until something changes. */
  private runsOf(source: Source, options: AnalyzeOptions): Found {
    const { cancelled: _, ...rest } = options;
    const key = JSON.stringify(rest);
    const kept = this.explained;
    if (kept?.file === source.file && kept.options === key) return kept.found;
    const found = new Found(this.session, this.memory, source, options);
    found.all();
    if (work.interrupted === undefined) this.explained = { file: source.file, options: key, found };
    return found;
  }

  /** Forgets what was read of a file (it changed on disk or in the editor). */
  invalidate(file: string): void {
    this.session.forget(file);
    this.changed(file);
  }

  /** Hands in a file's source as an editor has parsed it. */
  update(source: Source): void {
    this.session.update(source);
    this.changed(source.file);
  }

  private changed(file: string): void {
    this.explained = undefined;
    this.memory.changed(file);
  }
}

const CANCELLED = "it was cancelled";

/** An explanation with what it may cost: the runs that it looks into have used up theirs. */
function explained(run: Run | undefined, options: AnalyzeOptions, find: () => Explanation | undefined): Explained {
  if (options.cancelled?.() === true) return { nothing: CANCELLED };
  run?.machine.limit(options);
  try {
    const explanation = find();
    return explanation === undefined ? { nothing: "no tensor and nothing unknown was seen there" } : { explanation };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { nothing: error.reason === "cancelled" ? CANCELLED : "it takes more work than an explanation may cost" };
  }
}
