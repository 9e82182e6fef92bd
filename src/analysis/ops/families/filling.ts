import { type Dim, lessEqual, min } from "../../dims";
import { filled, type Item, itemOf, positions, spread } from "../../tensor/data";
import { isFloating } from "../../tensor/dtype";
import { Tensor, type TensorData } from "../../tensor/tensor";
import type { Value } from "../../values";
import type { OpContext } from "../context";
import { free, op, type TensorSpec } from "../registry";
import { expandShape } from "../shape/broadcast";
import { formatted } from "../shape/memory-format";

/** Copies, and tensors whose elements are replaced. Data moves, nothing is computed. */

const writer = { writes: true, cost: free, moves: "overwrites", doc: "(...) -> (...)" } as const;

/** The same tensor with other values. */
function rewritten(self: Tensor, data?: TensorData): TensorSpec {
  return { shape: self.shape, dtype: self.dtype, layout: self.layout, data };
}

function fillValue(value: Tensor | Value, at: OpContext): Item | undefined {
  if (!(value instanceof Tensor)) return itemOf(value);
  at.check(
    value.rank === 0,
    "rank",
    `fill_ only supports 0-dimension value tensor but got tensor with ${value.rank} dimensions.`,
  );
  return value.data?.[0];
}

/** Rows that the diagonal begins anew after, where `wrap` is set. */
function diagonalFilled(self: Tensor, value: Value, wrap: boolean): TensorData | undefined {
  const item = itemOf(value);
  if (self.data === undefined || item === undefined || wrap) return undefined;
  const result = [...self.data];
  positions(self.shape, (position, flat) => {
    if (position.every((index) => index === position[0])) result[flat] = item;
  });
  return result;
}

/** A sparse tensor is followed as the dense one that it stands for. */
const sparse = {
  shape: ({ self }: { self: Tensor }) => self.shape,
  cost: free,
  doc: "(...) -> (...)",
} as const;

export const filling = [
  op("clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", {
    out: ({ self, memory_format }, at) => ({
      shape: self.shape,
      layout: formatted(at, self.shape, memory_format, self.layout),
      data: self.data,
    }),
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("copy(Tensor self, Operand other, bool non_blocking=False) -> Tensor", {
    devices: "first",
    ...writer,
    as: ["Tensor.copy_"],
    out: ({ self, other }, at) => {
      if (other instanceof Tensor) expandShape(at, other.shape, self.shape);
      return rewritten(self, spread(other, self.shape));
    },
    doc: "(...), (...) -> (...)",
  }),
  op("fill(Tensor self, Operand value) -> Tensor", {
    devices: "first",
    as: ["torch.fill"],
    out: ({ self, value }, at) => ({ shape: self.shape, data: filled(self.shape, fillValue(value, at)) }),
    layout: "elementwise",
    cost: free,
    moves: "overwrites",
    dtype: "first",
    doc: "(...) -> (...)",
  }),
  op("fill.inplace(Tensor self, Operand value) -> Tensor", {
    devices: "first",
    ...writer,
    as: ["torch.fill_", "Tensor.fill_"],
    out: ({ self, value }, at) => rewritten(self, filled(self.shape, fillValue(value, at))),
  }),
  op("zero(Tensor self) -> Tensor", {
    ...writer,
    as: ["torch.zero_", "Tensor.zero_"],
    out: ({ self }) => rewritten(self, filled(self.shape, 0)),
  }),
  op("fill_diagonal(Tensor self, Scalar fill_value, bool wrap=False) -> Tensor", {
    ...writer,
    as: ["Tensor.fill_diagonal_"],
    out: ({ self, fill_value, wrap }, at) => {
      at.check(self.rank >= 2, "rank", "dimensions must larger than 1");
      if (self.rank > 2)
        for (const size of self.shape)
          at.same(size, self.shape[0], "shape-mismatch", "all dimensions of input must be of equal length");
      return rewritten(self, diagonalFilled(self, fill_value, wrap));
    },
  }),
  op("apply(Tensor self, any callable) -> Tensor", {
    ...writer,
    as: ["Tensor.apply_"],
    out: ({ self }) => rewritten(self),
  }),
  op("map(Tensor self, Tensor other, any callable) -> Tensor", {
    ...writer,
    as: ["Tensor.map_"],
    since: "2.15",
    out: ({ self }) => rewritten(self),
  }),
  op("map.older(Tensor self, Tensor tensor, any callable) -> Tensor", {
    ...writer,
    as: ["Tensor.map_"],
    until: "1.13",
    out: ({ self }) => rewritten(self),
  }),
  op("set(Tensor self) -> Tensor", {
    ...writer,
    as: ["Tensor.set_"],
    out: ({ self }, at) => {
      at.resizes = true;
      return { shape: [0], dtype: self.dtype };
    },
    doc: "(...) -> (0)",
  }),
  op("set.source(Tensor self, Tensor source) -> Tensor", {
    devices: "first",
    ...writer,
    as: ["Tensor.set_"],
    out: ({ self, source }, at) => {
      at.check(
        self.dtype === source.dtype,
        { kind: "dtype", wanted: "same" },
        "Could not set tensor of one type to a tensor of another type",
      );
      at.resizes = true;
      return { shape: source.shape, dtype: source.dtype, layout: source.layout, data: source.data };
    },
  }),
  op("set.part(Tensor self, Tensor source, int storage_offset, int[] size, int[] stride=[]) -> Tensor", {
    devices: "first",
    ...writer,
    as: ["Tensor.set_"],
    out: ({ source, size }, at) => {
      at.resizes = true;
      return { shape: size, dtype: source.dtype, layout: undefined };
    },
    doc: "(...), size -> size",
  }),
  op("trace(Tensor self) -> Tensor", {
    shape: ({ self }, at) => {
      at.check(self.rank === 2, "rank", `trace: expected a matrix, but got tensor with dim ${self.rank}`);
      return [];
    },
    dtype: ({ self }) => (isFloating(self.dtype) || self.dtype.startsWith("complex") ? self.dtype : "int64"),
    cost: ({ self }) => ({ flops: shorter(self.shape) }),
    costText: "min(N, M)",
    doc: "(N, M) -> ()",
  }),
  op("norm_except_dim(Tensor v, int pow=2, int dim=0) -> Tensor", {
    as: ["torch.norm_except_dim"],
    shape: ({ v, dim }, at) => {
      if (dim === -1) return [];
      const axis = at.axis(dim, v.rank);
      return v.shape.map((size, n) => (n === axis ? size : 1));
    },
    cost: ({ v }) => ({ flops: v.numel() }),
    costText: "numel(v)",
    doc: "(D, ...) -> (D, 1, ...)",
  }),
  op("binomial(Tensor count, Tensor prob, Generator? generator=None) -> Tensor", {
    as: ["torch.binomial"],
    shape: ({ count, prob }, at) => at.broadcast(count.shape, prob.shape),
    cost: free,
    doc: "(...), (...) -> (...)",
  }),
  ...["rename", "align_to", "refine_names"].map((name) =>
    op(`${name}(Tensor self, any[] names=[]) -> Tensor`, {
      as: [`Tensor.${name}`],
      until: "1.13",
      // Names of dimensions are then used in place of their numbers.
      out: ({ self, names }, at) =>
        names.some((each) => each !== null) ? at.unknown("named tensors are not followed") : { value: self },
      cost: free,
      doc: "(...) -> (...)",
    }),
  ),
  op("to_dense(Tensor self, ScalarType? dtype=None, *, bool? masked_grad=None) -> Tensor", {
    as: ["Tensor.to_dense"],
    argumentsSince: { masked_grad: "2.15" },
    out: ({ self, dtype }) => (dtype === null ? { value: self } : { shape: self.shape }),
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("to_mkldnn(Tensor self, ScalarType? dtype=None) -> Tensor", {
    as: ["Tensor.to_mkldnn"],
    out: ({ self, dtype }) => (dtype === null ? { value: self } : { shape: self.shape }),
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("to_sparse(Tensor self, *, Layout? layout=None, int[]? blocksize=None, int? dense_dim=None) -> Tensor", {
    ...sparse,
    as: ["Tensor.to_sparse"],
    argumentsSince: { blocksize: "2.15", dense_dim: "2.15" },
  }),
  op("to_sparse.sparse_dim(Tensor self, int sparse_dim) -> Tensor", { ...sparse, as: ["Tensor.to_sparse"] }),
  op("to_sparse_coo(Tensor self) -> Tensor", { ...sparse, as: ["Tensor.to_sparse_coo"] }),
  op("to_sparse_csr(Tensor self, int? dense_dim=None) -> Tensor", {
    ...sparse,
    as: ["Tensor.to_sparse_csr"],
    argumentsSince: { dense_dim: "2.15" },
  }),
  ...(["dequantize", "coalesce"] as const).map((name) =>
    op(`${name}(Tensor self) -> Tensor`, {
      as: [`Tensor.${name}`],
      out: ({ self }) => ({ value: self }),
      cost: free,
      doc: "(...) -> (...)",
    }),
  ),
  op("align_as(Tensor self, Tensor other) -> Tensor", {
    as: ["Tensor.align_as"],
    until: "1.13",
    out: ({ self }) => ({ value: self }),
    cost: free,
    doc: "(...), (...) -> (...)",
  }),
  op(
    "sparse_coo_tensor(Tensor indices, Tensor values, int[]? size=None, *, ScalarType? dtype=None, Device? device=None, bool? pin_memory=None, bool requires_grad=False, bool? check_invariants=None, bool? is_coalesced=None) -> Tensor",
    {
      as: ["torch.sparse_coo_tensor"],
      argumentsSince: { check_invariants: "2.15", is_coalesced: "2.15" },
      shape: ({ size }, at) => size ?? at.unknown("the size follows from the values of the indices"),
      dtype: ({ values }) => values.dtype,
      cost: free,
      doc: "(D, n), (n), size -> size",
    },
  ),
  op(
    "sparse_coo_tensor.size(int[] size, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False, bool? check_invariants=None) -> Tensor",
    {
      as: ["torch.sparse_coo_tensor"],
      argumentsSince: { check_invariants: "2.15" },
      shape: ({ size }) => size,
      cost: free,
      doc: "size -> size",
    },
  ),
  op("record_stream(Tensor self, any s) -> any", {
    as: ["Tensor.record_stream"],
    out: () => ({ value: null }),
    doc: "(...) -> None",
  }),
  ...(["storage", "untyped_storage"] as const).map((name) =>
    op(`${name}(Tensor self) -> any`, {
      as: [`Tensor.${name}`],
      since: name === "storage" ? undefined : "2.15",
      out: (_, at) => ({ value: at.unknownValue("tensors have no storage here", "any") }),
      doc: "(...) -> storage",
    }),
  ),
];

function shorter([rows, columns]: readonly Dim[]): Dim {
  return lessEqual(rows, columns) === true ? rows : min(rows, columns);
}
