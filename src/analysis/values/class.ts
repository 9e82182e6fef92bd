import { Obj, type Value } from "./value";

/** A Python class. Lookup of attributes follows the method resolution order. */
export class PyClass extends Obj {
  readonly mro: readonly PyClass[];
  readonly own: Map<string, Value>;
  private readonly cache = new Map<string, Value | undefined>();
  /** A `__getattribute__` written in Python: every read of an attribute goes through it. */
  getattribute: Value | undefined;
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

  override deleteAttr(name: string): boolean {
    PyClass.epoch++;
    return super.deleteAttr(name);
  }

  override restore(state: unknown): void {
    this.own.clear();
    for (const [name, value] of state as Map<string, Value>) this.own.set(name, value);
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
