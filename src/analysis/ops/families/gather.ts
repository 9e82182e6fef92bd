import { type Dim, equal, lessEqual, product, sub } from "../../dims";
import { gathered } from "../../tensor/data";
import { dtypes, isComplex } from "../../tensor/dtype";
import { Tensor, type TensorData } from "../../tensor/tensor";
import { before, lately, type Refusal, refusal, refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { Value } from "../../values";
import { categoryOf, type OpContext } from "../context";
import { free, type OpRow, op } from "../registry";
import { trueCount } from "../shape/indexing";

/** Picking and putting elements by tensors of positions (https://pytorch.org/docs/stable/torch.html#indexing-slicing-joining-mutating-ops). */

function checkIndexType(index: Tensor, at: OpContext, name = at.name): void {
  at.refuseUnless(index.dtype === "int64", () => refusals.indexType(name, index.dtype));
}

/** Each size of `index` that is not along `axis` may be at most that of the other tensor. */
function fits(index: Tensor, other: Tensor, axis: number | undefined, at: OpContext): boolean {
  return index.shape.every(
    (size, n) => n === axis || lessEqual(size, other.rank === 0 ? 1 : other.shape[n], at.assumptions) !== false,
  );
}

const rankOf = (tensor: Tensor) => Math.max(tensor.rank, 1);

function isEmpty(tensor: Tensor): boolean {
  return equal(tensor.numel(), 0) === true;
}

/** Positions that are known must be there. */
function checkPositions(at: OpContext, index: Tensor, size: Dim, refused: (position: number) => Refusal): void {
  if (typeof size !== "number") return;
  for (const position of index.data ?? [])
    if (typeof position === "number" && (position >= size || position < 0)) at.refuse(refused(position));
}

function gatherShape(self: Tensor, dim: Dim, index: Tensor, at: OpContext): readonly Dim[] {
  const axis = at.axis(dim, self.rank);
  if (isEmpty(index)) return index.shape;
  checkIndexType(index, at, "gather");
  at.check(
    rankOf(self) === rankOf(index),
    "rank",
    "Index tensor must have the same number of dimensions as input tensor",
  );
  if (!fits(index, self, axis, at)) at.refuse(refusals.indexSizes("gather", index.shape, self.shape, axis));
  return index.shape;
}

function scatterShape(self: Tensor, dim: Dim, index: Tensor, src: Tensor | undefined, at: OpContext): readonly Dim[] {
  const axis = at.axis(dim, self.rank);
  if (src !== undefined)
    at.refuseUnless(self.dtype === src.dtype, () =>
      before(
        refusal({ kind: "dtype", wanted: "same" }, "scatter(): Expected self.dtype to be equal to src.dtype"),
        `${at.name.replace(/_$/, "")}(): Expected self.dtype to be equal to src.dtype`,
      ),
    );
  if (isEmpty(index)) return self.shape;
  checkIndexType(index, at, "scatter");
  at.check(
    rankOf(self) === rankOf(index),
    "rank",
    "Index tensor must have the same number of dimensions as self tensor",
  );
  if (src !== undefined)
    at.check(
      rankOf(src) === rankOf(index),
      "rank",
      "Index tensor must have the same number of dimensions as src tensor",
    );
  if (!fits(index, self, axis, at) || (src !== undefined && !fits(index, src, undefined, at)))
    at.refuse(refusals.indexSizes("scatter", index.shape, self.shape, axis, src?.shape));
  return self.shape;
}

function isVector(index: Tensor, at: OpContext): void {
  at.check(index.rank <= 1, "rank", `${at.name}(): Index is supposed to be a vector`, undefined, "IndexError");
}

/** `index_add`, `index_copy`, `index_reduce`: rows of `source` go to the rows that `index` names. */
function indexWrite(self: Tensor, dim: Dim, index: Tensor, source: Tensor, at: OpContext): readonly Dim[] {
  const axis = at.axis(dim, self.rank);
  const name = `${at.name.replace(/_$/, "")}_`;
  isVector(index, at);
  at.check(
    self.dtype === source.dtype,
    "dtype",
    `${name}(): self (${dtypes[self.dtype].scalar}) and source (${dtypes[source.dtype].scalar}) must have the same scalar type`,
  );
  if (name === "index_add_") {
    const rest = (tensor: Tensor) => tensor.shape.filter((_, n) => n !== axis);
    const [own, others] = [rest(self), rest(source)];
    const same =
      own.length === others.length && own.every((size, n) => equal(size, others[n], at.assumptions) !== false);
    at.refuseUnless(same || source.rank === 0, () =>
      lately(
        refusal(
          "shape-mismatch",
          `source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = ${sizes(self.shape)} source.shape = ${sizes(source.shape)}`,
        ),
      ),
    );
  }
  const count = index.rank === 0 ? 1 : index.shape[0];
  const rows = source.rank === 0 ? 1 : source.shape[Math.min(axis, source.rank - 1)];
  at.same(count, rows, "shape-mismatch", () =>
    name === "index_copy_"
      ? `${name}(): Number of indices (${sizes([count]).slice(1, -1)}) should be equal to source.size(dim) (${sizes([rows]).slice(1, -1)})`
      : `${name}(): Number of indices (${sizes([count]).slice(1, -1)}) should be equal to source.size(dim): (${sizes([rows]).slice(1, -1)}), for dim: ${axis}`,
  );
  return self.shape;
}

const copy = { cost: free, inplace: true, doc: "(...), dim, (index), (...) -> (...)" } as const;
const scatterDoc = "(...), dim, index, src -> (...)";

/** Adds or compares: one FLOP an element that is put. */
const perSource: OpRow<{ source: Tensor }>["cost"] = ({ source }) => ({ flops: source.numel() });

function maskType(mask: Tensor, at: OpContext): void {
  const words = `${at.name}: expected BoolTensor for mask`;
  at.refuseUnless(mask.dtype !== "uint8", () => lately(refusal("dtype", words)));
  if (mask.dtype !== "bool" && mask.dtype !== "uint8")
    at.refuse(before(refusal("dtype", words), `${at.name}: expected BoolTensor or ByteTensor for mask`));
}

function fillShape(self: Tensor, mask: Tensor, value: Tensor | Value, at: OpContext): readonly Dim[] {
  if (value instanceof Tensor)
    at.check(
      value.rank === 0,
      "rank",
      `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.rank} dimension(s).`,
    );
  else if (categoryOf(value) === "complex" && !isComplex(self.dtype))
    at.fail("dtype", `value cannot be converted to type ${dtypes[self.dtype].c} without overflow`);
  at.refuseUnless(mask.dtype === "bool", () => refusals.notMask("masked_fill_", dtypes[mask.dtype].c));
  return at.broadcast(mask.shape, self.shape);
}

export const gather = [
  op("gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor", {
    devices: { kernel: "gather", of: { self: "self", index: "index" } },
    shape: ({ self, dim, index }, at) => {
      const shape = gatherShape(self, dim, index, at);
      const axis = at.axis(dim, self.rank);
      if (self.rank > 0 && self.device === "cpu")
        checkPositions(at, index, self.shape[axis], (position) => refusals.beyond(position, axis, self.shape[axis]));
      return shape;
    },
    exactOut: refusals.outType,
    data: ({ self, dim, index }, shape) => {
      const axis = ((dim as number) + self.rank) % Math.max(self.rank, 1);
      const picks = plain(index.data);
      if (picks === undefined || self.data === undefined || self.rank === 0) return undefined;
      let flat = 0;
      return gathered(self.data, self.shape, shape, (position) => position.with(axis, picks[flat++]));
    },
    cost: free,
    moves: { picks: "self" },
    doc: "(...), dim, index -> shape of index",
  }),
  op("take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor", {
    shape: ({ self, indices, dim }, at) => {
      if (indices.dtype !== "int64")
        at.fail(
          { kind: "dtype", wanted: "integral" },
          `torch.take_along_dim(): dtype of indices should be Long but got ${dtypes[indices.dtype].scalar}`,
        );
      if (dim === null) return [product(indices.shape)];
      at.check(
        self.rank === indices.rank,
        "rank",
        `torch.take_along_dim(): input and indices should have the same number of dimensions, but got ${self.rank} dimensions for input, and ${indices.rank} dimensions for indices`,
      );
      const axis = at.axis(dim, self.rank);
      return at.broadcast(self.shape.with(axis, 1), indices.shape.with(axis, 1)).with(axis, indices.shape[axis]);
    },
    cost: free,
    moves: { picks: "self" },
    doc: "(...), indices, dim -> shape of indices",
  }),
  op("take(Tensor self, Tensor index) -> Tensor", {
    devices: "same",
    shape: ({ index }, at) => {
      if (index.dtype !== "int64")
        at.fail(
          { kind: "dtype", wanted: "integral" },
          `take(): Expected a long tensor for index, but got ${dtypes[index.dtype].scalar}`,
        );
      return index.shape;
    },
    cost: free,
    moves: { picks: "self" },
    doc: "(...), index -> shape of index",
  }),
  op("put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor", {
    ...copy,
    shape: ({ self, index, source }, at) => {
      if (index.dtype !== "int64")
        at.fail(
          { kind: "dtype", wanted: "integral" },
          `put_(): Expected a long tensor for index, but got ${dtypes[index.dtype].scalar}`,
        );
      at.check(
        self.dtype === source.dtype,
        { kind: "dtype", wanted: "same" },
        `put_(): self and source expected to have the same dtype, but got self.dtype = ${dtypes[self.dtype].scalar} and source.dtype = ${dtypes[source.dtype].scalar}`,
      );
      at.same(
        index.numel(),
        source.numel(),
        "shape-mismatch",
        () =>
          `put_(): Expected source and index to have the same number of elements, but got source.numel() = ${source.numel()}, index.numel() = ${index.numel()}`,
      );
      return self.shape;
    },
  }),
  op("index_select(Tensor self, int dim, Tensor index) -> Tensor", {
    devices: { kernel: "_index_select", of: { self: "self", index: "index" } },
    shape: ({ self, dim, index }, at) => {
      const axis = at.axis(dim, self.rank);
      at.check(index.rank <= 1, "rank", "index_select(): Index is supposed to be a vector", undefined, "IndexError");
      if (index.dtype !== "int64" && index.dtype !== "int32")
        at.fail({ kind: "dtype", wanted: "integral" }, "index_select(): Expected dtype int32 or int64 for index");
      if (self.rank > 0 && self.device === "cpu")
        checkPositions(at, index, self.shape[axis], () => refusals.beyondSelf());
      return self.rank === 0 ? [] : self.shape.with(axis, index.rank === 0 ? 1 : index.shape[0]);
    },
    data: ({ self, dim, index }, shape) => {
      const axis = ((dim as number) + self.rank) % Math.max(self.rank, 1);
      const picks = plain(index.data);
      if (picks === undefined || self.data === undefined || self.rank === 0) return undefined;
      return gathered(self.data, self.shape, shape, (position) => position.with(axis, picks[position[axis]]));
    },
    cost: free,
    moves: { picks: "self" },
    doc: "(..., D, ...), dim, (n) -> (..., n, ...)",
  }),
  op("index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor", {
    devices: "same",
    ...copy,
    shape: ({ self, dim, index, source }, at) => indexWrite(self, dim, index, source, at),
    cost: perSource,
    costText: "numel(source)",
  }),
  op("index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor", {
    devices: "same",
    ...copy,
    shape: ({ self, dim, index, source }, at) => indexWrite(self, dim, index, source, at),
  }),
  op(
    "index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor",
    {
      devices: "same",
      ...copy,
      shape: ({ self, dim, index, source, reduce }, at) => {
        if (!["prod", "mean", "amax", "amin"].includes(reduce))
          at.fail("argument", `reduce argument must be either prod, mean, amax or amin, got ${reduce}.`);
        return indexWrite(self, dim, index, source, at);
      },
      cost: perSource,
      costText: "numel(source)",
    },
  ),
  op("index_fill(Tensor self, int dim, Tensor index, Operand value) -> Tensor", {
    ...copy,
    shape: ({ self, dim, index, value }, at) => {
      at.axis(dim, self.rank);
      if (index.dtype !== "int64")
        at.fail({ kind: "dtype", wanted: "integral" }, "index_fill_(): Expected dtype int64 for index.", "IndexError");
      if (value instanceof Tensor)
        at.check(
          value.rank === 0,
          "rank",
          `index_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.rank} dimension(s).`,
        );
      at.check(index.rank <= 1, "rank", "Index has to be a vector/scalar");
      return self.shape;
    },
  }),
  op("index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor", {
    devices: "indices",
    ...copy,
    shape: ({ self }) => self.shape,
    doc: "(...), indices, values -> (...)",
  }),
  op("scatter(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", {
    devices: "same",
    ...copy,
    shape: ({ self, dim, index, src }, at) => scatterShape(self, dim, index, src, at),
    doc: scatterDoc,
  }),
  op("scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor", {
    devices: "same",
    ...copy,
    shape: ({ self, dim, index }, at) => scatterShape(self, dim, index, undefined, at),
    doc: scatterDoc,
  }),
  op("scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor", {
    devices: "same",
    ...copy,
    shape: ({ self, dim, index, src, reduce }, at) => {
      checkReduce(reduce, ["add", "multiply"], "reduce argument must be either add or multiply.", at);
      return scatterShape(self, dim, index, src, at);
    },
    cost: ({ index }) => ({ flops: index.numel() }),
    costText: "numel(index)",
    doc: scatterDoc,
  }),
  op("scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor", {
    devices: "same",
    ...copy,
    shape: ({ self, dim, index, reduce }, at) => {
      checkReduce(reduce, ["add", "multiply"], "reduce argument must be either add or multiply.", at);
      return scatterShape(self, dim, index, undefined, at);
    },
    cost: ({ index }) => ({ flops: index.numel() }),
    costText: "numel(index)",
    doc: scatterDoc,
  }),
  op("scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", {
    devices: "same",
    ...copy,
    shape: ({ self, dim, index, src }, at) => scatterShape(self, dim, index, src, at),
    cost: ({ index }) => ({ flops: index.numel() }),
    costText: "numel(index)",
    doc: scatterDoc,
  }),
  op(
    "scatter_reduce(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor",
    {
      devices: "same",
      ...copy,
      shape: ({ self, dim, index, src, reduce }, at) => {
        checkReduce(
          reduce,
          ["sum", "prod", "mean", "amax", "amin"],
          "reduce argument must be either sum, prod, mean, amax or amin.",
          at,
        );
        return scatterShape(self, dim, index, src, at);
      },
      cost: ({ index }) => ({ flops: index.numel() }),
      costText: "numel(index)",
      doc: scatterDoc,
    },
  ),
  op("masked_fill(Tensor self, Tensor mask, Operand value) -> Tensor", {
    devices: "scalars",
    ...copy,
    layout: "elementwise",
    shape: ({ self, mask, value }, at) => fillShape(self, mask, value, at),
    dtype: "first",
    doc: "(...), (...) -> (...)",
  }),
  op("masked_select(Tensor self, Tensor mask) -> Tensor", {
    devices: "same",
    shape: ({ self, mask }, at) => {
      maskType(mask, at);
      at.broadcast(self.shape, mask.shape);
      return [
        self.shape.length <= mask.rank
          ? trueCount(mask, at)
          : at.fresh("the number of selected elements depends on the data"),
      ];
    },
    cost: free,
    doc: "(...), (...) -> (n)",
  }),
  op("masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor", {
    devices: "same",
    ...copy,
    shape: ({ self, mask, source }, at) => {
      at.refuseUnless(mask.dtype === "bool", () => refusals.notMask("masked_scatter_", dtypes[mask.dtype].scalar));
      at.check(
        self.dtype === source.dtype,
        { kind: "dtype", wanted: "same" },
        `masked_scatter: expected self and source to have same dtypes but got${dtypes[self.dtype].scalar} and ${dtypes[source.dtype].scalar}`,
      );
      return at.broadcast(self.shape, mask.shape);
    },
    doc: "(...), (...), source -> (...)",
  }),
  op("one_hot(Tensor self, int num_classes=-1) -> Tensor", {
    as: ["torch.nn.functional.one_hot"],
    shape: ({ self, num_classes }, at) => {
      if (self.dtype !== "int64")
        at.refuse(
          before(
            refusal(
              { kind: "dtype", wanted: "integral" },
              "one_hot is only applicable to index tensor of type LongTensor.",
            ),
            "one_hot is only applicable to index tensor.",
          ),
        );
      const known = plain(self.data);
      if (self.device === "cpu" && known?.some((position) => position < 0)) at.refuse(refusals.beyondClasses(true));
      if (typeof num_classes === "number" && num_classes > 0 && self.device === "cpu")
        checkPositions(at, self, num_classes, () => refusals.beyondClasses(false));
      if (num_classes !== -1) return [...self.shape, num_classes];
      return [
        ...self.shape,
        known === undefined || known.length === 0
          ? at.fresh("the number of classes depends on the data")
          : Math.max(...known) + 1,
      ];
    },
    dtype: "int64",
    cost: free,
    doc: "(...), num_classes -> (..., num_classes)",
  }),
  op(
    "segment_reduce(Tensor data, str reduce, *, Tensor? lengths=None, Tensor? indices=None, Tensor? offsets=None, int axis=0, bool unsafe=False, Scalar? initial=None) -> Tensor",
    {
      as: ["torch.segment_reduce"],
      shape: ({ data, lengths, offsets, axis }, at) => {
        const dim = at.axis(axis, data.rank);
        const segments = lengths ?? offsets;
        if (segments === null)
          return at.fail("argument", "segment_reduce(): Either lengths or offsets must be defined.");
        const last = segments.shape[segments.rank - 1];
        const count = lengths === null ? sub(last, 1) : last;
        return [...segments.shape.slice(0, -1), count, ...data.shape.slice(dim + 1)];
      },
      cost: ({ data }) => ({ flops: data.numel() }),
      costText: "numel(data)",
      doc: "(..., L, ...), (..., S) -> (..., S, ...)",
    },
  ),
];

function checkReduce(reduce: string, allowed: readonly string[], message: string, at: OpContext): void {
  if (!allowed.includes(reduce)) at.fail("argument", message);
}

/** Elements that are all plain numbers. */
function plain(data: TensorData | undefined): number[] | undefined {
  return data?.every((item) => typeof item === "number") ? (data as number[]) : undefined;
}
