import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import { axesOf, axisOf, isBatch } from "./axes";
import { operandsOf, type Program, type Remark } from "./program";

const NORMALIZERS = ["softmax", "log_softmax", "normalize"];

/** What adds up along a dimension. */
const CONTRACTIONS: ReadonlySet<string> = new Set([
  "matmul",
  "mm",
  "bmm",
  "einsum",
  "linear",
  "addmm",
  "tensordot",
  "mv",
]);

/** More steps after the normalisation are not looked through. */
const MAX_STEPS = 200;

/** A softmax over the samples of a batch, which makes each depend on the others, where one over the features was meant. */
export function* batchNormalized(program: Program): Iterable<Remark> {
  for (const step of program.steps(...NORMALIZERS)) {
    const { place, args } = step;
    const input = args.self ?? args.input;
    const { dim } = args;
    if (place === undefined || !(input instanceof Tensor) || typeof dim !== "number" || input.rank < 2) continue;
    const at = axisOf(dim, input.rank);
    const axes = axesOf(program).of(input, step.index);
    const isSample = isBatch(axes[at]) || (program.isReal && isRowOfLayer(axes, at, input));
    if (!isSample || isPooled(step, at, program)) continue;
    yield {
      code: "batch-normalized",
      place,
      message: `\`${step.schema.name}\` goes over dimension ${at}, the samples, so that each depends on the others: the classes are dimension ${input.rank - 1}`,
    };
  }
}

/** The first dimension of (N, features), which a layer's input had already. */
function isRowOfLayer(axes: ReturnType<ReturnType<typeof axesOf>["of"]>, at: number, { shape }: Tensor): boolean {
  const [rows, features] = axes;
  const isRow = rows.length === 1 && rows[0].origin.kind === "made" && shape[0] !== 1;
  return at === 0 && axes.length === 2 && isRow && features[0]?.origin.kind === "features" && shape[1] !== 1;
}

/** Whether what comes of it is added up along that dimension: then it are weights of the samples that were wanted. */
function isPooled(step: TraceStep, at: number, program: Program): boolean {
  const made = new Set<Tensor>(step.outputs);
  const { steps } = program.trace;
  for (let n = step.index + 1; n < Math.min(steps.length, step.index + MAX_STEPS); n++) {
    const next = steps[n];
    const used = operandsOf(next).find((one) => made.has(one));
    if (used === undefined) continue;
    const { name } = next.schema;
    if (CONTRACTIONS.has(name)) return true;
    if (name === "sum" || name === "mean") {
      if ([next.args.dim].flat().some((dim) => typeof dim === "number" && axisOf(dim, used.rank) === at)) return true;
      continue;
    }
    for (const one of next.outputs) made.add(one);
  }
  return false;
}
