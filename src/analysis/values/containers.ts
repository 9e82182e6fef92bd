import { SymInt } from "../dims";
import { makeRoom } from "../room";
import { classes } from "./classes";
import { touch } from "./heap";
import { PyComplex, PyFloat, PyLong } from "./numbers";
import type { Unknown } from "./unknown";
import type { PyClass } from "./value";
import { Instance, Obj, type Value, without } from "./value";

type Join = (x: Value | undefined, y: Value | undefined) => Value;

interface SequenceState {
  items: Value[];
  tail: Unknown | undefined;
  alike: readonly Value[] | undefined;
  doubts: Doubts;
  attrs: unknown;
}

/** Which items a list may lack, place by place: none where undefined. */
type Doubts = readonly boolean[] | "all" | undefined;

function inDoubt(doubts: Doubts, at: number): boolean {
  return doubts === "all" || doubts?.[at] === true;
}

export class PyList extends Obj {
  constructor(
    public items: Value[],
    cls: PyClass = classes.list,
  ) {
    super(cls);
  }

  /** Set where items may follow of which it is not known how many. */
  tail: Unknown | undefined;
  /** Where those are known: what they are like, beside `items`. */
  private alike: readonly Value[] | undefined;
  private doubts: Doubts;

  /** Whether the item at a place may be missing: those behind it are one place further in front then. */
  mayLack(at: number): boolean {
    return inDoubt(this.doubts, at);
  }
  private flags(): boolean[] {
    return this.items.map((_, at) => this.mayLack(at));
  }
  /** How many items it has in any case. */
  get fewest(): number {
    if (this.doubts === undefined) return this.items.length;
    return this.items.reduce<number>((count, _, at) => count + (this.mayLack(at) ? 0 : 1), 0);
  }
  /** Whether it has these items and no others. */
  get isCertain(): boolean {
    return this.tail === undefined && this.fewest === this.items.length;
  }
  /** Some of the items may be missing: besides those that may be, those at such places. */
  mayLackItems(isDoubtful: (at: number) => boolean): this {
    const doubts = this.items.map((_, at) => this.mayLack(at) || isDoubtful(at));
    if (doubts.some((doubt, at) => doubt && !this.mayLack(at))) {
      touch(this);
      this.doubts = doubts;
    }
    return this;
  }
  /**
   * What may stand at a place: with `n` items in front that may be missing, one of `n` further ones too. A negative place counts from the end.
   * Fewer than one where it has not so many.
   */
  placesOf(index: number): number[] {
    const { length } = this.items;
    const from = index < 0 ? -1 - index : index;
    const places: number[] = [];
    let missing = 0;
    for (let n = 0; n < length && n - missing <= from; n++) {
      const at = index < 0 ? length - 1 - n : n;
      if (n >= from) places.push(at);
      if (this.mayLack(at)) missing++;
    }
    return index < 0 ? places.reverse() : places;
  }
  /** Takes over what is not known of another list with these items. */
  openLike(other: PyList): this {
    this.tail = other.tail;
    this.alike = other.alike;
    this.doubts = other.doubts;
    return this;
  }
  /** Items may follow: such as it has, or such as are not known. */
  openEnd(reason: Unknown, known = false): void {
    if (this.tail !== undefined && (known || this.alike === undefined)) return;
    touch(this);
    if (this.tail === undefined && known) this.alike = [];
    else if (!known) this.alike = undefined;
    this.tail ??= reason.inside();
  }
  /** Which items it has is no longer known. */
  forget(reason: Unknown): void {
    this.writable().length = 0;
    this.openEnd(reason);
  }
  /** What any of its items may be; undefined where that is not known. */
  get samples(): readonly Value[] | undefined {
    if (this.tail === undefined) return this.items;
    return this.alike && [...this.items, ...this.alike];
  }

  /** The items, for writing: call before every change of `items`. */
  writable(): Value[] {
    touch(this);
    if (this.doubts !== undefined) this.doubts = this.fewest < this.items.length ? "all" : undefined;
    return this.items;
  }
  append(item: Value): void {
    if (this.tail !== undefined) {
      touch(this);
      if (this.alike?.includes(item) === false) this.alike = [...this.alike, item];
      return;
    }
    const doubts = this.doubts === undefined ? undefined : this.flags();
    this.writable().push(item);
    if (doubts?.includes(true)) this.doubts = doubts;
  }
  /** One item is taken out, and it is not known which one stands at that place: each that may stand there may be missing. */
  takeOut(index: number): void {
    const places = this.placesOf(index);
    if (places.length === 1) {
      const doubts = this.flags().filter((_, at) => at !== places[0]);
      this.writable().splice(places[0], 1);
      this.doubts = doubts.includes(true) ? doubts : undefined;
    } else this.mayLackItems((at) => places.includes(at));
  }
  /** Puts an item in front of all others. */
  prepend(item: Value): void {
    const doubts = [false, ...this.flags()];
    this.writable().unshift(item);
    if (doubts.includes(true)) this.doubts = doubts;
  }
  /** Puts an item to a place, whose others may be missing. */
  replace(at: number, item: Value): void {
    touch(this);
    this.items[at] = item;
  }

  /** The number of items in a snapshot. */
  lengthIn(state: unknown): number {
    return (state as SequenceState).items.length;
  }

  get extent(): number {
    return this.items.length;
  }

  override snapshot(): SequenceState {
    const { tail, alike, doubts } = this;
    return { items: this.items.slice(), tail, alike, doubts, attrs: super.snapshot() };
  }

  override restore(state: unknown): void {
    const { items, tail, alike, doubts, attrs } = state as SequenceState;
    this.items = items.slice();
    this.tail = tail;
    this.alike = alike;
    this.doubts = doubts;
    super.restore(attrs);
  }

  /** Lists that differ in length after a fork keep the longer one's tail: what may be there is followed too. */
  override merge(a: unknown, b: unknown, join: Join): SequenceState {
    const [x, y] = [a as SequenceState, b as SequenceState];
    const items = Array.from({ length: Math.max(x.items.length, y.items.length) }, (_, at) =>
      x.items[at] === y.items[at] ? x.items[at] : join(x.items[at], y.items[at]),
    );
    const isDoubtful = (at: number) => [x, y].some((state) => at >= state.items.length || inDoubt(state.doubts, at));
    const doubts = items.map((_, at) => isDoubtful(at));
    const opened = [x, y].filter((state) => state.tail !== undefined);
    const alike = opened.every((state) => state.alike !== undefined)
      ? [...new Set(opened.flatMap((state) => state.alike!))]
      : undefined;
    return {
      items,
      tail: x.tail ?? y.tail,
      alike,
      doubts: doubts.includes(true) ? doubts : undefined,
      attrs: super.merge(x.attrs, y.attrs, join),
    };
  }
}

export class PyTuple extends Obj {
  constructor(
    readonly items: readonly Value[],
    cls: PyClass = classes.tuple,
  ) {
    super(cls);
  }
}

type Entries = Map<unknown, [Value, Value]>;

interface DictState {
  entries: Entries;
  tail: Unknown | undefined;
  doubtful: ReadonlySet<unknown>;
  attrs: unknown;
}

const NOTHING: ReadonlySet<unknown> = new Set();

/** A dict (or a subclass: `OrderedDict`, `defaultdict` …), in insertion order. */
export class PyDict extends Obj {
  private entries: Entries = new Map();
  /** Set where it may have keys that are not known. */
  tail: Unknown | undefined;
  /** Keys that it may lack: only one branch of an open condition put them in. */
  private doubtful: ReadonlySet<unknown> = NOTHING;
  /** Whether a key may have been an instance, whose class says what it is equal to. */
  holdsInstances = false;

  constructor(cls: PyClass = classes.dict) {
    super(cls);
  }

  static from(items: Iterable<[Value, Value]>, cls: PyClass = classes.dict): PyDict {
    const dict = new PyDict(cls);
    for (const [key, value] of items) dict.put(key, value);
    return dict;
  }
  /** One with the same keys and values, and the same doubts. */
  static copyOf(other: PyDict, cls: PyClass = classes.dict): PyDict {
    makeRoom(other.size);
    return PyDict.from(other.items(), cls).openLike(other);
  }

  get size(): number {
    return this.entries.size;
  }
  /** Whether it is certain that it has these keys and no others. */
  get isCertain(): boolean {
    return this.doubtful.size === 0 && this.tail === undefined;
  }
  /** How many keys it has in any case. */
  get fewest(): number {
    return this.size - this.doubtful.size;
  }
  mayLack(key: Value): boolean {
    return this.doubtful.size > 0 && this.doubtful.has(hashKey(key));
  }
  /** Why it is not known whether it has a key that is not among its own; undefined where it certainly lacks it. */
  unlisted(_key: Value): Unknown | undefined {
    return this.tail;
  }
  get(key: Value): Value | undefined {
    return this.entries.get(hashKey(key))?.[1];
  }
  has(key: Value): boolean {
    return this.entries.has(hashKey(key));
  }
  set(key: Value, value: Value): void {
    touch(this);
    this.put(key, value);
  }
  private put(key: Value, value: Value): void {
    const hash = hashKey(key);
    const entry = this.entries.get(hash);
    this.holdsInstances ||= holdsInstance(key);
    this.doubtful = without(this.doubtful, hash);
    this.entries.set(hash, [entry === undefined ? key : entry[0], value]);
  }
  delete(key: Value): boolean {
    touch(this);
    const hash = hashKey(key);
    this.doubtful = without(this.doubtful, hash);
    return this.entries.delete(hash);
  }
  clear(): void {
    touch(this);
    this.entries.clear();
    this.tail = undefined;
    this.doubtful = NOTHING;
  }
  /** Keys that are not known may have been put in, and the values that it has replaced: what each may be now. */
  open(reason: Unknown, replaced?: (value: Value) => Value): void {
    if (this.tail !== undefined && (replaced === undefined || this.entries.size === 0)) return;
    touch(this);
    this.tail ??= reason.inside();
    if (replaced === undefined) return;
    for (const [hash, [key, value]] of this.entries) this.entries.set(hash, [key, replaced(value)]);
  }
  /** Any of its keys may have been taken out. */
  doubtAll(): void {
    if (this.doubtful.size === this.entries.size) return;
    touch(this);
    this.doubtful = new Set(this.entries.keys());
  }
  /** Takes over what is not known of another dict. */
  openLike(other: PyDict): this {
    this.tail ??= other.tail;
    if (other.fewest === other.size) return this;
    const lacking = other.keys().filter((key) => other.mayLack(key) && this.has(key));
    if (lacking.length > 0) this.doubtful = new Set([...this.doubtful, ...lacking.map(hashKey)]);
    return this;
  }
  keys(): Value[] {
    const keys: Value[] = [];
    for (const [key] of this.entries.values()) keys.push(key);
    return keys;
  }
  values(): Value[] {
    const values: Value[] = [];
    for (const [, value] of this.entries.values()) values.push(value);
    return values;
  }
  /** Its keys, one by one. */
  *eachKey(): Iterable<Value> {
    for (const [key] of this.entries.values()) yield key;
  }
  /** Whether one of the first values is such a one. */
  someOfFirst(count: number, test: (value: Value) => boolean): boolean {
    let left = count;
    for (const [, value] of this.entries.values()) {
      if (left-- === 0) return false;
      if (test(value)) return true;
    }
    return false;
  }
  items(): [Value, Value][] {
    return Array.from(this.entries.values());
  }

  get extent(): number {
    return this.entries.size;
  }

  override snapshot(): DictState {
    const { tail, doubtful } = this;
    return { entries: new Map(this.entries), tail, doubtful, attrs: super.snapshot() };
  }

  override restore(state: unknown): void {
    const { entries, tail, doubtful, attrs } = state as DictState;
    this.entries = new Map(entries);
    this.tail = tail;
    this.doubtful = doubtful;
    super.restore(attrs);
  }

  override merge(a: unknown, b: unknown, join: Join): DictState {
    const [x, y] = [a as DictState, b as DictState];
    const entries: Entries = new Map();
    for (const [hash, [key, value]] of x.entries) {
      const other = y.entries.get(hash)?.[1];
      entries.set(hash, [key, other === value ? value : join(value, other)]);
    }
    for (const [hash, [key, value]] of y.entries)
      if (!entries.has(hash)) entries.set(hash, [key, join(undefined, value)]);
    const lacking = [...entries.keys()].filter((hash) => !x.entries.has(hash) || !y.entries.has(hash));
    const doubtful = new Set([...x.doubtful, ...y.doubtful, ...lacking]);
    return { entries, tail: x.tail ?? y.tail, doubtful, attrs: super.merge(x.attrs, y.attrs, join) };
  }
}

/** `dict.keys()`, `dict.values()`, `dict.items()`: they show the dict as it is when they are looked at. */
export class PyDictView extends Obj {
  constructor(
    readonly dict: PyDict,
    readonly kind: "keys" | "values" | "items",
  ) {
    super(classes[`dict_${kind}`]);
  }

  list(): Value[] {
    if (this.kind === "items") return this.dict.items().map((pair) => new PyTuple(pair));
    return this.kind === "keys" ? this.dict.keys() : this.dict.values();
  }
}

interface SetState {
  entries: Map<unknown, Value>;
  tail: Unknown | undefined;
  doubtful: ReadonlySet<unknown>;
  attrs: unknown;
}

/** A set or frozenset. */
export class PySet extends Obj {
  private entries = new Map<unknown, Value>();
  /** Set where it may have items that are not known. */
  tail: Unknown | undefined;
  /** Items that it may lack. */
  private doubtful: ReadonlySet<unknown> = NOTHING;
  /** Whether an item may have been an instance, whose class says what it is equal to. */
  holdsInstances = false;

  constructor(values: Iterable<Value> = [], cls: PyClass = classes.set) {
    super(cls);
    for (const value of values) {
      const hash = hashKey(value);
      if (!this.entries.has(hash)) this.entries.set(hash, value);
      this.holdsInstances ||= holdsInstance(value);
    }
  }
  /** One with the same items, and the same doubts. */
  static copyOf(other: PySet, cls: PyClass = classes.set): PySet {
    makeRoom(other.size);
    return new PySet(other.values(), cls).openLike(other);
  }

  /** Its items, one by one. */
  eachKey(): Iterable<Value> {
    return this.entries.values();
  }
  get size(): number {
    return this.entries.size;
  }
  /** Whether it is certain that it has these items and no others. */
  get isCertain(): boolean {
    return this.doubtful.size === 0 && this.tail === undefined;
  }
  /** How many items it has in any case. */
  get fewest(): number {
    return this.size - this.doubtful.size;
  }
  mayLack(value: Value): boolean {
    return this.doubtful.size > 0 && this.doubtful.has(hashKey(value));
  }
  has(value: Value): boolean {
    return this.entries.has(hashKey(value));
  }
  add(value: Value): void {
    touch(this);
    const hash = hashKey(value);
    this.holdsInstances ||= holdsInstance(value);
    this.doubtful = without(this.doubtful, hash);
    if (!this.entries.has(hash)) this.entries.set(hash, value);
  }
  delete(value: Value): boolean {
    touch(this);
    const hash = hashKey(value);
    this.doubtful = without(this.doubtful, hash);
    return this.entries.delete(hash);
  }
  clear(): void {
    touch(this);
    this.entries.clear();
    this.tail = undefined;
    this.doubtful = NOTHING;
  }
  /** Items that are not known may have been put in. */
  open(reason: Unknown): void {
    if (this.tail !== undefined) return;
    touch(this);
    this.tail ??= reason.inside();
  }
  /** Any of its items may have been taken out. */
  doubtAll(): void {
    if (this.doubtful.size === this.entries.size) return;
    touch(this);
    this.doubtful = new Set(this.entries.keys());
  }
  /** Takes over what is not known of another set. */
  openLike(other: PySet): this {
    this.tail ??= other.tail;
    const lacking = [...other.doubtful].filter((hash) => this.entries.has(hash));
    if (lacking.length > 0) this.doubtful = new Set([...this.doubtful, ...lacking]);
    return this;
  }
  values(): Value[] {
    return [...this.entries.values()];
  }

  get extent(): number {
    return this.entries.size;
  }

  override snapshot(): SetState {
    const { tail, doubtful } = this;
    return { entries: new Map(this.entries), tail, doubtful, attrs: super.snapshot() };
  }
  override restore(state: unknown): void {
    const { entries, tail, doubtful, attrs } = state as SetState;
    this.entries = new Map(entries);
    this.tail = tail;
    this.doubtful = doubtful;
    super.restore(attrs);
  }
  override merge(a: unknown, b: unknown, join: Join): SetState {
    const [x, y] = [a as SetState, b as SetState];
    const entries = new Map([...x.entries, ...y.entries]);
    const lacking = [...entries.keys()].filter((hash) => !x.entries.has(hash) || !y.entries.has(hash));
    const doubtful = new Set([...x.doubtful, ...y.doubtful, ...lacking]);
    return { entries, tail: x.tail ?? y.tail, doubtful, attrs: super.merge(x.attrs, y.attrs, join) };
  }
}

export class PySlice extends Obj {
  constructor(
    readonly start: Value,
    readonly stop: Value,
    readonly step: Value,
  ) {
    super(classes.slice);
  }
}

/** `range(start, stop, step)` over plain or symbolic integers. */
export class PyRange extends Obj {
  constructor(
    readonly start: number | SymInt,
    readonly stop: number | SymInt,
    readonly step: number | SymInt,
  ) {
    super(classes.range);
  }
}

export class PyBytes extends Obj {
  constructor(readonly value: string) {
    super(classes.bytes);
  }
}

function holdsInstance(key: Value): boolean {
  return key instanceof Instance || (key instanceof PyTuple && key.items.some(holdsInstance));
}

/** Python's hash and equality of a key as a JavaScript map key: equal keys give the same. Objects stand for themselves. */
export function hashKey(value: Value): unknown {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  if (value instanceof PyFloat) return value.value;
  if (value instanceof SymInt) return `\0sym:${value.key}`;
  if (value instanceof PyLong) return `\0int:${value.value}`;
  if (value instanceof PyComplex) return value.imag === 0 ? value.real : `\0complex:${value.real},${value.imag}`;
  if (value instanceof PyTuple) {
    return `\0tuple:${keyTexts(value.items).join("\0,")}\0)`;
  }
  if (value instanceof PySet) return `\0set:${keyTexts(value.values()).sort().join("\0,")}`;
  if (value instanceof PyBytes) return `\0bytes:${value.value}`;
  if (value instanceof Obj && value.hashText !== undefined) return `\0${value.cls.name}:${value.hashText}`;
  if (value instanceof Instance && value.payload !== undefined) return hashKey(value.payload);
  if (value instanceof PyRange && [value.start, value.stop, value.step].every((part) => typeof part === "number"))
    return `\0range:${value.start},${value.stop},${value.step}`;
  return value;
}

function keyTexts(items: readonly Value[]): string[] {
  const texts = items.map(keyText);
  makeRoom(
    texts.reduce((length, text) => length + text.length, 0),
    "characters",
  );
  return texts;
}

function keyText(value: Value): string {
  const key = hashKey(value);
  if (key instanceof Obj) return `#${key.id}`;
  return typeof key === "string" ? `"${key}` : String(key);
}
