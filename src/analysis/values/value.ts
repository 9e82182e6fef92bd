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

/** A Python object: a class, and attributes where it has a `__dict__`. */
export class Obj {
  /** The epoch in which it was made: see `touch`. */
  readonly born = clock.birth;
  attrs: Map<string, Value> | undefined = undefined;
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
  }

  deleteAttr(name: string): boolean {
    touch(this);
    return this.attrs?.delete(name) ?? false;
  }

  /** The mutable state, to be put back by `restore`: what fork and join save. */
  snapshot(): unknown {
    return this.attrs === undefined ? undefined : new Map(this.attrs);
  }

  restore(state: unknown): void {
    const attrs = state as Map<string, Value> | undefined;
    this.attrs = attrs === undefined ? undefined : new Map(attrs);
  }

  /** Joins two states of this object after a fork: equal stays, unlike things become what `join` makes of them. */
  merge(a: unknown, b: unknown, join: (x: Value | undefined, y: Value | undefined) => Value): unknown {
    return mergeMaps(a as Map<string, Value> | undefined, b as Map<string, Value> | undefined, join);
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
  /** Set where it may have attributes that are not known, as after a constructor that could not be followed. */
  beyond: Unknown | undefined;
}
