import { SymInt } from "../dims";
import { Tensor } from "../tensor/tensor";
import {
  classes,
  Either,
  Instance,
  Obj,
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
 * The key under which a dict or set holds `key`: an equal key of a class with its own `__eq__` that is there already, else `key`.
 * Raises TypeError for what Python can't hash.
 */
export function keyIn(m: Interpreter, container: PyDict | PySet, key: Value): Value {
  if (!(key instanceof Obj)) return key;
  requireHashable(m, key);
  if (!comparesItself(key) || container.has(key)) return key;
  const held = container instanceof PySet ? container.values() : container.keys();
  for (const other of held) if (other instanceof Obj && other !== key && m.equal(other, key) === true) return other;
  return key;
}

/** True for instances whose equality is a Python function, and tuples of such. */
function comparesItself(key: Obj): boolean {
  if (key instanceof PyTuple) return key.items.some((item) => item instanceof Obj && comparesItself(item));
  // A list or dict of a class that can be hashed is equal by its items.
  if (key instanceof PyList || key instanceof PyDict) return key.cls.lookup("__hash__") instanceof PyFunction;
  return key instanceof Instance && key.cls.lookup("__eq__") instanceof PyFunction;
}

export function requireHashable(m: Interpreter, key: Obj): void {
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
    const unknown = items.length > 1 ? unknownOf(item) : undefined;
    if (unknown === undefined) set.add(keyIn(m, set, item));
    else set.open(unknown);
  }
  return set;
}
