import { equal } from "../dims";
import { Tensor } from "../tensor/tensor";
import { withoutGradient } from "../trace/gradients";
import {
  classes,
  classOf,
  Either,
  Instance,
  orElse,
  PyClass,
  PyFloat,
  PyTuple,
  Unknown,
  type UnknownType,
  type Value,
} from "../values";
import { heldOf } from "./escapes";
import { Lazy } from "./lazy";
import type { Interpreter } from "./machine";

export function typeName(value: Value): "Tensor" | "any" {
  return value instanceof Tensor ? "Tensor" : "any";
}

export function sameValue(m: Interpreter, a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Tensor && b instanceof Tensor) return isAlike(m, a, b) && sameContents(a, b);
  if (a instanceof PyFloat && b instanceof PyFloat) return a.value === b.value;
  if (a instanceof Unknown && b instanceof Unknown) return true;
  return false;
}

/** One value stands for another that is alike; of two tensors it is not known which one gradients go through, nor where it is that a branch moved. */
export function either(a: Value, b: Value): Value {
  if (a instanceof Tensor && b instanceof Tensor && a.device !== b.device) a.update({ device: undefined });
  return a !== b && a instanceof Tensor ? withoutGradient(a) : a;
}

/** Whether tensors have one shape, dtype and part in the graph of gradients. */
function isAlike(m: Interpreter, a: Tensor, b: Tensor): boolean {
  return (
    a.dtype === b.dtype &&
    a.rank === b.rank &&
    a.requiresGrad === b.requiresGrad &&
    a.shape.every((dim, n) => equal(dim, b.shape[n], m.assumptions) === true)
  );
}

/** Whether nothing that is known of two tensors' elements differs. */
function sameContents({ data: one }: Tensor, { data: other }: Tensor): boolean {
  if (one === other) return true;
  return one !== undefined && one.length === other?.length && one.every((element, n) => Object.is(element, other[n]));
}

export function differInContents(m: Interpreter, a: Value, b: Value): boolean {
  return a instanceof Tensor && b instanceof Tensor && isAlike(m, a, b) && !sameContents(a, b);
}

export function joinAll(m: Interpreter, values: readonly Value[]): Value {
  let joined = values[0];
  for (const value of values.slice(1)) joined = joinTwo(m, joined, value);
  return joined;
}

function forced(m: Interpreter, value: Value): Value {
  return value instanceof Lazy ? value.force(m) : value;
}

/** What is not known in one branch and known in the other one: what is done to it may be done to that. */
function standingFor(unknown: Unknown, other: Value): Unknown {
  const joined = isOfType(other, unknown.type) ? unknown : unknown.of("any");
  const held = heldOf([unknown, other]);
  return held === undefined || joined.constructor !== Unknown ? joined : joined.holding(held);
}

/** Whether what is said of the type of something unknown holds of this value too. */
function isOfType(value: Value, type: UnknownType): boolean {
  if (type === "any") return true;
  if (value instanceof Unknown) return value.type === type;
  const cls = classOf(value);
  return type === "module" ? cls === classes.module : cls.name === type;
}

/** Equal stays, unequal sizes of alike tensors become a new symbol, unlike things become either. */
export function joinTwo(m: Interpreter, a: Value | undefined, b: Value | undefined): Value {
  if (a === undefined) return orElse(b, () => m.unknown("it may not be bound"));
  if (b === undefined || a === b) return a;
  // What is imported in both branches is loaded when one is used, as in one.
  if (a instanceof Lazy || b instanceof Lazy)
    return new Lazy((machine) => joinTwo(machine, forced(machine, a), forced(machine, b)));
  if (a instanceof Unknown && !(b instanceof Unknown)) return b instanceof Tensor ? a.of("Tensor") : standingFor(a, b);
  if (b instanceof Unknown) return standingFor(b, a);
  if (a instanceof Tensor && b instanceof Tensor && a.rank === b.rank && a.dtype === b.dtype) {
    if (sameValue(m, a, b)) return either(a, b);
    const joined = new Tensor(
      a.shape.map((dim, n) =>
        equal(dim, b.shape[n], m.assumptions) === true ? dim : m.freshDim("it differs between branches"),
      ),
      a.dtype,
    );
    joined.device = a.device === b.device ? a.device : undefined;
    joined.place = m.place();
    joined.step = a.step;
    joined.requiresGrad = a.requiresGrad || b.requiresGrad;
    return withoutGradient(joined);
  }
  if (a instanceof PyTuple && b instanceof PyTuple && a.items.length === b.items.length && a.cls === b.cls)
    return new PyTuple(
      a.items.map((item, n) => joinTwo(m, item, b.items[n])),
      a.cls,
    );
  if (a instanceof PyFloat && b instanceof PyFloat && a.value === b.value) return a;
  if (a instanceof Instance && b instanceof Instance && a.payload !== undefined && a.payload === b.payload) return a;
  if (a instanceof PyClass && b instanceof PyClass && a === b) return a;
  return Either.of([a, b]);
}
