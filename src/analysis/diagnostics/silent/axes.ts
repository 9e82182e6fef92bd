import { type Dim, equal, mul } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import { PySlice, PyTuple, type Value } from "../../values";
import { firstTensor, type Program, perProgram } from "./program";

/** Where a dimension began. */
export interface Origin {
  kind:
    | /** It counts the samples of a data loader's batch. */ "batch"
    | /** A dimension of a tensor that was made, or came in. */ "made"
    | /** The features that a layer's weights give. */ "features"
    | /** It was put in by hand, of size 1: `unsqueeze`, `None`, a view. */ "inserted"
    | /** It was made by joining tensors. */ "joined";
  /** The step that put it in. */
  step?: TraceStep;
}

/** What a dimension is made of: several where it was flattened. */
export type Axis = readonly { size: Dim; origin: Origin }[];

/** Where the dimensions of tensors come from. Known only as far as the rules below go; of all else each dimension is a new one. */
class Axes {
  private readonly known = new Map<Tensor, readonly Axis[]>();

  constructor(private readonly program: Program) {}

  of(tensor: Tensor, before: number): readonly Axis[] {
    const step = this.program.maker(tensor, before);
    const batch = this.program.trace.batches.has(tensor);
    if (step?.writes !== undefined && !batch) return fresh(tensor.shape);
    let found = this.known.get(tensor);
    if (found === undefined) {
      found = batch ? batched(tensor.shape) : step === undefined ? fresh(tensor.shape) : this.made(step, tensor);
      if (found.length !== tensor.rank) found = fresh(tensor.shape);
      this.known.set(tensor, found);
    }
    return found;
  }

  private made(step: TraceStep, tensor: Tensor): readonly Axis[] {
    const first = firstTensor(step);
    const { shape } = tensor;
    if (first === undefined) return fresh(shape);
    const own = this.of(first, step.index);
    const { name } = step.schema;
    const special = RULES[name]?.(own, step, shape);
    if (special !== undefined) return special.map((axis) => signed(axis, step));
    if (PRODUCTS.has(name) && own.length === shape.length) return [...own.slice(0, -1), this.columns(step, shape)];
    if (name === "stack")
      return own.toSpliced(axisOf(step.args.dim, shape.length), 0, one(shape, step.args.dim, "joined"));
    return this.merged(step, shape);
  }

  /** The last dimension of a product: the features of a layer's weights, or that of what stands on the right. */
  private columns(step: TraceStep, shape: readonly Dim[]): Axis {
    const [, right] = operandsOf(step);
    if (right === undefined || right.parameter || right.rank < 2) return one(shape, -1, "features");
    return this.of(right, step.index).at(-1)!;
  }

  /** Of an operator that works element by element, each dimension comes from what is not broadcast along it. */
  private merged(step: TraceStep, shape: readonly Dim[]): readonly Axis[] {
    const operands = operandsOf(step).filter(({ rank }) => rank <= shape.length);
    return shape.map((size, n) => {
      for (const operand of operands) {
        const at = n - (shape.length - operand.rank);
        if (at >= 0 && equal(operand.shape[at], size) === true) return this.of(operand, step.index)[at];
      }
      return [{ size, origin: { kind: "made" } }];
    });
  }
}

const PRODUCTS: ReadonlySet<string> = new Set(["matmul", "mm", "bmm"]);

type AxisRule = (own: readonly Axis[], step: TraceStep, shape: readonly Dim[]) => readonly Axis[] | undefined;

const RULES: Readonly<Record<string, AxisRule>> = {
  linear: (own, _, shape) => [...own.slice(0, -1), one(shape, -1, "features")],
  embedding: (own, _, shape) => [...own, one(shape, -1, "features")],
  ...Object.fromEntries(
    ["conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d"].map(
      (name): [string, AxisRule] => [name, (own, _, shape) => [own[0], ...fresh(shape).slice(1)]],
    ),
  ),
  ...Object.fromEntries(
    ["lstm", "gru", "rnn_tanh", "rnn_relu"].map((name): [string, AxisRule] => [
      name,
      (own, _, shape) => (own.length === shape.length ? [own[0], own[1], one(shape, 2, "features")] : undefined),
    ]),
  ),
  ...Object.fromEntries(
    ["view", "reshape", "flatten", "unflatten", "view_as"].map((name): [string, AxisRule] => [
      name,
      (own, _, shape) => regrouped(own, shape),
    ]),
  ),
  transpose: (own, { args }, shape) => swapped(own, axisOf(args.dim0, shape.length), axisOf(args.dim1, shape.length)),
  t: (own) => own.toReversed(),
  numpy_T: (own) => own.toReversed(),
  mT: (own, _, shape) => swapped(own, shape.length - 2, shape.length - 1),
  permute: (own, { args }, shape) =>
    Array.isArray(args.dims) ? args.dims.map((dim) => own[axisOf(dim, shape.length)]) : undefined,
  unsqueeze: (own, { args }, shape) =>
    own.toSpliced(axisOf(args.dim, shape.length), 0, one(shape, args.dim, "inserted")),
  squeeze: (own, { args }, shape) => {
    const dims =
      args.dim === undefined ? own.map((_, n) => n) : [args.dim].flat().map((dim) => axisOf(dim, own.length));
    const kept = own.filter((axis, n) => !(dims.includes(n) && axis.every(({ size }) => size === 1)));
    return kept.length === shape.length ? kept : undefined;
  },
  getitem: (own, { args }, shape) => indexed(own, args.index as Value, shape),
  gather: (own, { args }, shape) =>
    shape.length === own.length ? own.with(axisOf(args.dim, shape.length), one(shape, args.dim, "made")) : undefined,
  select: (own, { args }) => own.toSpliced(axisOf(args.dim, own.length), 1),
};

/** The dimensions that a reduction leaves. */
for (const name of ["sum", "mean", "max", "min", "amax", "amin", "argmax", "argmin", "logsumexp", "norm", "std", "var"])
  (RULES as Record<string, AxisRule>)[name] = (own, { args }, shape) => {
    if (args.dim === undefined || args.dim === null) return undefined;
    const dims = [args.dim].flat().map((dim) => axisOf(dim, own.length));
    return shape.length === own.length
      ? own.map((axis, n) => (dims.includes(n) ? one(shape, n, "made") : axis))
      : own.filter((_, n) => !dims.includes(n));
  };

export function axisOf(dim: unknown, rank: number): number {
  const at = typeof dim === "number" ? dim : 0;
  return at < 0 ? at + rank : at;
}

function one(shape: readonly Dim[], dim: unknown, kind: Origin["kind"]): Axis {
  return [{ size: shape[axisOf(dim, shape.length)], origin: { kind } }];
}

/** A dimension that a step puts in says which it was. */
function signed(axis: Axis, step: TraceStep): Axis {
  const [part] = axis;
  const isNew = axis.length === 1 && part.origin.kind === "inserted" && part.origin.step === undefined;
  return isNew ? [{ ...part, origin: { ...part.origin, step } }] : axis;
}

function fresh(shape: readonly Dim[]): Axis[] {
  return shape.map((size) => [{ size, origin: { kind: "made" } }]);
}

function batched(shape: readonly Dim[]): Axis[] {
  return shape.map((size, n) => [{ size, origin: { kind: n === 0 ? "batch" : "made" } }]);
}

function swapped(own: readonly Axis[], a: number, b: number): readonly Axis[] {
  return own.with(a, own[b]).with(b, own[a]);
}

/** Dimensions that are merged and split in the order in which they lie. */
function regrouped(own: readonly Axis[], shape: readonly Dim[]): readonly Axis[] {
  const left = own.flat().filter(({ size }) => size !== 1);
  const found: Axis[] = [];
  for (const size of shape) {
    if (size === 1) {
      found.push([{ size, origin: { kind: "inserted" } }]);
      continue;
    }
    const parts: { size: Dim; origin: Origin }[] = [];
    let product: Dim = 1;
    while (equal(product, size) !== true) {
      const next = left.shift();
      if (next === undefined) return fresh(shape);
      const all = mul(product, next.size);
      const rest: number = typeof all === "number" && typeof size === "number" ? all / size : 1;
      if (rest > 1) {
        // A dimension that is split: its first part counts the same thing in larger steps, of the rest nothing is known.
        if (!Number.isInteger(rest) || parts.length > 0) return fresh(shape);
        left.unshift({ size: rest, origin: { kind: "made" } });
        parts.push({ size, origin: { kind: "made" } });
        break;
      }
      parts.push(next);
      product = all;
    }
    found.push(parts);
  }
  return found;
}

/** What `x[index]` leaves of numbers, slices, `None` and an ellipsis; undefined for other indices. */
function indexed(own: readonly Axis[], index: Value, shape: readonly Dim[]): readonly Axis[] | undefined {
  const items = index instanceof PyTuple ? index.items : [index];
  const found: Axis[] = [];
  let at = 0;
  for (const item of items) {
    if (item === null) found.push([{ size: 1, origin: { kind: "inserted" } }]);
    else if (typeof item === "number") at++;
    else if (item instanceof PySlice) {
      const axis = own[at++];
      if (axis === undefined) return undefined;
      found.push(axis.length === 1 ? [{ size: shape[found.length], origin: axis[0].origin }] : axis);
    } else return undefined;
  }
  const all = [...found, ...own.slice(at)];
  return all.length === shape.length ? all : undefined;
}

/** Whether a dimension counts the samples of a data loader's batch, and nothing else. */
export function isBatch(axis: Axis | undefined): boolean {
  return axis !== undefined && axis.length === 1 && axis[0].origin.kind === "batch";
}

/** The dimensions' origins in a run. */
export const axesOf = perProgram((program) => new Axes(program));
