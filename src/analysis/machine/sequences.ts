import type { BinaryOperator } from "../../syntax/ast";
import { classes, PyBytes, PyList, PyTuple, type Value } from "../values";
import type { Interpreter } from "./machine";

/** Lists, tuples and texts longer than this are not built. */
export const MAX_ITEMS = 1_000_000;

/** `+` and `*` of texts, lists, tuples and bytes; undefined for all else. */
export function sequenceArithmetic(m: Interpreter, op: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (op === "+") return concatenated(m, left, right);
  if (op !== "*") return undefined;
  return repeated(m, left, right) ?? repeated(m, right, left);
}

function concatenated(m: Interpreter, left: Value, right: Value): Value | undefined {
  if (typeof left === "string" && typeof right === "string") {
    if (left.length + right.length > MAX_ITEMS) return m.unknown("the text is too long", "str");
    return left + right;
  }
  if (left instanceof PyList && right instanceof PyList) {
    if (left.items.length + right.items.length > MAX_ITEMS) return m.unknown("the list is too long");
    return new PyList([...left.items, ...right.items]);
  }
  if (left instanceof PyTuple && right instanceof PyTuple) {
    const cls = left.cls === classes.Size && right.cls === classes.Size ? classes.Size : classes.tuple;
    return new PyTuple([...left.items, ...right.items], cls);
  }
  if (left instanceof PyBytes && right instanceof PyBytes) return new PyBytes(left.value + right.value);
  return undefined;
}

function repeated(m: Interpreter, sequence: Value, times: Value): Value | undefined {
  const text = typeof sequence === "string" ? sequence : sequence instanceof PyBytes ? sequence.value : undefined;
  if (text === undefined && !(sequence instanceof PyList || sequence instanceof PyTuple)) return undefined;
  const count = m.asDim(times);
  if (count === undefined) return undefined;
  if (text !== undefined) {
    if (typeof count !== "number") return m.unknown("it is repeated a symbolic number of times", "str");
    if (text.length * count > MAX_ITEMS) return m.unknown("the text is too long", "str");
    const all = text.repeat(Math.max(0, count));
    return typeof sequence === "string" ? all : new PyBytes(all);
  }
  const list = sequence as PyList | PyTuple;
  if (typeof count !== "number") return m.repeatUnknown(list, count);
  if (list.items.length * count > MAX_ITEMS) return m.unknown("the list is too long");
  const all: Value[] = [];
  for (let n = 0; n < count; n++) for (const item of list.items) all.push(item);
  return list instanceof PyList
    ? new PyList(all)
    : new PyTuple(all, list.cls === classes.Size ? classes.Size : classes.tuple);
}
