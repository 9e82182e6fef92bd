import { type Dim, equal, lessEqual, mul, product } from "../../dims";
import { isComplex } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import { sizes } from "../../trace/sizes";
import type { Value } from "../../values";
import type { OpContext } from "../context";
import { free, type OpRow, op, type TensorSpec } from "../registry";
import { trueCount, truePlaces } from "../shape/indexing";
import { distinct, ordered } from "../shape/ordered";
import { reducedAxes, reducedShape } from "../shape/reduce";
import { shapeOf } from "./binary";

/**
 * Sorting, ranks and searching. FLOPs of a sort of n numbers: n*ceil(log2(n)) comparisons; where n is symbolic, one an element
 * for each of 16 rounds.
 */

const ROUNDS = 16;

function sortCost(self: Tensor, dim: Dim): Dim {
  const size = self.rank === 0 ? 1 : typeof dim === "number" ? self.dim(dim) : self.numel();
  return mul(self.numel(), typeof size === "number" ? Math.ceil(Math.log2(Math.max(size, 2))) : ROUNDS);
}

const sortRow = {
  cost: ({ self, dim }: { self: Tensor; dim: Dim }) => ({ flops: sortCost(self, dim) }),
  costText: "numel(self)*log2(D)",
} as const;

function both(shape: readonly Dim[]): { tensors: TensorSpec[] } {
  return { tensors: [{ shape }, { shape, dtype: "int64" }] };
}

type Sort = { self: Tensor; dim: Dim; descending: boolean };

function sortedOutputs({ self, dim, descending }: Sort, at: OpContext, stable = false): { tensors: TensorSpec[] } {
  at.axis(dim, self.rank);
  if (isComplex(self.dtype)) at.fail("dtype", "Sort currently does not support complex dtypes on CPU");
  const known = ordered(self, descending, stable);
  const { shape } = self;
  return {
    tensors: [
      { shape, data: known?.values },
      { shape, dtype: "int64", data: known?.places },
    ],
  };
}

const perElement = { cost: ({ self }: { self: Tensor }) => ({ flops: self.numel() }), costText: "numel(self)" };

/** `median`, `mode` and the like over one dimension: values and where they stood. */
function oneDim(self: Tensor, dim: Dim, keepdim: boolean, at: OpContext) {
  const axes = reducedAxes([dim], self.rank, at);
  for (const axis of axes)
    if (equal(self.shape[axis], 0, at.assumptions) === true)
      at.fail("empty", `${at.name}(): Expected reduction dim ${axis} to have non-zero size.`, "IndexError");
  return both(reducedShape(self.shape, axes, keepdim));
}

type Quantile = { self: Tensor; q: Tensor | Value; dim: Dim | null; keepdim: boolean };

function quantileShape({ self, q, dim, keepdim }: Quantile, at: OpContext): readonly Dim[] {
  const name = at.name;
  if (self.dtype !== "float32" && self.dtype !== "float64")
    at.fail({ kind: "dtype", wanted: "floating" }, `${name}() input tensor must be either float or double dtype`);
  if (q instanceof Tensor) {
    at.check(q.rank <= 1, "rank", `${name}() q must be a scalar or 1D tensor`);
    at.check(
      q.dtype === self.dtype,
      { kind: "dtype", wanted: "same" },
      `${name}() q tensor must be same dtype as the input tensor`,
    );
  } else {
    const value = at.numberOf(q);
    if (value !== undefined && (value < 0 || value > 1))
      at.fail("argument", `${name}() q must be in the range [0, 1] but got ${value}`);
  }
  const axes = reducedAxes(dim === null ? null : [dim], self.rank, at);
  const reduced = reducedShape(self.shape, axes, keepdim);
  return q instanceof Tensor && q.rank === 1 ? [q.shape[0], ...reduced] : reduced;
}

const quantileRow: OpRow<Quantile> = {
  shape: quantileShape,
  cost: ({ self, dim }) => ({ flops: sortCost(self, dim ?? -1) }),
  costText: "numel(self)*log2(D)",
  doc: "(...), (Q)? -> (Q?, ... without dim)",
};

function nonzeroColumns(self: Tensor, at: OpContext): { tensors: TensorSpec[] } {
  const places = truePlaces(self);
  const count = trueCount(self, at);
  return {
    tensors: Array.from({ length: Math.max(self.rank, 1) }, (_, n) => ({
      shape: [count],
      dtype: "int64" as const,
      data: self.rank === 0 ? undefined : places?.map((place) => place[n]),
    })),
  };
}

function searchShape(sorted: Tensor, values: Tensor | Value, at: OpContext): readonly Dim[] {
  const shape = shapeOf(values);
  if (sorted.rank === 1) return shape;
  const mismatch = () =>
    `torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor ${sizes(sorted.shape)} and input value tensor ${sizes(shape)}`;
  if (!(values instanceof Tensor)) {
    at.fail(
      "rank",
      `torch.searchsorted(): input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries tensor dim(${sorted.rank}) and input value's dim(0) numel(1)`,
    );
  }
  if (sorted.rank !== shape.length) at.fail("rank", mismatch());
  for (let n = 0; n < shape.length - 1; n++) at.same(sorted.shape[n], shape[n], "shape-mismatch", mismatch);
  return shape;
}

const searchRow = {
  dtype: ({ out_int32 }: { out_int32: boolean }) => (out_int32 ? "int32" : "int64") as "int32" | "int64",
  cost: (_: unknown, [out]: readonly Tensor[]) => ({ flops: mul(ROUNDS, out.numel()) }),
  costText: "16*numel(out)",
};

export const sorting = [
  op("sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)", {
    ...sortRow,
    out: (args, at) => sortedOutputs(args, at),
    doc: "(...) -> (...), (...)",
  }),
  op(
    "sort.stable(Tensor self, *, bool? stable=None, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)",
    {
      ...sortRow,
      out: ({ stable, ...args }, at) => sortedOutputs(args, at, stable === true),
      doc: "(...) -> (...), (...)",
    },
  ),
  op("argsort(Tensor self, int dim=-1, bool descending=False, *, bool stable=False) -> Tensor", {
    ...sortRow,
    out: ({ stable, ...args }, at) => sortedOutputs(args, at, stable).tensors[1],
    doc: "(...) -> (...)",
  }),
  op("msort(Tensor self) -> Tensor", {
    shape: ({ self }) => self.shape,
    cost: ({ self }) => ({ flops: sortCost(self, 0) }),
    costText: "numel(self)*log2(D)",
    doc: "(...) -> (...)",
  }),
  op("topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)", {
    ...sortRow,
    out: ({ self, k, dim }, at) => {
      const axis = at.axis(dim, self.rank);
      const size = self.rank === 0 ? 1 : self.shape[axis];
      at.check(lessEqual(0, k, at.assumptions) !== false, "index", "selected index k out of range");
      at.check(lessEqual(k, size, at.assumptions), "index", "selected index k out of range", {
        kind: "ge",
        left: size,
        right: k,
      });
      return both(self.rank === 0 ? [] : self.shape.with(axis, k));
    },
    doc: "(..., D, ...), k -> (..., k, ...), (..., k, ...)",
  }),
  op("kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)", {
    ...perElement,
    out: ({ self, k, dim, keepdim }, at) => {
      const axis = at.axis(dim, self.rank);
      const size = self.rank === 0 ? 1 : self.shape[axis];
      if (lessEqual(k, size, at.assumptions) === false || lessEqual(1, k, at.assumptions) === false)
        at.fail("index", `kthvalue(): selected number k out of range for dimension ${axis}`);
      return oneDim(self, dim, keepdim, at);
    },
    doc: "(...) -> (... without dim), (... without dim)",
  }),
  op("mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)", {
    ...perElement,
    out: ({ self, dim, keepdim }, at) => oneDim(self, dim, keepdim, at),
    doc: "(...) -> (... without dim), (... without dim)",
  }),
  ...(["median", "nanmedian"] as const).flatMap((name) => [
    op(`${name}(Tensor self) -> Tensor`, { ...perElement, shape: () => [], doc: "(...) -> ()" }),
    op(`${name}.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`, {
      ...perElement,
      out: ({ self, dim, keepdim }, at) => oneDim(self, dim, keepdim, at),
      doc: "(...) -> (... without dim), (... without dim)",
    }),
  ]),
  ...(["quantile", "nanquantile"] as const).map((name) =>
    op(
      `${name}(Tensor self, Operand q, int? dim=None, bool keepdim=False, *, str interpolation='linear') -> Tensor` as "f(Tensor self, Operand q, int? dim=None, bool keepdim=False) -> Tensor",
      { ...quantileRow, as: [`torch.${name}`, `Tensor.${name}`] },
    ),
  ),
  op("nonzero(Tensor self, *, bool as_tuple=False) -> Tensor[]", {
    out: ({ self, as_tuple }, at) => {
      if (as_tuple) return nonzeroColumns(self, at);
      const data = truePlaces(self)?.flat();
      return {
        tensors: [{ shape: [trueCount(self, at), self.rank], dtype: "int64", data }],
        arrange: ([places]) => places,
      };
    },
    cost: free,
    doc: "(...) -> (n, rank)",
  }),
  op("nonzero_static(Tensor self, *, int size, int fill_value=-1) -> Tensor", {
    since: "2.15",
    shape: ({ self, size }) => [size, self.rank],
    dtype: "int64",
    cost: free,
    doc: "(...), size -> (size, rank)",
  }),
  op("nonzero_numpy(Tensor condition) -> Tensor[]", {
    as: ["torch.where"],
    out: ({ condition }, at) => nonzeroColumns(condition, at),
    cost: free,
    doc: "(...) -> (n), ...",
  }),
  op("argwhere(Tensor self) -> Tensor", {
    shape: ({ self }, at) => [trueCount(self, at), self.rank],
    dtype: "int64",
    cost: free,
    doc: "(...) -> (n, rank)",
  }),
  op(
    "searchsorted(Tensor sorted_sequence, Operand input, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
    {
      devices: "same",
      ...searchRow,
      as: [
        "torch.searchsorted",
        "torch.searchsorted(sorted_sequence, self, *, out_int32=False, right=False, side=None, sorter=None)",
      ],
      shape: ({ sorted_sequence, input }, at) => searchShape(sorted_sequence, input, at),
      doc: "(..., N), (..., M) -> (..., M)",
    },
  ),
  op("bucketize(Operand self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor", {
    devices: "same",
    ...searchRow,
    as: ["torch.bucketize", "torch.bucketize(self, boundaries, *, out_int32=False, right=False)"],
    shape: ({ self, boundaries }, at) => {
      at.check(boundaries.rank === 1, "rank", `boundaries tensor must be 1 dimension, but got dim(${boundaries.rank})`);
      return shapeOf(self);
    },
    doc: "(...), (N) -> (...)",
  }),
  op("isin(Operand elements, Operand test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor", {
    devices: "same",
    as: [
      "torch.isin",
      "torch.isin(element, test_elements, *, assume_unique=False, invert=False)",
      "torch.isin(elements, test_element, *, assume_unique=False, invert=False)",
    ],
    shape: ({ elements }) => shapeOf(elements),
    dtype: "bool",
    cost: ({ elements }) => ({ flops: product(shapeOf(elements)) }),
    costText: "numel(elements)",
    doc: "(...), (...) -> (...)",
  }),
  op(
    "unique(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False, int? dim=None) -> Tensor[]",
    {
      cost: ({ self }) => ({ flops: sortCost(self, -1) }),
      costText: "numel(self)*log2(N)",
      out: (args, at) => uniqueOutputs(args, at, false),
      doc: "(...) -> (n), (...)?, (n)?",
    },
  ),
  op(
    "unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> Tensor[]",
    {
      ...perElement,
      out: (args, at) => uniqueOutputs(args, at, true),
      doc: "(...) -> (n), (...)?, (n)?",
    },
  ),
];

type Unique = { self: Tensor; sorted?: boolean; return_inverse: boolean; return_counts: boolean; dim: Dim | null };

/** The distinct values (or slices along `dim`), then where each went, then how often each stood. */
function uniqueOutputs(
  { self, sorted = true, return_inverse, return_counts, dim }: Unique,
  at: OpContext,
  consecutive: boolean,
) {
  const axis = dim === null ? undefined : at.axis(dim, self.rank);
  const size = axis === undefined ? self.numel() : (self.shape[axis] ?? 1);
  const found = axis === undefined || self.rank <= 1 ? distinct(self, consecutive) : undefined;
  // Where nobody asks for an order, there is none.
  const known = sorted ? found : undefined;
  const count =
    found?.values.length ??
    (size === 0 || size === 1 ? size : at.fresh("the number of distinct values depends on the data"));
  const values: TensorSpec = {
    shape: axis === undefined ? [count] : self.rank === 0 ? [] : self.shape.with(axis, count),
    data: known?.values,
  };
  const inverse: TensorSpec = {
    shape: axis === undefined ? self.shape : [size],
    dtype: "int64",
    data: known?.inverse,
  };
  const counts: TensorSpec = { shape: [count], dtype: "int64", data: known?.counts };
  return {
    tensors: [values, ...(return_inverse ? [inverse] : []), ...(return_counts ? [counts] : [])],
    arrange: return_inverse || return_counts ? undefined : ([only]: readonly Value[]) => only,
  };
}
