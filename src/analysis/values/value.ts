import type { SymInt } from "../dims";
import type { PyClass } from "./class";
import { clock, touch } from "./heap";
import type { Unknown } from "./unknown";

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
  open: Unknown | undefined;
}

/** A Python object: a class, and attributes where it has a `__dict__`. */
export class Obj {
  /** The epoch in which it was made: see `touch`. */
  readonly born = clock.birth;
  attrs: Map<string, Value> | undefined = undefined;
  /** Set where it may have attributes whose names are not known. */
  openAttrs: Unknown | undefined = undefined;
  private identity = 0;

  constructor(public cls: PyClass) {}

  /** Python's `id()`: stable within one process. */
  get id(): number {
    if (this.identity === 0) this.identity = ++identities;
    return this.identity;
  }

  setAttr(name: string, value: Value): void {
    touch(this);
    this.attrs ??= new Map();
    this.attrs.set(name, value);
  }

  deleteAttr(name: string): boolean {
    touch(this);
    return this.attrs?.delete(name) ?? false;
  }

  /** An attribute was set whose name is not known. One that held nothing, None, may be what was filled. */
  setUnknownAttr(reason: Unknown): void {
    touch(this);
    this.openAttrs ??= reason;
    for (const [name, value] of this.attrs ?? []) if (value === null) this.attrs!.set(name, reason);
  }

  /** The mutable state, to be put back by `restore`: what fork and join save. */
  snapshot(): unknown {
    const { attrs, openAttrs } = this;
    if (attrs === undefined && openAttrs === undefined) return undefined;
    return { attrs: attrs && new Map(attrs), open: openAttrs } satisfies AttributeState;
  }

  restore(state: unknown): void {
    const { attrs, open } = (state ?? {}) as Partial<AttributeState>;
    this.attrs = attrs && new Map(attrs);
    this.openAttrs = open;
  }

  /** Joins two states of this object after a fork: equal stays, unlike things become what `join` makes of them. */
  merge(a: unknown, b: unknown, join: (x: Value | undefined, y: Value | undefined) => Value): unknown {
    const [x, y] = [a, b] as (AttributeState | undefined)[];
    if (x === undefined && y === undefined) return undefined;
    const state: AttributeState = { attrs: mergeMaps(x?.attrs, y?.attrs, join), open: x?.open ?? y?.open };
    return state;
  }
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

/** An instance of a class. `payload` is the string or number of a subclass of `str` or `int`. */
export class Instance extends Obj {
  payload: string | number | undefined;
}
