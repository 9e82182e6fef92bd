import type { Expr, FunctionDef, Lambda } from "../../syntax/ast";
import { classes } from "./classes";
import { PyTuple } from "./containers";
import { touch } from "./heap";
import type { Machine } from "./runtime";
import { type Place, Unknown } from "./unknown";
import type { AttributeState, PyClass } from "./value";
import { Obj, type Value } from "./value";

/** One formal parameter of a callable. */
export interface Parameter {
  name: string;
  kind: "positionalOnly" | "positional" | "vararg" | "keywordOnly" | "kwarg";
  /** Absent where the argument is required. */
  default?: Value;
  annotation?: Expr;
}

/** A function written in Python, with the frame that it closes over. The machine knows how to run `code`. */
export class PyFunction extends Obj {
  constructor(
    readonly name: string,
    readonly qualname: string,
    readonly node: FunctionDef | Lambda,
    private readonly declared: readonly Parameter[],
    /** Compiled body and closure: opaque to all but the machine. */
    readonly code: unknown,
    readonly closure: unknown,
    readonly module: PyModule,
    readonly place: Place,
  ) {
    super(classes.function);
  }

  /** Its name in messages: the one that the program has given it, or its own. */
  get calledAs(): string {
    const set = this.attrs?.get("__qualname__");
    return typeof set === "string" ? set : this.qualname;
  }

  /** As it was defined, with the defaults that the program has given it since: `f.__defaults__ = …`. */
  get params(): readonly Parameter[] {
    const set = this.attrs?.get("__defaults__");
    return set === undefined ? this.declared : withDefaults(this.declared, set);
  }
}

/** Parameters with other defaults: those of the last ones that take positional arguments. */
export function withDefaults(params: readonly Parameter[], defaults: Value): readonly Parameter[] {
  const counted = params.filter(({ kind }) => kind === "positional" || kind === "positionalOnly");
  const given = defaults instanceof PyTuple ? defaults.items : [];
  return params.map((param) => {
    const at = counted.indexOf(param);
    if (at < 0) return param;
    const value = defaults instanceof Unknown ? defaults : given[at - counted.length + given.length];
    return { ...param, default: value };
  });
}

export type NativeArguments = Record<string, Value>;

/**
 * A function written in TypeScript. `params` come from a signature in Python's own notation,
 * so arguments are bound as Python binds them, with Python's messages where they don't fit.
 */
export class Builtin extends Obj {
  private parsed: readonly Parameter[] | undefined;
  /** As a class's `__getattr__`: what it finds, or undefined where it would raise. Asked instead of `run`, so that no exception is made. */
  find?(machine: Machine, object: Value, name: string): Value | undefined;
  /** As a class's `__getattr__`: whether what it finds may be missing; undefined where it finds nothing. */
  mayLack?(object: Value, name: string): boolean | undefined;
  /** As a class's `__setattr__`: asked instead of `run`, so that no arguments are bound. */
  assign?(machine: Machine, object: Obj, name: string, value: Value): void;

  constructor(
    readonly name: string,
    /** `sorted(iterable, /, *, key=None, reverse=False)`. */
    readonly signature: string,
    readonly run: (machine: Machine, args: NativeArguments) => Value,
    /** Takes the arguments as they come instead: what operators of PyTorch use, which have schemas of their own. */
    readonly raw?: (machine: Machine, args: readonly Value[], kwargs: ReadonlyMap<string, Value> | undefined) => Value,
    /** Whose method it is: its first argument is checked to be an instance (for `__new__`: a class) where it is called. */
    readonly owner?: PyClass,
  ) {
    super(classOfNative(name, owner));
  }

  get params(): readonly Parameter[] {
    this.parsed ??= parseSignature(this.signature);
    return this.parsed;
  }
}

/**
 * Declares a function in TypeScript by a Python signature. Defaults may be `None`, `True`, `False`, numbers and strings.
 * In `run`, `*args` arrives as a PyTuple and `**kwargs` as a PyDict. `M` is what the function asks of the machine: whoever puts it
 * into one sees to it that the machine has it.
 *
 *     native("enumerate(iterable, start=0)", (m, { iterable, start }) => …)
 */
export function native<M extends Machine = Machine>(
  signature: string,
  run: (machine: M, args: NativeArguments) => Value,
  owner?: PyClass,
): Builtin {
  return new Builtin(signature.slice(0, signature.indexOf("(")), signature, run as Builtin["run"], undefined, owner);
}

/** A native that takes the arguments unbound, for callables whose signature is not Python's to bind. */
export function nativeRaw<M extends Machine = Machine>(
  name: string,
  raw: (machine: M, args: readonly Value[], kwargs: ReadonlyMap<string, Value> | undefined) => Value,
  owner?: PyClass,
): Builtin {
  return new Builtin(name, `${name}(*args, **kwargs)`, () => null, raw as Builtin["raw"], owner);
}

function parseSignature(signature: string): Parameter[] {
  const inside = signature.slice(signature.indexOf("(") + 1, signature.lastIndexOf(")"));
  const params: Parameter[] = [];
  let kind: Parameter["kind"] = "positional";
  for (const part of inside.split(",").map((text) => text.trim())) {
    if (part === "") continue;
    if (part === "/") for (const param of params) param.kind = "positionalOnly";
    else if (part === "*") kind = "keywordOnly";
    else if (part.startsWith("**")) params.push({ name: part.slice(2), kind: "kwarg" });
    else if (part.startsWith("*")) {
      params.push({ name: part.slice(1), kind: "vararg" });
      kind = "keywordOnly";
    } else {
      const [name, text] = part.split("=").map((side) => side.trim());
      params.push(text === undefined ? { name, kind } : { name, kind, default: literal(text) });
    }
  }
  return params;
}

function literal(text: string): Value {
  if (text === "None") return null;
  if (text === "True") return true;
  if (text === "False") return false;
  if (/^['"]/.test(text)) return text.slice(1, -1);
  return Number(text);
}

/** A method of one of Python's own classes is a descriptor; those that an operator calls are of a class of their own. */
function classOfNative(name: string, owner: PyClass | undefined): PyClass {
  if (owner === undefined || owner.module !== "builtins" || name === "__new__") return classes.builtin;
  return name.startsWith("__") ? classes.wrapperDescriptor : classes.methodDescriptor;
}

function classOfBound(func: Value): PyClass {
  if (!(func instanceof Builtin)) return classes.method;
  return func.cls === classes.wrapperDescriptor ? classes.methodWrapper : classes.builtin;
}

export class BoundMethod extends Obj {
  constructor(
    readonly func: Value,
    readonly self: Value,
  ) {
    super(classOfBound(func));
  }
}

/** A module: its globals are its attributes. */
export class PyModule extends Obj {
  readonly globals: Map<string, Value>;
  /** Set where it may have names that are not known, as after a star import from a module that was not found. */
  beyond: Unknown | undefined;

  constructor(
    readonly name: string,
    readonly file: string | undefined,
    /** The package against which relative imports are resolved. */
    readonly packageName: string,
    /** Of an installed library. */
    readonly isInstalled = false,
    globals: Map<string, Value> = new Map(),
  ) {
    super(classes.module);
    this.globals = globals;
    this.attrs = this.globals;
  }

  override restore(state: unknown): void {
    const { attrs, open, doubtful } = state as AttributeState;
    this.globals.clear();
    for (const [name, value] of attrs ?? []) this.globals.set(name, value);
    this.openAttrs = open;
    this.doubtfulAttrs = doubtful;
  }
}

export class PyProperty extends Obj {
  constructor(
    readonly getter: Value,
    readonly setter: Value = null,
    readonly deleter: Value = null,
  ) {
    super(classes.property);
  }
}

export class StaticMethod extends Obj {
  constructor(readonly func: Value) {
    super(classes.staticmethod);
  }
}

export class ClassMethod extends Obj {
  constructor(readonly func: Value) {
    super(classes.classmethod);
  }
}

/** `super()`: lookups on `self` that begin behind `after` in its class's resolution order. */
export class PySuper extends Obj {
  constructor(
    readonly after: PyClass,
    readonly self: Value,
  ) {
    super(classes.super);
  }
}

/** Any iterator, generators included: `next` gives `undefined` at the end. */
export class PyIterator extends Obj {
  /** What a generator returned, once it has ended. */
  returned: Value = null;
  /** Set once it has given what is known of it, where more items may come. */
  openEnd: Unknown | undefined;
  /** What a further item looks like. */
  sample: Value | undefined;
  /** A generator's `send`, `throw` and `close`. */
  readonly control?: Control;
  /** What may be changed by its going on, where nobody knows which items come next. */
  whenLost: (() => void) | undefined;
  /** How often it was asked for what it has, on the way that the program takes; NaN where ways that differ in it have met. */
  private asked = 0;
  /** How often it was asked on any way: what it works on can't be put back. */
  private worked = 0;
  /** What it has given on any way, of one that only goes over items: another way is given the same. */
  private readonly given: (Value | undefined)[] | undefined;

  constructor(advance: () => Value | undefined, cls: PyClass = classes.iterator, control?: Control, onlyReads = false) {
    super(cls);
    if (onlyReads) this.given = [];
    this.next = () => this.step(advance);
    this.control = control && {
      send: (value) => (this.isLost ? lost() : this.step(() => control.send(value))),
      throw: (error) => (this.isLost ? lost() : this.step(() => control.throw(error))),
      close: () => void this.step(() => void control.close()),
    };
  }

  readonly next: () => Value | undefined;

  /** Whether another way than this one has taken items from it, so that nobody knows which come next. */
  private get isLost(): boolean {
    return this.given === undefined ? this.asked !== this.worked : Number.isNaN(this.asked);
  }

  /** It may have been asked for items. */
  lose(): void {
    touch(this);
    this.asked = Number.NaN;
  }

  private step(advance: () => Value | undefined): Value | undefined {
    touch(this);
    if (this.isLost) {
      this.openEnd = lost();
      this.sample = undefined;
      this.whenLost?.();
      return undefined;
    }
    this.asked++;
    if (this.given !== undefined && this.asked <= this.given.length) return this.given[this.asked - 1];
    this.worked++;
    const item = advance();
    this.given?.push(item);
    return item;
  }

  /** One that goes over items and does nothing else. */
  static reading(advance: () => Value | undefined): PyIterator {
    return new PyIterator(advance, undefined, undefined, true);
  }

  override snapshot(): IteratorState {
    const { returned, openEnd, sample, asked } = this;
    return { returned, openEnd, sample, asked, attrs: super.snapshot() };
  }

  override restore(state: unknown): void {
    const { returned, openEnd, sample, asked, attrs } = state as IteratorState;
    Object.assign(this, { returned, openEnd, sample, asked });
    super.restore(attrs);
  }

  override merge(a: unknown, b: unknown, join: (x: Value | undefined, y: Value | undefined) => Value): unknown {
    const [x, y] = [a as IteratorState, b as IteratorState];
    return { ...x, asked: x.asked === y.asked ? x.asked : Number.NaN, attrs: super.merge(x.attrs, y.attrs, join) };
  }

  /** One that gives as many items as others together: its end is open where one of theirs is. */
  static over(
    sources: readonly Value[],
    next: () => Value | undefined,
    sampleOf?: (samples: readonly (Value | undefined)[]) => Value,
  ): PyIterator {
    const iterator = new PyIterator(() => {
      const item = next();
      if (item !== undefined) return item;
      const inner = sources.filter((source) => source instanceof PyIterator);
      iterator.openEnd ??= inner.find(({ openEnd }) => openEnd !== undefined)?.openEnd;
      if (iterator.openEnd !== undefined)
        iterator.sample ??= sampleOf?.(
          sources.map((source) => (source instanceof PyIterator ? source.sample : undefined)),
        );
      return undefined;
    });
    iterator.whenLost = () => {
      for (const source of sources) if (source instanceof PyIterator) source.next();
    };
    return iterator;
  }
}

/** What a generator has beside `next`: https://docs.python.org/3/reference/expressions.html#generator-iterator-methods */
interface Control {
  send(value: Value): Value | undefined;
  throw(error: Value): Value | undefined;
  close(): void;
}

interface IteratorState {
  returned: Value;
  openEnd: Unknown | undefined;
  sample: Value | undefined;
  asked: number;
  attrs: unknown;
}

const lost = () => new Unknown("how many items were taken before depends on an open condition");

/** The function that decorators such as `functools.wraps` have made others of: it says what callers give. */
export function unwrapped(fn: PyFunction): PyFunction {
  const seen = new Set<PyFunction>();
  let one = fn;
  for (let inner: Value | undefined = fn; inner instanceof PyFunction && !seen.has(inner); ) {
    seen.add(inner);
    one = inner;
    inner = inner.attrs?.get("__wrapped__");
  }
  return one;
}
