import { add, type Dim, equal, floordiv, less, lessEqual, max, mul, sub } from "../../dims";
import { type Item, positions } from "../../tensor/data";
import { type DType, dtypes, isIntegral } from "../../tensor/dtype";
import { Tensor, type TensorData } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import { PyList, PyTuple, type Value } from "../../values";
import type { OpContext } from "../context";
import { free, op, type TensorSpec } from "../registry";
import { text } from "../shape/spatial";
import { perElement, wide } from "./reductions";

/** Running sums, differences, integrals, covariance and histograms. */

interface AlongDim {
  self: Tensor;
  dim: Dim;
}

/** Running totals along one dimension of small constants. */
function running({ self, dim }: AlongDim, f: (sofar: Dim, item: Dim) => Dim): TensorData | undefined {
  if (self.data === undefined) return undefined;
  if (self.rank === 0) return self.data;
  const axis = ((dim as number) + self.rank) % self.rank;
  const step = self.shape.slice(axis + 1).reduce<number>((product, size) => product * (size as number), 1);
  const result: Item[] = [];
  positions(self.shape, (position, flat) => {
    const own = self.data?.[flat] as Item;
    const item = typeof own === "boolean" ? Number(own) : own;
    result.push(position[axis] === 0 ? item : f(result[flat - step] as Dim, item));
  });
  return result;
}

const alongDim = ({ self, dim }: AlongDim, at: OpContext): readonly Dim[] => {
  at.axis(dim, self.rank);
  return self.shape;
};

const runningRow = { ...perElement, shape: alongDim, doc: "(...) -> (...)" } as const;

/** `prepend`, the tensor, `append` as one length of the dimension. */
function joinedLength(self: Tensor, axis: number, parts: readonly (Tensor | null)[], at: OpContext): Dim {
  let length = self.shape[axis];
  for (const part of parts) {
    if (part === null) continue;
    at.check(part.rank === self.rank, "rank", "diff expects prepend or append to be the same dimension as input");
    part.shape.forEach((size, n) => {
      if (n !== axis)
        at.same(
          size,
          self.shape[n],
          "shape-mismatch",
          () =>
            `diff expects the shape of tensor to prepend or append to match that of input except along the differencing dimension; input.size(${n}) = ${sizes([self.shape[n]]).slice(1, -1)}, but got tensor.size(${n}) = ${sizes([size]).slice(1, -1)}`,
        );
    });
    length = add(length, part.shape[axis]);
  }
  return length;
}

type Trapezoid = { y: Tensor; x?: Tensor; dim: Dim };

/** Checks the sample points; the dimension as an index from 0. */
function trapezoidAxis({ y, x, dim }: Trapezoid, at: OpContext): number {
  const axis = at.axis(dim, y.rank);
  if (x !== undefined) {
    at.check(x.rank > 0, "rank", "trapezoid: Cannot have scalar `x`");
    const points = x.rank === 1 ? x.shape[0] : x.shape[Math.max(0, axis - y.rank + x.rank)];
    at.same(points, y.shape[axis], "shape-mismatch", "trapezoid: There must be one `x` value for each sample point");
  }
  return axis;
}

const trapezoidShape = (args: Trapezoid, at: OpContext): readonly Dim[] => {
  at.realAxis(args.dim, args.y.rank);
  return args.y.shape.toSpliced(trapezoidAxis(args, at), 1);
};
const cumulativeShape = (args: Trapezoid, at: OpContext): readonly Dim[] => {
  if (args.y.rank === 0) at.fail("rank", "slice() cannot be applied to a 0-dim tensor.", "IndexError");
  const axis = trapezoidAxis(args, at);
  return args.y.shape.with(axis, max(0, sub(args.y.shape[axis], 1)));
};
const trapezoidRow = {
  dtype: "float",
  cost: ({ y }: { y: Tensor }) => ({ flops: mul(4, y.numel()) }),
  costText: "4*numel(y)",
} as const;

/** Sizes of a gradient's dimensions, checked; one result a dimension. */
function gradients(
  self: Tensor,
  spacing: Value,
  dim: readonly Dim[] | null,
  order: Dim,
  at: OpContext,
): { tensors: TensorSpec[] } {
  if (order !== 1 && order !== 2) at.fail("argument", "torch.gradient only supports edge_order=1 and edge_order=2.");
  const axes = dim === null ? self.shape.map((_, n) => n) : at.axes(dim, self.rank);
  if (spacing instanceof PyList || spacing instanceof PyTuple) {
    if (spacing.items.length !== axes.length)
      at.fail(
        "argument",
        `torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim arguments to have the same length, but got a spacing argument of length ${spacing.items.length} and a dim argument of length ${axes.length}.`,
      );
  }
  for (const axis of axes)
    at.check(
      less(self.shape[axis], add(order, 1), at.assumptions) !== true,
      "window",
      "torch.gradient expected each dimension size to be at least edge_order+1",
    );
  return {
    tensors: axes.map(() => ({ shape: self.shape, dtype: isIntegral(self.dtype) ? at.defaultDType : self.dtype })),
  };
}

/** Rows are variables, columns observations: (variables?, observations) -> (variables, variables). */
function covariance(self: Tensor, at: OpContext): readonly Dim[] {
  at.check(
    self.rank <= 2,
    "rank",
    `${at.name}(): expected input to have two or fewer dimensions but got an input with ${self.rank} dimensions`,
  );
  return self.rank < 2 || self.shape[0] === 1 ? [] : [self.shape[0], self.shape[0]];
}

function weightsOf(self: Tensor, weights: Tensor | null, name: string, integral: boolean, at: OpContext): void {
  if (weights === null) return;
  at.check(
    weights.rank <= 1,
    "rank",
    `cov(): expected ${name} to have one or fewer dimensions but got ${name} with ${weights.rank} dimensions`,
  );
  if (isIntegral(weights.dtype) !== integral)
    at.fail(
      { kind: "dtype", wanted: "floating" },
      `cov(): expected ${name} to have ${integral ? "integral" : "floating point"} dtype but got ${name} with ${dtypes[weights.dtype].scalar} dtype`,
    );
  const observations = self.rank === 0 ? 1 : self.dim(-1);
  at.same(
    weights.numel(),
    observations,
    "shape-mismatch",
    () =>
      `cov(): expected ${name} to have the same numel as there are observations in the input but got ${sizes([weights.numel()]).slice(1, -1)} != ${sizes([observations]).slice(1, -1)}`,
  );
}

/** How many bins lie between a histogram's edges; `n` is the dimension of the input that they are of. */
function bins(given: Tensor | Dim, at: OpContext, n = 0): Dim {
  if (!(given instanceof Tensor)) return given;
  at.check(
    given.rank === 1,
    "rank",
    `torch.histogramdd: bins tensor should have one dimension, but got ${given.rank} dimensions in the bins tensor for dimension ${n}`,
  );
  return sub(given.dim(-1), 1);
}

function histogram(self: Tensor, count: Dim, at: OpContext): { tensors: TensorSpec[] } {
  if (isIntegral(self.dtype)) at.refuse(refusals.noKernel("histogramdd", self.dtype));
  return { tensors: [{ shape: [count] }, { shape: [add(count, 1)] }] };
}

/** Several dimensions at once: the counts, then the edges of each dimension. */
function histograms(self: Tensor, counts: readonly Dim[], at: OpContext): { tensors: TensorSpec[] } {
  if (isIntegral(self.dtype)) at.refuse(refusals.noKernel("histogramdd", self.dtype));
  const last = self.dim(-1);
  at.same(
    last,
    counts.length,
    "shape-mismatch",
    () =>
      `torch.histogramdd(): expected ${sizes([last]).slice(1, -1)} sequences for a ${sizes([last]).slice(1, -1)}-dimensional histogram but got ${counts.length}`,
  );
  return { tensors: [{ shape: counts }, ...counts.map((count) => ({ shape: [add(count, 1)] }))] };
}

const ranged = "float[]? range=None, Tensor? weight=None, bool density=False";
const histogramOptions = `*, ${ranged}` as const;

function choose(n: number, r: number): number {
  let result = 1;
  for (let k = 1; k <= r; k++) result = (result * (n - r + k)) / k;
  return Math.round(result);
}

/** How many choices of `r` of `n` there are. */
function combinationCount(n: Dim, r: number, repeat: boolean, at: OpContext): Dim {
  if (typeof n === "number") {
    const from = repeat ? n + r - 1 : n;
    return n === 0 ? 0 : from < r ? 0 : choose(from, r);
  }
  if (r === 1) return n;
  if (r === 2) return floordiv(mul(n, repeat ? add(n, 1) : sub(n, 1)), 2);
  return at.fresh("the number of combinations");
}

export const statistics = [
  op("cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", {
    ...runningRow,
    inplace: true,
    dtype: wide,
    data: (args) => running(args, add),
  }),
  op("cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", {
    ...runningRow,
    inplace: true,
    dtype: wide,
    data: (args) => running(args, mul),
  }),
  op("logcumsumexp(Tensor self, int dim) -> Tensor", {
    ...runningRow,
    shape: (args, at) => {
      if (isIntegral(args.self.dtype)) at.refuse(refusals.noKernel("logcumsumexp_out_cpu", args.self.dtype));
      return alongDim(args, at);
    },
  }),
  ...(["cummax", "cummin"] as const).map((name) =>
    op(`${name}(Tensor self, int dim) -> (Tensor values, Tensor indices)`, {
      ...perElement,
      out: (args, at) => {
        const shape = alongDim(args, at);
        return { tensors: [{ shape }, { shape, dtype: "int64" }] };
      },
      doc: "(...) -> (...), (...)",
    }),
  ),
  op("diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor", {
    shape: ({ self, n, dim, prepend, append }, at) => {
      at.check(self.rank > 0, "rank", "diff expects input to be at least one-dimensional");
      if (less(n, 0, at.assumptions) === true) at.fail("argument", `order must be non-negative but got ${text(n)}`);
      const axis = at.axis(dim, self.rank);
      const length = joinedLength(self, axis, [prepend, append], at);
      // order 0 gives the input back, whatever would be joined to it
      if (lessEqual(n, 0, at.assumptions) === true) return self.shape;
      const rest = sub(length, n);
      return self.shape.with(axis, lessEqual(0, rest, at.assumptions) === true ? rest : max(0, rest));
    },
    dtype: ({ self, prepend, append }, at) => at.resultType([self, prepend, append]),
    data: ({ self, n, prepend, append, dim }, shape) => {
      if (n !== 1 || prepend !== null || append !== null || self.rank !== 1 || (dim !== 0 && dim !== -1))
        return undefined;
      return self.dtype === "bool"
        ? undefined
        : self.data
            ?.slice(1)
            .map((item, at) => sub(item as Dim, self.data?.[at] as Dim))
            .slice(0, shape[0] as number);
    },
    cost: ({ n }, [out]) => ({ flops: mul(n, out.numel()) }),
    costText: "n*numel(out)",
    doc: "(..., D, ...) -> (..., D - n, ...)",
  }),
  ...(["trapezoid", "trapz"] as const).flatMap((name) => [
    op(`${name}.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`, {
      ...trapezoidRow,
      as: [`torch.${name}`],
      shape: trapezoidShape,
      doc: "(..., D), (D) -> (...)",
    }),
    op(`${name}.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor`, {
      ...trapezoidRow,
      as: [`torch.${name}`],
      shape: trapezoidShape,
      doc: "(..., D) -> (...)",
    }),
  ]),
  op("cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor", {
    ...trapezoidRow,
    as: ["torch.cumulative_trapezoid"],
    shape: cumulativeShape,
    doc: "(..., D), (D) -> (..., D - 1)",
  }),
  op("cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor", {
    ...trapezoidRow,
    as: ["torch.cumulative_trapezoid"],
    shape: cumulativeShape,
    doc: "(..., D) -> (..., D - 1)",
  }),
  op("gradient(Tensor self, *, any spacing=None, int[1]? dim=None, int edge_order=1) -> Tensor[]", {
    as: ["torch.gradient"],
    out: ({ self, spacing, dim, edge_order }, at) => gradients(self, spacing, dim, edge_order, at),
    cost: ({ self }, outputs) => ({ flops: mul(2 * outputs.length, self.numel()) }),
    costText: "2*numel(self) a dimension",
    doc: "(...) -> (...), ...",
  }),
  op("cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor", {
    shape: ({ self, fweights, aweights }, at) => {
      const shape = covariance(self, at);
      weightsOf(self, fweights, "fweights", true, at);
      weightsOf(self, aweights, "aweights", false, at);
      return shape;
    },
    dtype: "float",
    cost: ({ self }, [out]) => ({ flops: mul(2, mul(out.numel(), self.rank === 0 ? 1 : self.dim(-1))) }),
    costText: "2*V*V*N",
    doc: "(V, N) -> (V, V)",
  }),
  op("corrcoef(Tensor self) -> Tensor", {
    shape: ({ self }, at) => covariance(self, at),
    dtype: "float",
    cost: ({ self }, [out]) => ({ flops: mul(2, mul(out.numel(), self.rank === 0 ? 1 : self.dim(-1))) }),
    costText: "2*V*V*N",
    doc: "(V, N) -> (V, V)",
  }),
  op("histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor", {
    ...perElement,
    shape: ({ self, bins: count, min: low, max: high }, at) => {
      if (isIntegral(self.dtype)) at.refuse(refusals.noKernel("histogram_cpu", self.dtype));
      at.check(lessEqual(count, 0, at.assumptions) !== true, "argument", "bins must be > 0");
      const [from, to] = [at.numberOf(low), at.numberOf(high)];
      if (from !== undefined && to !== undefined) at.check(from <= to, "argument", "max must be larger than min");
      return [count];
    },
    doc: "(...), bins -> (bins)",
  }),
  op(
    `histogram(Tensor self, Tensor bins, *, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)`,
    {
      ...perElement,
      out: ({ self, bins: edges }, at) => histogram(self, bins(edges, at), at),
      doc: "(...), (B + 1) -> (B), (B + 1)",
    },
  ),
  op(`histogram.bin_ct(Tensor self, int bins=100, ${histogramOptions}) -> (Tensor hist, Tensor bin_edges)`, {
    ...perElement,
    out: ({ self, bins: count }, at) => histogram(self, count, at),
    doc: "(...), bins -> (bins), (bins + 1)",
  }),
  ...(
    [
      ["", "Tensor[] bins"],
      [".int_bins", "int[] bins"],
      [".each", "int bins"],
    ] as const
  ).map(([overload, argument]) =>
    op(
      `histogramdd${overload}(Tensor self, ${argument}, ${ranged}) -> Tensor[]` as "h(Tensor self, any bins) -> Tensor[]",
      {
        ...perElement,
        as: ["torch.histogramdd"],
        out: ({ self, bins: given }, at) => {
          const edges = given as unknown as Dim | (Tensor | Dim)[];
          const counts = Array.isArray(edges)
            ? edges.map((edge, n) => bins(edge, at, n))
            : new Array<Dim>(at.number(self.dim(-1), "a size")).fill(edges);
          return {
            ...histograms(self, counts, at),
            arrange: ([hist, ...edges]) => new PyTuple([hist, new PyTuple(edges)]),
          };
        },
        doc: "(..., D), bins -> (B1, ..., BD), ((B1 + 1), ...)",
      },
    ),
  ),
  op("bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor", {
    devices: "same",
    ...perElement,
    shape: ({ self, weights, minlength }, at) => {
      if (!isIntegral(self.dtype)) at.refuse(refusals.noKernel("bincount_cpu", self.dtype, "integral"));
      at.check(self.rank === 1, "argument", "bincount only supports 1-d non-negative integral inputs.");
      at.check(less(minlength, 0, at.assumptions) !== true, "argument", "minlength should be >= 0");
      if (weights !== null)
        at.same(
          weights.numel(),
          self.numel(),
          "shape-mismatch",
          "weights should be 1-d and have the same length as input",
        );
      if (equal(self.numel(), 0, at.assumptions) === true) return [minlength];
      if (self.data?.every((item) => typeof item === "number"))
        return [max(minlength, Math.max(...(self.data as number[])) + 1)];
      return [max(minlength, at.fresh("the largest value depends on the data"))];
    },
    dtype: ({ weights }): DType => (weights === null ? "int64" : weights.dtype === "float32" ? "float32" : "float64"),
    doc: "(N), minlength -> (minlength)",
  }),
  op("renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor", {
    inplace: true,
    shape: ({ self, dim }, at) => {
      at.check(self.rank >= 2, "rank", `renorm: input needs at least 2 dimensions, got ${self.rank} dimensions`);
      at.axis(dim, self.rank);
      return self.shape;
    },
    cost: ({ self }) => ({ flops: mul(3, self.numel()) }),
    costText: "3*numel(self)",
    doc: "(...) -> (...)",
  }),
  op("combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor", {
    as: ["torch.combinations"],
    shape: ({ self, r, with_replacement }, at) => {
      at.check(self.rank === 1, "rank", `Expect a 1D vector, but got shape ${sizes(self.shape)}`);
      const count = at.number(r, "the length of a combination");
      at.check(count >= 0, "argument", `Expect a non-negative number, but got ${count}`);
      return count === 0 ? [0] : [combinationCount(self.shape[0], count, with_replacement, at), count];
    },
    cost: free,
    doc: "(N), r -> (n, r)",
  }),
  op("vander(Tensor x, int? N=None, bool increasing=False) -> Tensor", {
    as: ["torch.vander"],
    shape: ({ x, N }, at) => {
      at.check(x.rank === 1, "rank", "x must be a one-dimensional tensor.");
      return [x.shape[0], N ?? x.shape[0]];
    },
    dtype: ({ x }) => (isIntegral(x.dtype) ? "int64" : x.dtype),
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(N) -> (N, N)",
  }),
];
