import { add, type Dim, equal, max, min, mul } from "../../dims";
import { type Item, zip } from "../../tensor/data";
import { type DType, isComplex, isIntegral, realType } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { refusals, unimplemented } from "../../trace/refusals";
import type { OpContext } from "../context";
import { type OpRow, op } from "../registry";
import { nonEmpty, reduceData, reducedAxes, reducedShape } from "../shape/reduce";

/** Sums, means, extremes, variances, norms (https://pytorch.org/docs/stable/torch.html#reduction-ops). FLOPs: one an element of the input. */

interface Reduction {
  self: Tensor;
  dim: readonly Dim[] | null;
  keepdim: boolean;
}

const each: OpRow<{ self: Tensor }>["cost"] = ({ self }) => ({ flops: self.numel() });
export const perElement = { cost: each, costText: "numel(self)" } as const;

function reduce({ self, dim, keepdim }: Reduction, at: OpContext): readonly Dim[] {
  return reducedShape(self.shape, reducedAxes(dim, self.rank, at), keepdim);
}

/** Reduction of a small tensor's values; the shape of the result tells nothing that is not in the arguments. */
const folded =
  (combine: (group: readonly Item[]) => Item | undefined) =>
  ({ self, dim }: { self: Tensor; dim?: readonly Dim[] | null }) => {
    const named = (dim ?? []).map((n) => (n as number) + (Number(n) < 0 ? self.rank : 0));
    const axes = named.length === 0 ? self.shape.map((_, n) => n) : named;
    return self.rank === 0 ? reduceData(self.data, [], [], combine) : reduceData(self.data, self.shape, axes, combine);
  };

const total = (start: number, f: (a: Dim, b: Dim) => Dim) => (group: readonly Item[]) =>
  group.reduce<Dim>((sofar, item) => f(sofar, typeof item === "boolean" ? Number(item) : item), start);
const extreme = (f: (...args: [Dim, ...Dim[]]) => Dim) => (group: readonly Item[]) =>
  group.length === 0
    ? undefined
    : f(...(group.map((item) => (typeof item === "boolean" ? Number(item) : item)) as [Dim, ...Dim[]]));
/** Position of the greatest (or least) number, the first of equals. */
const position = (sign: number) => (group: readonly Item[]) => {
  if (group.some((item) => typeof item === "object")) return undefined;
  const numbers = group.map((item) => sign * Number(item));
  return numbers.indexOf(Math.max(...numbers));
};
const truth = (group: readonly Item[]) =>
  group.map((item) =>
    typeof item === "boolean" ? item : equal(item, 0) === undefined ? undefined : equal(item, 0) === false,
  );
const every = (group: readonly Item[]) =>
  truth(group).includes(false) ? false : truth(group).includes(undefined) ? undefined : true;
const some = (group: readonly Item[]) =>
  truth(group).includes(true) ? true : truth(group).includes(undefined) ? undefined : false;

/** Integers are summed as int64. */
export const wide = ({ self }: { self: Tensor }): DType => (isIntegral(self.dtype) ? "int64" : self.dtype);

function floating(self: Tensor, dtype: DType | null, at: OpContext): void {
  const type = dtype ?? self.dtype;
  if (isIntegral(type)) at.refuse(refusals.wholeMean(at.name, type, dtype !== null));
}

/** `name(self)`, `name(self, dim, keepdim)`: the plain reductions. */
const sums = (["sum", "nansum"] as const).map((name) =>
  op(`${name}(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`, {
    ...perElement,
    shape: reduce,
    dtype: wide,
    data: folded(total(0, add)),
    doc: "(...) -> (... without dim)",
  }),
);

const logical = (
  [
    ["all", every],
    ["any", some],
  ] as const
).map(([name, combine]) =>
  op(`${name}(Tensor self, int[1]? dim=None, bool keepdim=False) -> Tensor`, {
    ...perElement,
    shape: reduce,
    dtype: ({ self }) => (self.dtype === "uint8" ? "uint8" : "bool"),
    data: folded(combine),
    doc: "(...) -> (... without dim)",
  }),
);

const extremes = (["max", "min"] as const).flatMap((name) => {
  const combine = extreme(name === "max" ? max : min);
  return [
    op(`${name}(Tensor self) -> Tensor`, {
      ...perElement,
      shape: ({ self }, at) => {
        nonEmpty(self.shape, [], false, at);
        if (isComplex(self.dtype)) at.refuse(refusals.noKernel(`${name}_all`, self.dtype));
        return [];
      },
      data: folded(combine),
      doc: "(...) -> ()",
    }),
    op(`${name}.other(Tensor self, Tensor other) -> Tensor`, {
      cost: (_, [out]) => ({ flops: out.numel() }),
      costText: "numel(out)",
      layout: "elementwise",
      dtype: "promote",
      shape: ({ self, other }, at) => at.broadcast(self.shape, other.shape),
      data: ({ self, other }, shape) => zip([self, other], shape, name === "max" ? max : min),
      doc: "(...), (...) -> (...)",
    }),
    op(`${name}.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`, {
      ...perElement,
      out: ({ self, dim, keepdim }, at) => {
        const axes = reducedAxes([dim], self.rank, at);
        nonEmpty(self.shape, axes, true, at);
        const shape = reducedShape(self.shape, axes, keepdim);
        return {
          tensors: [
            { shape, data: folded(combine)({ self, dim: axes }) },
            { shape, dtype: "int64", data: folded(position(name === "max" ? 1 : -1))({ self, dim: axes }) },
          ],
        };
      },
      doc: "(...) -> (... without dim), (... without dim)",
    }),
    op(`a${name}(Tensor self, int[1]? dim=[], bool keepdim=False) -> Tensor`, {
      ...perElement,
      exactOut: refusals.outOfInput,
      shape: ({ self, dim, keepdim }, at) => {
        const axes = reducedAxes(dim, self.rank, at);
        nonEmpty(self.shape, axes, dim !== null && dim.length > 0, at);
        return reducedShape(self.shape, axes, keepdim);
      },
      data: folded(combine),
      doc: "(...) -> (... without dim)",
    }),
    op(`arg${name}(Tensor self, int? dim=None, bool keepdim=False) -> Tensor`, {
      ...perElement,
      shape: ({ self, dim, keepdim }, at) => {
        const axes = reducedAxes(dim === null ? null : [dim], self.rank, at);
        if (dim === null && self.shape.some((size) => equal(size, 0, at.assumptions) === true))
          at.fail(
            "empty",
            `${at.name}(): Expected reduction dim to be specified for input.numel() == 0.`,
            "IndexError",
          );
        nonEmpty(self.shape, axes, dim !== null, at);
        if (self.dtype === "bool") at.refuse(refusals.noKernel(`${at.name}_cpu`, self.dtype));
        return reducedShape(self.shape, axes, keepdim);
      },
      dtype: "int64",
      data: ({ self, dim }) => folded(position(name === "max" ? 1 : -1))({ self, dim: dim === null ? null : [dim] }),
      doc: "(...) -> (... without dim)",
    }),
  ];
});

/** The overloads of `std`, `var`, `std_mean`, `var_mean`, in the order in which PyTorch tries them. */
const spreads = (["std", "var", "std_mean", "var_mean"] as const).flatMap((name) => {
  const both = name.endsWith("_mean");
  const result = both ? "(Tensor, Tensor)" : "Tensor";
  const row: OpRow<Reduction> = {
    as: both ? [`torch.${name}`] : [`torch.${name}`, `Tensor.${name}`],
    out: (args, at) => {
      if (isIntegral(args.self.dtype))
        at.refuse(
          unimplemented(
            { kind: "dtype", wanted: "floating" },
            `${both ? name : "std and var"} only support floating point and complex dtypes`,
          ),
        );
      const shape = reduce(args, at);
      const spread = { shape, dtype: realType(args.self.dtype) };
      return both ? { tensors: [spread, { shape }] } : spread;
    },
    cost: ({ self }) => ({ flops: mul(3, self.numel()) }),
    costText: "3*numel(self)",
    doc: "(...) -> (... without dim)",
  };
  return [
    op(
      `${name}(Tensor self, bool unbiased=True) -> ${result}` as "f(Tensor self) -> Tensor",
      {
        ...row,
        out: ({ self }, at) => row.out?.({ self, dim: null, keepdim: false }, at) ?? [],
      } as OpRow<{ self: Tensor }>,
    ),
    op(
      `${name}.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> ${result}` as "f(Tensor self, int[1]? dim, bool keepdim=False) -> Tensor",
      row,
    ),
    op(
      `${name}.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> ${result}` as "f(Tensor self, int[1]? dim, bool keepdim=False) -> Tensor",
      row,
    ),
  ];
});

export const reductions = [
  ...sums,
  ...logical,
  ...extremes,
  ...spreads,
  op("mean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", {
    ...perElement,
    shape: (args, at) => {
      floating(args.self, args.dtype, at);
      return reduce(args, at);
    },
    doc: "(...) -> (... without dim)",
  }),
  op("nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", {
    ...perElement,
    shape: (args, at) => {
      if (isIntegral(args.self.dtype)) at.refuse(refusals.wholeNanMean(args.self.dtype));
      return reduce(args, at);
    },
    doc: "(...) -> (... without dim)",
  }),
  op("prod(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", {
    ...perElement,
    shape: reduce,
    dtype: wide,
    data: folded(total(1, mul)),
    doc: "(...) -> (... without dim)",
  }),
  op("aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)", {
    ...perElement,
    exactOut: refusals.outType,
    out: ({ self, dim, keepdim }, at) => {
      const axes = reducedAxes(dim === null ? null : [dim], self.rank, at);
      const empty = axes.find((axis) => equal(self.shape[axis], 0, at.assumptions) === true);
      if (empty !== undefined && dim !== null)
        at.fail("empty", `aminmax: Expected reduction dim ${empty} to have non-zero size.`, "IndexError");
      if (empty !== undefined)
        at.fail("empty", "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.");
      const shape = reducedShape(self.shape, axes, keepdim);
      return { tensors: [{ shape }, { shape }] };
    },
    doc: "(...) -> (... without dim), (... without dim)",
  }),
  op("logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor", {
    as: ["torch.logsumexp", "Tensor.logsumexp", "torch.special.logsumexp"],
    shape: reduce,
    dtype: "float",
    cost: ({ self }) => ({ flops: mul(3, self.numel()) }),
    costText: "3*numel(self)",
    doc: "(...) -> (... without dim)",
  }),
  op("count_nonzero(Tensor self, int[1]? dim=None) -> Tensor", {
    ...perElement,
    shape: ({ self, dim }, at) => reduce({ self, dim, keepdim: false }, at),
    dtype: "int64",
    doc: "(...) -> (... without dim)",
  }),
  op("norm(Tensor self, any p='fro', int[1]? dim=None, bool keepdim=False, ScalarType? dtype=None) -> Tensor", {
    shape: (args, at) => {
      if (isIntegral(args.self.dtype) && args.dtype === null) at.refuse(refusals.wholeNorm(args.self.dtype));
      return reduce(args, at);
    },
    dtype: ({ self }) => realType(self.dtype),
    cost: ({ self }) => ({ flops: mul(2, self.numel()) }),
    costText: "2*numel(self)",
    doc: "(...) -> (... without dim)",
  }),
  op("dist(Tensor self, Tensor other, Scalar p=2) -> Tensor", {
    shape: ({ self, other }, at) => {
      at.broadcast(self.shape, other.shape);
      return [];
    },
    dtype: (args, at) => realType(at.resultType([args.self, args.other])),
    cost: ({ self }) => ({ flops: mul(3, self.numel()) }),
    costText: "3*numel(self)",
    doc: "(...), (...) -> ()",
  }),
];
