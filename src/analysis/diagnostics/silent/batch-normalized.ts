import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import { type Axis, axesOf, axisOf, isBatch } from "./axes";
import { operandsOf, type Program, type Remark } from "./program";

const NORMALIZERS = ["softmax", "log_softmax", "normalize", "cosine_similarity"];

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

/** A softmax over the samples of a batch, or over another dimension beside the features that a layer gave. */
export function* batchNormalized(program: Program): Iterable<Remark> {
  for (const step of program.steps(...NORMALIZERS)) {
    const { place, args } = step;
    const input = args.self ?? args.input ?? args.x1;
    const { dim } = args;
    if (place === undefined || !(input instanceof Tensor) || typeof dim !== "number" || input.rank < 2) continue;
    const at = axisOf(dim, input.rank);
    const axes = axesOf(program).of(input, step.index);
    const isSample = isBatch(axes[at]);
    if (!isSample && !(program.isReal && isBesideFeatures(axes, at, input))) continue;
    if (isPooled(step, at, program)) continue;
    const what =
      isSample || (at === 0 && input.rank === 2)
        ? "the samples, so that each depends on the others"
        : "not the features";
    yield {
      code: "batch-normalized",
      place,
      message: `\`${step.schema.name}\` goes over dimension ${at}, ${what}: the features are dimension ${input.rank - 1}`,
    };
  }
}

/** Another dimension than the last, which holds the features that a layer has just given. */
function isBesideFeatures(axes: readonly Axis[], at: number, { shape }: Tensor): boolean {
  const [axis, features] = [axes[at], axes[axes.length - 1]];
  const isRow = axis.length === 1 && axis[0].origin.kind === "made" && shape[at] !== 1;
  return at < axes.length - 1 && isRow && features[0]?.origin.kind === "features" && shape[axes.length - 1] !== 1;
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
