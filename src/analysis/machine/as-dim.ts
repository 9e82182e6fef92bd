import { type Dim, SymInt } from "../dims";
import { dtypes } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import { Instance, PyLong, Unknown, type Value } from "../values";
import type { Interpreter } from "./machine";

/** A value as a size or an index, through `__index__` where it has one; undefined where it is none. */
export function asDim(m: Interpreter, value: Value): Dim | undefined {
  if (typeof value === "number" || value instanceof SymInt) return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof PyLong) return Number(value.value);
  if (value instanceof Tensor && value.numel() === 1) {
    if (value.held !== undefined && dtypes[value.dtype].category !== "int") return undefined;
    const item = value.data?.[0];
    return item instanceof SymInt || (typeof item === "number" && Number.isInteger(item)) ? item : undefined;
  }
  if (value instanceof Instance) {
    if (typeof value.payload === "number") return value.payload;
    const index = value.cls.lookup("__index__");
    if (index === undefined) return undefined;
    // An object may have the method and refuse, as an array of floats does.
    const size = m.orUndefined("TypeError", () => m.call(index, [value]));
    if (size === undefined) return undefined;
    return size instanceof Unknown ? m.sizeOf(size) : m.asDim(size);
  }
  return undefined;
}
