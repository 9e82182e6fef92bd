import { type Dim, equal } from "../../dims";
import { Tensor } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import { axesOf, type Origin } from "./axes";
import type { Program, Remark } from "./program";

/** Operators that compare or combine tensors element by element. */
const PAIRWISE = ["sub", "rsub", "eq", "ne", "lt", "le", "gt", "ge", "mul", "div", "add"];

/** What makes one number of all elements. */
const REDUCTIONS: ReadonlySet<string> = new Set(["mean", "sum", "nanmean"]);

/** More steps after the pairs are not looked through. */
const MAX_STEPS = 200;

/**
 * A column (N, 1) meets a row (N,): what was meant for N pairs is a table of N × N, of which a sum or mean is taken. Told where nobody
 * put the column's dimension in for it.
 */
export function* pairsByAccident(program: Program): Iterable<Remark> {
  for (const step of program.steps(...PAIRWISE)) {
    const [shape] = step.outputShapes;
    if (step.place === undefined || shape?.length !== 2 || equal(shape[0], shape[1]) !== true || shape[0] === 1)
      continue;
    const operands = operandsOf(step);
    if (operands.length !== 2) continue;
    const column = operands.find((one) => one.rank === 2 && isColumn(one.shape));
    const row = operands.find(({ rank }) => rank === 1);
    if (column === undefined || row === undefined || equal(column.shape[0], row.shape[0]) !== true) continue;
    const [, width] = axesOf(program).of(column, step.index);
    if (isMeant(width[0]?.origin, column, row, step, program) || !isReduced(step, program)) continue;
    const sizes = (tensor: Tensor) => `(${tensor.shape.map(text).join(", ")}${tensor.rank === 1 ? "," : ""})`;
    yield {
      code: "pairs-by-accident",
      place: step.place,
      message: `${sizes(operands[0])} and ${sizes(operands[1])} are broadcast to a table of all pairs, ${sizes(step.outputs[0])}, of which one number is made: \`squeeze(1)\` makes a row of the column`,
    };
  }
}

/** Whether the column's dimension was put in for these pairs: in the same line, or of one tensor with itself. */
function isMeant(origin: Origin | undefined, column: Tensor, row: Tensor, step: TraceStep, program: Program): boolean {
  if (origin?.kind !== "inserted" || origin.step === undefined) return false;
  const { places } = program;
  if (places.line(origin.step.place) === places.line(step.place)) return true;
  const own = program.source(column, step.index);
  return own !== undefined && own === program.source(row, step.index);
}

const isColumn = (shape: readonly Dim[]) => shape[1] === 1 && shape[0] !== 1;

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : "N");

/** Whether all elements of a step's result come together in one number. */
function isReduced(step: TraceStep, program: Program): boolean {
  const made = new Set<Tensor>(step.outputs);
  const { steps } = program.trace;
  for (let n = step.index + 1; n < Math.min(steps.length, step.index + MAX_STEPS); n++) {
    const next = steps[n];
    const operands = operandsOf(next);
    if (!operands.some((one) => made.has(one))) continue;
    // Another table of all pairs comes in: they are wanted.
    if (operands.some((one) => !made.has(one) && one.rank === 2 && !one.shape.includes(1))) return false;
    if (REDUCTIONS.has(next.schema.name) && next.outputShapes[0]?.length === 0) return true;
    if (next.outputShapes[0]?.length !== 2) continue;
    for (const one of next.outputs) if (one instanceof Tensor) made.add(one);
  }
  return false;
}
