import type { BinaryOperator, ComparisonOperator, Expr, Span } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Assumptions, type Dim, type Relation, SymInt, symbol } from "../dims";
import { snapshot } from "../facts/snapshot";
import { type About, type Aspect, failure } from "../failure";
import type { PreludeSources, SourceCache, SourceHost } from "../host";
import { TooLong } from "../room";
import type { Tensor } from "../tensor/tensor";
import type { TrainingEvent } from "../trace/events";
import type { Executor } from "../trace/executor";
import type { Settings } from "../trace/port";
import { PyRaise } from "../trace/raise";
import type { Schema } from "../trace/schema";
import type { Tape } from "../trace/tape";
import type { Trace, TraceStep } from "../trace/trace";
import { REFERENCE, type Release } from "../trace/version";
import {
  Assumed,
  classes,
  classOf,
  Instance,
  isInstance,
  Obj,
  orElse,
  type Place,
  type PyClass,
  PyDict,
  PyFunction,
  type PyList,
  type PyModule,
  type PyRange,
  type PySet,
  type PyTuple,
  Unknown,
  UnknownAttribute,
  type UnknownType,
  type Value,
} from "../values";
import { openFork, undoFork, unlogged } from "../values/heap";
import { Stopped, work } from "../work";
import { checkArguments, checkReturned } from "./annotated-calls";
import { evaluateAll } from "./annotations";
import { asDim } from "./as-dim";
import * as attributes from "./attributes";
import * as callbacks from "./callback-calls";
import * as calls from "./calls";
import * as classbuild from "./classbuild";
import type { Code } from "./compile/code";
import { compileModule } from "./compile/module";
import { documents } from "./documentation";
import { heldOf, itemsHeld, mayBeChanged, mayBeFilled, mayBeReplaced } from "./escapes";
import * as exceptions from "./exceptions";
import * as forks from "./forks";
import { setOf } from "./hashing";
import { Importer, isLibrary } from "./imports";
import * as items from "./items";
import * as iteration from "./iteration";
import { joinAll } from "./joins";
import { Lazy } from "./lazy";
import { noteLeftBehind } from "./left-behind";
import {
  type Built,
  type Completion,
  type Exec,
  type Frame,
  type Interpreter,
  type Libraries,
  MAX_STEPS,
  type PathReader,
  type RunLimits,
  TooDeep,
} from "./machine";
import { runStatements } from "./module-statements";
import { Undecided } from "./numbers";
import * as operators from "./operators";
import { drain } from "./pending";
import type { Policy } from "./policy";
import { Readings } from "./readings";
import { RunState, type UnusedResult } from "./run-state";
import { asInPython, reprOf, strOf } from "./text";
import * as unknowns from "./unknowns";
import { undefinedName, unlistedName } from "./unlisted";

export interface InterpreterOptions {
  host: SourceHost;
  prelude: PreludeSources;
  sources: SourceCache;
  libraries: Libraries;
  roots: readonly string[];
  /** The PyTorch whose rules hold. Default: the one that is installed below the roots, else the reference. */
  torch?: Release;
  /** Files whose expressions are recorded. */
  watched?: (file: string) => boolean;
  /** Code is compiled so that it can be followed which values are held (`holders.ts`). */
  held?: boolean;
}

/** Symbols that a run makes are younger than those of its inputs. */
const FRESH = 1000;
/** Units that loading one module may cost, or one of its definitions. */
const LOAD_WORK = 3_000_000;
/** Units that the analysis of one file may cost: a library of transformers in one file takes a million. */
const FILE_WORK = 9_000_000;

/** Python calls nested deeper than this are not followed. */
const MAX_CALLS = 220;
/** `sys.getrecursionlimit()`: what a run on numbers keeps to. */
const RECURSION_LIMIT = 1000;

/** The abstract machine: one program run over abstract values. Its parts live in the files beside it. */
export class AbstractInterpreter implements Interpreter {
  readonly builtins: ReadonlyMap<string, Value>;
  readonly importer: Importer;
  readonly torch: Release;
  /** What the run that is under way writes down. */
  state = new RunState();
  forkDepth = 0;
  tryDepth = 0;
  /** Innermost frame. */
  top: Frame | undefined;
  depth = 0;

  readonly objectNew = classes.object.own.get("__new__");
  readonly objectInit = classes.object.own.get("__init__");
  readonly objectSetattr = classes.object.own.get("__setattr__");
  readonly objectDelattr = classes.object.own.get("__delattr__");
  readonly typeCall = classes.type.own.get("__call__");
  readonly typeNew = classes.type.own.get("__new__");
  readonly generatorClass: PyClass = classes.generator;
  /** An interruption came while a library was loaded: nothing of this machine is fit for another analysis. */
  spoilt = false;
  /** What was not followed to its end, since `limit`. */
  readonly givenUp: Stopped[] = [];
  decider: Interpreter["decider"];
  readonly readings: PathReader;
  /** How objects of the user's classes were constructed. */
  readonly built = new WeakMap<Obj, Built>();
  /** Where the user's source asks for an object of a class of ours, `nn.Linear(4, 8)`. */
  readonly builtAt = new WeakMap<Obj, Place>();

  constructor(private readonly options: InterpreterOptions) {
    this.builtins = options.libraries.builtins;
    this.readings = new Readings(this, options.libraries.readInstance);
    this.importer = new Importer(
      this,
      options.host,
      options.prelude,
      options.sources,
      options.roots,
      options.libraries,
    );
    this.torch = options.torch ?? this.importer.environment.torch ?? REFERENCE;
  }

  /** Begins to count the work of what comes. */
  limit({ work: units, budgetMs, cancelled, askEvery }: RunLimits): void {
    this.givenUp.length = 0;
    const deadline = budgetMs === undefined ? undefined : performance.now() + budgetMs;
    const interrupted = () => {
      if (cancelled?.() === true) return "cancelled";
      return deadline !== undefined && performance.now() > deadline ? "time" : undefined;
    };
    work.begin({
      work: units ?? FILE_WORK,
      where: () => this.stack(),
      ...(cancelled === undefined && deadline === undefined ? {} : { interrupted }),
      ...(askEvery === undefined ? {} : { every: askEvery }),
    });
  }

  /** Runs with a state of its own; every write to objects that were there before is undone afterwards. */
  isolated<T>(state: RunState, run: () => T): T {
    const outer = this.state;
    this.state = state;
    openFork();
    try {
      return run();
    } finally {
      undoFork();
      this.state = outer;
      this.rest();
    }
  }

  /** Nothing is under way. */
  rest(): void {
    Object.assign(this, { forkDepth: 0, tryDepth: 0, depth: 0, top: undefined });
  }

  /**
   * Loads a module or a definition of one, on an account of its own: it is done once, for all who use it. One that costs too much is given up
   * for good (`otherwise`). A library is loaded as if nothing else were under way, so it is the same for whoever comes first.
   */
  loading<T>(module: PyModule, part: string, run: () => T, otherwise: (reason: string) => T): T {
    if (!isLibrary(module)) return this.importer.isApart ? run() : this.onOwnAccount(run, otherwise);
    const { state, forkDepth, tryDepth, depth, top } = this;
    this.rest();
    this.state = new RunState(undefined, false, `_${part.replace(/\W/g, "_")}`);
    try {
      return this.onOwnAccount(run, otherwise);
    } catch (error) {
      if (error instanceof Stopped) this.spoilt = true;
      throw error;
    } finally {
      Object.assign(this, { state, forkDepth, tryDepth, depth, top });
    }
  }

  private onOwnAccount<T>(run: () => T, otherwise: (reason: string) => T): T {
    const { depth, top } = this;
    return work.apart(LOAD_WORK, () => {
      try {
        return run();
      } catch (error) {
        if (!(error instanceof Stopped) || error.reason !== "work") throw error;
        Object.assign(this, { depth, top });
        this.givenUp.push(error);
        return otherwise("loading it takes more work than an analysis may cost");
      }
    });
  }

  get assumptions(): Assumptions {
    return this.state.assumptions;
  }
  get trace(): Trace {
    return this.state.trace;
  }
  get settings(): Settings {
    return this.state.settings;
  }
  get executor(): Executor | undefined {
    return this.state.executor;
  }
  get tape(): Tape | undefined {
    return this.state.tape;
  }
  get policy(): Policy | undefined {
    return this.decider?.state === this.state ? this.decider.policy : this.state.policy;
  }

  // ---- running ----

  /** Runs a module's statements one by one: one that fails is reported, and what it bound is unknown. */
  runModule(module: PyModule, source: Source, prelude: boolean, main = false): void {
    const watched = !prelude && this.options.watched?.(source.file) === true;
    const code = compileModule(source, { watched, held: this.options.held === true });
    const tryDepth = this.tryDepth;
    this.tryDepth = 0;
    try {
      const run = () => runStatements(this, code, module, prelude, main);
      // What the analysed file itself does to a library is undone with the session.
      if (main) run();
      else unlogged(isLibrary(module), run);
    } finally {
      this.tryDepth = tryDepth;
    }
  }

  enter(frame: Frame): void {
    frame.caller = this.top;
    this.top = frame;
    this.depth++;
    if (this.depth > (this.executor === undefined ? MAX_CALLS : RECURSION_LIMIT)) this.tooDeep(frame);
  }

  leave(frame: Frame): void {
    this.top = frame.caller;
    this.depth--;
  }

  private tooDeep(frame: Frame): never {
    this.leave(frame);
    if (this.executor !== undefined) this.raise("RecursionError", "maximum recursion depth exceeded", "runtime");
    let outermost: Frame | undefined;
    for (let around = frame.caller; around !== undefined; around = around.caller) {
      const code = around.fn?.code as Code | undefined;
      if (code === undefined) continue;
      if (code.active > 1) throw new TooDeep(code);
      outermost = around;
    }
    throw new TooDeep(outermost?.fn?.code);
  }

  /** Runs with `frame` innermost. */
  parse(name: string, text: string): Source {
    return this.options.sources.parse(name, text);
  }

  within<T>(frame: Frame, run: () => T): T {
    const caller = this.top;
    if (frame !== caller) {
      frame.caller = caller;
      this.top = frame;
    }
    try {
      return run();
    } finally {
      this.top = caller;
    }
  }

  /** Pays for a statement, a call or a round. */
  step(): void {
    work.pay(1);
  }

  pay(units: number): void {
    work.pay(units);
  }

  leaveFunction(frame: Frame): Value {
    const value =
      frame.pending === undefined
        ? frame.returned
        : joinAll(this, [...drain(this, frame, "return", 0), frame.returned]);
    if (frame.axes !== undefined) checkReturned(this, frame, frame.axes, value);
    return value;
  }

  // ---- values ----

  call(callee: Value, args: readonly Value[] = [], kwargs?: ReadonlyMap<string, Value>): Value {
    return calls.call(this, callee, args, kwargs);
  }
  decorate(decorator: Value, decorated: Value): Value {
    if (!documents(this, decorator)) return this.call(decorator, [decorated]);
    if (decorated instanceof Obj) decorated.setAttr("__doc__", this.unknown("a decorator writes it", "str"));
    return decorated;
  }
  callMethod(object: Value, name: string, args: readonly Value[] = [], kwargs?: ReadonlyMap<string, Value>): Value {
    return this.call(this.getattr(object, name), args, kwargs);
  }
  instantiate(cls: PyClass, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value {
    return calls.instantiate(this, cls, args, kwargs);
  }
  getattr(object: Value, name: string): Value {
    return orElse(attributes.findattr(this, object, name), () =>
      orElse(unlistedName(this, object, name), () => attributes.missingAttribute(this, object, name)),
    );
  }
  findattr(object: Value, name: string): Value | undefined {
    return attributes.findattr(this, object, name);
  }
  setattr(object: Value, name: string, value: Value): void {
    attributes.setattr(this, object, name, value);
  }
  plainSetattr(object: Obj, name: string, value: Value): void {
    attributes.plainSetattr(this, object, name, value);
  }
  delattr(object: Value, name: string): void {
    attributes.delattr(this, object, name);
  }
  binary(op: BinaryOperator, left: Value, right: Value): Value {
    try {
      return operators.binary(this, op, left, right);
    } catch (error) {
      return this.tooLong(error);
    }
  }
  inplace(op: BinaryOperator, left: Value, right: Value): Value {
    try {
      return operators.inplace(this, op, left, right);
    } catch (error) {
      return this.tooLong(error);
    }
  }
  unary(op: "+" | "-" | "~" | "not", value: Value): Value {
    return operators.unary(this, op, value);
  }
  compare(op: ComparisonOperator, left: Value, right: Value): Value {
    try {
      return operators.compare(this, op, left, right);
    } catch (error) {
      return this.tooLong(error, "bool");
    }
  }
  truth(value: Value): boolean | undefined {
    return operators.truth(this, value);
  }
  /** The truth value as control flow wants it: where the program leaves it open, the run's policy may choose. */
  decide(value: Value): boolean | undefined {
    return operators.truth(this, value) ?? (value instanceof Assumed ? undefined : this.policy?.decide(value));
  }
  equal(left: Value, right: Value): boolean | undefined {
    return operators.equalValues(this, left, right);
  }
  list(iterable: Value): Value[] | Unknown {
    try {
      return iteration.list(this, iterable);
    } catch (error) {
      return this.tooLong(error);
    }
  }
  iterate(iterable: Value): (() => Value | undefined) | Unknown {
    if (iterable instanceof SymInt) this.policy?.misused(iterable, "iterate");
    return iteration.iterate(this, iterable);
  }
  shownItems(iterable: Value): { item: Value; isCertain: boolean }[] | undefined {
    return iteration.shownItems(iterable);
  }
  elementOf(iterable: Value, unknown: Unknown): Value {
    return iteration.elementOf(this, iterable, unknown);
  }
  unpack(value: Value, count: number, star: number, names: readonly (string | undefined)[]): Value[] {
    if (value instanceof SymInt) this.policy?.misused(value, { unpack: count, names });
    return iteration.unpack(this, value, count, star, names);
  }
  mapping(value: Value, callee?: Value): [Value, Value][] | Unknown {
    return iteration.mapping(this, value, callee);
  }
  len(value: Value): Value {
    if (value instanceof SymInt) this.policy?.misused(value, "iterate");
    return items.len(this, value);
  }
  getitem(object: Value, index: Value): Value {
    if (object instanceof SymInt) this.policy?.misused(object, { index });
    try {
      return items.getitem(this, object, index);
    } catch (error) {
      return this.tooLong(error);
    }
  }
  setitem(object: Value, index: Value, value: Value): void {
    items.setitem(this, object, index, value);
  }
  delitem(object: Value, index: Value): void {
    items.delitem(this, object, index);
  }
  str(value: Value): string {
    return strOf(this, value);
  }
  repr(value: Value): string {
    return reprOf(this, value);
  }
  textOf(value: Value, how: "str" | "repr"): Value {
    const text = asInPython(() => (how === "str" ? strOf(this, value) : reprOf(this, value)));
    return (
      text ?? this.unknown(`what \`${how}\` makes of an object of type ${classOf(value).name} is not known`, "str")
    );
  }
  setOf(items: readonly Value[]): PySet {
    return setOf(this, items);
  }
  dictOf(names: ReadonlyMap<string, Value>): PyDict {
    return PyDict.from([...names].map(([name, value]) => [name, value instanceof Lazy ? value.force(this) : value]));
  }

  asDim(value: Value): Dim | undefined {
    return asDim(this, value);
  }

  simplify(dim: Dim): Dim {
    return typeof dim === "number" ? dim : this.assumptions.present(dim);
  }

  unknown(reason: string, type: UnknownType = "any"): Unknown {
    return new Unknown(reason, this.place(), type);
  }

  /** The result of what would be too long to follow; any other error goes on. */
  tooLong(error: unknown, type: UnknownType = "any"): Unknown {
    if (error instanceof TooLong) return this.unknown(error.reason, type);
    throw error;
  }

  sizeOf(unknown: Unknown): Dim {
    this.policy?.size(unknown);
    return this.freshDim(unknown.reason);
  }
  freshDim(reason: string, hint = "u", most = Number.POSITIVE_INFINITY): Dim {
    const number = this.state.fresh++;
    const name = `${hint}${number}${this.state.suffix}`;
    this.state.recorder.symbol(name, reason, this.place());
    return symbol(name, { min: 0, max: most, serial: FRESH + number });
  }

  warn(cls: string, message: string, about: About): void {
    // In a branch that may not be entered it is not certain.
    if (this.forkDepth === 0) this.state.warnings.push({ cls, message, about: failure(about), place: this.place() });
  }

  leftBehind = (tensor: Tensor): void => noteLeftBehind(this, tensor);

  /** A tensor that nothing takes. In a branch that may not be entered its receiver may be another one. */
  unused(found: UnusedResult): void {
    if (this.forkDepth === 0 && !this.state.unused.has(found.call)) this.state.unused.set(found.call, found);
  }

  /** The program asks to see a value's shape. */
  reveal(value: Value): void {
    this.state.revealed.push({ value: snapshot(value), place: this.place() });
  }

  require(relation: Relation): void {
    const { assumptions } = this;
    if (assumptions.holds(relation) === true) return;
    const { kind, left, right } = relation;
    const told = { kind, left: assumptions.present(left), right: assumptions.present(right) };
    this.state.requirements.push({ relation: told, place: this.place() });
    assumptions.assume(relation);
  }

  // ---- exceptions ----

  raise(className: string, message: string, about?: About): never {
    throw new PyRaise(exceptions.makeException(className, [message]), this.stack(), about);
  }
  /** A builtin exception with several arguments, to be thrown. */
  exception(className: string, args: readonly Value[]): PyRaise {
    return new PyRaise(exceptions.makeException(className, args), this.stack());
  }
  keyError(key: Value): never {
    throw this.exception("KeyError", [key]);
  }
  raiseValue(exception: Obj): never {
    throw new PyRaise(exception, this.stack());
  }
  exceptionText(exception: Value): string {
    if (exception instanceof Instance && exception.cls.lookup("__str__") instanceof PyFunction)
      return this.orUndefined("Exception", () => this.str(exception)) ?? "";
    return exceptions.exceptionText(this, exception);
  }
  raiseStatement(frame: Frame, value: Value | undefined, cause: Value | undefined, about: readonly Aspect[]): never {
    return exceptions.raiseStatement(this, frame, value, cause, about);
  }
  assertStatement(
    frame: Frame,
    condition: Value,
    _test: Expr,
    message: () => Value | undefined,
    about: readonly Aspect[],
  ): void {
    exceptions.assertStatement(this, frame, condition, message, about);
  }
  refuse(condition: Value): void {
    exceptions.refuse(this, condition);
  }
  catches(type: Value, error: PyRaise): boolean | undefined {
    return exceptions.catches(this, type, error);
  }
  /** The result, or undefined where an exception of that class came. */
  orUndefined<T>(className: string, run: () => T): T | undefined {
    const top = this.top;
    try {
      return run();
    } catch (error) {
      if (!(error instanceof PyRaise) || !isInstance(error.exception, exceptions.exceptionClasses.get(className)!))
        throw error;
      this.top = top;
      return undefined;
    }
  }
  trying<T>(guarded: boolean, run: () => T): T {
    if (!guarded) return run();
    this.tryDepth++;
    try {
      return run();
    } finally {
      this.tryDepth--;
    }
  }
  enterContext(manager: Value): Value {
    return exceptions.enterContext(this, manager);
  }
  exitContext(manager: Value, error: PyRaise | undefined): boolean {
    return exceptions.exitContext(this, manager, error);
  }

  undefinedName(frame: Frame, name: string): Value {
    return undefinedName(this, frame, name);
  }
  unboundLocal(frame: Frame, name: string): Value {
    if (this.forkDepth > 0 || frame.pending !== undefined) return this.unknown(`\`${name}\` may not be bound`);
    return this.raise(
      "UnboundLocalError",
      `cannot access local variable '${name}' where it is not associated with a value`,
      { kind: "name", name },
    );
  }

  // ---- where the program is ----

  place(): Place | undefined {
    return this.placeIn(this.top);
  }

  /** The innermost place in the user's own source, from a frame outwards. */
  placeIn(from: Frame | undefined): Place | undefined {
    for (let frame = from; frame !== undefined; frame = frame.caller) {
      if (!frame.source.prelude && frame.at !== undefined)
        return { file: frame.source.file, start: frame.at.start, end: frame.at.end };
    }
    return undefined;
  }

  /** Places of all calls under way in the user's source, innermost first. */
  stack(): Place[] {
    const places: Place[] = [];
    for (let frame = this.top; frame !== undefined; frame = frame.caller) {
      if (!frame.source.prelude && frame.at !== undefined)
        places.push({ file: frame.source.file, start: frame.at.start, end: frame.at.end });
    }
    return places;
  }

  // ---- forks ----

  fork(condition: Value, then: () => Value, orelse: () => Value): Value {
    return forks.forkExpression(this, condition, then, orelse);
  }
  forkStatements(frame: Frame, condition: Value, body: Exec, orelse: Exec): Completion {
    return forks.forkStatements(this, frame, condition, body, orelse);
  }
  loopUnknown(frame: Frame, body: Exec, begin: () => void, bind?: (value: Unknown) => void): void {
    forks.loopUnknown(this, frame, body, begin, bind);
  }
  join(alternatives: readonly (() => Value)[]): Value {
    return forks.joinAlternatives(this, alternatives);
  }
  joinValues(alternatives: readonly (() => Value)[]): Value {
    return forks.joinAlternatives(this, alternatives);
  }
  assumedTrue(value: Value): Value {
    return value instanceof Undecided ? true : value;
  }
  assumedFalse(value: Value): Value {
    return value instanceof Undecided ? false : value;
  }

  // ---- what is not known ----

  attributeOfUnknown(unknown: Unknown, name: string): Value {
    return unknowns.attribute(this, unknown, name);
  }
  callOfUnknown(unknown: Unknown, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value {
    const result = this.policy?.call(unknown, args, kwargs);
    if (result === undefined) this.hazards++;
    const self = unknown instanceof UnknownAttribute ? [unknown.owner] : [];
    const given = calls.withFrames([...self, ...args, ...(kwargs?.values() ?? [])]);
    mayBeFilled(this, [...given, ...(unknown.held ?? [])]);
    mayBeChanged(given, unknown);
    mayBeReplaced(this, args);
    return orElse(result, () => unknown.of("any").holding(heldOf([unknown, ...given])));
  }
  hazards = 0;
  mayHaveRaised(): void {
    this.hazards++;
  }
  callsBack(frame: Frame, given: readonly Value[]): void {
    callbacks.callsBack(this, frame, given);
  }
  seesGradients(hook: Value): void {
    callbacks.keep(this, hook);
  }
  callGradientHooks(): void {
    if (this.top !== undefined) callbacks.callKept(this, this.top);
  }
  itemOfUnknown(unknown: Unknown, index: Value): Value {
    const found = this.policy?.item(unknown, index);
    if (found !== undefined) return found;
    this.hazards++;
    return unknown.type === "Tensor" ? unknown : unknown.of("any").holding(itemsHeld(unknown.held));
  }
  iterationOfUnknown(unknown: Unknown): (() => Value | undefined) | Unknown {
    return unknowns.iteration(this, unknown);
  }
  unpackUnknown(unknown: Unknown, count: number, star: number, names: readonly (string | undefined)[]): Value[] {
    return unknowns.unpack(this, unknown, count, star, names);
  }
  lengthOfUnknown(unknown: Unknown): Value {
    return orElse(this.policy?.length(unknown), () => unknown.of("int"));
  }
  pickUnknown(options: readonly Value[], index: Unknown): Value {
    return unknowns.pick(this, options, index);
  }
  repeatUnknown(sequence: PyList | PyTuple, times: Dim): Value {
    return unknowns.repeat(this, sequence, times);
  }
  extreme(name: "max" | "min", a: Value, b: Value): Value {
    return unknowns.extreme(this, name, a, b);
  }
  demandNumber(unknown: Unknown, other: Value): Value | undefined {
    return this.policy?.number(unknown, other);
  }
  demandComparison(unknown: Unknown, other: Value): Value | undefined {
    return this.policy?.compare(unknown, other);
  }
  demand(
    unknown: Unknown,
    letters: string | undefined,
    schema: Schema,
    bound: Record<string, unknown>,
  ): Value | undefined {
    return this.policy?.tensor(unknown, letters, schema, bound);
  }
  nameSizes(value: Value, names: readonly (string | undefined)[], star: number): void {
    // Names of a stand-in's source are not the program's.
    if (this.top?.source.prelude !== true) this.policy?.names(value, names, star);
  }
  unknownLength(range: PyRange, length: Dim | undefined): (() => Value | undefined) | Unknown {
    return unknowns.rounds(this, range, length);
  }
  loopIndex(range: PyRange): Value {
    return unknowns.loopIndex(this, range);
  }

  // ---- modules ----

  loadModule(module: PyModule): void {
    this.importer.load(module);
  }
  submodule(module: PyModule, name: string): PyModule | undefined {
    return this.importer.submodule(module, name);
  }
  import(name: string): Value {
    return this.importer.import(name, false);
  }
  importModule(_frame: Frame, name: string, whole: boolean): Value {
    return this.importer.bound(name, whole, this.tryDepth > 0);
  }
  importName(frame: Frame, module: string, level: number, name: string, lazily: boolean): Value {
    return this.importer.importName(frame, module, level, name, lazily);
  }
  importStar(frame: Frame, module: string, level: number): [string, Value][] {
    return this.importer.star(frame, module, level);
  }
  builtin(name: string): Value {
    return this.builtins.get(name) ?? null;
  }

  // ---- classes ----

  buildClass(
    name: string,
    bases: readonly Value[],
    options: ReadonlyMap<string, Value>,
    names: Map<string, Value>,
    module: PyModule,
    place: Place,
  ): Value {
    return classbuild.buildClass(this, name, bases, options, names, module, place);
  }
  prepareNames(name: string, bases: readonly Value[], options: ReadonlyMap<string, Value>): Value | undefined {
    return classbuild.preparedNames(this, name, bases, options);
  }
  annotations(annotations: PyDict): PyDict {
    return evaluateAll(this, annotations);
  }
  superOf(frame: Frame): Value {
    return classbuild.superOf(this, frame);
  }

  // ---- recording ----

  sawBinding(source: Source, target: Span & { id: string }, statement: Span, value: Value): void {
    if (source.prelude) return;
    if (value instanceof SymInt) this.policy?.named(value, target.id);
    this.state.recorder.binding(source, target, statement, value);
  }
  sawExpression(source: Source, node: Span, value: Value): void {
    this.state.recorder.expression(source, node, value);
  }
  sawCall(fn: PyFunction, frame: Frame): void {
    if (frame.source.prelude) return;
    const code = fn.code as Code;
    this.state.recorder.parameters(fn, frame.source, (n) => {
      const slot = code.parameterSlot(n);
      return slot === undefined ? undefined : frame.slots[slot];
    });
    checkArguments(this, fn, frame);
  }
  record(step: TraceStep): void {
    if (this.trace.paused) return;
    this.trace.add(step, this.top?.source.prelude === false);
    this.state.holders?.ran(step, step.index, this.top);
    // A sampling loop of a thousand rounds says no more than its first ones.
    if (step.index >= MAX_STEPS && this.executor === undefined) throw new Stopped("work", this.stack());
  }
  noted(event: TrainingEvent): void {
    this.trace.events.push(event);
    this.state.holders?.noted(event, this.top);
  }
  alias(target: Tensor, source: Tensor): void {
    target.step = source.step;
    this.executor?.alias(target, source);
    this.trace.aliases.push({ after: this.trace.steps.length, target, source });
  }
}
