import type { BinaryOperator, Expr, Span } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { Dim } from "../dims";
import type { Aspect } from "../failure";
import type { Axes } from "../tensor/jaxtyping";
import type { TensorMachine } from "../trace/port";
import type { PyRaise } from "../trace/raise";
import type { Release } from "../trace/version";
import type { PyClass, PyDict, PyFunction, PyList, PyModule, PyRange, PySet, PyTuple } from "../values";
import { clock, type Log, type Snapshotted, touch } from "../values/heap";
import type { Place, Unknown } from "../values/unknown";
import type { Obj, Value } from "../values/value";
import { mergeMaps } from "../values/value";
import type { Stopped } from "../work";
import type { Environment } from "./environment";
import type { Policy } from "./policy";
import type { Recorded } from "./recorded";
import type { RunState, UnusedResult } from "./run-state";

/** How a statement ended: normally (undefined), or leaving its block. */
export type Completion = undefined | "break" | "continue" | "return";
/** A compiled statement: runs in a frame. */
export type Exec = (frame: Frame) => Completion;
/** A compiled expression: gives the value in a frame. */
export type Eval = (frame: Frame) => Value;

/** Calls nest too deeply: leaves the machine up to the outermost call of the function, whose result is then not known. */
export class TooDeep {
  constructor(readonly code: unknown) {}
}

/** A run records no more steps: the largest models take some thousands. */
export const MAX_STEPS = 50_000;

export interface RunLimits {
  /** Units of work that it may cost. Default: enough for any file. */
  work?: number;
  /** The editor's last resort: milliseconds after which it ends with a partial answer. Default: none. */
  budgetMs?: number;
  cancelled?: () => boolean;
  /** Units of work between two questions to `cancelled`. */
  askEvery?: number;
}

/** A construction: the arguments without `self`, and where the user's source asks for it. */
export interface Built {
  init: PyFunction;
  args: readonly Value[];
  kwargs: ReadonlyMap<string, Value> | undefined;
  at: Place | undefined;
}

/** What a branch of a fork left unfinished in the frame: it returned, broke, continued or raised while another branch went on. */
export interface Pending {
  kind: "return" | "break" | "continue" | "raise";
  /** What it waits for: the number of a loop in its frame for `break` and `continue`, how many `try` blocks were open for what is raised. */
  block: number;
  value: Value;
  /** What it raised, where a handler in the same frame may take it. */
  raised?: PyRaise;
  /** What the branch wrote. */
  state: Map<Snapshotted, unknown>;
  /** What others have written since, as it was when the branch ended. */
  since: Log;
}

/** One activation of a function, a class body, a module or a comprehension. */
export class Frame {
  readonly born = clock.birth;
  /** The frame that called, innermost first: Python's call stack. */
  caller: Frame | undefined;
  /** Forks that are open in it. */
  forks = 0;
  /** What is being evaluated: set before anything that can fail. */
  at: Span | undefined;
  returned: Value = null;
  pending: Pending[] | undefined;
  /** Set in a generator that has come to an open condition, or a loop whose rounds are not known: what it gives from there on it may give. */
  openEnd: Unknown | undefined;
  /** What a generator may give whose end is open. */
  given: Value[] | undefined;
  /** How many `try` blocks with handlers are open in it. */
  guards = 0;
  /** The innermost open loop in it: loops are numbered as they begin, those inside another one have greater numbers. */
  loop = 0;
  private loops = 0;
  /** The exception that a bare `raise` raises again. */
  handling: Value | undefined;
  /** A class body's names. */
  names: Map<string, Value> | undefined;
  /** Name of the class whose body this is. */
  className: string | undefined;
  /** The class in whose body the running function was defined, for `super()`. */
  owner: PyClass | undefined;

  /** Sizes by the names in its function's jaxtyping annotations, where it has some. */
  axes: Axes | undefined;
  /** True for the frame of a comprehension: it is not a function's. */
  comprehension = false;

  constructor(
    readonly machine: Interpreter,
    readonly source: Source,
    readonly module: PyModule,
    /** The frame that the code closes over. */
    readonly parent: Frame | undefined,
    readonly slots: (Value | undefined)[],
    readonly fn: PyFunction | undefined,
  ) {}

  /** Another activation of the same code over the same names: for what runs later, maybe while this one is still on the stack. */
  twin(): Frame {
    const twin = new Frame(this.machine, this.source, this.module, this.parent, this.slots, this.fn);
    twin.at = this.at;
    twin.names = this.names;
    twin.className = this.className;
    twin.owner = this.owner;
    return twin;
  }

  /** A loop begins. Gives the one around it, to be put back at its end. */
  beginLoop(): number {
    const outer = this.loop;
    this.loop = ++this.loops;
    return outer;
  }

  set(slot: number, value: Value): void {
    touch(this);
    this.slots[slot] = value;
  }

  up(depth: number): Frame {
    let frame: Frame = this;
    for (let n = depth; n > 0; n--) frame = frame.parent!;
    return frame;
  }

  snapshot(): unknown {
    // What a metaclass prepared for a class body keeps its state itself.
    return [this.slots.slice(), this.names?.constructor === Map ? new Map(this.names) : undefined];
  }

  restore(state: unknown): void {
    const [slots, names] = state as [(Value | undefined)[], Map<string, Value> | undefined];
    for (let n = 0; n < this.slots.length; n++) this.slots[n] = slots[n];
    if (this.names !== undefined && names !== undefined) {
      this.names.clear();
      for (const [name, value] of names) this.names.set(name, value);
    }
  }

  merge(a: unknown, b: unknown, join: (x: Value | undefined, y: Value | undefined) => Value): unknown {
    const [x, xn] = a as [(Value | undefined)[], Map<string, Value> | undefined];
    const [y, yn] = b as [(Value | undefined)[], Map<string, Value> | undefined];
    return [x.map((value, n) => (value === y[n] ? value : join(value, y[n]))), mergeMaps(xn, yn, join)];
  }
}

/** What modules there are, and which of them the machine knows by itself. */
export interface Modules {
  /** The module that `from <dots>module import …` names in another, or undefined. */
  home(within: PyModule, imported: { module: string; level: number }): PyModule | undefined;
  /** The module object, not loaded yet; undefined where there is no such module. */
  find(name: string): PyModule | undefined;
  /** `import a.b.c`: `whole` gives `a.b.c`, else `a`; `certain` raises where it is not found. */
  import(name: string, certain: boolean): Value;
  /** A module of the prelude or of the machine's own. */
  isLibrary(name: string): boolean;
  /** Whether a module is PyTorch's or Python's own, as far as the prelude has it. */
  isPrelude(name: string): boolean;
  /** Whether a name may come later in a module that is being loaded. */
  isUnfinished(module: PyModule, name: string): boolean;
  /** What a module lacks that another of its name has, which the program may mean. */
  elsewhere(module: PyModule, name: string, asking: PyModule | undefined): Unknown | undefined;
  /** Whether a module could be imported; undefined where it depends on what is installed. */
  isAvailable(name: string): boolean | undefined;
  /** The version of an installed distribution, null where it is not installed; undefined where that is not known. */
  version(distribution: string): string | null | undefined;
  /** The minor version of the Python 3 whose libraries are among the import roots; undefined where that is not known. */
  readonly python: number | undefined;
  /** What is at a path inside installed libraries, null where nothing is; undefined elsewhere. */
  kindOf(path: string): "file" | "folder" | null | undefined;
  /** Names in a folder inside installed libraries. */
  entriesOf(path: string): readonly string[] | undefined;
  /** The text of a file inside installed libraries. */
  textOfFile(path: string): string | undefined;
  /** Takes a module of the project out of those that are loaded. */
  unload(name: string): void;
  /** The program adds a folder to `sys.path`, in front or at its end; undefined where it is not known which. */
  searchIn(folder: string | undefined, isFirst: boolean): void;
  /** What is installed below the import roots. */
  readonly environment: Environment;
  /** A module puts another object in its own place (`sys.modules[__name__] = …`). */
  replace(module: PyModule): void;
  /** What a module that did so gives for a name, by its branch for type checkers. */
  typed(module: PyModule, name: string): Value | undefined;
  /** Takes a file in as the module of that name. */
  adopt(name: string, source: Source): PyModule;
  /** Runs with what it loads forgotten afterwards. */
  apart<T>(run: () => T): T;
  /** The text of a module's file. */
  textOf(module: PyModule): string | undefined;
  /** Whether something has imported a module. */
  isLoaded(name: string): boolean;
  /** The project's modules that are loaded. */
  ownModules(): PyModule[];
  ownFiles(): string[];
  /** Whether a module of the project did without a package that was not found. */
  readonly lacksPackages: boolean;
  /** Whether a module of the project has asked for a package that is not there, and may have set names to None in its place. */
  readonly asksInVain: boolean;
  /** Packages that were not found and without which a program does not go on: they are taken to be there, and unknown. */
  readonly presumed: Set<string>;
  /** The handlers in which the project does without a package that was not found. */
  readonly standIns: Place[];
  /** What the modules have that the prelude stands in for. */
  readonly recorded: Recorded;
  /** Whether a file is the one that is analysed, rather than one that it imports. */
  isAnalysed(file: string): boolean;
}

/** Operators by release of PyTorch, as far as the machine asks for them. */
interface Operators {
  has(module: string): boolean;
  of(module: string, release: Release): readonly [string, Value][];
  /** Whether that release is known to lack what another has; the owner is a module or `torch.Tensor`. */
  lacks(owner: string, name: string, release: Release): boolean;
}

/** What the composition root puts into a machine: names and modules that no file of Python defines. */
export interface Libraries {
  /** The builtins scope: Python's own names, and (with a leading underscore) what the prelude stands on. */
  readonly builtins: ReadonlyMap<string, Value>;
  /** Modules written in TypeScript; a prelude file of the same name adds to them. */
  readonly modules: ReadonlyMap<string, (machine: Interpreter) => Record<string, Value>>;
  /** Packages that are there because operators are named inside them (`torch.special`), and those operators as callables. */
  readonly operators: Operators;
  /** The instance that a class's method gives that reads one from somewhere. */
  readInstance(machine: Interpreter, cls: PyClass, path: Value, given: ReadonlyMap<string, Value>): Value;
}

/** What libraries read from paths, and from names of what lies elsewhere: nothing is opened for it. */
export interface PathReader {
  /** Sizes of what was read, by name: of which path and class they are. */
  readonly names: Map<string, string>;
  /** What a function gives that is given a path; undefined where it is followed: of the program's own code, and without a path. */
  of(
    fn: PyFunction,
    code: { readonly readsAt: number | undefined; readonly givesInstance: boolean },
    args: readonly Value[],
    kwargs?: ReadonlyMap<string, Value>,
  ): Value | undefined;
  /** What a size of what is read is called: the same for the same path and class, and nothing else. */
  nameOf(path: string, cls: PyClass, setting: string): string;
  /** Runs with a state of its own, in the midst of another run. */
  aside<T>(state: RunState, run: () => T): T;
  /** What the program leaves open is decided by a policy meanwhile. */
  deciding<T>(policy: Policy, run: () => T): T;
}

/**
 * What objects of a class do in the machine's own code rather than by Python's rules, as CPython's type slots (`tp_getattro`) do.
 * https://docs.python.org/3/c-api/typeobj.html
 */
export interface Slots {
  /** An attribute that is computed rather than stored: asked before the class and the object. */
  computed?(machine: Interpreter, object: Obj, name: string): Value | undefined;
  /** Takes `object.name = value`, where no descriptor does; false where it is stored like any other. */
  assign?(machine: Interpreter, object: Obj, name: string, value: Value): boolean;
  /** Why an attribute that is not there is not known, rather than missing. */
  unfollowed?(name: string): string | undefined;
}

/** The slots of a class, its own or those of a base. */
export function slotsOf(cls: PyClass): Slots | undefined {
  return cls.slots as Slots | undefined;
}

/** Python's protocols, as far as only compiled code and Python's own functions want them. */
interface Protocols extends TensorMachine {
  instantiate(cls: PyClass, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value;
  /** What a decorator makes of a function or a class. */
  decorate(decorator: Value, decorated: Value): Value;
  /** `object.__setattr__` */
  plainSetattr(object: Obj, name: string, value: Value): void;
  delattr(object: Value, name: string): void;
  delitem(object: Value, index: Value): void;
  inplace(op: BinaryOperator, left: Value, right: Value): Value;
  unary(op: "+" | "-" | "~" | "not", value: Value): Value;
  /** The truth value as control flow wants it: where the program leaves it open, the run's policy may choose. */
  decide(value: Value): boolean | undefined;
  elementOf(iterable: Value, unknown: Unknown): Value;
  /** What a list, dict or set shows that is in doubt about its items; undefined of all else. */
  shownItems(iterable: Value): { item: Value; isCertain: boolean }[] | undefined;
  unpack(value: Value, count: number, star: number, names: readonly (string | undefined)[]): Value[];
  mapping(value: Value, callee?: Value): [Value, Value][] | Unknown;
  /** A set; unknown where it is not known which of the items are the same. */
  setOf(items: readonly Value[]): PySet;
  dictOf(names: ReadonlyMap<string, Value>): PyDict;
  simplify(dim: Dim): Dim;
  /** A dict of annotations, those evaluated that were not yet asked for. */
  annotations(annotations: PyDict): PyDict;
  buildClass(
    name: string,
    bases: readonly Value[],
    options: ReadonlyMap<string, Value>,
    names: Map<string, Value>,
    module: PyModule,
    place: Place,
  ): Value;
  /** What the metaclass's own `__prepare__` gives for a class body to write to; undefined where it has none. */
  prepareNames(name: string, bases: readonly Value[], options: ReadonlyMap<string, Value>): Value | undefined;
  superOf(frame: Frame): Value;
  readonly objectNew: Value | undefined;
  readonly objectInit: Value | undefined;
  readonly objectSetattr: Value | undefined;
  readonly objectDelattr: Value | undefined;
  readonly typeCall: Value | undefined;
  readonly typeNew: Value | undefined;
  readonly generatorClass: PyClass;
  /** How objects of the user's classes were constructed. */
  readonly built: WeakMap<Obj, Built>;
  /** Where the user's source asks for an object of a class of ours, `nn.Linear(4, 8)`. */
  readonly builtAt: WeakMap<Obj, Place>;
}

/** Exceptions, and what is tried. */
interface Exceptions {
  /** A builtin exception with several arguments, to be thrown. */
  exception(className: string, args: readonly Value[]): PyRaise;
  keyError(key: Value): never;
  exceptionText(exception: Value): string;
  /** `about`: what the conditions around it look at, the nearest first. */
  raiseStatement(frame: Frame, value: Value | undefined, cause: Value | undefined, about: readonly Aspect[]): never;
  assertStatement(
    frame: Frame,
    condition: Value,
    test: Expr,
    message: () => Value | undefined,
    about: readonly Aspect[],
  ): void;
  refuse(condition: Value): void;
  catches(type: Value, error: PyRaise): boolean | undefined;
  /** The result, or undefined where an exception of that class came. */
  orUndefined<T>(className: string, run: () => T): T | undefined;
  trying<T>(guarded: boolean, run: () => T): T;
  /** How many `try` blocks are open. */
  readonly tryDepth: number;
  /** How deep calls are nested. */
  readonly depth: number;
  enterContext(manager: Value): Value;
  exitContext(manager: Value, error: PyRaise | undefined): boolean;
  undefinedName(frame: Frame, name: string): Value;
  unboundLocal(frame: Frame, name: string): Value;
}

/** Conditions that the program leaves open: both branches are followed, and joined. */
interface Forks {
  forkDepth: number;
  fork(condition: Value, then: () => Value, orelse: () => Value): Value;
  forkStatements(frame: Frame, condition: Value, body: Exec, orelse: Exec): Completion;
  loopUnknown(frame: Frame, body: Exec, begin: () => void, bind?: (value: Unknown) => void): void;
  joinValues(alternatives: readonly (() => Value)[]): Value;
  assumedTrue(value: Value): Value;
  assumedFalse(value: Value): Value;
}

/** What becomes of values that are not known. */
interface Unknowns {
  readonly policy: Policy | undefined;
  attributeOfUnknown(unknown: Unknown, name: string): Value;
  callOfUnknown(unknown: Unknown, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value;
  /** How much was done so far that may have raised, of which that is not known. */
  readonly hazards: number;
  mayHaveRaised(): void;
  /** A call of something that is not known may call the program's functions that it is given, or that such things were given before. */
  callsBack(frame: Frame, given: readonly Value[]): void;
  itemOfUnknown(unknown: Unknown, index: Value): Value;
  iterationOfUnknown(unknown: Unknown): (() => Value | undefined) | Unknown;
  unpackUnknown(unknown: Unknown, count: number, star: number, names: readonly (string | undefined)[]): Value[];
  lengthOfUnknown(unknown: Unknown): Value;
  /** One of several items, which one is not known. */
  pickUnknown(options: readonly Value[], index: Unknown): Value;
  /** A list or tuple repeated a symbolic number of times. */
  repeatUnknown(sequence: PyList | PyTuple, times: Dim): Value;
  /** The larger or smaller of two values whose order is not known. */
  extreme(name: "max" | "min", a: Value, b: Value): Value;
  demandNumber(unknown: Unknown, other: Value): Value | undefined;
  demandComparison(unknown: Unknown, other: Value): Value | undefined;
  nameSizes(value: Value, names: readonly (string | undefined)[], star: number): void;
  unknownLength(range: PyRange, length: Dim | undefined): (() => Value | undefined) | Unknown;
  loopIndex(range: PyRange): Value;
}

/** Names and where they come from. */
interface Namespaces {
  readonly builtins: ReadonlyMap<string, Value>;
  readonly importer: Modules;
  loadModule(module: PyModule): void;
  submodule(module: PyModule, name: string): PyModule | undefined;
  importModule(frame: Frame, name: string, whole: boolean): Value;
  importName(frame: Frame, module: string, level: number, name: string, lazily: boolean): Value;
  importStar(frame: Frame, module: string, level: number): [string, Value][];
  /** A text that is in no file: code that the program makes. */
  parse(name: string, text: string): Source;
}

/** The call stack, and the limits of a run. */
interface Running {
  /** Innermost frame. */
  top: Frame | undefined;
  enter(frame: Frame): void;
  leave(frame: Frame): void;
  /** Runs with `frame` innermost. */
  within<T>(frame: Frame, run: () => T): T;
  leaveFunction(frame: Frame): Value;
  /** Pays for a statement, a call or a round. */
  step(): void;
  /** Loads a module or a definition of one, on an account of its own; one that costs too much is given up for good (`otherwise`). */
  loading<T>(module: PyModule, part: string, run: () => T, otherwise: (reason: string) => T): T;
  /** What was not followed to its end, since the analysis began. */
  readonly givenUp: Stopped[];
  /** Begins to count the work of what comes. */
  limit(limits: RunLimits): void;
  /** An interruption came while a library was loaded: nothing of this machine is fit for another analysis. */
  readonly spoilt: boolean;
  /** Nothing is under way. */
  rest(): void;
  /** The innermost place in the user's own source, from a frame outwards. */
  placeIn(from: Frame | undefined): Place | undefined;
  /** Places of all calls under way in the user's source, innermost first. */
  stack(): Place[];
  /** Runs a module's statements one by one: one that fails is reported, and what it bound is unknown. */
  runModule(module: PyModule, source: Source, prelude: boolean, main?: boolean): void;
  /** Runs with a state of its own; every write to objects that were there before is undone afterwards. */
  isolated<T>(state: RunState, run: () => T): T;
  /** What decides in place of the run's policy, in a run of that state. */
  decider: { state: RunState; policy: Policy } | undefined;
  readonly readings: PathReader;
}

/** What a run writes down. */
interface Recording {
  readonly state: RunState;
  sawBinding(source: Source, target: Span & { id: string }, statement: Span, value: Value): void;
  sawExpression(source: Source, node: Span, value: Value): void;
  sawCall(fn: PyFunction, frame: Frame): void;
  /** The program asks to see a value's shape. */
  reveal(value: Value): void;
  /** The call of a tensor's method, as a statement, gave another tensor. */
  unused(found: UnusedResult): void;
}

/** All of the abstract machine, as its own parts, compiled code and Python's own functions see it. */
export interface Interpreter extends Protocols, Exceptions, Forks, Unknowns, Namespaces, Running, Recording {}
