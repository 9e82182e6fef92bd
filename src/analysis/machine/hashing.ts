import { SymInt } from "../dims";
import { Tensor } from "../tensor/tensor";
import {
  classes,
  Either,
  Instance,
  Obj,
  type PyClass,
  PyDict,
  PyFunction,
  PyList,
  PySet,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { hashKey } from "../values/containers";
import type { Interpreter } from "./machine";

/**
 * The key under which a dict or set holds `key`: one that is there already and that Python finds equal to it (of the same hash, and the same object
 * or equal by an `__eq__` of either's class), else `key`. Unknown where that is not decided. Raises TypeError for what Python can't hash.
 * https://docs.python.org/3/reference/datamodel.html#object.__hash__
 */
export function keyIn(m: Interpreter, container: PyDict | PySet, key: Value): Value {
  if (key instanceof Obj) requireHashable(m, key);
  if (container.has(key)) return key;
  const compares = key instanceof Obj && comparesItself(key);
  if (!compares && !container.holdsInstances) return key;
  let hash: Value | undefined;
  let undecided = false;
  for (const other of container instanceof PySet ? container.values() : container.keys()) {
    if (!compares && !(other instanceof Obj && comparesItself(other))) continue;
    if (unknownOf(other) !== undefined) continue;
    hash ??= hashOf(m, key);
    const held = hashOf(m, other);
    if (typeof hash === "number" && typeof held === "number" && hash !== held) continue;
    const same = m.equal(other, key);
    if (same === true) return other;
    if (same === undefined) undecided = true;
  }
  return undecided ? m.unknown("whether it equals one of the keys is not known") : key;
}

/** True for instances whose equality is a Python function, and tuples of such. */
function comparesItself(key: Obj): boolean {
  if (key instanceof PyTuple) return key.items.some((item) => item instanceof Obj && comparesItself(item));
  // A list or dict of a class that can be hashed is equal by its items.
  if (key instanceof PyList || key instanceof PyDict) return key.cls.lookup("__hash__") instanceof PyFunction;
  return key instanceof Instance && key.cls.lookup("__eq__") instanceof PyFunction;
}

function requireHashable(m: Interpreter, key: Obj): void {
  if (key instanceof PyTuple) {
    // Tuples may hold one another many times over: where all of it is too long, its hash is, and ends here.
    hashKey(key);
    m.pay(key.items.length);
    for (const item of key.items) if (item instanceof Obj) requireHashable(m, item);
    return;
  }
  if (key instanceof Unknown || key instanceof Tensor) return;
  const unhashable =
    key instanceof PyList || key instanceof PyDict || (key instanceof PySet && !key.cls.isSubclassOf(classes.frozenset))
      ? !(key.cls.lookup("__hash__") instanceof PyFunction)
      : key.cls.lookup("__hash__") === null;
  if (unhashable)
    m.raise("TypeError", `unhashable type: '${key.cls.typeName}'`, { kind: "type", types: [key.cls.name] });
}

/** `hash(value)`: equal values have equal hashes; the numbers themselves are not Python's. */
export function hashOf(m: Interpreter, value: Value): Value {
  if (value instanceof Unknown || value instanceof Either) return m.unknown("the value is not known", "int");
  if (value instanceof Obj) {
    requireHashable(m, value);
    const method = value.cls.lookup("__hash__");
    if (method instanceof PyFunction && !hashesBefore(value.cls, method)) return m.call(method, [value]);
    if (method instanceof Unknown) return method.of("int");
    // A tuple's or set's hash comes of its items', which may have methods of their own.
    if (value instanceof PyTuple || (value instanceof PySet && value.isCertain)) {
      const isSet = value instanceof PySet;
      const hashes = (isSet ? value.values() : value.items).map((item) => hashOf(m, item));
      return hashes.every((hash) => typeof hash === "number")
        ? textHash((isSet ? hashes.sort((a, b) => a - b) : hashes).join())
        : m.unknown("the hash of an item is not known", "int");
    }
  }
  const key = hashKey(value);
  if (typeof key === "number") return key;
  return textHash(key instanceof Obj ? String(key.id) : String(key));
}

/** Python's own classes whose objects have the hash of what they hold. */
const HASHED: ReadonlySet<PyClass> = new Set([
  classes.int,
  classes.float,
  classes.complex,
  classes.str,
  classes.bytes,
  classes.tuple,
  classes.frozenset,
]);

/** Whether one of them comes before the class that a `__hash__` is of. */
function hashesBefore(cls: PyClass, method: Value): boolean {
  return HASHED.has(cls.mro.find((base) => HASHED.has(base) || base.own.get("__hash__") === method) ?? cls);
}

function textHash(text: string): number {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + char.charCodeAt(0)) % 2147483647;
  return hash;
}

/** What is not known of a key: with which others it is equal. Undefined for a key that is known. */
export function unknownOf(key: Value): Unknown | undefined {
  if (key instanceof Unknown) return key;
  if (key instanceof Either) return new Unknown("the key can be one of several");
  if (key instanceof SymInt) return new Unknown("the key is a symbolic size");
  if (!(key instanceof PyTuple)) return undefined;
  for (const item of key.items) {
    const unknown = unknownOf(item);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

/** A set; where an item is not known, it may be the same as another one. */
export function setOf(m: Interpreter, items: readonly Value[]): PySet {
  const set = new PySet();
  for (const item of items) {
    const key = keyIn(m, set, item);
    const unknown = items.length > 1 ? unknownOf(key) : undefined;
    if (unknown === undefined) set.add(key);
    else set.open(unknown);
  }
  return set;
}
