import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import { axisOf } from "./axes";
import { firstTensor, type Program, type Remark } from "./program";

/** What leaves weights where they are. */
const PASSING: ReadonlySet<string> = new Set(["dropout", "contiguous", "to", "float", "half", "type_as", "clone"]);

/** Weights are multiplied along their last dimension and sum to one along another: what comes out is no mean of the values. */
export function* weightsAxis(program: Program): Iterable<Remark> {
  for (const step of program.steps("matmul", "bmm")) {
    const weights = firstTensor(step);
    if (step.place === undefined || weights === undefined || weights.rank < 3) continue;
    const softmax = softmaxOf(weights, step, program);
    const { dim } = softmax?.args ?? {};
    if (softmax?.place === undefined || typeof dim !== "number") continue;
    // The rank of an input that nobody gave is a guess, by which a number from the front may be the last one.
    if (!program.isReal && dim >= 0) continue;
    const at = axisOf(dim, weights.rank);
    if (at !== weights.rank - 2) continue;
    yield {
      code: "weights-axis",
      place: softmax.place,
      message: `The softmax goes over dimension ${at}, and its weights are multiplied along dimension ${weights.rank - 1}: there they do not sum to one`,
      related: [{ place: step.place, message: "they are multiplied here" }],
    };
  }
}

function softmaxOf(weights: Tensor, before: TraceStep, program: Program): TraceStep | undefined {
  let step = program.maker(weights, before.index);
  while (step !== undefined && PASSING.has(step.schema.name)) {
    const first = firstTensor(step);
    step = first instanceof Tensor ? program.maker(first, step.index) : undefined;
  }
  return step?.schema.name === "softmax" ? step : undefined;
}
