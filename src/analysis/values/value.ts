import type { SymInt } from "../dims";
import { COMPILED } from "./compiled";
import { clock, touch } from "./heap";

/**
 * What a Python value can be. `None`, `bool`, `int` and `str` are JavaScript's own null, boolean, number and string;
 * a symbolic integer is a `SymInt`; all else is an object. Floats are boxed (`PyFloat`), so that `1` and `1.0` differ.
 */
export type Value = null | boolean | number | string | SymInt | Obj;

/** `value`, or what stands in for a missing one. (`??` will not do: `None` is JavaScript's null.) */
export function orElse<T extends Value>(value: Value | undefined, fallback: () => T): Value {
  return value === undefined ? fallback() : value;
}

let identities = 0;

/** What an object saves of its attributes. */
export interface AttributeState {
  attrs: Map<string, Value> | undefined;
  open: Obj | undefined;
  /** Those of the attributes that may be missing. */
  doubtful: ReadonlySet<string>;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** A set without one of its members: itself, where that is none. */
export function without<T>(members: ReadonlySet<T>, member: T): ReadonlySet<T> {
  return members.has(member) ? new Set([...members].filter((one) => one !== member)) : members;
}

/** A Python object: a class, and attributes where it has a `__dict__`. */
export class Obj {
  /** The epoch in which it was made: see `touch`. */
  readonly born = clock.birth;
  attrs: Map<string, Value> | undefined = undefined;
  /** Set, to an `Unknown`, where it may have attributes whose names are not known. */
  openAttrs: Obj | undefined = undefined;
  /** Names of attributes that it may lack: only one branch of an open condition set them. */
  protected doubtfulAttrs: ReadonlySet<string> = NO_NAMES;
  private identity = 0;

  constructor(public cls: PyClass) {}

  /** Python's `id()`: stable within one process. */
  get id(): number {
    if (this.identity === 0) this.identity = ++identities;
    return this.identity;
  }

  /** What it is as a key of a dict, where equal objects of its class are one key; undefined where it stands for itself. */
  get hashText(): string | undefined {
    return undefined;
  }

  setAttr(name: string, value: Value): void {
    touch(this);
    this.attrs ??= new Map();
    this.attrs.set(name, value);
    this.doubtfulAttrs = without(this.doubtfulAttrs, name);
  }

  deleteAttr(name: string): boolean {
    touch(this);
    this.doubtfulAttrs = without(this.doubtfulAttrs, name);
    return this.attrs?.delete(name) ?? false;
  }

  /** Any of its attributes may have been taken away. */
  doubtAllAttrs(): void {
    if (this.doubtfulAttrs.size === (this.attrs?.size ?? 0)) return;
    touch(this);
    this.doubtfulAttrs = new Set(this.attrs?.keys() ?? []);
  }

  /** Whether an attribute that it has may be missing. */
  mayLackAttr(name: string): boolean {
    return this.doubtfulAttrs.has(name);
  }

  /** An attribute was set whose name is not known. One that held nothing, None or no text, may be what was filled. */
  setUnknownAttr(reason: Obj): void {
    const empty = [...(this.attrs ?? [])].filter(([, value]) => value === null || value === "");
    if (this.openAttrs !== undefined && empty.length === 0) return;
    touch(this);
    this.openAttrs ??= reason;
    for (const [name] of empty) this.attrs!.set(name, reason);
  }

  /** The mutable state, to be put back by `restore`: what fork and join save. */
  snapshot(): unknown {
    const { attrs, openAttrs, doubtfulAttrs } = this;
    if (attrs === undefined && openAttrs === undefined) return undefined;
    return { attrs: attrs && new Map(attrs), open: openAttrs, doubtful: doubtfulAttrs } satisfies AttributeState;
  }

  restore(state: unknown): void {
    const { attrs, open, doubtful } = (state ?? {}) as Partial<AttributeState>;
    this.attrs = attrs && new Map(attrs);
    this.openAttrs = open;
    this.doubtfulAttrs = doubtful ?? NO_NAMES;
  }

  /** Joins two states of this object after a fork: equal stays, unlike things become what `join` makes of them. */
  merge(a: unknown, b: unknown, join: (x: Value | undefined, y: Value | undefined) => Value): unknown {
    const [x, y] = [a, b] as (AttributeState | undefined)[];
    if (x === undefined && y === undefined) return undefined;
    const attrs = mergeMaps(x?.attrs, y?.attrs, join);
    return { attrs, open: x?.open ?? y?.open, doubtful: doubtfulOf(x, y) } satisfies AttributeState;
  }
}

/** The names that either state doubts, and those that only one of them has. */
function doubtfulOf(x: AttributeState | undefined, y: AttributeState | undefined): ReadonlySet<string> {
  const doubtful = new Set([...(x?.doubtful ?? []), ...(y?.doubtful ?? [])]);
  for (const name of x?.attrs?.keys() ?? []) if (y?.attrs?.has(name) !== true) doubtful.add(name);
  for (const name of y?.attrs?.keys() ?? []) if (x?.attrs?.has(name) !== true) doubtful.add(name);
  return doubtful.size === 0 ? NO_NAMES : doubtful;
}

export function mergeMaps<K>(
  a: Map<K, Value> | undefined,
  b: Map<K, Value> | undefined,
  join: (x: Value | undefined, y: Value | undefined) => Value,
): Map<K, Value> | undefined {
  if (a === undefined && b === undefined) return undefined;
  const merged = new Map<K, Value>();
  for (const [key, value] of a ?? []) {
    const other = b?.get(key);
    merged.set(key, other === value ? value : join(value, other));
  }
  for (const [key, value] of b ?? []) if (!merged.has(key)) merged.set(key, join(undefined, value));
  return merged;
}

/** An instance of a class. `payload` is the string or number of a subclass of `str`, `int` or `float`. */
export class Instance extends Obj {
  payload: string | number | Obj | undefined;
  /** An Unknown where it may have attributes that are not known, as after a constructor that could not be followed. */
  beyond: Obj | undefined;
}

/** A Python class. Lookup of attributes follows the method resolution order. */
export class PyClass extends Obj {
  readonly mro: readonly PyClass[];
  readonly own: Map<string, Value>;
  private readonly cache = new Map<string, Value | undefined>();
  /** A `__getattribute__` written in Python: every read of an attribute goes through it. */
  getattribute: Value | undefined;
  /** What its objects do in the machine's own code: opaque to all but the machine. Classes that are derived later have them too. */
  slots: object | undefined;
  /** The dotted name inside its module. */
  qualname: string;
  private static epoch = 0;
  private cachedAt = 0;
  private open: boolean | undefined;

  constructor(
    public name: string,
    readonly bases: readonly PyClass[],
    own: Map<string, Value> = new Map(),
    metaclass?: PyClass,
    /** Dotted name of the module in which it is defined. */
    readonly module = "builtins",
  ) {
    super(metaclass as PyClass);
    this.own = own;
    this.qualname = name;
    this.attrs = own;
    this.mro = [this, ...linearize(bases)];
    this.slots = this.mro.find(({ slots }) => slots !== undefined)?.slots;
  }

  /** What messages call its objects by: compiled classes of Python's library have their module before their name. */
  get typeName(): string {
    const dotted = `${this.module}.${this.name}`;
    return COMPILED.has(dotted) ? dotted : this.name;
  }

  /** Whether it may have more than is seen: a base class that could not be found stands in its order. */
  get hasUnknownBase(): boolean {
    this.open ??= this.mro.some((base) => base.name.startsWith("<unknown"));
    return this.open;
  }

  /** The attribute as the method resolution order finds it, not bound to anything. */
  lookup(name: string): Value | undefined {
    if (this.cachedAt !== PyClass.epoch) {
      this.cache.clear();
      this.cachedAt = PyClass.epoch;
    }
    const known = this.cache.get(name);
    if (known !== undefined) return known;
    if (this.cache.has(name)) return undefined;
    const found = this.lookupFrom(0, name);
    this.cache.set(name, found);
    return found;
  }

  /** Like `lookup`, beginning at a place of the method resolution order: what `super()` asks. */
  lookupFrom(index: number, name: string): Value | undefined {
    for (let at = index; at < this.mro.length; at++) {
      const found = this.mro[at].own.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  isSubclassOf(other: PyClass): boolean {
    return this.mro.includes(other);
  }

  override setAttr(name: string, value: Value): void {
    super.setAttr(name, value);
    PyClass.epoch++;
  }

  override setUnknownAttr(reason: Obj): void {
    super.setUnknownAttr(reason);
    PyClass.epoch++;
  }

  override deleteAttr(name: string): boolean {
    PyClass.epoch++;
    return super.deleteAttr(name);
  }

  override restore(state: unknown): void {
    const { attrs, open, doubtful } = state as AttributeState;
    this.own.clear();
    for (const [name, value] of attrs ?? []) this.own.set(name, value);
    this.openAttrs = open;
    this.doubtfulAttrs = doubtful;
    PyClass.epoch++;
  }
}

/** Whether a method resolution order exists for a class with these bases. */
export function haveOrder(bases: readonly PyClass[]): boolean {
  return merge(bases) !== undefined;
}

/** C3 linearization of the bases; where none exists, depth first. */
function linearize(bases: readonly PyClass[]): PyClass[] {
  return merge(bases) ?? [...new Set(bases.flatMap((base) => base.mro))];
}

function merge(bases: readonly PyClass[]): PyClass[] | undefined {
  if (bases.length === 1) return [...bases[0].mro];
  const lists = [...bases.map((base) => [...base.mro]), [...bases]].filter((list) => list.length > 0);
  const order: PyClass[] = [];
  while (lists.length > 0) {
    const head = lists.find((list) => !lists.some((other) => other.indexOf(list[0]) > 0))?.[0];
    if (head === undefined) return undefined;
    order.push(head);
    for (let at = lists.length - 1; at >= 0; at--) {
      if (lists[at][0] === head) lists[at].shift();
      if (lists[at].length === 0) lists.splice(at, 1);
    }
  }
  return order;
}
