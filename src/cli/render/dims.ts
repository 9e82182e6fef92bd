import type { DimJson } from "../../analysis/report";

/** The sum of two counts; formulas are written side by side, as a line rarely has more than one. */
export function addDims(a: DimJson, b: DimJson): DimJson {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (a === 0) return b;
  if (b === 0) return a;
  return `${a} + ${b}`;
}
