import { type Dim, less, lessEqual } from "../../dims";
import { type DType, dtypes, isFloating, isIntegral } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import type { Value } from "../../values";
import type { OpContext } from "../context";
import { free, type OpRow, op, type TensorSpec } from "../registry";
import { shapeOf } from "./binary";

/** Random tensors (https://pytorch.org/docs/stable/torch.html#random-sampling). Their generation is not counted. */

const options =
  "*, Generator? generator=None, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool requires_grad=False";
const likeOptions =
  "*, Generator? generator=None, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool requires_grad=False, MemoryFormat? memory_format=None";

/** Uniform and normal numbers are floating-point (or complex). */
function continuous(dtype: DType, kernel: string, at: OpContext): void {
  if (isIntegral(dtype)) at.refuse(refusals.noKernel(kernel, dtype));
}

const kernels = { rand: "check_uniform_bounds", randn: "normal_kernel_cpu" } as const;

function size(shape: readonly Dim[], at: OpContext): readonly Dim[] {
  const negative = shape.find((dim) => less(dim, 0, at.assumptions) === true);
  if (negative !== undefined)
    at.fail("argument", `Trying to create tensor with negative dimension ${negative}: [${shape.join(", ")}]`);
  return shape;
}

function range(low: Dim, high: Dim, at: OpContext): void {
  at.check(
    less(low, high, at.assumptions) !== false,
    "argument",
    `random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`,
  );
}

/** What is written by a sampler: the same tensor with values that are not known. */
function rewritten(self: Tensor): TensorSpec {
  return { shape: self.shape, dtype: self.dtype, layout: self.layout };
}

const sampler = { writes: true, cost: free, moves: "overwrites", doc: "(...) -> (...)" } as const;

function probabilities(self: Tensor, kernel: string, at: OpContext): void {
  if (!isFloating(self.dtype)) at.refuse(refusals.noKernel(kernel, self.dtype));
}

/** Mean and standard deviation of which one at least is a tensor. */
function normalShape(mean: Tensor | Value, std: Tensor | Value, at: OpContext): readonly Dim[] {
  for (const side of [mean, std]) if (side instanceof Tensor) continuous(side.dtype, "normal_kernel_cpu", at);
  const deviation = std instanceof Tensor ? undefined : at.numberOf(std);
  at.check(
    !(deviation !== undefined && deviation < 0),
    "argument",
    `normal expects std >= 0.0, but found std ${deviation}`,
  );
  return at.broadcast(shapeOf(mean), shapeOf(std));
}

const normalRow: OpRow<{ mean: Tensor | Value; std: Tensor | Value }> = {
  as: ["torch.normal"],
  shape: ({ mean, std }, at) => normalShape(mean, std, at),
  dtype: ({ mean, std }) => (mean instanceof Tensor ? mean.dtype : (std as Tensor).dtype),
  cost: free,
  doc: "(...), (...) -> (...)",
};

export const random = [
  ...(["rand", "randn"] as const).flatMap((name) => [
    op(`${name}(int[] size, ${options}) -> Tensor`, {
      shape: (args, at) => {
        continuous(args.dtype ?? at.defaultDType, kernels[name], at);
        return size(args.size, at);
      },
      cost: free,
      doc: "size -> size",
    }),
    op(`${name}_like(Tensor self, ${likeOptions}) -> Tensor`, {
      as: [`torch.${name}_like`],
      argumentsSince: { generator: "2.15" },
      shape: ({ self, dtype }, at) => {
        continuous(dtype ?? self.dtype, kernels[name], at);
        return self.shape;
      },
      layout: "elementwise",
      cost: free,
      doc: "(...) -> (...)",
    }),
  ]),
  op(`randint(int high, int[] size, ${options}) -> Tensor`, {
    as: ["torch.randint"],
    shape: (args, at) => {
      range(0, args.high, at);
      return size(args.size, at);
    },
    dtype: "int64",
    cost: free,
    doc: "size -> size",
  }),
  op(`randint.low(int low, int high, int[] size, ${options}) -> Tensor`, {
    as: ["torch.randint"],
    shape: (args, at) => {
      range(args.low, args.high, at);
      return size(args.size, at);
    },
    dtype: "int64",
    cost: free,
    doc: "size -> size",
  }),
  op(`randint_like(Tensor self, int high, ${likeOptions}) -> Tensor`, {
    as: ["torch.randint_like"],
    argumentsSince: { generator: "2.15" },
    shape: ({ self, high }, at) => {
      range(0, high, at);
      return self.shape;
    },
    layout: "elementwise",
    cost: free,
    moves: "overwrites",
    doc: "(...) -> (...)",
  }),
  op(`randint_like.low(Tensor self, int low, int high, ${likeOptions}) -> Tensor`, {
    as: ["torch.randint_like"],
    argumentsSince: { generator: "2.15" },
    shape: ({ self, low, high }, at) => {
      range(low, high, at);
      return self.shape;
    },
    layout: "elementwise",
    cost: free,
    moves: "overwrites",
    doc: "(...) -> (...)",
  }),
  op(`randperm(int n, ${options}) -> Tensor`, {
    shape: ({ n }, at) => {
      at.check(less(n, 0, at.assumptions) !== true, "argument", `n must be non-negative, got ${n}`);
      return [n];
    },
    dtype: "int64",
    cost: free,
    doc: "n -> (n)",
  }),
  op(
    "normal(Tensor mean, Operand std=1, *, Generator? generator=None) -> Tensor" as "n(Operand mean, Operand std) -> Tensor",
    normalRow,
  ),
  op(
    "normal.float_Tensor(Operand mean, Tensor std, *, Generator? generator=None) -> Tensor" as "n(Operand mean, Operand std) -> Tensor",
    normalRow,
  ),
  op(`normal.float_float(float mean, float std, int[] size, ${options}) -> Tensor`, {
    as: ["torch.normal"],
    shape: (args, at) => {
      at.check(!(args.std < 0), "argument", `normal expects std >= 0.0, but found std ${args.std}`);
      return size(args.size, at);
    },
    cost: free,
    doc: "size -> size",
  }),
  op("bernoulli(Tensor self, *, Generator? generator=None) -> Tensor", {
    shape: ({ self }, at) => {
      probabilities(self, "bernoulli_tensor_cpu_p_", at);
      return self.shape;
    },
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor", {
    shape: ({ self, p }, at) => {
      at.check(!(p < 0 || p > 1), "argument", `bernoulli_ expects p to be in [0, 1], but got p=${p}`);
      return self.shape;
    },
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("poisson(Tensor self, Generator? generator=None) -> Tensor", {
    as: ["torch.poisson"],
    shape: ({ self }, at) => {
      probabilities(self, "poisson_cpu", at);
      return self.shape;
    },
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("multinomial(Tensor self, int num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor", {
    exactOut: refusals.outOfSamples,
    shape: ({ self, num_samples, replacement }, at) => {
      at.check(self.rank === 1 || self.rank === 2, "rank", "prob_dist must be 1 or 2 dim");
      if (!isFloating(self.dtype))
        at.fail(
          { kind: "dtype", wanted: "floating" },
          `multinomial only supports floating-point dtypes for input, got: ${dtypes[self.dtype].scalar}`,
        );
      if (lessEqual(num_samples, 0, at.assumptions) === true)
        at.fail("argument", "cannot sample n_sample <= 0 samples");
      const categories = self.dim(-1);
      if (!replacement && lessEqual(num_samples, categories, at.assumptions) === false)
        at.fail("argument", "cannot sample n_sample > prob_dist.size(-1) samples without replacement");
      if (lessEqual(categories, 2 ** 24, at.assumptions) === false)
        at.fail("argument", "number of categories cannot exceed 2^24");
      return [...self.shape.slice(0, -1), num_samples];
    },
    dtype: "int64",
    cost: free,
    doc: "(N?, C), n -> (N?, n)",
  }),
  op("uniform(Tensor self, float from=0, float to=1, *, Generator? generator=None) -> Tensor", {
    ...sampler,
    as: ["Tensor.uniform_"],
    out: ({ self, from, to }, at) => {
      continuous(self.dtype, "check_uniform_bounds", at);
      at.check(
        !(from > to),
        "argument",
        `uniform_ expects to return a [from, to) range, but found from=${from} > to=${to}`,
      );
      return rewritten(self);
    },
  }),
  ...(
    [
      ["normal", "normal_kernel_cpu", "float mean=0, float std=1"],
      ["exponential", "exponential", "float lambd=1"],
      ["cauchy", "cauchy", "float median=0, float sigma=1"],
      ["log_normal", "log_normal", "float mean=1, float std=2"],
    ] as const
  ).map(([name, kernel, parameters]) =>
    op(
      `${name}.inplace(Tensor self, ${parameters}, *, Generator? generator=None) -> Tensor` as "f(Tensor self, float std, float lambd) -> Tensor",
      {
        ...sampler,
        as: [`Tensor.${name}_`],
        out: ({ self, std, lambd }, at) => {
          continuous(self.dtype, kernel, at);
          at.check(!(std < 0), "argument", `normal expects std >= 0.0, but found std ${std}`);
          at.check(!(lambd < 0), "argument", `exponential_ expects lambda >= 0.0, but found lambda=${lambd}`);
          return rewritten(self);
        },
      },
    ),
  ),
  op("bernoulli.inplace(Tensor self, Operand p=0.5, *, Generator? generator=None) -> Tensor", {
    ...sampler,
    as: ["Tensor.bernoulli_"],
    out: ({ self }) => rewritten(self),
  }),
  op("geometric(Tensor self, float p, *, Generator? generator=None) -> Tensor", {
    ...sampler,
    as: ["Tensor.geometric_"],
    out: ({ self, p }, at) => {
      at.check(!(p <= 0 || p >= 1), "argument", `geometric_ expects p to be in (0, 1), but got p=${p}`);
      return rewritten(self);
    },
  }),
  op("random(Tensor self, *, Generator? generator=None) -> Tensor", {
    ...sampler,
    as: ["Tensor.random_"],
    out: ({ self }) => rewritten(self),
  }),
  op("random.to(Tensor self, int to, *, Generator? generator=None) -> Tensor", {
    ...sampler,
    as: ["Tensor.random_"],
    out: ({ self, to }, at) => {
      range(0, to, at);
      return rewritten(self);
    },
  }),
  op("random.from(Tensor self, int from, int? to, *, Generator? generator=None) -> Tensor", {
    ...sampler,
    as: ["Tensor.random_"],
    out: ({ self, from, to }, at) => {
      if (to !== null) range(from, to, at);
      return rewritten(self);
    },
  }),
];
