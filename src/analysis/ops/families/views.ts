import {
  bounds,
  type Dim,
  divideExactly,
  divides,
  equal,
  floordiv,
  freeSymbols,
  mul,
  print,
  product,
} from "../../dims";
import { complexFrom, dtypes, isComplex, realType } from "../../tensor/dtype";
import { layoutOf, viewStrides } from "../../tensor/layout";
import type { Tensor } from "../../tensor/tensor";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { free, op, type TensorSpec } from "../registry";
import { broadcast, expandShape } from "../shape/broadcast";
import { formatted } from "../shape/memory-format";
import { quotient, reshapeTo } from "../shape/reshape";
import { permuted, readWindow, reshaped, windowOf } from "../shape/view";

/** Views that change a tensor's shape or the order of its dimensions. None computes or copies, but `reshape` where it must. */

const NO_VIEW =
  "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.";

function viewed(at: OpContext, self: Tensor, size: readonly Dim[]): TensorSpec {
  const shape = reshapeTo(at, self.shape, size);
  const layout = viewStrides(self.shape, self.layout, shape, at.assumptions);
  if (layout === null) at.fail("view", NO_VIEW);
  return { shape, layout, data: self.data };
}

function expanded(at: OpContext, self: Tensor, size: readonly Dim[]): TensorSpec {
  const shape = expandShape(at, self.shape, size);
  const lead = shape.length - self.rank;
  return windowOf(at, self, ({ strides, offset }) => ({
    shape,
    strides: shape.map((dim, n) => (n < lead || (self.shape[n - lead] === 1 && dim !== 1) ? 0 : strides[n - lead])),
    offset,
  }));
}

function swapped(at: OpContext, self: Tensor, dim0: Dim, dim1: Dim): TensorSpec {
  const order = self.shape.map((_, n) => n);
  const [a, b] = [at.axis(dim0, self.rank), at.axis(dim1, self.rank)];
  if (order.length > 0) [order[a], order[b]] = [b, a];
  return permuted(at, self, order);
}

function transposedMatrix(at: OpContext, self: Tensor): TensorSpec {
  if (self.rank > 2) at.fail("rank", `t() expects a tensor with <= 2 dimensions, but self is ${self.rank}D`);
  return permuted(at, self, self.rank === 2 ? [1, 0] : self.shape.map((_, n) => n));
}

function flippedMatrix(at: OpContext, self: Tensor, name: string): TensorSpec {
  if (self.rank < 2)
    at.fail("rank", `tensor.${name} is only supported on matrices or batches of matrices. Got ${self.rank}-D tensor.`);
  return swapped(at, self, -2, -1);
}

function withoutDims(at: OpContext, self: Tensor, goes: (n: number) => boolean): TensorSpec {
  const kept = self.shape.map((_, n) => n).filter((n) => !goes(n));
  return permuted(at, self, kept);
}

/** A size that may be 1 but is not known to be stays, as it does for all values but one. */
/** Whether a size is 1. A size that names an input is taken for a larger one; what depends on data may be 1 or not. */
function isOne(at: OpContext, self: Tensor, n: number): boolean {
  const size = self.shape[n];
  const answer = equal(size, 1, at.assumptions);
  if (answer === undefined && freeSymbols(size).some((one) => bounds(one).min === 0))
    at.unknown(`whether the size ${print(size)} is 1 is not known`);
  return answer === true;
}

function moved(at: OpContext, self: Tensor, source: readonly Dim[], destination: readonly Dim[]): TensorSpec {
  const list = (dims: readonly Dim[]) => sizes(dims);
  if (source.length !== destination.length)
    at.fail(
      "rank",
      `movedim: Invalid source or destination dims: source (${list(source)} dims) should contain the same number of dims as destination (${list(destination)} dims)`,
    );
  const from = source.map((dim) => at.axis(dim, self.rank));
  const to = destination.map((dim) => at.axis(dim, self.rank));
  if (new Set(from).size < from.length) at.fail("permutation", `movedim: repeated dim in \`source\` (${list(source)})`);
  if (new Set(to).size < to.length)
    at.fail("permutation", `movedim: repeated dim in \`destination\` (${list(destination)})`);
  const order: number[] = new Array(self.rank).fill(-1);
  from.forEach((dim, n) => {
    order[to[n]] = dim;
  });
  const rest = self.shape.map((_, n) => n).filter((n) => !from.includes(n));
  return permuted(
    at,
    self,
    order.map((dim) => (dim < 0 ? (rest.shift() as number) : dim)),
  );
}

function flattened(at: OpContext, self: Tensor, startDim: Dim, endDim: Dim): TensorSpec {
  const [start, end] = [at.axis(startDim, self.rank), at.axis(endDim, self.rank)];
  if (start > end) at.fail("argument", "flatten() has invalid args: start_dim cannot come after end_dim");
  if (self.rank === 0) return reshaped(at, self, [1]);
  if (start === end) return { ...reshaped(at, self, self.shape), view: true };
  const joined = product(self.shape.slice(start, end + 1));
  return reshaped(at, self, [...self.shape.slice(0, start), joined, ...self.shape.slice(end + 1)]);
}

function unflattened(at: OpContext, self: Tensor, dim: Dim, given: readonly Dim[]): TensorSpec {
  const n = at.axis(dim, self.rank);
  if (given.length === 0) at.fail("empty", "unflatten: sizes must be non-empty");
  const message = () =>
    `unflatten: Provided sizes ${sizes(given)} don't multiply up to the size of dim ${n} (${sizes([self.shape[n]]).slice(1, -1)}) in the input tensor`;
  const hole = given.indexOf(-1);
  const known = product(given.filter((_, at) => at !== hole));
  const sizesOf =
    hole < 0
      ? given
      : given.with(hole, known === 0 ? at.fail("reshape", message()) : quotient(at, self.shape[n], known, message));
  if (hole < 0) at.same(product(given), self.shape[n], "reshape", message);
  return reshaped(at, self, [...self.shape.slice(0, n), ...sizesOf, ...self.shape.slice(n + 1)]);
}

/** `view(dtype)`: the last dimension shrinks or grows with the size of an element. */
function reinterpreted(at: OpContext, self: Tensor, dtype: keyof typeof dtypes): TensorSpec {
  const [from, to] = [dtypes[self.dtype].size, dtypes[dtype].size];
  if (from === to) return { shape: self.shape, layout: self.layout };
  if (self.rank === 0)
    at.fail(
      "dtype",
      `self.dim() cannot be 0 to view ${dtypes[self.dtype].scalar} as ${dtypes[dtype].scalar} (different element sizes)`,
    );
  const last = self.dim(-1);
  if (from > to) return { shape: self.shape.with(-1, mul(last, from / to)), layout: layoutKept(self) };
  const ratio = to / from;
  at.check(
    divides(ratio, last, at.assumptions),
    "divisible",
    () =>
      `self.size(-1) must be divisible by ${ratio} to view ${dtypes[self.dtype].scalar} as ${dtypes[dtype].scalar} (different element sizes), but got ${sizes([last]).slice(1, -1)}`,
    { kind: "divisible", left: last, right: ratio },
  );
  const size = divideExactly(last, ratio, at.assumptions) ?? floordiv(last, ratio);
  return { shape: self.shape.with(-1, size), layout: layoutKept(self) };
}

const layoutKept = (self: Tensor) => (self.layout === "contiguous" ? "contiguous" : undefined);

export const views = [
  op("view(Tensor self, int[] size) -> Tensor", {
    as: ["Tensor.view"],
    view: true,
    out: ({ self, size }, at) => viewed(at, self, size),
    doc: "(...) -> size, the number of elements unchanged",
  }),
  op("view.dtype(Tensor self, ScalarType dtype) -> Tensor", {
    as: ["Tensor.view"],
    view: true,
    out: ({ self, dtype }, at) => reinterpreted(at, self, dtype),
    doc: "(..., N) -> (..., N*itemsize/new itemsize)",
  }),
  op("view_as(Tensor self, Tensor other) -> Tensor", {
    devices: "first",
    as: ["Tensor.view_as"],
    view: true,
    out: ({ self, other }, at) => viewed(at, self, other.shape),
    doc: "(...), other -> other's shape",
  }),
  op("reshape(Tensor self, int[] shape) -> Tensor", {
    out: ({ self, shape }, at) => reshaped(at, self, reshapeTo(at, self.shape, shape)),
    cost: free,
    doc: "(...) -> shape, the number of elements unchanged",
  }),
  op("reshape_as(Tensor self, Tensor other) -> Tensor", {
    devices: "first",
    as: ["Tensor.reshape_as"],
    out: ({ self, other }, at) => reshaped(at, self, reshapeTo(at, self.shape, other.shape)),
    cost: free,
    doc: "(...), other -> other's shape",
  }),
  op("ravel(Tensor self) -> Tensor", {
    out: ({ self }, at) => reshaped(at, self, [self.numel()]),
    cost: free,
    doc: "(...) -> (numel,)",
  }),
  op("flatten(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor", {
    out: ({ self, start_dim, end_dim }, at) => flattened(at, self, start_dim, end_dim),
    cost: free,
    doc: "(A, ..., Z) -> (A*...*Z,), from start_dim to end_dim",
  }),
  op("unflatten(Tensor self, int dim, int[] sizes) -> Tensor", {
    out: ({ self, dim, sizes }, at) => unflattened(at, self, dim, sizes),
    cost: free,
    doc: "(..., N, ...) -> (..., *sizes, ...)",
  }),
  op("permute(Tensor self, int[] dims) -> Tensor", {
    view: true,
    out: ({ self, dims }, at) => {
      if (dims.length !== self.rank)
        at.fail(
          "permutation",
          `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${self.rank} is not equal to len(dims) = ${dims.length}`,
        );
      const order = dims.map((dim) => at.axis(dim, self.rank));
      if (new Set(order).size < order.length) at.fail("permutation", "permute(): duplicate dims are not allowed.");
      return permuted(at, self, order);
    },
    doc: "(D0, D1, ...) -> (D[dims[0]], D[dims[1]], ...)",
  }),
  op("transpose(Tensor self, int dim0, int dim1) -> Tensor", {
    view: true,
    inplace: true,
    out: ({ self, dim0, dim1 }, at) => swapped(at, self, dim0, dim1),
    doc: "(..., A, ..., B, ...) -> (..., B, ..., A, ...)",
  }),
  op("swapaxes(Tensor self, int axis0, int axis1) -> Tensor", {
    view: true,
    inplace: true,
    out: ({ self, axis0, axis1 }, at) => swapped(at, self, axis0, axis1),
    doc: "(..., A, ..., B, ...) -> (..., B, ..., A, ...)",
  }),
  op("swapdims(Tensor self, int dim0, int dim1) -> Tensor", {
    view: true,
    inplace: true,
    out: ({ self, dim0, dim1 }, at) => swapped(at, self, dim0, dim1),
    doc: "(..., A, ..., B, ...) -> (..., B, ..., A, ...)",
  }),
  op("t(Tensor self) -> Tensor", {
    view: true,
    inplace: true,
    out: ({ self }, at) => transposedMatrix(at, self),
    doc: "(N, M) -> (M, N)",
  }),
  op("numpy_T(Tensor self) -> Tensor", {
    as: ["Tensor.T"],
    view: true,
    out: ({ self }, at) => permuted(at, self, self.shape.map((_, n) => n).reverse()),
    doc: "(A, ..., Z) -> (Z, ..., A)",
  }),
  op("mT(Tensor self) -> Tensor", {
    as: ["Tensor.mT"],
    view: true,
    out: ({ self }, at) => flippedMatrix(at, self, "mT"),
    doc: "(..., N, M) -> (..., M, N)",
  }),
  op("matrix_H(Tensor self) -> Tensor", {
    as: ["Tensor.H"],
    view: true,
    out: ({ self }, at) => {
      if (self.rank !== 2 && self.rank !== 0)
        at.fail("rank", `tensor.H is only supported on matrices (2-D tensors). Got ${self.rank}-D tensor.`);
      return transposedMatrix(at, self);
    },
    doc: "(N, M) -> (M, N)",
  }),
  op("adjoint(Tensor self) -> Tensor", {
    as: ["torch.adjoint", "Tensor.adjoint", "Tensor.mH"],
    view: true,
    out: ({ self }, at) => flippedMatrix(at, self, "adjoint()"),
    doc: "(..., N, M) -> (..., M, N)",
  }),
  op("movedim(Tensor self, int[1] source, int[1] destination) -> Tensor", {
    as: ["torch.movedim", "Tensor.movedim", "torch.moveaxis", "Tensor.moveaxis"],
    view: true,
    out: ({ self, source, destination }, at) => moved(at, self, source, destination),
    doc: "dimensions at source go to destination",
  }),
  op("squeeze(Tensor self) -> Tensor", {
    view: true,
    inplace: true,
    out: ({ self }, at) => withoutDims(at, self, (n) => isOne(at, self, n)),
    doc: "all dimensions of size 1 go",
  }),
  op("squeeze.dim(Tensor self, int dim) -> Tensor", {
    as: ["torch.squeeze", "Tensor.squeeze"],
    view: true,
    inplace: true,
    out: ({ self, dim }, at) => {
      const axis = at.axis(dim, self.rank);
      return withoutDims(at, self, (n) => n === axis && isOne(at, self, n));
    },
    doc: "(..., 1, ...) -> (..., ...)",
  }),
  op("squeeze.dims(Tensor self, int[] dim) -> Tensor", {
    as: ["torch.squeeze", "Tensor.squeeze"],
    view: true,
    inplace: true,
    out: ({ self, dim }, at) => {
      const axes = at.axes(dim, self.rank);
      return withoutDims(at, self, (n) => axes.includes(n) && isOne(at, self, n));
    },
    doc: "dimensions of size 1 among dim go",
  }),
  op("unsqueeze(Tensor self, int dim) -> Tensor", {
    view: true,
    inplace: true,
    out: ({ self, dim }, at) => {
      const n = at.axis(dim, self.rank + 1);
      return windowOf(at, self, ({ shape, strides, offset }) => ({
        shape: shape.toSpliced(n, 0, 1),
        strides: strides.toSpliced(n, 0, n === shape.length ? 1 : mul(shape[n], strides[n])),
        offset,
      }));
    },
    doc: "(..., ...) -> (..., 1, ...)",
  }),
  op("expand(Tensor self, int[] size, *, bool implicit=False) -> Tensor", {
    as: ["Tensor.expand"],
    view: true,
    out: ({ self, size }, at) => expanded(at, self, size),
    doc: "sizes 1 grow to size; -1 keeps a size",
  }),
  op("expand_as(Tensor self, Tensor other) -> Tensor", {
    devices: "first",
    as: ["Tensor.expand_as"],
    view: true,
    out: ({ self, other }, at) => expanded(at, self, other.shape),
    doc: "(...), other -> other's shape",
  }),
  op("broadcast_to(Tensor self, int[] size) -> Tensor", {
    view: true,
    out: ({ self, size }, at) => expanded(at, self, size),
    doc: "sizes 1 grow to size",
  }),
  op("broadcast_tensors(Tensor[] tensors) -> Tensor[]", {
    as: ["torch.broadcast_tensors", "torch.functional.broadcast_tensors"],
    view: true,
    out: ({ tensors }, at) => {
      const shape = broadcast(at, ...tensors.map((tensor) => tensor.shape));
      return { tensors: tensors.map((tensor) => ({ ...expanded(at, tensor, shape), dtype: tensor.dtype })) };
    },
    doc: "each -> the shape that all broadcast to",
  }),
  op("as_strided(Tensor self, int[] size, int[] stride, int? storage_offset=None) -> Tensor", {
    view: true,
    inplace: true,
    out: ({ self, size, stride, storage_offset }, at) => {
      if (size.length !== stride.length) at.fail("argument", "mismatch in length of strides and shape");
      for (const step of stride)
        if (typeof step === "number" && step < 0)
          at.fail(
            "argument",
            `as_strided: Negative strides are not supported at the moment, got strides: ${sizes(stride)}`,
          );
      const window = { shape: size, strides: stride, offset: storage_offset ?? 0 };
      return {
        shape: size,
        layout: layoutOf(size, stride, at.assumptions),
        data: self.data && self.layout === "contiguous" ? readWindow(self.data, window) : undefined,
      };
    },
    doc: "-> size, at the strides given",
  }),
  op("view_as_real(Tensor self) -> Tensor", {
    as: ["torch.view_as_real"],
    view: true,
    dtype: ({ self }) => realType(self.dtype),
    out: ({ self }, at) => {
      if (!isComplex(self.dtype)) at.fail("dtype", "view_as_real is only supported for complex tensors");
      return { shape: [...self.shape, 2], layout: layoutKept(self) };
    },
    doc: "(...) complex -> (..., 2)",
  }),
  op("view_as_complex(Tensor self) -> Tensor", {
    as: ["torch.view_as_complex"],
    view: true,
    dtype: ({ self }, at) =>
      complexFrom(self.dtype) ??
      at.fail(
        { kind: "dtype", wanted: "floating" },
        `view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: ${dtypes[self.dtype].scalar}`,
      ),
    out: ({ self }, at) => {
      if (self.rank === 0) at.fail("rank", "Input tensor must have one or more dimensions");
      at.same(self.dim(-1), 2, "shape-mismatch", "Tensor must have a last dimension of size 2");
      return { shape: self.shape.slice(0, -1), layout: layoutKept(self) };
    },
    doc: "(..., 2) -> (...) complex",
  }),
  ...(["detach", "resolve_conj", "resolve_neg"] as const).map((name) =>
    op(`${name}(Tensor self) -> Tensor`, {
      view: true,
      inplace: name === "detach",
      out: ({ self }) => ({ shape: self.shape, layout: self.layout, data: self.data }),
      doc: "(...) -> (...)",
    }),
  ),
  op("contiguous(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", {
    as: ["Tensor.contiguous"],
    cost: free,
    out: ({ self, memory_format }, at) => {
      const layout = formatted(at, self.shape, memory_format ?? "contiguous_format", self.layout);
      return {
        shape: self.shape,
        layout,
        data: self.data,
        view: layout === "contiguous" && self.layout === "contiguous",
      };
    },
    doc: "(...) -> (...), laid out row by row",
  }),
];
