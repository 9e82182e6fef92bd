import { SymInt } from "../dims";
import { PyComplex, PyFloat, PyLong, SymFloat, type Unknown, type Value } from "../values";
import type { Frame, Interpreter } from "./machine";

/**
 * Whether a number may be one of NumPy's, which stand as Python's here: some file of those that are running speaks of NumPy.
 * They take a list for an array, and divide by zero with a warning.
 */
export function mayBeNumPys({ top }: Interpreter): boolean {
  for (let frame: Frame | undefined = top; frame !== undefined; frame = frame.caller)
    if (frame.source.text.includes("numpy")) return true;
  return false;
}

/** An attribute of a number that Python's have not, and NumPy's have: `np.prod(shape).item()`; undefined where it is none of those. */
export function attributeOfNumPys(m: Interpreter, number: Value, name: string): Unknown | undefined {
  if (!isPlainNumber(number) || m.importer.recorded.classHas("numpy", "generic", name) !== true) return undefined;
  return mayBeNumPys(m) ? m.unknown("what NumPy's own numbers have is not followed") : undefined;
}

function isPlainNumber(value: Value): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  return [SymInt, PyFloat, PyLong, SymFloat, PyComplex].some((kind) => value instanceof kind);
}
