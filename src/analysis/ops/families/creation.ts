import { add, ceildiv, type Dim, floordiv, less, mul, sub } from "../../dims";
import { filled, type Item, itemOf, numberOf, positions } from "../../tensor/data";
import { complexFrom, type DType, dtypes, scalarType } from "../../tensor/dtype";
import { contiguousStrides, layoutOf } from "../../tensor/layout";
import { Tensor } from "../../tensor/tensor";
import { before, refusal, refusals, unimplemented } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import { PyFloat, SymFloat, type Value } from "../../values";
import { categoryOf, type OpContext } from "../context";
import { free, op } from "../registry";
import { broadcast } from "../shape/broadcast";

/** Tensors made from nothing (https://pytorch.org/docs/stable/torch.html#creation-ops). They move no data and compute next to nothing. */

const options =
  "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool requires_grad=False";
const likeOptions = `${options}, MemoryFormat? memory_format=None` as const;

function nonNegative(size: readonly Dim[], at: OpContext): readonly Dim[] {
  const negative = size.find((dim) => less(dim, 0, at.assumptions) === true);
  if (negative !== undefined) {
    const words = `Trying to create tensor with negative dimension ${sizes([negative]).slice(1, -1)}: ${sizes(size)}`;
    if (at.name === "zeros")
      at.refuse(before(refusal("argument", "zeros: Dimension size must be non-negative."), words));
    at.fail("argument", words);
  }
  return size;
}

function numberType(value: Value, at: OpContext): DType {
  return scalarType(categoryOf(value), at.defaultDType);
}

/** A dimension of `physical_layout`, which doesn't count from the end. */
function placeOf(dim: Dim, n: number, rank: number, at: OpContext): number {
  const place = at.number(dim, "a dimension");
  if (place < 0 || place >= rank)
    at.fail(
      { kind: "dimension", dim: place, rank },
      `Dimension out of range (expected to be between 0 and ${rank - 1}, but got ${place} at index ${n}).  NB: negative dims not currently supported; file an issue if you want it.`,
    );
  return place;
}

/** A number as C++ prints it. */
const cppNumber = (value: unknown) => String(value).replace("Infinity", "inf").replace("NaN", "nan");

/** The number of values from `start` to `end`, `end` excluded. */
function rangeLength(start: Value, end: Value, step: Value, at: OpContext): Dim {
  const [from, to, by] = [start, end, step].map(numberOf);
  if (from === undefined || to === undefined || by === undefined) return at.fresh("the range is not known");
  if (by === 0) at.fail("argument", "step must be nonzero");
  for (const bound of [from, to])
    if (typeof bound === "number" && !Number.isFinite(bound))
      at.fail("argument", `unsupported range: ${[from, to].map(cppNumber).join(" -> ")}`);
  if (typeof from === "number" && typeof to === "number" && typeof by === "number") {
    if ((to - from) * Math.sign(by) < 0) at.refuse(refusals.rangeDirection());
    return Math.max(0, Math.ceil((to - from) / by));
  }
  if ([from, to, by].some((bound) => typeof bound === "number" && !Number.isInteger(bound)))
    return at.fresh("the range has a fractional bound");
  const down = less(by, 0, at.assumptions);
  if (down === undefined) return at.fresh("the sign of the step is not known");
  const length = ceildiv(sub(to, from), by);
  at.refuseUnless(less(length, 0, at.assumptions) !== true, refusals.rangeDirection);
  return length;
}

function rangeData(start: Value, step: Value, [length]: readonly Dim[]): Item[] | undefined {
  const [from, by] = [itemOf(start), itemOf(step)] as (Dim | undefined)[];
  if (from === undefined || by === undefined || typeof length !== "number") return undefined;
  return Array.from({ length }, (_, n) => add(from, mul(n, by)));
}

/** The type of `linspace`: floating, complex where a bound is. */
function floatType(values: readonly Value[], at: OpContext): DType {
  return values.some((value) => categoryOf(value) === "complex")
    ? scalarType("complex", at.defaultDType)
    : at.defaultDType;
}

/** The shape of a complex tensor made of two real ones. */
function complexShape(a: Tensor, b: Tensor, at: OpContext): readonly Dim[] {
  for (const part of [a, b])
    if (complexFrom(part.dtype) === undefined)
      at.refuse(
        unimplemented(
          { kind: "dtype", wanted: "floating" },
          `Expected both inputs to be Half, Float or Double tensors but got ${dtypes[a.dtype].scalar} and ${dtypes[b.dtype].scalar}`,
        ),
      );
  at.check(
    a.dtype === b.dtype,
    "dtype",
    `Expected object of scalar type ${dtypes[a.dtype].scalar} but got scalar type ${dtypes[b.dtype].scalar} for second argument`,
  );
  return broadcast(at, a.shape, b.shape);
}

const rangeType = (values: readonly Value[], at: OpContext): DType =>
  values.some((value) => value instanceof PyFloat || value instanceof SymFloat) ? at.defaultDType : "int64";

function steps(count: Dim, at: OpContext): readonly Dim[] {
  at.check(less(count, 0, at.assumptions) !== true, "argument", "number of steps must be non-negative");
  return [count];
}

/** Tensors without dimensions may be bounds, too. */
function checkBounds(name: string, bounds: Record<string, Tensor | Value>, at: OpContext): void {
  const wrong = Object.entries(bounds).flatMap(([bound, value]) =>
    value instanceof Tensor && value.rank !== 0 ? [`${bound} with ${value.rank} dimension(s)`] : [],
  );
  if (wrong.length > 0)
    at.fail("rank", `${name} only supports 0-dimensional start and end tensors, but got ${wrong.join(" and ")}.`);
}

/** A bound as a number; what is not known of a tensor is a float. */
function scalarOf(bound: Tensor | Value): Value {
  if (!(bound instanceof Tensor)) return bound;
  const item = bound.data?.[0];
  return typeof item === "number" ? new PyFloat(item) : new PyFloat(Number.NaN);
}

function linear(start: Value, end: Value, count: Dim, round: (n: number) => number): number[] | undefined {
  const [from, to] = [itemOf(start), itemOf(end)];
  if (typeof from !== "number" || typeof to !== "number" || typeof count !== "number") return undefined;
  if (count === 1) return [from];
  // As PyTorch does, from both ends to the middle, so that the last one is `end` in spite of rounding.
  const [first, last] = [round(from), round(to)];
  const step = round((last - first) / (count - 1));
  return Array.from({ length: count }, (_, n) =>
    n < Math.floor(count / 2) ? first + step * n : last - step * (count - 1 - n),
  );
}

const rounding = (dtype: DType | null) => (dtype === "float64" ? (n: number) => n : Math.fround);

/** How many elements lie on and below the diagonal `offset` of a matrix. */
function belowDiagonal(rows: Dim, columns: Dim, offset: Dim, at: OpContext): Dim {
  if (typeof rows === "number" && typeof columns === "number" && typeof offset === "number") {
    let count = 0;
    for (let row = 0; row < rows; row++) count += Math.min(columns, Math.max(0, row + offset + 1));
    return count;
  }
  if (sub(rows, columns) === 0 && offset === 0) return floordiv(mul(rows, add(rows, 1)), 2);
  if (sub(rows, columns) === 0 && offset === -1) return floordiv(mul(rows, sub(rows, 1)), 2);
  return at.fresh("the number of elements of a triangle depends on the sizes");
}

/** Places of the matrix for which `keep` holds, rows first, then columns. */
function triangle(rows: Dim, columns: Dim, keep: (row: number, column: number) => boolean): Item[] | undefined {
  if (typeof rows !== "number" || typeof columns !== "number") return undefined;
  const places: (readonly number[])[] = [];
  positions([rows, columns], ([row, column]) => {
    if (keep(row, column)) places.push([row, column]);
  });
  return [...places.map(([row]) => row), ...places.map(([, column]) => column)];
}

const fill = (item: Item) => (_: unknown, shape: readonly Dim[]) => filled(shape, item);

const plain = (["empty", "zeros", "ones"] as const).map((name) =>
  op(`${name}(int[] size, *, ${options}${name === "empty" ? ", MemoryFormat? memory_format=None" : ""}) -> Tensor`, {
    shape: ({ size }, at) => nonNegative(size, at),
    data: name === "empty" ? undefined : fill(name === "ones" ? 1 : 0),
    cost: free,
    moves: name === "empty" ? "allocates" : "overwrites",
    doc: "size -> size",
  }),
);

const like = (["empty_like", "zeros_like", "ones_like"] as const).map((name) =>
  op(`${name}(Tensor self, *, ${likeOptions}) -> Tensor`, {
    as: [`torch.${name}`],
    out: ({ self }) => ({
      shape: self.shape,
      data: name === "empty_like" ? undefined : filled(self.shape, name === "ones_like" ? 1 : 0),
    }),
    layout: "elementwise",
    cost: free,
    moves: name === "empty_like" ? "allocates" : "overwrites",
    doc: "(...) -> (...)",
  }),
);

const fresh = (["new_empty", "new_zeros", "new_ones"] as const).map((name) =>
  op(`${name}(Tensor self, int[] size, *, ${options}) -> Tensor`, {
    as: [`Tensor.${name}`],
    out: ({ size }, at) => ({
      shape: nonNegative(size, at),
      layout: "contiguous",
      data: name === "new_empty" ? undefined : filled(size, name === "new_ones" ? 1 : 0),
    }),
    cost: free,
    moves: name === "new_empty" ? "allocates" : "overwrites",
    doc: "size -> size",
  }),
);

export const creation = [
  ...plain,
  ...like,
  ...fresh,
  op(`full(int[] size, Scalar fill_value, *, ${options}) -> Tensor`, {
    shape: ({ size }, at) => nonNegative(size, at),
    dtype: ({ fill_value }, at) => numberType(fill_value, at),
    data: ({ fill_value }, shape) => filled(shape, itemOf(fill_value)),
    cost: free,
    doc: "size -> size",
  }),
  op(`full_like(Tensor self, Scalar fill_value, *, ${likeOptions}) -> Tensor`, {
    as: ["torch.full_like"],
    out: ({ self, fill_value }) => ({ shape: self.shape, data: filled(self.shape, itemOf(fill_value)) }),
    layout: "elementwise",
    cost: free,
    moves: "overwrites",
    doc: "(...) -> (...)",
  }),
  op(`new_full(Tensor self, int[] size, Scalar fill_value, *, ${options}) -> Tensor`, {
    as: ["Tensor.new_full"],
    out: ({ size, fill_value }, at) => ({
      shape: nonNegative(size, at),
      layout: "contiguous",
      data: filled(size, itemOf(fill_value)),
    }),
    cost: free,
    moves: "overwrites",
    doc: "size -> size",
  }),
  op(`empty_strided(int[] size, int[] stride, *, ${options}) -> Tensor`, {
    out: ({ size, stride }, at) => ({ shape: nonNegative(size, at), layout: layoutOf(size, stride, at.assumptions) }),
    cost: free,
    moves: "allocates",
    doc: "size -> size",
  }),
  op(`new_empty_strided(Tensor self, int[] size, int[] stride, *, ${options}) -> Tensor`, {
    as: ["Tensor.new_empty_strided"],
    out: ({ size, stride }, at) => ({ shape: nonNegative(size, at), layout: layoutOf(size, stride, at.assumptions) }),
    cost: free,
    moves: "allocates",
    doc: "size -> size",
  }),
  op(`arange(Scalar end, *, ${options}) -> Tensor`, {
    shape: ({ end }, at) => [rangeLength(0, end, 1, at)],
    dtype: ({ end }, at) => rangeType([end], at),
    data: (_, shape) => rangeData(0, 1, shape),
    cost: free,
    doc: "end -> (end)",
  }),
  op(`arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ${options}) -> Tensor`, {
    shape: ({ start, end, step }, at) => [rangeLength(start, end, step, at)],
    dtype: ({ start, end, step }, at) => rangeType([start, end, step], at),
    data: ({ start, step }, shape) => rangeData(start, step, shape),
    cost: free,
    doc: "start, end, step -> (ceil((end - start)/step))",
  }),
  op(`range(Scalar start, Scalar end, Scalar step=1, *, ${options}) -> Tensor`, {
    shape: ({ start, end, step }, at) => {
      const last = rangeLength(start, end, step, at);
      const [from, to, by] = [start, end, step].map(numberOf) as Dim[];
      if ([from, to, by].every((bound) => typeof bound === "number"))
        return [Math.floor(((to as number) - (from as number)) / (by as number)) + 1];
      return [by === 1 ? add(last, 1) : at.fresh("whether the range ends at its bound is not known")];
    },
    dtype: (_, at) => at.defaultDType,
    data: ({ start, step }, shape) => rangeData(start, step, shape),
    cost: free,
    doc: "start, end, step -> (floor((end - start)/step) + 1)",
  }),
  op(`linspace(Operand start, Operand end, int steps, *, ${options}) -> Tensor`, {
    since: "2.15",
    shape: ({ start, end, steps: count }, at) => {
      checkBounds("linspace", { start, end }, at);
      return steps(count, at);
    },
    dtype: ({ start, end }, at) => floatType([scalarOf(start), scalarOf(end)], at),
    data: ({ start, end, steps: count, dtype }) => linear(scalarOf(start), scalarOf(end), count, rounding(dtype)),
    cost: free,
    doc: "start, end, steps -> (steps)",
  }),
  op(`linspace.Scalar(Scalar start, Scalar end, int steps, *, ${options}) -> Tensor`, {
    until: "1.13",
    shape: ({ steps: count }, at) => steps(count, at),
    dtype: ({ start, end }, at) => floatType([start, end], at),
    data: ({ start, end, steps: count, dtype }) => linear(start, end, count, rounding(dtype)),
    cost: free,
    doc: "start, end, steps -> (steps)",
  }),
  op(`logspace(Operand start, Operand end, int steps, float base=10.0, *, ${options}) -> Tensor`, {
    since: "2.15",
    shape: ({ start, end, steps: count }, at) => {
      checkBounds("logspace", { start, end }, at);
      return steps(count, at);
    },
    dtype: ({ start, end }, at) => floatType([scalarOf(start), scalarOf(end)], at),
    data: ({ start, end, steps: count, base, dtype }) =>
      linear(scalarOf(start), scalarOf(end), count, rounding(dtype))?.map((power) => base ** power),
    cost: free,
    doc: "start, end, steps -> (steps)",
  }),
  op(`logspace.Scalar(Scalar start, Scalar end, int steps, float base=10.0, *, ${options}) -> Tensor`, {
    until: "1.13",
    shape: ({ steps: count }, at) => steps(count, at),
    dtype: ({ start, end }, at) => floatType([start, end], at),
    data: ({ start, end, steps: count, base, dtype }) =>
      linear(start, end, count, rounding(dtype))?.map((power) => base ** power),
    cost: free,
    doc: "start, end, steps -> (steps)",
  }),
  op(`empty_permuted(int[] size, int[] physical_layout, *, ${options}) -> Tensor`, {
    since: "2.15",
    out: ({ size, physical_layout }, at) => {
      if (size.length !== physical_layout.length)
        at.fail(
          "rank",
          `Number of dimensions in size does not match the length of the physical_layout; i.e. len(size) = ${size.length} is not equal to len(physical_layout) = ${physical_layout.length}`,
        );
      const order = physical_layout.map((dim, n) => placeOf(dim, n, size.length, at));
      if (new Set(order).size < order.length) at.fail("permutation", "Duplicate dim not allowed");
      const inMemory = contiguousStrides(order.map((n) => size[n]));
      const strides = size.map((_, n) => inMemory[order.indexOf(n)]);
      return { shape: nonNegative(size, at), layout: layoutOf(size, strides, at.assumptions) };
    },
    cost: free,
    moves: "allocates",
    doc: "size -> size",
  }),
  op(`eye(int n, int? m=None, *, ${options}) -> Tensor`, {
    shape: ({ n, m }, at) => {
      at.check(less(n, 0, at.assumptions) !== true, "argument", `n must be greater or equal to 0, got ${n}`);
      at.check(
        m === null || less(m, 0, at.assumptions) !== true,
        "argument",
        `m must be greater or equal to 0, got ${m}`,
      );
      return [n, m ?? n];
    },
    data: (_, shape) => {
      const items = filled(shape, 0)?.slice();
      if (items !== undefined)
        positions(shape, ([row, column], flat) => {
          items[flat] = row === column ? 1 : 0;
        });
      return items;
    },
    cost: free,
    doc: "n, m -> (n, m)",
  }),
  op(`tril_indices(int row, int col, int offset=0, *, ${options}) -> Tensor`, {
    shape: ({ row, col, offset }, at) => [2, belowDiagonal(row, col, offset, at)],
    dtype: "int64",
    data: ({ row, col, offset }) => triangle(row, col, (i, j) => j - i <= Number(offset)),
    cost: free,
    doc: "row, col -> (2, n)",
  }),
  op(`triu_indices(int row, int col, int offset=0, *, ${options}) -> Tensor`, {
    shape: ({ row, col, offset }, at) => [2, sub(mul(row, col), belowDiagonal(row, col, sub(offset, 1), at))],
    dtype: "int64",
    data: ({ row, col, offset }) => triangle(row, col, (i, j) => j - i >= Number(offset)),
    cost: free,
    doc: "row, col -> (2, n)",
  }),
  op(`scalar_tensor(Scalar s, *, ${options}) -> Tensor`, {
    shape: () => [],
    dtype: (_, at) => at.defaultDType,
    data: ({ s }, shape) => filled(shape, itemOf(s)),
    cost: free,
    doc: "s -> ()",
  }),
  op("complex(Tensor real, Tensor imag) -> Tensor", {
    devices: "scalars",
    exactOut: refusals.outOfParts,
    shape: ({ real, imag }, at) => complexShape(real, imag, at),
    dtype: ({ real }) => complexFrom(real.dtype) as DType,
    cost: free,
    doc: "(...), (...) -> (...)",
  }),
  op("polar(Tensor abs, Tensor angle) -> Tensor", {
    devices: "scalars",
    exactOut: refusals.outOfParts,
    shape: ({ abs, angle }, at) => complexShape(abs, angle, at),
    dtype: ({ abs }) => complexFrom(abs.dtype) as DType,
    cost: (_, [out]) => ({ flops: mul(2, out.numel()) }),
    costText: "2*numel(out)",
    doc: "(...), (...) -> (...)",
  }),
];
