import { equal } from "../../dims";
import { Tensor, type TensorData } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import { PyFloat } from "../../values";
import { axisOf } from "./axes";
import type { Program, Remark } from "./program";

/** What takes the place of NaN, or of zeros, after a division. */
const MENDS: ReadonlySet<string> = new Set([
  "where",
  "nan_to_num",
  "masked_fill",
  "isnan",
  "isfinite",
  "nansum",
  "nanmean",
]);

/** NaN from values that are known: a division by zero, a softmax of a row that is masked as a whole, the deviation of one element. */
export function* nothingLeft(program: Program): Iterable<Remark> {
  for (const step of program.steps("div")) {
    const other = step.args.other ?? step.args.divisor;
    if (step.place === undefined || step.direct !== true || !(other instanceof Tensor)) continue;
    if (!isKnownZero(other, step, program) || isMended(step, program)) continue;
    yield {
      code: "nothing-left",
      place: step.place,
      message: "What is divided by has a zero, so that the result has NaN or infinity: `clamp(min=…)` keeps it above",
    };
  }
  for (const step of program.steps("softmax")) {
    const { self, dim } = step.args;
    if (step.place === undefined || !(self instanceof Tensor) || typeof dim !== "number") continue;
    const fill = program.source(self, step.index);
    if (fill === undefined || isMended(step, program)) continue;
    const at = axisOf(dim, self.rank);
    if (!isWhollyMasked(fill, at) && !isWhollyTaken(fill, at)) continue;
    yield {
      code: "nothing-left",
      place: step.place,
      message: "A row is masked as a whole: the softmax of nothing but -inf is NaN",
      related: [{ place: fill.place, message: "the mask is put on here" }],
    };
  }
  for (const step of program.steps("mean")) {
    const self = step.args.self ?? step.args.input;
    if (step.place === undefined || step.direct !== true || !(self instanceof Tensor)) continue;
    if (self.numel() !== 0 || (step.outputShapes[0]?.includes(0) ?? true) || isMended(step, program)) continue;
    yield { code: "nothing-left", place: step.place, message: "The mean of no elements is NaN" };
  }
  for (const step of program.steps("std", "var")) {
    const self = step.args.self ?? step.args.input;
    const { dim, unbiased, correction } = step.args;
    if (step.place === undefined || step.direct !== true || !(self instanceof Tensor)) continue;
    if (unbiased === false || correction === 0) continue;
    const dims = dim === undefined || dim === null ? self.shape.map((_, n) => n) : [dim].flat();
    if (dims.length === 0 || !dims.every((one) => equal(self.shape[axisOf(one, self.rank)], 1) === true)) continue;
    yield {
      code: "nothing-left",
      place: step.place,
      message: `The unbiased \`${step.schema.name}\` of one element is NaN: \`correction=0\` gives 0`,
    };
  }
}

/** Whether the values that a divisor had are known, and one is zero. Written later, it had others. */
function isKnownZero(other: Tensor, step: TraceStep, program: Program): boolean {
  const maker = program.maker(other, Number.POSITIVE_INFINITY);
  if (maker !== undefined && maker.index > step.index) return false;
  return other.data?.some((value) => value === 0 || value === false) === true;
}

function isMended(step: TraceStep, program: Program): boolean {
  return step.outputs.some((one) =>
    program.uses(one).some(({ index, schema }) => index > step.index && MENDS.has(schema.name)),
  );
}

/** Whether a mask of known values hides everything along a dimension somewhere. */
function isWhollyMasked({ schema, args, outputShapes }: TraceStep, dim: number): boolean {
  const { mask, value } = args;
  const hidden = value instanceof PyFloat ? value.value : value;
  if (schema.name !== "masked_fill" || hidden !== Number.NEGATIVE_INFINITY || !(mask instanceof Tensor)) return false;
  return hasFullRow(mask, dim - (outputShapes[0].length - mask.rank), isSet);
}

/** Whether a mask of known values, which is added, takes everything along a dimension away somewhere. */
function isWhollyTaken(step: TraceStep, dim: number): boolean {
  if (!ADDING.has(step.schema.name)) return false;
  const rank = step.outputShapes[0].length;
  return operandsOf(step).some((mask) => hasFullRow(mask, dim - (rank - mask.rank), isTaken));
}

const ADDING: ReadonlySet<string> = new Set(["add", "baddbmm"]);

/** Whether all elements along a dimension are of a kind somewhere; one that is not there, or of one element, is broadcast. */
function hasFullRow({ data, shape }: Tensor, at: number, is: (value: unknown) => boolean): boolean {
  if (data === undefined) return false;
  if (at < 0 || shape[at] === 1) return data.some(is);
  const inner = shape.slice(at + 1).reduce((all: number, size) => all * Number(size), 1);
  const size = Number(shape[at]);
  return data.some((_, n) => Math.floor(n / inner) % size === 0 && isFullRow(data, n, inner, size, is));
}

function isFullRow(
  data: TensorData,
  from: number,
  inner: number,
  size: number,
  is: (value: unknown) => boolean,
): boolean {
  return Array.from({ length: size }, (_, n) => data[from + n * inner]).every(is);
}

const isTaken = (value: unknown) => (value instanceof PyFloat ? value.value : value) === Number.NEGATIVE_INFINITY;

const isSet = (value: unknown) => value === true || value === 1;
