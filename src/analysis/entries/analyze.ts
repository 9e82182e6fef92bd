import type { ClassDef, FunctionDef } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { auditFlops } from "../audit/audit";
import { auditDiagnostics } from "../audit/diagnostics";
import { contradictionDiagnostic } from "../diagnostics/contradictions";
import { deprecatedCalls } from "../diagnostics/deprecated-names";
import { failureDiagnostic } from "../diagnostics/failures";
import { withoutIgnored } from "../diagnostics/ignores";
import { partialOf } from "../diagnostics/incomplete";
import { leftBehindTensors } from "../diagnostics/left-behind";
import { shapeCommentHints } from "../diagnostics/shape-comments";
import { silentBugs } from "../diagnostics/silent";
import { unusedResults } from "../diagnostics/unused-results";
import type { Example } from "../facts/directives";
import { functionsOf } from "../facts/functions";
import { spanOf } from "../facts/places";
import { untilEnd } from "../machine/exceptions";
import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import type { DiagnosticJson, EntryAnalysis, FileAnalysis, FlopsAudit, Subject } from "../report";
import { Reporter } from "../reports/reporter";
import type { AnalyzeOptions, Session } from "../session/session";
import { genericNames, isGuessedRank, type Spec } from "../symbolic/inputs";
import type { OutsideWrites } from "../symbolic/outside";
import { type Definition, definitions, forwardOf, isModuleClass, lacksForward } from "../symbolic/subjects";
import { optionalGiven, runSymbolic, runWithOptional, type SymbolicRun } from "../symbolic/symbolic";
import type { PyRaise } from "../trace/raise";
import type { ModuleCall } from "../trace/trace";
import { Instance, PyClass, PyFunction, type Value } from "../values";
import { type Paid, Stopped, work } from "../work";
import { Branches } from "./branches";
import { certainFailure, standsForAll } from "./certain";
import { Contracts } from "./contracts";
import { callsElsewhere } from "./elsewhere";
import { EntryBuilder } from "./entry-analysis";
import { FUNCTION_WORK, handlesTensors, isTelling, MAX_FUNCTIONS, methodsOf, wasReached } from "./functions";
import { isExit, isMeant } from "./meant";
import type { Memory } from "./memory";
import { type Reach, Reaches, type SubjectResult } from "./reuse";
import { Surroundings } from "./surroundings";
import { isUnfollowed, unfollowed, withoutForward } from "./unfollowed";
import { failuresWhenever } from "./whenever";
import { onlyWithGpus, runWithGpus } from "./with-gpus";
import { type About, callWithin, entryWithin } from "./within";

/** At most this many runs of one class, so that a class with many flags stays quick. */
const MAX_VARIANTS = 8;

/** At most this many other ranks of a class's inputs are tried where its comments contradict the first. */
const MAX_RANKS = 8;

/** Finds every way in which a file's classes can be run, runs them, and puts together what the editor shows. */
export function analyzeEntries(session: Session, memory: Memory, file: string, options: AnalyzeOptions): FileAnalysis {
  const began = performance.now();
  const source = session.source(file);
  if (source === undefined) return { file, entries: [], subjects: [], functions: [], diagnostics: [], ms: 0 };
  const found = new Found(session, memory, source, options, false);
  found.all();
  return {
    file,
    entries: found.entries,
    subjects: found.subjects,
    functions: functionsOf(source),
    diagnostics: found.told(),
    ...partialOf(found.diagnostics.values()),
    ...(found.more && { more: true as const }),
    ms: performance.now() - began,
  };
}

/** A class that fails by itself, and what else was found of it. */
interface Waiting {
  definition: Definition;
  cls: PyClass;
  result: SubjectResult;
}

/** What the runs of one definition are put into. */
interface Gathering {
  add(entry: EntryAnalysis | undefined): void;
  audits: FlopsAudit[];
  entries: readonly EntryAnalysis[];
}

/** All runs of one file, for those who need more than the plain data. */
export class Found {
  readonly entries: EntryAnalysis[] = [];
  readonly subjects: Subject[] = [];
  readonly diagnostics = new Map<string, DiagnosticJson>();
  readonly runs: Run[] = [];
  /** What each entry ran, by its id. */
  readonly results = new Map<string, { run: Run; root: ModuleCall | undefined; output: Value | undefined }>();
  /** The run that stands for the file: that of the last class's first entry. */
  main: Run | undefined;
  private mainStart = 0;
  /** Runs of classes without a call that came to their end, by class. */
  private readonly followed = new Map<string, { run: Run; about: About }[]>();
  private readonly waiting: Waiting[] = [];
  /** The runs of those that wait, where they were not found before. */
  private readonly failed = new Map<Definition, Paid<SymbolicRun | undefined>>();
  private readonly surroundings: Surroundings;
  private readsSurroundings = false;
  private contracts: Contracts | undefined;
  /** Entries from calls in other files, by class. */
  private elsewhere: ReadonlyMap<string, EntryAnalysis[]> = new Map();
  /** Not every file was looked at for calls: another analysis finds more. */
  more = false;

  constructor(
    private readonly session: Session,
    private readonly memory: Memory,
    private readonly source: Source,
    private readonly options: AnalyzeOptions,
    /** Runs everything anew, for those who need the runs themselves. */
    private readonly fresh = true,
  ) {
    this.surroundings = new Surroundings(session, memory, source);
  }

  all(): void {
    const { session, source, options } = this;
    for (const problem of session.syntaxProblems(source)) this.tell(problem);
    const base = session.start(source, options, true);
    try {
      this.everything(base);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      base.machine.givenUp.push(error);
    }
    this.subjects.sort((a, b) => a.start - b.start);
    for (const stopped of base.machine.givenUp) this.tell(session.incomplete(source, stopped));
  }

  private everything(base: Run): void {
    const { session, memory, source, options } = this;
    // A package is imported, and never the program itself.
    if (!source.file.endsWith("/__init__.py")) base.module.globals.set("__name__", "__main__");
    const stopped = session.execute(base, source);
    if (stopped !== undefined) this.tell(stopped);
    this.runs.push(base);
    this.contracts = new Contracts(base);
    this.failures(base, base.state.provenFailures);
    this.remarks(base);
    this.contradictions(base);
    const complete = stopped === undefined && base.state.failures.length === 0;
    this.failures(
      base,
      failuresWhenever(base, source, complete, (other) => session.source(other)),
    );
    const reaches = new Reaches(source);
    const all = definitions(source).map((definition) => ({
      definition,
      value: base.machine.findattr(base.module, definition.name),
    }));
    const values = all.map(({ value }) => value);
    const classes = all.filter(({ value }) => isModuleClass(value)).map(({ definition }) => definition);
    const elsewhere = callsElsewhere(session, memory, base, source, classes, reaches, options, this.fresh);
    this.more = elsewhere.more;
    this.elsewhere = elsewhere.entries;
    for (const { id, run, root } of elsewhere.ran) {
      this.runs.push(run);
      this.results.set(id, { run, root, output: root.output });
    }
    for (const { definition, value } of all)
      if (isModuleClass(value) || definition.examples.length > 0)
        this.subject(definition, base, value, reaches.of(definition));
      else if (lacksForward(value, values)) this.show(definition, base, withoutForward(source, definition));
    // Those that stand last are mostly those that build the others.
    for (const waiting of this.waiting.splice(0).reverse()) this.waited(waiting, base, reaches, classes);
    const uncalled = all.filter(
      ({ definition: { node, examples }, value }) =>
        node.kind === "FunctionDef" &&
        examples.length === 0 &&
        handlesTensors(node, value, base) &&
        !wasReached(node, source.file, base, this.entries),
    );
    for (const { definition, value } of uncalled.slice(0, MAX_FUNCTIONS))
      this.subject(definition, base, value, reaches.of(definition));
    const bound = [
      ...this.entries.filter(({ guessed }) => guessed !== true).flatMap(({ bindings }) => bindings),
      ...new EntryBuilder(base, source.file).bindings(),
    ];
    for (const hint of shapeCommentHints(source, bound)) this.tell(hint);
    for (const call of deprecatedCalls(source, base.machine.torch)) this.tellOnce(call);
    this.withGpus(base);
  }

  private subject(definition: Definition, base: Run, value: Value | undefined, reach: Reach): void {
    const { name } = definition;
    const result =
      this.kept(name, reach, base) ?? this.keep(name, reach, this.runSubject(definition, base, value, reach.key));
    if (result.waits === true && value instanceof PyClass) this.waiting.push({ definition, cls: value, result });
    else this.show(definition, base, result);
  }

  /** A class that fails by itself: as another one calls it, else with optional inputs. */
  private waited(
    { definition, cls, result }: Waiting,
    base: Run,
    reaches: Reaches,
    classes: readonly Definition[],
  ): void {
    const found = this.within(definition, cls, base, reaches, classes) ?? this.withOptional(definition, base, reaches);
    this.show(definition, base, {
      ...found,
      entries: [...result.entries, ...found.entries],
      audits: [...result.audits, ...found.audits],
    });
  }

  /** How other classes of the file call one, or the file's own statements. */
  private within(
    definition: Definition,
    cls: PyClass,
    base: Run,
    reaches: Reaches,
    classes: readonly Definition[],
  ): SubjectResult | undefined {
    const { file } = this.source;
    for (const other of [...classes].reverse()) {
      if (other === definition) continue;
      const name = `${definition.name} in ${other.name}`;
      const reach = reaches.of(other, definition);
      const kept = this.kept(name, reach, base);
      if (kept !== undefined) return kept;
      const from = work.spent;
      for (const { run, about } of this.followed.get(other.name) ?? []) {
        const call = callWithin(run, cls);
        if (call === undefined) continue;
        const entry = entryWithin(run, file, call, definition.name, about);
        this.results.set(entry.id, { run, root: call, output: call.output });
        const result = { entries: [entry], audits: [], diagnostics: [], givenUp: [], work: work.spent - from };
        return this.keep(name, reach, result);
      }
    }
    return undefined;
  }

  private withOptional(definition: Definition, base: Run, reaches: Reaches): SubjectResult {
    const name = `${definition.name} with optional inputs`;
    const reach = reaches.of(definition);
    const kept = this.kept(name, reach, base);
    if (kept !== undefined) return kept;
    const result = this.gather(definition, base, (into) => {
      const node = definition.node as ClassDef;
      const failed = this.failedRun(definition, base, reach.key);
      const found = failed?.raised === undefined ? failed : runWithOptional(base, definition.name, failed);
      const entry = (found ?? failed) && this.symbolicEntry(definition.name, (found ?? failed)!);
      into.add(entry);
      if (entry !== undefined) this.methods(node, base, into);
      return entry === undefined ? { unfollowed: unfollowed(this.source, node, base, failed) } : {};
    });
    return this.keep(name, reach, result);
  }

  /** The run of a class that waits. Its cost does not depend on whether what came of it was kept. */
  private failedRun(definition: Definition, base: Run, reach: string): SymbolicRun | undefined {
    const before = this.failed.get(definition);
    if (before === undefined) return this.runOnce(base, definition.node as ClassDef, reach);
    this.failed.delete(definition);
    work.pay(before.units);
    return before.value;
  }

  /** Of several definitions, the last one in the text has the run that stands for the file. */
  private standsFor({ node: { start } }: Definition, run: Run | undefined): void {
    if (start < this.mainStart) return;
    this.mainStart = start;
    this.main = run;
  }

  /** What was found before under a name, for what it cost. */
  private kept(name: string, reach: Reach, base: Run): SubjectResult | undefined {
    const kept = this.fresh ? undefined : this.memory.reuse.find(this.source.file, name, reach);
    if (kept === undefined || (kept.outside !== undefined && kept.outside !== this.surroundings.here()))
      return undefined;
    work.pay(kept.work);
    for (const diagnostic of kept.diagnostics) this.tell(diagnostic);
    base.machine.givenUp.push(...kept.givenUp);
    return kept;
  }

  /** Keeps what was found, unless it was cut off. */
  private keep(name: string, reach: Reach, result: SubjectResult): SubjectResult {
    if (!this.fresh && work.interrupted === undefined) this.memory.reuse.keep(this.source.file, name, reach, result);
    return result;
  }

  private show(definition: Definition, base: Run, result: SubjectResult): void {
    const { name, node } = definition;
    const calls = calledFromHere(base, name).map((root) => this.call(base, root));
    const examples = result.entries.filter(({ kind }) => kind === "example");
    const rest = result.entries.filter(({ kind }) => kind !== "example");
    if (examples.length === 0 && calls.length > 0) this.standsFor(definition, base);
    const first = this.entries.length;
    this.entries.push(
      ...this.given(definition, base),
      ...examples,
      ...calls,
      ...(this.elsewhere.get(name) ?? []),
      ...rest,
    );
    if (node.kind === "FunctionDef" && this.entries.length === first && result.unfollowed === undefined) return;
    const forward = node.kind === "ClassDef" ? forwardOf(node)?.nameSpan : undefined;
    this.subjects.push({
      name,
      kind: node.kind === "ClassDef" ? "class" : "function",
      start: node.nameSpan.start,
      end: node.nameSpan.end,
      head: Math.min(node.start, ...node.decorators.map((decorator) => decorator.start - 1)),
      tail: node.end,
      ...(forward === undefined ? {} : { forward: { start: forward.start, end: forward.end } }),
      entries: Array.from({ length: this.entries.length - first }, (_, n) => first + n),
      audits: result.audits,
      ...(this.entries.length === first && result.unfollowed && { unfollowed: result.unfollowed }),
    });
  }

  /** Runs the example calls and the symbolic entries of one definition. */
  private runSubject(definition: Definition, base: Run, value: Value | undefined, reach: string): SubjectResult {
    const { node, examples } = definition;
    return this.gather(definition, base, (into) => {
      const { add, audits } = into;
      for (const example of examples) add(this.example(definition, example, base));
      const ran = examples.flatMap(({ text }) => this.results.get(text) ?? []);
      if (node.kind === "ClassDef" && isModuleClass(value)) {
        const from = work.spent;
        const guessed = this.runOnce(base, node, reach);
        if (guessed?.output === undefined) {
          this.failed.set(definition, { value: guessed, units: work.spent - from });
          return { waits: true };
        }
        for (const entry of this.symbolic(node, reach, audits, base, ran, guessed)) add(entry);
        this.methods(node, base, into);
      } else if (node.kind === "FunctionDef" && examples.length === 0) return this.wholeFunction(node, base, add);
      return {};
    });
  }

  /** Other methods of a class that was followed. */
  private methods(node: ClassDef, base: Run, { add, entries }: Gathering): void {
    let left = FUNCTION_WORK;
    for (const method of methodsOf(node, base.machine.findattr(base.module, node.name))) {
      if (left <= 0) break;
      if (wasReached(method, this.source.file, base, [...this.entries, ...entries])) continue;
      const from = work.spent;
      add(this.method(`${node.name}.${method.name}`, base, left));
      left -= work.spent - from;
    }
  }

  /** Puts together what some runs of one definition give, and what they cost. */
  private gather(
    definition: Definition,
    base: Run,
    run: (into: Gathering) => Pick<SubjectResult, "waits" | "unfollowed">,
  ): SubjectResult {
    const { givenUp } = base.machine;
    const [before, givenUpBefore] = [work.spent, givenUp.length];
    const told = new Set(this.diagnostics.keys());
    const entries: EntryAnalysis[] = [];
    const audits: FlopsAudit[] = [];
    const add = (entry: EntryAnalysis | undefined) => {
      if (entry === undefined) return;
      if (entries.length === 0) this.standsFor(definition, this.runs.at(-1));
      entries.push(entry);
    };
    this.readsSurroundings = false;
    const more = run({ add, audits, entries });
    const diagnostics = [...this.diagnostics].filter(([key]) => !told.has(key)).map(([, diagnostic]) => diagnostic);
    return {
      entries,
      audits,
      diagnostics,
      givenUp: givenUp.slice(givenUpBefore),
      ...(this.readsSurroundings ? { outside: this.surroundings.here() } : {}),
      work: work.spent - before,
      ...more,
    };
  }

  private example({ name }: Definition, example: Example, base: Run): EntryAnalysis | undefined {
    const { session, source } = this;
    const expression = session.parseCall(example.text);
    if ("message" in expression) {
      const end = example.start + Math.max(expression.end, expression.start + 1);
      this.tell({
        ...spanOf(source, example.start + expression.start, end),
        severity: "error",
        code: "example-call",
        message: `The example call does not parse: ${expression.message}`,
      });
      return undefined;
    }
    const run: Run = { ...base, state: new RunState() };
    this.runs.push(run);
    const result = run.machine.isolated(run.state, () =>
      session.evaluate(run, run.module, example.text, expression, { source, offset: example.start }),
    );
    if (result.raised !== undefined && !presumes(run)) this.failures(run, [result.raised]);
    this.remarks(run);
    this.contradictions(run);
    const root = run.state.trace.roots.at(-1);
    this.results.set(example.text, { run, root, output: result.value });
    return new EntryBuilder(run, source.file).build(root, result.value, {
      id: example.text,
      label: example.text,
      kind: "example",
      assumed: [],
      subject: name,
      symbols: [],
    });
  }

  /** The calls that somebody gave. What is wrong with one is no diagnostic: it stands nowhere in the file. */
  private given({ name }: Definition, base: Run): EntryAnalysis[] {
    const { session, source } = this;
    return (this.options.given ?? []).flatMap(({ subject, call }) => {
      const expression = subject === name && !this.results.has(call) ? session.parseCall(call) : undefined;
      if (expression === undefined || "message" in expression) return [];
      const run: Run = { ...base, state: new RunState() };
      this.runs.push(run);
      const { value } = run.machine.isolated(run.state, () => session.evaluate(run, run.module, call, expression));
      const root = run.state.trace.roots.at(-1);
      this.results.set(call, { run, root, output: value });
      const about = { id: call, label: call, kind: "given" as const, assumed: [], subject: name, symbols: [] };
      return new EntryBuilder(run, source.file).build(root, value, about);
    });
  }

  private call(base: Run, root: ModuleCall): EntryAnalysis {
    const text = root.place === undefined ? "" : this.source.text.slice(root.place.start, root.place.end);
    const line = base.places.line(root.place);
    const id = `line ${line}: ${text}`;
    this.results.set(id, { run: base, root, output: root.output });
    return new EntryBuilder(base, this.source.file).build(root, root.output, {
      id,
      label: `${text} (line ${line})`,
      kind: "call",
      assumed: [],
      subject: root.module.cls.name,
      symbols: [],
    });
  }

  /** The run with the defaults, then one for each flag and each optional tensor of `forward` turned the other way. */
  private *symbolic(
    node: ClassDef,
    reach: string,
    audits: FlopsAudit[],
    base: Run,
    examples: readonly { run: Run }[],
    guessed: SymbolicRun,
  ): Generator<EntryAnalysis> {
    const first = this.asCommented(base, node, guessed);
    const main = this.symbolicEntry(node.name, first);
    if (main === undefined) return;
    yield main;
    this.audit(audits, first, node);
    // Where every branch has been entered, nothing is left to try.
    const branches = new Branches(node);
    for (const { run } of [...examples, first]) branches.light(run, this.source.file);
    let count = 0;
    for (const { flags, known, given } of variants(first, node)) {
      if (branches.allLit || ++count > MAX_VARIANTS) return;
      // A combination that the class refuses is not tried again until what it can reach changes.
      const key = keyOf(reach, flags, known);
      const { refused } = this.memory;
      const cost = refused.get(this.source.file, key);
      if (cost !== undefined) {
        work.pay(cost);
        continue;
      }
      const [before, { length: givenUp }] = [work.spent, base.machine.givenUp];
      const variant = this.runOnce(base, node, reach, flags, known);
      if (variant?.output === undefined) {
        if (work.interrupted === undefined && base.machine.givenUp.length === givenUp)
          refused.set(this.source.file, key, work.spent - before);
        continue;
      }
      branches.light(variant.run, this.source.file);
      const entry = this.symbolicEntry(node.name, variant, given);
      if (entry === undefined) continue;
      yield entry;
      this.audit(audits, variant, node);
    }
  }

  /** A function of the file that nothing calls, or why it was not followed. */
  private wholeFunction(node: FunctionDef, base: Run, add: Gathering["add"]): Pick<SubjectResult, "unfollowed"> {
    const found = runSymbolic(base, node.name, undefined, undefined, FUNCTION_WORK);
    const entry = found && this.functionEntry(node.name, found, FUNCTION_WORK);
    add(entry);
    if (entry !== undefined || found === undefined || !isUnfollowed(found, isExit)) return {};
    return { unfollowed: unfollowed(this.source, node, base, found) };
  }

  /** A method by itself: its inputs are symbols, as far as it tells what they are. */
  private method(name: string, base: Run, most: number): EntryAnalysis | undefined {
    const found = runSymbolic(base, name, undefined, undefined, most);
    return found && this.functionEntry(name, found, most);
  }

  private functionEntry(name: string, found: SymbolicRun, most: number): EntryAnalysis | undefined {
    if (found.raised === undefined && !isTelling(found)) return undefined;
    return this.symbolicEntry(name, found, [], most);
  }

  /** Of the ranks that the program takes, those that the comments beside it say. */
  private asCommented(base: Run, node: ClassDef, guessed: SymbolicRun): SymbolicRun {
    let best = guessed;
    let wrong = this.wrongComments(guessed, node);
    let left = MAX_RANKS;
    for (const [path, spec] of guessed.inputs.specs) {
      if (!isGuessedRank(spec) || spec.kind !== "tensor") continue;
      for (let rank = 1; wrong > 0 && rank <= 5 && left > 0; rank++) {
        if (rank === spec.names.length) continue;
        left--;
        const specs = new Map(best.inputs.specs).set(path, { ...spec, names: genericNames(rank), guesses: [] });
        const other = runSymbolic(base, node.name, guessed.flags, specs);
        const stillWrong = other?.output === undefined ? wrong : this.wrongComments(other, node);
        if (stillWrong >= wrong) continue;
        best = other!;
        wrong = stillWrong;
      }
    }
    return best;
  }

  /** How many comments of a class contradict a run of it. */
  private wrongComments({ run, output }: SymbolicRun, node: ClassDef): number {
    if (output === undefined) return 0;
    const bindings = new EntryBuilder(run, this.source.file).bindings();
    const inside = bindings.filter(({ start, end }) => node.start <= start && end <= node.end);
    return shapeCommentHints(this.source, inside).length;
  }

  /** Adds what was not said before: a flag that the hand-written cost does not know changes nothing. */
  private audit(audits: FlopsAudit[], found: SymbolicRun, node: ClassDef): void {
    for (const { audit, judgement } of auditFlops(found, this.source, node)) {
      const same = (other: FlopsAudit) =>
        other.method === audit.method && other.arguments === audit.arguments && other.verdict === audit.verdict;
      if (!audits.some(same)) audits.push(audit);
      if (judgement === undefined) continue;
      for (const diagnostic of auditDiagnostics(found.run.places, this.source, judgement)) this.tellOnce(diagnostic);
    }
  }

  /** A symbolic run that begins with what the last analysis of the same text had learnt of its inputs, and costs as much as that. */
  private runOnce(
    base: Run,
    { name }: ClassDef,
    reach: string,
    flags: ReadonlyMap<string, Value> = new Map(),
    known: ReadonlyMap<string, Spec> = new Map(),
  ): SymbolicRun | undefined {
    const { learnt } = this.memory;
    const key = `${name} ${keyOf(reach, flags, known)}`;
    const before = learnt.get(this.source.file, key);
    const from = work.spent;
    const quick = before === undefined ? undefined : runSymbolic(base, name, flags, before.value);
    if (before !== undefined && quick?.output !== undefined) {
      work.pay(Math.max(0, from + before.units - work.spent));
      return quick;
    }
    const found = runSymbolic(base, name, flags, known);
    if (found?.output !== undefined && work.interrupted === undefined)
      learnt.set(this.source.file, key, { value: found.inputs.specs, units: work.spent - from });
    return found;
  }

  private symbolicEntry(
    name: string,
    found: SymbolicRun,
    given: readonly string[] = [],
    most?: number,
  ): EntryAnalysis | undefined {
    const { run, inputs, policy, flags } = found;
    const optional = [...new Set([...optionalGiven(found), ...given])];
    if (found.raised !== undefined) {
      if (presumes(run)) return undefined;
      const { surroundings } = this;
      this.readsSurroundings = true;
      const sourceOf = (file: string) => this.session.source(file);
      const proof = (outside: OutsideWrites) => certainFailure(found, name, outside, sourceOf, most);
      // Files that import this one are looked for only where something would be told.
      const loaded = surroundings.loaded(run.machine);
      let failed = proof(loaded);
      const all = failed && surroundings.all(run.machine);
      if (all !== undefined && all !== loaded) failed = proof(all);
      // A run that fails for want of better inputs shows nothing that is true.
      if (failed?.raised === undefined) return undefined;
      this.failures(failed.run, [failed.raised]);
    }
    const [subject, method] = name.split(".");
    const isPart = method !== undefined || found.called instanceof PyFunction;
    if (found.called === null || (isPart && found.raised !== undefined)) return undefined;
    this.runs.push(run);
    this.remarks(run);
    if (optional.length === 0 && standsForAll(found)) this.contradictions(run);
    if (optional.length === 0 && flags.size === 0 && found.output !== undefined) this.leftBehind(found);
    const assumed = [
      ...optional.map((param) => `${param} given`),
      ...[...flags].map(([flag, value]) => `${flag.replace("forward.", "")} = ${run.machine.repr(value)}`),
      ...[...inputs.specs].flatMap(([path, spec]) => (spec.kind === "number" ? [`${path} = ${spec.value}`] : [])),
      ...policy.assumed,
    ];
    const root = found.called instanceof PyFunction ? undefined : run.state.trace.roots.at(-1);
    const id = `symbolic ${name}${assumed.length === 0 ? "" : `: ${assumed.join(", ")}`}`;
    this.results.set(id, { run, root, output: found.output });
    const about: About = {
      id,
      label: [...(method === undefined ? [] : [`${method}()`]), "symbolic sizes", ...assumed].join(", "),
      kind: "symbolic",
      assumed,
      ...([...inputs.specs.values()].some(isGuessedRank) && { guessed: true as const }),
      subject,
      symbols: [...inputs.symbols].map(([symbol, { path, axis, origin }]) => ({
        name: symbol,
        origin:
          axis !== undefined
            ? `dimension ${axis} of \`${path}\``
            : origin === "constructor"
              ? `constructor parameter \`${path}\`${defaultText(inputs.defaults.get(path))}`
              : `parameter \`${path}\``,
      })),
    };
    if (method === undefined && found.raised === undefined)
      this.followed.set(subject, [...(this.followed.get(subject) ?? []), { run, about }]);
    return new EntryBuilder(run, this.source.file).build(root, found.output, about, found.named);
  }

  /** The diagnostics that no comment silences, and the comments that silence nothing. */
  told(): DiagnosticJson[] {
    const found = [...this.diagnostics.values()];
    const { told, idle } = withoutIgnored(this.source, found, (file) => this.session.known(file));
    return [...told, ...idle];
  }

  failures(run: Run, failures: readonly PyRaise[], as = (told: DiagnosticJson) => told): void {
    for (const failure of untilEnd(failures)) {
      if (isMeant(run.machine, failure)) continue;
      const told = failureDiagnostic(run.machine, run.places, failure, this.contracts?.broken(failure));
      const diagnostic = as(run.state.policy === undefined ? told : { ...told, symbolic: true as const });
      // One place fails for one reason: the run that came first, with numbers where there are some, tells it.
      const known = [...this.diagnostics.values()].some(
        ({ severity, file, line, column, code, message }) =>
          severity === "error" &&
          file === diagnostic.file &&
          ((line === diagnostic.line && column === diagnostic.column) ||
            // A name that is defined nowhere is one mistake, however often it stands there.
            (code === "name" && code === diagnostic.code && message === diagnostic.message)),
      );
      if (!known) this.tell(diagnostic);
    }
  }

  /** What a class that nobody calls would not take along to another device. */
  private leftBehind({ run, inputs, called }: SymbolicRun): void {
    const isModule = called instanceof Instance && isModuleClass(called.cls);
    if (!isModule || presumes(run) || movesItself(called.cls) || this.isCalled(called.cls)) return;
    for (const told of leftBehindTensors(this.source, run.state, inputs.builtSince))
      this.tellOnce({ ...told, symbolic: true });
  }

  /** Whether the file itself, or another one that was looked at, calls a class or builds it into what it calls. */
  private isCalled({ name }: PyClass): boolean {
    const calls = (call: ModuleCall): boolean => call.module.cls.name === name || call.children.some(calls);
    return this.runs[0].state.trace.roots.some(calls) || this.elsewhere.has(name);
  }

  /** What the file's own statements fail with only on a machine with GPUs. */
  private withGpus(base: Run): void {
    const found = runWithGpus(this.session, base, this.source, this.options);
    if (found === undefined || presumes(found.run)) return;
    // A check of the program's own says what it wants of the machine.
    const failures = found.run.state.provenFailures.filter(({ failure }) => failure.kind !== "raised");
    this.failures(found.run, failures, (told) => onlyWithGpus(told, found.gpus));
  }

  private contradictions(run: Run): void {
    if (presumes(run)) return;
    const { assumptions, contradictions } = run.state;
    for (const found of contradictions) {
      this.tellOnce(contradictionDiagnostic(run.places, (dim) => assumptions.present(dim), found));
    }
  }

  /** Of several runs that have the same to say of a place, the first one says it. */
  private tellOnce(diagnostic: DiagnosticJson): void {
    const { file, line, column, code } = diagnostic;
    const known = [...this.diagnostics.values()].some(
      (other) => other.code === code && other.file === file && other.line === line && other.column === column,
    );
    if (!known) this.tell(diagnostic);
  }

  private remarks(run: Run): void {
    const reporter = new Reporter(run.machine, run.state, run.places);
    for (const warning of reporter.warnings())
      this.tellOnce(run.state.policy === undefined ? warning : { ...warning, symbolic: true });
    for (const shape of reporter.revealed()) this.tell(shape);
    for (const unused of unusedResults(this.source, run.state)) this.tellOnce(unused);
    for (const bug of silentBugs(this.source, run, this.runs[0])) this.tellOnce(bug);
  }

  private tell(diagnostic: DiagnosticJson): void {
    const { file, line, column, message } = diagnostic;
    this.diagnostics.set(`${file}:${line}:${column}:${message}`, diagnostic);
  }
}

function defaultText(value: number | undefined): string {
  return value === undefined ? "" : `, ${value} by default`;
}

/** Whether a module has more to do than PyTorch's where it is moved. */
function movesItself({ mro }: PyClass): boolean {
  const own = mro.filter(({ module }) => !module.startsWith("torch.nn"));
  return own.some((cls) => ["_apply", "to", "cuda"].some((name) => cls.own.has(name)));
}

/** What a symbolic run follows from: the text that the class can reach, and what it is given. */
function keyOf(reach: string, flags: ReadonlyMap<string, Value>, known: ReadonlyMap<string, Spec>): string {
  const given = [...known].map(([path, spec]) => `${path}:${spec.kind}`).join();
  return `${[...flags].join()} ${given} ${reach}`;
}

/** Whether a run stands on what was taken for granted of what is read from a path: no error follows from it. */
function presumes({ state }: Run): boolean {
  return state.presumed.size > 0;
}

/** The calls of a class in the file's own statements: of a loop, the last one. */
function calledFromHere(base: Run, name: string): ModuleCall[] {
  const byPlace = new Map<string, ModuleCall>();
  for (const root of base.state.trace.roots)
    if (root.module.cls.name === name && !root.failed)
      byPlace.set(`${root.place?.file} ${root.place?.start} ${root.place?.end}`, root);
  return [...byPlace.values()];
}

interface Variant {
  flags: Map<string, Value>;
  known: Map<string, Spec>;
  /** Optional inputs that are passed. */
  given: string[];
}

/** Flags of `forward` and of the constructor turned over, and optional inputs given: one at a time, forward's first. */
function* variants(first: SymbolicRun, node: ClassDef): Generator<Variant> {
  const { run, inputs } = first;
  const root = run.state.trace.roots.at(-1);
  const cls = root?.module.cls;
  for (const [method, prefix] of [
    ["forward", "forward."],
    ["__init__", ""],
  ] as const) {
    const fn = cls?.lookup(method);
    if (!(fn instanceof PyFunction) || (method === "__init__" && !testsItself(node))) continue;
    for (const param of fn.params.slice(1)) {
      const known = new Map(inputs.specs);
      if (typeof param.default === "boolean")
        yield { flags: new Map<string, Value>([[prefix + param.name, !param.default]]), known, given: [] };
      else if (param.default === null && method === "forward") {
        const path = inputs.pathOf(param.name, "forward");
        if (known.has(path)) continue;
        known.set(path, { kind: "open", type: "Tensor" });
        yield { flags: new Map(), known, given: [param.name] };
      }
    }
  }
}

/** Whether a method other than the constructor decides by an attribute of `self`: else a constructor's flag leaves no branch dark. */
function testsItself(node: ClassDef): boolean {
  const mentions = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.some(mentions);
    if (part === null || typeof part !== "object") return false;
    const one = part as Record<string, unknown>;
    const owner = one.value as { kind?: string; id?: string } | undefined;
    if (one.kind === "Attribute" && owner?.kind === "Name" && owner.id === "self") return true;
    return Object.values(one).some(mentions);
  };
  const decides = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.some(decides);
    if (part === null || typeof part !== "object") return false;
    const one = part as Record<string, unknown>;
    return mentions(one.test) || Object.values(one).some(decides);
  };
  return node.body.some(
    (statement) => statement.kind === "FunctionDef" && statement.name !== "__init__" && decides(statement.body),
  );
}
