import { classes, type Obj, type PyClass, PyDict, PyModule, type Unknown, type Value } from "../values";
import { evaluateAll } from "./annotations";
import { Lazy } from "./lazy";
import type { Interpreter } from "./machine";
import { openAttributes } from "./open-attributes";

/** What exceptions have beside their namespace. */
const OF_EXCEPTIONS: ReadonlySet<string> = new Set([
  "args",
  "__cause__",
  "__context__",
  "__suppress_context__",
  "__traceback__",
]);

/** `object.__dict__`, `vars(object)`, `globals()`: a dict that is the object's attributes. */
export class NamespaceDict extends PyDict {
  constructor(
    private readonly machine: Interpreter,
    readonly owner: Obj,
  ) {
    super();
    this.tail =
      (owner.openAttrs as Unknown | undefined) ?? (owner instanceof PyModule ? this.beyond(owner) : undefined);
  }

  /** Why a module may have names that are not known: what stands in for one has a part of its names. */
  private beyond(module: PyModule): Unknown | undefined {
    if (module.beyond !== undefined || !this.machine.importer.isLibrary(module.name)) return module.beyond;
    return this.machine.unknown(`not all names of \`${module.name}\` are followed`).inside();
  }

  /** Whether what the object stores under a name is no attribute of its namespace: what stands in a slot, or in an exception itself. */
  private hides(key: string): boolean {
    const { cls } = this.owner;
    if (cls.lookup("__slots__") !== undefined && hasSlot(cls, key)) return true;
    return OF_EXCEPTIONS.has(key) && cls.isSubclassOf(classes.BaseException);
  }
  override get size(): number {
    return this.keys().length;
  }
  override get(key: Value): Value | undefined {
    if (typeof key !== "string" || this.hides(key)) return undefined;
    const value = this.owner.attrs?.get(key);
    if (key === "__annotations__" && value instanceof PyDict) return evaluateAll(this.machine, value);
    return value instanceof Lazy ? value.force(this.machine) : value;
  }
  override has(key: Value): boolean {
    return typeof key === "string" && this.owner.attrs?.has(key) === true && !this.hides(key);
  }
  override mayLack(key: Value): boolean {
    return typeof key === "string" && this.owner.mayLackAttr(key);
  }
  override get isCertain(): boolean {
    return this.tail === undefined && this.fewest === this.size;
  }
  override get fewest(): number {
    return this.keys().filter((key) => !this.mayLack(key)).length;
  }
  override unlisted(key: Value): Unknown | undefined {
    if (!(this.owner instanceof PyModule) || typeof key !== "string") return this.tail;
    return this.machine.importer.recorded.hasName(this.owner.name, key) === false && this.owner.beyond === undefined
      ? undefined
      : this.tail;
  }
  override set(key: Value, value: Value): void {
    if (typeof key === "string") this.owner.setAttr(key, value);
  }
  override delete(key: Value): boolean {
    return typeof key === "string" && this.has(key) && this.owner.deleteAttr(key);
  }
  override open(reason: Unknown, replaced?: (value: Value) => Value): void {
    if (replaced !== undefined) openAttributes(this.owner, reason);
    this.owner.setUnknownAttr(reason);
    if (this.owner instanceof PyModule) this.owner.beyond ??= reason;
    this.tail = reason;
  }
  override doubtAll(): void {}
  override clear(): void {
    for (const key of this.keys()) this.delete(key);
  }
  override keys(): string[] {
    return [...(this.owner.attrs?.keys() ?? [])].filter((key) => !this.hides(key));
  }
  override values(): Value[] {
    return this.keys().map((key) => this.get(key)!);
  }
  override items(): [Value, Value][] {
    return this.keys().map((key) => [key, this.get(key)!]);
  }
  // The owner's own snapshots hold the state.
  override snapshot(): never {
    return undefined as never;
  }
  override restore(): void {}
  override merge(): never {
    return undefined as never;
  }
}

/** The names of a class body that go into what the metaclass's `__prepare__` gave. */
export class PreparedNames extends Map<string, Value> {
  constructor(
    private readonly machine: Interpreter,
    readonly dict: PyDict,
  ) {
    super();
  }

  override set(name: string, value: Value): this {
    this.machine.setitem(this.dict, name, value);
    return this;
  }
  override get(name: string): Value | undefined {
    return this.has(name) ? this.machine.getitem(this.dict, name) : undefined;
  }
  override has(name: string): boolean {
    return this.dict.has(name);
  }
  override delete(name: string): boolean {
    if (!this.has(name)) return false;
    this.machine.delitem(this.dict, name);
    return true;
  }
  override get size(): number {
    return this.dict.size;
  }
  override *entries(): MapIterator<[string, Value]> {
    for (const [name, value] of this.dict.items()) yield [String(name), value];
  }
  override *keys(): MapIterator<string> {
    for (const name of this.dict.keys()) yield String(name);
  }
  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }
}

/** Python's own classes whose objects have no `__dict__`. */
const WITHOUT_NAMES: ReadonlySet<PyClass> = new Set([
  classes.object,
  classes.int,
  classes.float,
  classes.complex,
  classes.str,
  classes.bytes,
  classes.tuple,
  classes.list,
  classes.dict,
  classes.set,
  classes.frozenset,
]);

/** True for instances that have no `__dict__`: every class of theirs names its `__slots__`. */
export function isSlotted(cls: PyClass): boolean {
  if (cls.lookup("__slots__") === undefined) return false;
  return cls.mro.every(
    (base) => WITHOUT_NAMES.has(base) || (base.own.has("__slots__") && !slotNames(base).includes("__dict__")),
  );
}

/** The names in a class's own `__slots__`. */
function slotNames(cls: PyClass): readonly Value[] {
  const slots = cls.own.get("__slots__");
  if (slots === undefined) return [];
  if (typeof slots === "string") return [slots];
  if (slots instanceof PyDict) return slots.keys();
  const items = (slots as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? items : [];
}

/** Whether an instance of a slotted class may have the attribute. */
export function hasSlot(cls: PyClass, name: string): boolean {
  return cls.mro.some((base) => slotNames(base).some((slot) => slot === name || mangled(base, slot) === name));
}

function mangled(cls: PyClass, name: Value): Value {
  return typeof name === "string" && /^__.*[^_]_?$/.test(name) ? `_${cls.name.replace(/^_+/, "")}${name}` : name;
}
