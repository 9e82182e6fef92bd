import type { BinaryOperator } from "../../syntax/ast";
import { type Dim, floordiv, max, neg, sub } from "../dims";
import { makeRoom } from "../room";
import { note } from "../trace/note";
import { classes, Instance, PyBytes, PyList, type PyRange, PyTuple, type Value } from "../values";
import type { Interpreter } from "./machine";

/** `+` and `*` of texts, lists, tuples and bytes; undefined for all else. */
export function sequenceArithmetic(m: Interpreter, op: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (op === "+") return concatenated(left, right);
  if (op !== "*") return undefined;
  return repeated(m, left, right) ?? repeated(m, right, left);
}

function concatenated(left: Value, right: Value): Value | undefined {
  if (typeof left === "string" && typeof right === "string") {
    makeRoom(left.length + right.length, "characters");
    return left + right;
  }
  if (left instanceof PyList && right instanceof PyList) {
    makeRoom(left.items.length + right.items.length);
    if (left.tail !== undefined) {
      const open = new PyList([...left.items]).openLike(left);
      for (const item of right.items) open.append(item);
      if (right.tail !== undefined) open.openEnd(right.tail, right.samples !== undefined);
      return open;
    }
    const sum = new PyList([...left.items, ...right.items]);
    if (right.tail !== undefined) sum.openEnd(right.tail, right.samples !== undefined);
    const { length } = left.items;
    return sum.mayLackItems((at) => (at < length ? left.mayLack(at) : right.mayLack(at - length)));
  }
  if (left instanceof PyTuple && right instanceof PyTuple) {
    makeRoom(left.items.length + right.items.length);
    const cls = left.cls === classes.Size && right.cls === classes.Size ? classes.Size : classes.tuple;
    return new PyTuple([...left.items, ...right.items], cls);
  }
  if (left instanceof PyBytes && right instanceof PyBytes) {
    makeRoom(left.value.length + right.value.length, "bytes");
    return new PyBytes(left.value + right.value);
  }
  return undefined;
}

function repeated(m: Interpreter, sequence: Value, times: Value): Value | undefined {
  const text = typeof sequence === "string" ? sequence : sequence instanceof PyBytes ? sequence.value : undefined;
  if (text === undefined && !(sequence instanceof PyList || sequence instanceof PyTuple)) return undefined;
  const count = m.asDim(times);
  if (count === undefined) return undefined;
  if (text !== undefined) {
    if (text === "") return sequence;
    if (typeof count !== "number") return m.unknown("it is repeated a symbolic number of times", "str");
    makeRoom(text.length * count, typeof sequence === "string" ? "characters" : "bytes");
    const all = text.repeat(Math.max(0, count));
    return typeof sequence === "string" ? all : new PyBytes(all);
  }
  const list = sequence as PyList | PyTuple;
  if (list instanceof PyList && list.tail !== undefined) return list.tail;
  const made = (items: Value[]) =>
    list instanceof PyList
      ? new PyList(items)
      : new PyTuple(items, list.cls === classes.Size ? classes.Size : classes.tuple);
  if (list.items.length === 0) return made([]);
  if (typeof count !== "number") return m.repeatUnknown(list, count);
  makeRoom(list.items.length * count);
  const all: Value[] = [];
  for (let n = 0; n < count; n++) for (const item of list.items) all.push(item);
  const repeated = made(all);
  if (list.items.some((item) => item instanceof Instance)) note(m, "repeated", repeated);
  return repeated;
}

/** How many integers a range has; undefined where its step is symbolic. */
export function rangeLength({ start, stop, step }: PyRange): Dim | undefined {
  if (typeof step !== "number" || step === 0) return undefined;
  const span = step > 0 ? sub(stop, start) : sub(start, stop);
  const size = Math.abs(step);
  return max(0, neg(floordiv(neg(span), size)));
}
