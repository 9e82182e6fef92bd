import { add, type Dim, equal, lessEqual, mul, print, sub } from "../../dims";
import { gathered, smallSize } from "../../tensor/data";
import type { Tensor } from "../../tensor/tensor";
import { before, refusal, refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { free, op, type TensorSpec } from "../registry";
import { permuted } from "../shape/view";
import { wide } from "./reductions";
import { diagonalLength } from "./slicing";

/** Copies of a tensor's elements in other places: repeated, rolled, flipped, on diagonals, written into a part. No arithmetic. */

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : print(dim));

/** Each dimension `repeats` times; leading sizes 1 are added where there are more repeats. */
function repeated(at: OpContext, self: Tensor, repeats: readonly Dim[]): TensorSpec {
  if (repeats.length < self.rank)
    at.fail("rank", "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
  const lead = repeats.length - self.rank;
  const shape = repeats.map((times, n) => (n < lead ? times : mul(self.shape[n - lead], times)));
  for (const size of shape)
    if (lessEqual(0, size, at.assumptions) === false)
      at.fail("argument", `Trying to create tensor with negative dimension ${text(size)}: ${sizes(shape)}`);
  const { data } = self;
  return {
    shape,
    data:
      data && smallSize(shape) !== undefined
        ? gathered(data, self.shape, shape, (place) => self.shape.map((size, n) => place[n + lead] % (size as number)))
        : undefined,
  };
}

function interleaved(at: OpContext, self: Tensor, dim: Dim | null, length: (size: Dim) => Dim): readonly Dim[] {
  if (dim === null) return [length(self.numel())];
  const axis = at.axis(dim, self.rank);
  return self.rank === 0 ? [length(1)] : self.shape.with(axis, length(self.shape[axis]));
}

function checkRepeats(at: OpContext, repeats: Tensor): void {
  if (repeats.dtype !== "int64" && repeats.dtype !== "int32")
    at.refuse(refusals.noKernel("repeat_interleave_cpu", repeats.dtype, "integral"));
}

/** The number of elements that `repeats` asks for. */
function totalOf(at: OpContext, repeats: Tensor, outputSize: Dim | null): Dim {
  checkRepeats(at, repeats);
  if (outputSize !== null) return outputSize;
  if (repeats.data === undefined) return at.fresh("it depends on the number of repeats");
  return (repeats.data as Dim[]).reduce<Dim>(add, 0);
}

function rolled(at: OpContext, self: Tensor, shifts: readonly Dim[], dims: readonly Dim[]): TensorSpec {
  const whole = dims.length === 0 && shifts.length === 1;
  if (shifts.length === 0) at.fail("argument", "`shifts` required");
  if (!whole && shifts.length !== dims.length)
    at.fail("permutation", `shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims.length}`);
  for (const dim of dims) at.realAxis(dim, self.rank);
  return { shape: self.shape };
}

function flippedAlong(at: OpContext, self: Tensor, dims: readonly Dim[]): TensorSpec {
  const axes = at.axes(dims, self.rank);
  const { shape, data } = self;
  return {
    shape,
    layout: self.layout,
    data:
      data && smallSize(shape) !== undefined
        ? gathered(data, shape, shape, (place) =>
            place.map((index, n) => (axes.includes(n) ? (shape[n] as number) - 1 - index : index)),
          )
        : undefined,
  };
}

function rotated(at: OpContext, self: Tensor, k: Dim, dims: readonly Dim[]): TensorSpec {
  if (dims.length !== 2) at.fail("permutation", `expected total rotation dims == 2, but got dims = ${dims.length}`);
  if (self.rank < 2) at.fail("rank", `expected total dims >= 2, but got total dims = ${self.rank}`);
  for (const [n, dim] of dims.entries())
    if (typeof dim === "number" && (dim >= self.rank || dim < -self.rank))
      at.fail("index", `Rotation dim${n} out of range, dim${n} = ${dim}`);
  const [a, b] = dims.map((dim) => at.axis(dim, self.rank));
  if (a === b)
    at.fail(
      "permutation",
      `expected rotation dims to be different, but got dim0 = ${text(dims[0])} and dim1 = ${text(dims[1])}`,
    );
  const turns = at.number(k, "the number of turns");
  if (turns % 4 === 0) return { shape: self.shape, data: self.data };
  // A quarter turn is a flip and a transposition, which leaves the transposed order in memory.
  if (turns % 2 === 0) return { shape: self.shape, layout: self.layout };
  const order = self.shape.map((_, n) => (n === a ? b : n === b ? a : n));
  const { shape, layout } = permuted(at, self, order);
  return { shape, layout };
}

// --- diagonals ---

const triangle = (self: Tensor, keep: (row: number, column: number) => boolean): TensorSpec => {
  const [rows, columns] = self.shape.slice(-2) as number[];
  return {
    shape: self.shape,
    data: self.data?.map((item, place) =>
      keep(Math.floor(place / columns) % rows, place % columns) ? item : self.dtype === "bool" ? false : 0,
    ),
  };
};

function triangular(at: OpContext, self: Tensor, diagonal: Dim, name: "tril" | "triu"): TensorSpec {
  if (self.rank < 2) at.fail("rank", `${name}: input tensor must have at least 2 dimensions`);
  if (typeof diagonal !== "number") return { shape: self.shape };
  return triangle(self, (row, column) => (name === "tril" ? column - row <= diagonal : column - row >= diagonal));
}

const grownBy = (size: Dim, offset: Dim, at: OpContext) =>
  add(size, lessEqual(0, offset, at.assumptions) ? offset : mul(-1, offset));

function embedded(at: OpContext, self: Tensor, offset: Dim, dim1: Dim, dim2: Dim): readonly Dim[] {
  const rank = self.rank + 1;
  const [a, b] = [at.axis(dim1, rank), at.axis(dim2, rank)];
  if (a === b) at.fail("permutation", `diagonal dimensions cannot be identical ${text(dim1)}, ${text(dim2)}`);
  const size = grownBy(self.dim(-1), offset, at);
  const rest = self.shape.slice(0, -1);
  return Array.from({ length: rank }, (_, n) => (n === a || n === b ? size : (rest.shift() as Dim)));
}

function diagonalOrMatrix(at: OpContext, self: Tensor, diagonal: Dim): readonly Dim[] {
  if (self.rank === 1) return new Array(2).fill(grownBy(self.shape[0], diagonal, at));
  if (self.rank !== 2) at.refuse(refusals.diagonal(self.rank));
  return [diagonalLength(at, self.shape[0], self.shape[1], diagonal)];
}

// --- writing into a part ---

/** `src` must have exactly the shape of the part that it replaces. */
function fits(at: OpContext, self: Tensor, src: Tensor, part: readonly Dim[]): readonly Dim[] {
  const message = () =>
    `expected src to have a size equal to the slice of self. src size = ${sizes(src.shape)}, slice size = ${sizes(part)}`;
  if (src.rank !== part.length) at.fail("shape-mismatch", message());
  for (let n = 0; n < part.length; n++) at.same(src.shape[n], part[n], "shape-mismatch", message);
  return self.shape;
}

function sliceLength(at: OpContext, size: Dim, start: Dim | null, end: Dim | null, step: Dim): Dim | undefined {
  if ([size, start ?? 0, end ?? 0, step].some((dim) => typeof dim !== "number")) return undefined;
  const clamp = (index: number) => Math.min(Math.max(index < 0 ? index + (size as number) : index, 0), size as number);
  const length = clamp((end ?? size) as number) - clamp((start ?? 0) as number);
  if ((step as number) <= 0) at.fail("argument", "slice step must be positive");
  return Math.max(0, Math.ceil(length / (step as number)));
}

export const rearranging = [
  op("repeat(Tensor self, int[] repeats) -> Tensor", {
    as: ["Tensor.repeat"],
    cost: free,
    out: ({ self, repeats }, at) => repeated(at, self, repeats),
    doc: "(D0, D1, ...) -> (D0*repeats[0], D1*repeats[1], ...)",
  }),
  op("tile(Tensor self, int[] dims) -> Tensor", {
    cost: free,
    out: ({ self, dims }, at) =>
      repeated(at, self, [...new Array(Math.max(0, self.rank - dims.length)).fill(1), ...dims]),
    doc: "(D0, D1, ...) -> (D0*dims[0], D1*dims[1], ...)",
  }),
  op("repeat_interleave.self_int(Tensor self, int repeats, int? dim=None, *, int? output_size=None) -> Tensor", {
    as: ["torch.repeat_interleave", "Tensor.repeat_interleave"],
    cost: free,
    shape: ({ self, repeats, dim }, at) => {
      if (lessEqual(0, repeats, at.assumptions) === false)
        at.refuse(before(refusal("argument", "Repeats must be non-negative"), "repeats can not be negative"));
      return interleaved(at, self, dim, (size) => mul(size, repeats));
    },
    data: ({ self, repeats, dim }) =>
      self.rank === 1 || dim === null
        ? self.data?.flatMap((item) => new Array(repeats as number).fill(item))
        : undefined,
    doc: "(..., N, ...) -> (..., N*repeats, ...)",
  }),
  op("repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, int? output_size=None) -> Tensor", {
    devices: "same",
    as: ["torch.repeat_interleave", "Tensor.repeat_interleave"],
    cost: free,
    shape: ({ self, repeats, dim, output_size }, at) => {
      if (repeats.rank > 1) at.fail("rank", "repeats must be 0-dim or 1-dim tensor");
      checkRepeats(at, repeats);
      return interleaved(at, self, dim, (size) => {
        if (repeats.rank === 0 || repeats.shape[0] === 1) {
          const times = repeats.data?.[0] as Dim | undefined;
          return times === undefined
            ? (output_size ?? at.fresh("it depends on the number of repeats"))
            : mul(size, times);
        }
        at.same(repeats.shape[0], size, () => {
          const words = "repeats must have the same size as input along dim";
          const axis = dim === null ? 0 : at.axis(dim, self.rank);
          const sizes = `repeats.size(0) = ${text(repeats.shape[0])} and input.size(${axis}) = ${text(size)}`;
          return before(refusal("shape-mismatch", `${words}, but got ${sizes}`), words);
        });
        return totalOf(at, repeats, output_size);
      });
    },
    doc: "(..., N, ...), (N,) -> (..., sum(repeats), ...)",
  }),
  op("repeat_interleave.Tensor(Tensor repeats, *, int? output_size=None) -> Tensor", {
    as: ["torch.repeat_interleave", "Tensor.repeat_interleave"],
    dtype: "int64",
    cost: free,
    shape: ({ repeats, output_size }, at) => [totalOf(at, repeats, output_size)],
    doc: "(N,) -> (sum(repeats),)",
  }),
  op("roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor", {
    cost: free,
    out: ({ self, shifts, dims }, at) => rolled(at, self, shifts, dims),
    doc: "(...) -> (...)",
  }),
  op("flip(Tensor self, int[] dims) -> Tensor", {
    cost: free,
    out: ({ self, dims }, at) => flippedAlong(at, self, dims),
    doc: "(...) -> (...)",
  }),
  op("fliplr(Tensor self) -> Tensor", {
    cost: free,
    out: ({ self }, at) => (self.rank < 2 ? at.fail("rank", "Input must be >= 2-d.") : flippedAlong(at, self, [1])),
    doc: "(N, M, ...) -> (N, M, ...)",
  }),
  op("flipud(Tensor self) -> Tensor", {
    cost: free,
    out: ({ self }, at) => (self.rank < 1 ? at.fail("rank", "Input must be >= 1-d.") : flippedAlong(at, self, [0])),
    doc: "(N, ...) -> (N, ...)",
  }),
  op("rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor", {
    cost: free,
    out: ({ self, k, dims }, at) => rotated(at, self, k, dims),
    doc: "(..., N, M, ...) -> (..., M, N, ...) for odd k",
  }),
  ...(["tril", "triu"] as const).map((name) =>
    op(`${name}(Tensor self, int diagonal=0) -> Tensor`, {
      as: [`torch.${name}`, `Tensor.${name}`],
      inplace: true,
      cost: free,
      out: ({ self, diagonal }, at) => triangular(at, self, diagonal, name),
      doc: "(..., N, M) -> (..., N, M)",
    }),
  ),
  op("diag(Tensor self, int diagonal=0) -> Tensor", {
    cost: free,
    shape: ({ self, diagonal }, at) => diagonalOrMatrix(at, self, diagonal),
    doc: "(N,) -> (N + |diagonal|, N + |diagonal|); (N, M) -> its diagonal",
  }),
  op("diagflat(Tensor self, int offset=0) -> Tensor", {
    cost: free,
    shape: ({ self, offset }, at) => new Array(2).fill(grownBy(self.numel(), offset, at)),
    doc: "(...) -> (numel + |offset|, numel + |offset|)",
  }),
  op("diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor", {
    cost: free,
    shape: ({ self, offset, dim1, dim2 }, at) => embedded(at, self, offset, dim1, dim2),
    doc: "(..., N) -> (..., N + |offset|, N + |offset|)",
  }),
  op("diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor", {
    cost: free,
    shape: ({ self, src, offset, dim1, dim2 }, at) => {
      const [a, b] = [at.axis(dim1, self.rank), at.axis(dim2, self.rank)];
      const length = diagonalLength(at, self.shape[a], self.shape[b], offset);
      return fits(at, self, src, [...self.shape.filter((_, n) => n !== a && n !== b), length]);
    },
    doc: "(...), its diagonal -> (...)",
  }),
  op("select_scatter(Tensor self, Tensor src, int dim, int index) -> Tensor", {
    cost: free,
    shape: ({ self, src, dim, index }, at) => {
      const axis = at.axis(dim, self.rank);
      const size = self.shape[axis];
      if (typeof size === "number" && typeof index === "number" && (index >= size || index < -size))
        at.fail(
          "index",
          `select(): index ${index} out of range for tensor of size ${sizes(self.shape)} at dimension ${axis}`,
          "IndexError",
        );
      return fits(at, self, src, self.shape.toSpliced(axis, 1));
    },
    doc: "(..., N, ...), (..., ...) -> (..., N, ...)",
  }),
  op("slice_scatter(Tensor self, Tensor src, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor", {
    cost: free,
    shape: ({ self, src, dim, start, end, step }, at) => {
      const axis = at.axis(dim, self.rank);
      const length = sliceLength(at, self.shape[axis], start, end, step);
      return length === undefined ? self.shape : fits(at, self, src, self.shape.with(axis, length));
    },
    doc: "(..., N, ...), a slice of it -> (..., N, ...)",
  }),
  op("as_strided_scatter(Tensor self, Tensor src, int[] size, int[] stride, int? storage_offset=None) -> Tensor", {
    cost: free,
    shape: ({ self, src, size }, at) => fits(at, self, src, size),
    doc: "(...), size -> (...)",
  }),
  op("sum_to_size(Tensor self, int[] size) -> Tensor", {
    as: ["Tensor.sum_to_size"],
    // Nothing is summed where the sizes are the same, but without sizes all is.
    dtype: ({ self, size }) =>
      size.length > 0 && size.every((dim, n) => equal(dim, self.shape[n]) === true) ? self.dtype : wide({ self }),
    shape: ({ self, size }, at) => {
      const refuse = () => `size {${sizes(size)}} is not expandable to size {${sizes(self.shape)}}.`;
      if (size.length > self.rank) at.fail("broadcast", refuse());
      const lead = self.rank - size.length;
      size.forEach((dim, n) => {
        if (dim !== 1) at.same(dim, self.shape[n + lead], "broadcast", refuse);
      });
      return size;
    },
    cost: ({ self }, [out]) => ({ flops: sub(self.numel(), out.numel()) }),
    costText: "numel(self) - numel(out)",
    doc: "(...) -> size, to which it could be expanded back",
  }),
  op("resize(Tensor self, int[] size, *, MemoryFormat? memory_format=None) -> Tensor", {
    as: ["Tensor.resize_"],
    writes: true,
    cost: free,
    out: ({ self, size }, at) => {
      at.resizes = true;
      const same = size.length === self.rank && size.every((dim, n) => equal(dim, self.shape[n], at.assumptions));
      return { shape: size, data: same ? self.data : undefined };
    },
    doc: "(...) -> size",
  }),
  op("resize_as(Tensor self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor", {
    devices: "first",
    as: ["Tensor.resize_as_", "torch.resize_as_"],
    writes: true,
    cost: free,
    out: ({ the_template }, at) => {
      at.resizes = true;
      return { shape: the_template.shape };
    },
    doc: "(...), the_template -> the_template's shape",
  }),
];
