import { formatDims, tensorsOf } from "../../features/shapes";
import type { ExecutedStep } from "../../server/protocol";
import type { ForwardRow } from "../forward/rows";

/** Executed steps by their index in the trace. */
export type Executed = ReadonlyMap<number, ExecutedStep>;

/** How the shape as executed stands to the shape as analysed; `open` where the analysis left sizes open. */
export type Agreement = "same" | "open" | "differs";

/** Compares a step's first tensor; `undefined` where it was not executed or gave none. */
export function agreement(row: ForwardRow, step: ExecutedStep | undefined): Agreement | undefined {
  if (!step?.executed) return undefined;
  const analysed = tensorsOf(row.output)[0];
  if (!analysed) return "open";
  const { shape, dtype } = step.executed;
  const fits =
    analysed.shape.length === shape.length &&
    analysed.shape.every((dim, at) => typeof dim === "string" || dim === shape[at]) &&
    (analysed.dtype === dtype || analysed.dtype === "unknown");
  if (!fits) return "differs";
  return analysed.shape.every((dim) => typeof dim === "number") ? "same" : "open";
}

/** `(64, 49, 96)`; the dtype is told where it is not `float32`. */
export function executedShape(step: ExecutedStep | undefined): string {
  if (!step?.executed) return "";
  const { shape, dtype } = step.executed;
  return formatDims(shape) + (dtype === "float32" ? "" : ` ${dtype}`);
}

/** Adds finished steps; the map is a new one, so that views notice. */
export function withSteps(before: Executed, steps: readonly ExecutedStep[]): Executed {
  const after = new Map(before);
  for (const step of steps) after.set(step.index, step);
  return after;
}
