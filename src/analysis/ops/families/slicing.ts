import {
  add,
  ceildiv,
  type Dim,
  divideExactly,
  divides,
  equal,
  floordiv,
  less,
  lessEqual,
  max,
  min,
  mul,
  print,
  sub,
  sum,
} from "../../dims";
import { dtypes, isComplex } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { before, refusal, refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { free, op, type TensorSpec } from "../registry";
import { selected, sliced, sliceRange, windowOf } from "../shape/view";

/** Views of parts of a tensor, and the lists of parts that `split` and its like make. */

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : print(dim));

function pieceOf(at: OpContext, self: Tensor, axis: number, start: Dim | null, end: Dim | null, step: Dim): TensorSpec {
  if (lessEqual(step, 0, at.assumptions) === true) at.fail("argument", "slice step must be positive");
  const size = self.shape[axis];
  const { from, length } = sliceRange(at, size, start, end, step);
  return sliced(at, self, axis, from, length, step);
}

function narrowed(at: OpContext, self: Tensor, dim: Dim, start: Dim, length: Dim): TensorSpec {
  if (self.rank === 0) at.fail("rank", "narrow() cannot be applied to a 0-dim tensor.");
  if (lessEqual(0, length, at.assumptions) === false) at.fail("argument", "narrow(): length must be non-negative.");
  const axis = at.axis(dim, self.rank);
  const size = self.shape[axis];
  if (!equal(start, size, at.assumptions))
    at.refuseUnless(inRange(at, start, size, true), () => refusals.start(start, size));
  const from = less(start, 0, at.assumptions) === true ? add(start, size) : start;
  at.check(
    lessEqual(add(from, length), size, at.assumptions),
    "index",
    () => `start (${text(from)}) + length (${text(length)}) exceeds dimension size (${text(size)}).`,
    { kind: "ge", left: size, right: add(from, length) },
  );
  return sliced(at, self, axis, from, length);
}

/** Whether an index lies within a dimension, counted from either end. */
function inRange(at: OpContext, index: Dim, size: Dim, closed = false): boolean | undefined {
  const low = lessEqual(mul(-1, size), index, at.assumptions);
  const high = closed ? lessEqual(index, size, at.assumptions) : less(index, size, at.assumptions);
  return low === false || high === false ? false : low && high;
}

function chosen(at: OpContext, self: Tensor, dim: Dim, index: Dim): TensorSpec {
  if (self.rank === 0) at.fail("rank", "select() cannot be applied to a 0-dim tensor.", "IndexError");
  const axis = at.axis(dim, self.rank);
  const size = self.shape[axis];
  at.check(
    inRange(at, index, size),
    "index",
    () => `select(): index ${text(index)} out of range for tensor of size ${sizes(self.shape)} at dimension ${axis}`,
    less(index, 0, at.assumptions) === true
      ? { kind: "ge", left: size, right: mul(-1, index) }
      : { kind: "gt", left: size, right: index },
    "IndexError",
  );
  return selected(at, self, axis, less(index, 0, at.assumptions) === true ? add(index, size) : index);
}

/** The length of the diagonal of a matrix of these sizes. */
export function diagonalLength(at: OpContext, rows: Dim, columns: Dim, offset: Dim): Dim {
  const length = lessEqual(0, offset, at.assumptions)
    ? min(rows, sub(columns, offset))
    : min(add(rows, offset), columns);
  return lessEqual(0, length, at.assumptions) === true ? length : max(length, 0);
}

function diagonalOf(at: OpContext, self: Tensor, offset: Dim, dim1: Dim, dim2: Dim): TensorSpec {
  const [a, b] = [at.axis(dim1, self.rank), at.axis(dim2, self.rank)];
  if (a === b) at.fail("permutation", `diagonal dimensions cannot be identical ${text(dim1)}, ${text(dim2)}`);
  const length = diagonalLength(at, self.shape[a], self.shape[b], offset);
  const others = self.shape.map((_, n) => n).filter((n) => n !== a && n !== b);
  const upper = lessEqual(0, offset, at.assumptions) === true;
  return windowOf(at, self, ({ shape, strides, offset: start }) => ({
    shape: [...others.map((n) => shape[n]), length],
    strides: [...others.map((n) => strides[n]), add(strides[a], strides[b])],
    offset: length === 0 ? start : add(start, upper ? mul(offset, strides[b]) : mul(mul(-1, offset), strides[a])),
  }));
}

function windows(at: OpContext, self: Tensor, dim: Dim, size: Dim, step: Dim): TensorSpec {
  const axis = at.axis(dim, self.rank);
  const whole = self.rank === 0 ? 1 : self.shape[axis];
  at.check(
    lessEqual(size, whole, at.assumptions),
    "window",
    () => `maximum size for tensor at dimension ${axis} is ${text(whole)} but size is ${text(size)}`,
    { kind: "ge", left: whole, right: size },
  );
  if (lessEqual(step, 0, at.assumptions) === true) at.fail("argument", `step is ${text(step)} but must be > 0`);
  const count = add(floordiv(sub(whole, size), step), 1);
  return windowOf(at, self, ({ shape, strides, offset }) =>
    shape.length === 0
      ? { shape: [size], strides: [1], offset }
      : {
          shape: [...shape.with(axis, count), size],
          strides: [...strides.with(axis, mul(strides[axis], step)), strides[axis]],
          offset,
        },
  );
}

// --- lists of parts ---

/** The parts of a dimension whose sizes are given, from the start on. */
function parts(at: OpContext, self: Tensor, axis: number, lengths: readonly Dim[]): { tensors: TensorSpec[] } {
  let start: Dim = 0;
  return {
    tensors: lengths.map((length) => {
      const part = sliced(at, self, axis, start, length);
      start = add(start, length);
      return part;
    }),
  };
}

/** `chunks` parts of equal size, the last one smaller; fewer where the size is too small for so many. */
function chunked(at: OpContext, self: Tensor, chunks: Dim, dim: Dim) {
  if (self.rank === 0) at.fail("rank", "chunk expects at least a 1-dimensional tensor");
  const count = at.number(chunks, "the number of chunks");
  if (count <= 0) at.fail("argument", `chunk expects \`chunks\` to be greater than 0, got: ${count}`);
  const axis = at.axis(dim, self.rank);
  const size = self.shape[axis];
  const exact = divideExactly(size, count, at.assumptions);
  if (exact !== undefined && size !== 0) return parts(at, self, axis, new Array(at.tensors(count)).fill(exact));
  const each = ceildiv(size, count);
  if (typeof each === "number" && typeof size === "number") {
    if (size === 0) return parts(at, self, axis, new Array(at.tensors(count)).fill(0));
    return parts(at, self, axis, evenly(at, size, each));
  }
  if (count === 2) {
    if (less(1, size, at.assumptions) !== true) at.require({ kind: "ge", left: size, right: 2 });
    return parts(at, self, axis, [each, floordiv(size, 2)]);
  }
  const before = mul(each, count - 1);
  if (less(before, size, at.assumptions) !== true) at.require({ kind: "gt", left: size, right: before });
  return parts(at, self, axis, [...new Array(at.tensors(count) - 1).fill(each), sub(size, before)]);
}

function evenly(at: OpContext, size: number, each: number): number[] {
  return Array.from({ length: at.tensors(Math.ceil(size / each)) }, (_, n) => Math.min(each, size - n * each));
}

function splitBy(at: OpContext, self: Tensor, each: Dim, dim: Dim) {
  if (self.rank === 0) at.fail("rank", "split expects at least a 1-dimensional tensor");
  if (less(each, 0, at.assumptions) === true)
    at.fail("argument", `split expects split_size be non-negative, but got split_size=${text(each)}`);
  const axis = at.axis(dim, self.rank);
  const size = self.shape[axis];
  if (each === 0) {
    at.check(
      equal(size, 0, at.assumptions),
      "argument",
      () => `split_size can only be 0 if dimension size is 0, but got dimension size of ${text(size)}`,
    );
    return parts(at, self, axis, [size]);
  }
  if (lessEqual(size, each, at.assumptions) === true) return parts(at, self, axis, [size]);
  if (typeof size === "number" && typeof each === "number") return parts(at, self, axis, evenly(at, size, each));
  const count = divideExactly(size, each, at.assumptions) ?? wholeParts(at, size, each) ?? ceildiv(size, each);
  if (typeof count !== "number") at.unknown(`the number of parts, ${print(count)}, is not a plain number`);
  at.tensors(count);
  return parts(at, self, axis, [...new Array(count - 1).fill(each), sub(size, mul(each, count - 1))]);
}

/** `x.split(C // 2)` means two halves: a C that leaves a third part, of the rest, is not what the program is about. */
function wholeParts(at: OpContext, size: Dim, each: Dim): number | undefined {
  for (const count of [2, 3, 4, 6, 8]) {
    if (equal(floordiv(size, count), each) !== true) continue;
    at.require({ kind: "divisible", left: size, right: count });
    return count;
  }
  return undefined;
}

function splitInto(at: OpContext, self: Tensor, lengths: readonly Dim[], dim: Dim) {
  if (self.rank === 0) at.fail("rank", "split_with_sizes expects at least a 1-dimensional tensor");
  const axis = at.axis(dim, self.rank);
  const size = self.shape[axis];
  for (const length of lengths)
    if (less(length, 0, at.assumptions) === true)
      at.fail(
        "argument",
        `split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes=${sizes(lengths)}`,
      );
  at.same(
    sum(lengths),
    size,
    "shape-mismatch",
    () =>
      `split_with_sizes expects split_sizes to sum exactly to ${text(size)} (input tensor's size at dimension ${text(dim)}), but got split_sizes=${sizes(lengths)}`,
  );
  return parts(at, self, axis, lengths);
}

/** Parts whose sizes differ by one at most, the bigger ones first. */
function sections(at: OpContext, self: Tensor, count: Dim, dim: Dim) {
  if (self.rank === 0)
    at.fail("rank", "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
  const axis = at.axis(dim, self.rank);
  const number = at.number(count, "the number of sections");
  if (number <= 0) at.fail("argument", `number of sections must be larger than 0, got ${number}`);
  const size = self.shape[axis];
  const exact = divideExactly(size, number, at.assumptions);
  const lengths = Array.from(
    { length: at.tensors(number) },
    (_, n) => exact ?? floordiv(add(size, number - 1 - n), number),
  );
  return parts(at, self, axis, lengths);
}

/** Parts that end at the indices, the last one at the end. */
function cutAt(at: OpContext, self: Tensor, indices: readonly Dim[], dim: Dim) {
  if (self.rank === 0)
    at.fail("rank", "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
  const axis = at.axis(dim, self.rank);
  const tensors: TensorSpec[] = [];
  let start: Dim = 0;
  for (const end of [...indices, null]) {
    tensors.push(pieceOf(at, self, axis, start, end, 1));
    start = end ?? 0;
  }
  return { tensors };
}

function cutByTensor(at: OpContext, self: Tensor, where: Tensor, dim: Dim) {
  if (where.data !== undefined) {
    const indices = where.data as readonly Dim[];
    return where.rank === 0 ? sections(at, self, indices[0], dim) : cutAt(at, self, indices, dim);
  }
  if (where.rank === 0) at.unknown("the number of parts depends on the data");
  const axis = at.axis(dim, self.rank);
  const count = at.number(where.numel(), "the number of places to split at") + 1;
  return {
    tensors: Array.from({ length: at.tensors(count) }, () =>
      sliced(at, self, axis, 0, at.fresh("it depends on where it is split")),
    ),
  };
}

const DIRECTIONS = [
  { name: "hsplit", least: 1, axis: (rank: number) => (rank === 1 ? 0 : 1) },
  { name: "vsplit", least: 2, axis: () => 0 },
  { name: "dsplit", least: 3, axis: () => 2 },
] as const;

type Direction = (typeof DIRECTIONS)[number];

function directed(at: OpContext, self: Tensor, { name, least, axis }: Direction, into: Dim | readonly Dim[]) {
  if (self.rank < least)
    at.fail(
      "rank",
      `torch.${name} requires a tensor with at least ${least} dimension, but got a tensor with ${self.rank} dimensions!`,
    );
  const dim = axis(self.rank);
  if (Array.isArray(into)) return cutAt(at, self, into, dim);
  const count = into as Dim;
  const size = self.shape[dim];
  at.check(
    count === 0 ? false : divides(count, size, at.assumptions),
    "divisible",
    () =>
      `torch.${name} attempted to split along dimension ${dim}, but the size of the dimension ${text(size)} is not divisible by the split_size ${text(count)}!`,
    { kind: "divisible", left: size, right: count },
  );
  return sections(at, self, count, dim);
}

function unbound(at: OpContext, self: Tensor, dim: Dim) {
  const axis = at.axis(dim, self.rank);
  const count = at.number(at.size(self, axis), `the size of dimension ${axis}`);
  return { tensors: Array.from({ length: at.tensors(count) }, (_, n) => selected(at, self, axis, n)) };
}

/** `real` and `imag`: floats of half the element's size. */
function componentOf(at: OpContext, self: Tensor, name: string): TensorSpec {
  if (!isComplex(self.dtype)) {
    if (name === "imag")
      at.refuse(
        before(refusal("dtype", "imag is not implemented for tensors with non-complex dtypes.", "TypeError"), {
          type: "RuntimeError",
        }),
      );
    return { shape: self.shape, layout: self.layout, data: self.data };
  }
  const dtype = ({ 4: "float16", 8: "float32", 16: "float64" } as const)[dtypes[self.dtype].size as 4 | 8 | 16];
  return { shape: self.shape, dtype, layout: undefined };
}

/** The function is one of Python around the method, with names of its own. */
const SPLIT = [
  "Tensor.split",
  "torch.split(tensor, split_size_or_sections, dim=0)",
  "torch.functional.split(tensor, split_size_or_sections, dim=0)",
];

export const slicing = [
  op("narrow(Tensor self, int dim, int start, int length) -> Tensor", {
    view: true,
    out: ({ self, dim, start, length }, at) => narrowed(at, self, dim, start, length),
    doc: "(..., N, ...) -> (..., length, ...)",
  }),
  op("narrow_copy(Tensor self, int dim, int start, int length) -> Tensor", {
    cost: free,
    out: ({ self, dim, start, length }, at) => ({
      ...narrowed(at, self, dim, start, length),
      layout: "contiguous",
      view: false,
    }),
    doc: "(..., N, ...) -> (..., length, ...)",
  }),
  op("select(Tensor self, int dim, int index) -> Tensor", {
    view: true,
    out: ({ self, dim, index }, at) => chosen(at, self, dim, index),
    doc: "(..., N, ...) -> (..., ...)",
  }),
  op("diagonal(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor", {
    as: ["torch.diagonal", "Tensor.diagonal"],
    view: true,
    out: ({ self, offset, dim1, dim2 }, at) => diagonalOf(at, self, offset, dim1, dim2),
    doc: "(N, M, ...) -> (..., min(N, M - offset))",
  }),
  op("linalg_diagonal(Tensor A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor", {
    as: ["torch.linalg.diagonal"],
    view: true,
    out: ({ A, offset, dim1, dim2 }, at) => diagonalOf(at, A, offset, dim1, dim2),
    doc: "(..., N, M) -> (..., min(N, M - offset))",
  }),
  op("unfold(Tensor self, int dimension, int size, int step) -> Tensor", {
    as: ["Tensor.unfold"],
    view: true,
    out: ({ self, dimension, size, step }, at) => windows(at, self, dimension, size, step),
    doc: "(..., N, ...) -> (..., (N - size)/step + 1, ..., size)",
  }),
  op("chunk(Tensor self, int chunks, int dim=0) -> Tensor[]", {
    as: ["torch.chunk", "Tensor.chunk", "torch.unsafe_chunk", "Tensor.unsafe_chunk"],
    view: true,
    out: ({ self, chunks, dim }, at) => chunked(at, self, chunks, dim),
    doc: "(..., N, ...) -> chunks of (..., ceil(N/chunks), ...)",
  }),
  op("split(Tensor self, int split_size, int dim=0) -> Tensor[]", {
    as: [...SPLIT, "torch.unsafe_split", "Tensor.unsafe_split"],
    view: true,
    out: ({ self, split_size, dim }, at) => splitBy(at, self, split_size, dim),
    doc: "(..., N, ...) -> parts of (..., split_size, ...)",
  }),
  op("split.sizes(Tensor self, int[] split_size, int dim=0) -> Tensor[]", {
    as: SPLIT,
    view: true,
    out: ({ self, split_size, dim }, at) => splitInto(at, self, split_size, dim),
    doc: "(..., N, ...) -> (..., size, ...) for each size",
  }),
  op("split_with_sizes(Tensor self, int[] split_sizes, int dim=0) -> Tensor[]", {
    as: ["torch.split_with_sizes", "Tensor.split_with_sizes", "torch.unsafe_split_with_sizes"],
    view: true,
    out: ({ self, split_sizes, dim }, at) => splitInto(at, self, split_sizes, dim),
    doc: "(..., N, ...) -> (..., size, ...) for each size",
  }),
  op("tensor_split.tensor(Tensor self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor[]", {
    as: ["torch.tensor_split", "Tensor.tensor_split"],
    view: true,
    out: ({ self, tensor_indices_or_sections, dim }, at) => cutByTensor(at, self, tensor_indices_or_sections, dim),
    doc: "(..., N, ...) -> parts of a dimension",
  }),
  op("tensor_split.sections(Tensor self, int sections, int dim=0) -> Tensor[]", {
    as: ["torch.tensor_split", "Tensor.tensor_split"],
    view: true,
    out: ({ self, sections: count, dim }, at) => sections(at, self, count, dim),
    doc: "(..., N, ...) -> parts of sizes that differ by 1 at most",
  }),
  op("tensor_split.indices(Tensor self, int[] indices, int dim=0) -> Tensor[]", {
    as: ["torch.tensor_split", "Tensor.tensor_split"],
    view: true,
    out: ({ self, indices, dim }, at) => cutAt(at, self, indices, dim),
    doc: "(..., N, ...) -> parts that end at the indices",
  }),
  ...DIRECTIONS.flatMap((direction) => [
    op(`${direction.name}.int(Tensor self, int sections) -> Tensor[]`, {
      as: [`torch.${direction.name}`, `Tensor.${direction.name}`],
      view: true,
      out: ({ self, sections: count }, at) => directed(at, self, direction, count),
      doc: "(..., N, ...) -> equal parts",
    }),
    op(`${direction.name}.array(Tensor self, int[] indices) -> Tensor[]`, {
      as: [`torch.${direction.name}`, `Tensor.${direction.name}`],
      view: true,
      out: ({ self, indices }, at) => directed(at, self, direction, indices),
      doc: "(..., N, ...) -> parts that end at the indices",
    }),
  ]),
  op("unbind(Tensor self, int dim=0) -> Tensor[]", {
    view: true,
    out: ({ self, dim }, at) => unbound(at, self, dim),
    doc: "(..., N, ...) -> N of (..., ...)",
  }),
  op("real(Tensor self) -> Tensor", {
    as: ["torch.real", "Tensor.real"],
    view: true,
    out: ({ self }, at) => componentOf(at, self, "real"),
    doc: "(...) -> (...)",
  }),
  op("imag(Tensor self) -> Tensor", {
    as: ["torch.imag", "Tensor.imag"],
    view: true,
    out: ({ self }, at) => componentOf(at, self, "imag"),
    doc: "(...) -> (...)",
  }),
];
