import { Tensor } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import { type Axis, axesOf, axisOf, isBatch } from "./axes";
import type { Program, Remark } from "./program";

const NORMALIZERS = ["softmax", "log_softmax", "normalize", "cosine_similarity"];

/** What adds up along the last dimension of what comes first, and the one before it of what comes second. */
const PRODUCTS: ReadonlySet<string> = new Set(["matmul", "mm", "bmm", "linear"]);

/** What may add up along any dimension. */
const OTHER_PRODUCTS: ReadonlySet<string> = new Set(["einsum", "addmm", "tensordot", "mv", "baddbmm"]);

/** More steps after the normalisation are not looked through. */
const MAX_STEPS = 200;

/** A softmax over the samples of a batch, or over another dimension beside the features that a layer gave. */
export function* batchNormalized(program: Program): Iterable<Remark> {
  yield* lengthOfAll(program);
  for (const step of program.steps(...NORMALIZERS)) {
    const { place, args } = step;
    const input = args.self ?? args.input ?? args.x1;
    const { dim } = args;
    if (place === undefined || !(input instanceof Tensor) || typeof dim !== "number" || input.rank < 2) continue;
    const at = axisOf(dim, input.rank);
    const axes = axesOf(program).of(input, step.index);
    const isSample = isBatch(axes[at]);
    // Along another dimension than the first it may be meant: attention that competes for places does it.
    if (!isSample && !(program.isReal && at === 0 && isBesideFeatures(axes, at, input))) continue;
    if (isPooled(step, axes[at], program)) continue;
    const what =
      isSample || (at === 0 && (input.rank === 2 || isScore(input)))
        ? "the samples, so that each depends on the others"
        : "not the features";
    yield {
      code: "batch-normalized",
      place,
      message: `\`${step.schema.name}\` goes over dimension ${at}, ${what}${isScore(input) ? "" : `: the features are dimension ${input.rank - 1}`}`,
    };
  }
}

/** A batch that is divided by the length of all of it together, where each sample has one. */
function* lengthOfAll(program: Program): Iterable<Remark> {
  const axes = axesOf(program);
  for (const { place, direct, args, index } of program.steps("div")) {
    const { self, other } = args;
    if (place === undefined || direct !== true || !(self instanceof Tensor && other instanceof Tensor)) continue;
    if (self.rank !== 2 || other.rank !== 0) continue;
    const norm = program.maker(other, index);
    if (norm === undefined || !NORMS.has(norm.schema.name) || !operandsOf(norm).includes(self)) continue;
    if (!isBatch(axes.of(self, index)[0])) continue;
    yield {
      code: "batch-normalized",
      place,
      message:
        "The length is that of the whole batch, so that each sample depends on the others: `dim=1, keepdim=True` gives one for each",
    };
  }
}

const NORMS: ReadonlySet<string> = new Set(["norm", "linalg_norm", "linalg_vector_norm"]);

/** One number for each step of each sample. */
const isScore = ({ shape }: Tensor) => shape[shape.length - 1] === 1;

/** Another dimension than the last, which holds the features that a layer has just given. */
function isBesideFeatures(axes: readonly Axis[], at: number, { shape }: Tensor): boolean {
  const [axis, features] = [axes[at], axes[axes.length - 1]];
  const isRow = axis.length === 1 && axis[0].origin.kind === "made" && shape[at] !== 1;
  if (at === axes.length - 1 || !isRow || features[0]?.origin.kind !== "features") return false;
  // One score for each step of each sample, too: then the steps are what it goes over.
  return shape[axes.length - 1] !== 1 || axes.length > 2;
}

/** Whether what comes of it is added up along that dimension: then it are weights of the samples that were wanted. */
function isPooled(step: TraceStep, axis: Axis, program: Program): boolean {
  const axes = axesOf(program);
  const made = new Set<Tensor>(step.outputs);
  const { steps } = program.trace;
  const isSame = (other: Axis | undefined) =>
    other?.some((part) => axis.some(({ origin }) => origin === part.origin)) === true;
  for (let n = step.index + 1; n < Math.min(steps.length, step.index + MAX_STEPS); n++) {
    const next = steps[n];
    const operands = operandsOf(next);
    const used = operands.find((one) => made.has(one));
    if (used === undefined) continue;
    const { name } = next.schema;
    const own = axes.of(used, next.index);
    if (PRODUCTS.has(name)) {
      if (isSame(own.at(used === operands[0] ? -1 : -2))) return true;
      continue;
    }
    if (OTHER_PRODUCTS.has(name)) return true;
    if (name === "sum" || name === "mean") {
      const dims = [next.args.dim].flat().filter((dim) => typeof dim === "number");
      if (dims.some((dim) => isSame(own[axisOf(dim, used.rank)]))) return true;
      continue;
    }
    for (const one of next.outputs) made.add(one);
  }
  return false;
}
