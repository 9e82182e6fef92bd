import { type Dim, divideExactly, divides, equal, floordiv, mul } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import { refusals, unimplemented } from "../../trace/refusals";
import type { OpContext } from "../context";
import { op } from "../registry";
import { needsFloat } from "../shape/checks";
import { text } from "../shape/spatial";

/** Activation functions. FLOPs an element are the elementary operations of the formula, a transcendental function being one. */

const F = "torch.nn.functional";

interface Pointwise {
  /** What follows `Tensor self` in the schema. */
  rest?: string;
  flops: number;
  /** PyTorch's kernel, where it has none for integers. */
  kernel?: string;
  /** Its complaint about bool. */
  bool?: string;
  /** Arguments of which the first must not be greater than the second. */
  limits?: readonly [string, string];
  /** Names beside `torch.nn.functional.NAME`. */
  also?: readonly string[];
}

const both = (name: string) => [`torch.${name}`, `Tensor.${name}`];

const POINTWISE: Record<string, Pointwise> = {
  relu: { flops: 1, bool: "Boolean inputs not supported for relu", also: both("relu") },
  relu6: { flops: 2, bool: "Bool inputs not supported for hardtanh", also: ["torch._C._nn.relu6"] },
  hardtanh: {
    rest: "float min_val=-1, float max_val=1",
    limits: ["min_val", "max_val"],
    flops: 2,
    bool: "Bool inputs not supported for hardtanh",
    also: ["torch._C._nn.hardtanh"],
  },
  elu: { rest: "float alpha=1", flops: 4, kernel: "elu_cpu", also: ["torch._C._nn.elu"] },
  celu: { rest: "float alpha=1", flops: 5, kernel: "elu_cpu", also: ["torch.celu"] },
  selu: { flops: 5, kernel: "elu_cpu", also: ["torch.selu"] },
  leaky_relu: {
    rest: "float negative_slope=0.01",
    flops: 2,
    kernel: "leaky_relu_cpu",
    also: ["torch._C._nn.leaky_relu"],
  },
  silu: { flops: 4, kernel: "silu_cpu", also: ["torch._C._nn.silu"] },
  mish: { flops: 5, kernel: "mish_cpu", also: ["torch._C._nn.mish"] },
  hardswish: { flops: 5, kernel: "hardswish_cpu", also: ["torch._C._nn.hardswish"] },
  hardsigmoid: { flops: 4, kernel: "hardsigmoid_cpu", also: ["torch._C._nn.hardsigmoid"] },
};

/** Those that have no in-place form. */
const POINTWISE_ONLY: Record<string, Pointwise> = {
  hardshrink: { rest: "float lambd=0.5", flops: 2, kernel: "hardshrink_cpu", also: both("hardshrink") },
  logsigmoid: { flops: 4, kernel: "log_sigmoid_cpu", also: ["torch._C._nn.log_sigmoid"] },
  softplus: {
    rest: "float beta=1, float threshold=20",
    flops: 5,
    kernel: "softplus_cpu",
    also: ["torch._C._nn.softplus"],
  },
  softsign: { flops: 3, bool: `"abs_cpu" not implemented for 'Bool'` },
  tanhshrink: {
    flops: 2,
    bool: "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
  },
};

function pointwise(name: string, row: Pointwise, inplace: boolean) {
  const flag = inplace ? ", bool inplace=False" : "";
  const further = row.rest === undefined ? "" : `, ${row.rest}`;
  return op(`${name}(Tensor self${further}${flag}) -> Tensor` as "activation(Tensor self) -> Tensor", {
    as: [`${F}.${name}`, ...(row.also ?? [])],
    inplace,
    layout: "elementwise",
    dtype: name === "softsign" || name === "tanhshrink" ? "float" : "first",
    shape: ({ self, ...rest }, at) => {
      if (row.limits !== undefined) {
        const [low, high] = row.limits.map((limit) => (rest as Record<string, unknown>)[limit] as number);
        at.refuseUnless(!(low > high), refusals.limits);
      }
      if (self.dtype === "bool" && row.bool !== undefined) at.refuse(unimplemented("dtype", row.bool));
      if (row.kernel !== undefined) needsFloat(at, self, row.kernel);
      return self.shape;
    },
    cost: (_, [out]) => ({ flops: mul(row.flops, out.numel()) }),
    costText: row.flops === 1 ? "numel(out)" : `${row.flops}*numel(out)`,
    doc: "(...) -> (...)",
  });
}

// --- softmax and its like: the maximum, a subtraction, an exponential, a sum and a division for each element ---

const SOFTMAX_FLOPS = 5;

/** The dimension where none is named: the old rule by rank. */
function implicitDim(at: OpContext, name: string, rank: number): number {
  const dim = rank === 0 || rank === 1 || rank === 3 ? 0 : 1;
  at.warn(
    { kind: "implicit-dim", dim, rank },
    `Implicit dimension choice for ${name} has been deprecated. Change the call to include dim=X as an argument.`,
  );
  return dim;
}

function normalized(at: OpContext, name: string, self: Tensor, dim: Dim | null, dtype: string | null): readonly Dim[] {
  const axis = dim === null ? implicitDim(at, name, self.rank) : at.axis(dim, self.rank);
  const last = axis === self.rank - 1;
  const kernel = last ? (name === "log_softmax" ? "log_softmax_lastdim" : "softmax_lastdim") : "softmax";
  if (dtype === null) needsFloat(at, self, `${kernel}_kernel_impl`);
  return self.shape;
}

function softmaxes(name: "softmax" | "log_softmax" | "softmin") {
  const about = {
    cost: (_: unknown, [out]: readonly Tensor[]) => ({ flops: mul(SOFTMAX_FLOPS, out.numel()) }),
    costText: `${SOFTMAX_FLOPS}*numel(out)`,
    doc: "(...) -> (...)",
  };
  const named = name === "softmin" ? [] : both(name);
  const rows = [
    op(`${name}(Tensor self, int dim, ScalarType? dtype=None) -> Tensor`, {
      ...about,
      as: [
        ...named,
        ...(name === "softmax" ? ["torch.special.softmax"] : []),
        ...(name === "log_softmax" ? ["torch.special.log_softmax(input, dim, *, dtype=None)"] : []),
      ],
      shape: ({ self, dim, dtype }, at) => normalized(at, name, self, dim, dtype),
    }),
    op(`${name}.functional(Tensor self, int? dim=None, int _stacklevel=3, ScalarType? dtype=None) -> Tensor`, {
      ...about,
      as: [`${F}.${name}`],
      shape: ({ self, dim, dtype }, at) => normalized(at, name, self, dim, dtype),
    }),
  ];
  return name === "softmin" ? rows.slice(1) : rows;
}

/** A single slope, or one a channel: dimension 1, or the only one. */
function checkSlopes(at: OpContext, self: Tensor, weight: Tensor): void {
  if (weight.rank > 1)
    at.fail("rank", `prelu: Expected \`weight\` to be a scalar or 1D tensor, but got: ndim = ${weight.rank}`);
  if (equal(weight.numel(), 1, at.assumptions) === true) return;
  if (self.rank === 0) at.fail("rank", "Not allow zero-dim input tensor.");
  const channels = self.rank > 1 ? self.shape[1] : 1;
  at.same(
    weight.numel(),
    channels,
    "channels",
    () =>
      `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${text(weight.numel())} and channel size = ${text(channels)}.`,
  );
}

function halved(at: OpContext, self: Tensor, dim: Dim): readonly Dim[] {
  if (self.rank === 0) at.fail("rank", "glu does not support scalars because halving size must be even");
  const axis = at.axis(dim, self.rank);
  const size = self.shape[axis];
  at.check(
    divides(2, size, at.assumptions),
    "divisible",
    () => `Halving dimension must be even, but dimension ${axis} is size ${text(size)}`,
    { kind: "divisible", left: size, right: 2 },
  );
  needsFloat(at, self, "glu_cpu");
  return self.shape.with(axis, divideExactly(size, 2, at.assumptions) ?? floordiv(size, 2));
}

export const activation = [
  ...Object.entries(POINTWISE).map(([name, row]) => pointwise(name, row, true)),
  ...Object.entries(POINTWISE_ONLY).map(([name, row]) => pointwise(name, row, false)),
  ...softmaxes("softmax"),
  ...softmaxes("log_softmax"),
  ...softmaxes("softmin"),
  op("gelu(Tensor self, *, str approximate='none') -> Tensor", {
    as: [`${F}.gelu`, "torch._C._nn.gelu"],
    layout: "elementwise",
    shape: ({ self, approximate }, at) => {
      if (approximate !== "none" && approximate !== "tanh")
        at.fail("argument", "approximate argument must be either none or tanh.");
      needsFloat(at, self, "GeluKernelImpl");
      return self.shape;
    },
    cost: ({ approximate }, [out]) => ({ flops: mul(approximate === "tanh" ? 9 : 5, out.numel()) }),
    costText: "5*numel(out), 9*numel(out) for tanh",
    doc: "(...) -> (...)",
  }),
  op("prelu(Tensor self, Tensor weight) -> Tensor", {
    devices: "scalars",
    as: [...both("prelu"), `${F}.prelu`],
    letters: { self: "B C ..." },
    layout: "elementwise",
    shape: ({ self, weight }, at) => {
      checkSlopes(at, self, weight);
      needsFloat(at, self, "prelu_cpu");
      return self.shape;
    },
    cost: (_, [out]) => ({ flops: mul(2, out.numel()) }),
    costText: "2*numel(out)",
    doc: "(N, C, ...), (C,) or (1,) -> (N, C, ...)",
  }),
  op(
    "rrelu(Tensor self, float lower=0.125, float upper=0.3333333333333333, bool training=False, bool inplace=False, Generator? generator=None) -> Tensor",
    {
      as: [
        "torch.rrelu(input, lower=0.125, upper=0.3333333333333333, training=False, generator=None)",
        `${F}.rrelu(input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False)`,
      ],
      inplace: true,
      layout: "elementwise",
      shape: ({ self, lower, upper }, at) => {
        if (lower > upper) at.fail("argument", "Lower bound should be less than or equal to the upper bound");
        needsFloat(at, self, "leaky_relu_cpu");
        return self.shape;
      },
      cost: (_, [out]) => ({ flops: mul(2, out.numel()) }),
      costText: "2*numel(out)",
      doc: "(...) -> (...)",
    },
  ),
  op("softshrink(Tensor self, float lambd=0.5) -> Tensor", {
    as: [`${F}.softshrink`, "torch._C._nn.softshrink"],
    layout: "elementwise",
    shape: ({ self, lambd }, at) => {
      if (lambd < 0) at.refuse(refusals.shrinkage(lambd, self.dtype));
      needsFloat(at, self, "softshrink_cpu");
      return self.shape;
    },
    cost: (_, [out]) => ({ flops: mul(3, out.numel()) }),
    costText: "3*numel(out)",
    doc: "(...) -> (...)",
  }),
  op("threshold(Tensor self, Scalar threshold, Scalar value, bool inplace=False) -> Tensor", {
    as: ["torch.threshold", `${F}.threshold`],
    inplace: true,
    layout: "elementwise",
    shape: ({ self }) => self.shape,
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(...) -> (...)",
  }),
  op("glu(Tensor self, int dim=-1) -> Tensor", {
    as: [`${F}.glu`, "torch._C._nn.glu"],
    letters: { self: "... C" },
    shape: ({ self, dim }, at) => halved(at, self, dim),
    cost: (_, [out]) => ({ flops: mul(5, out.numel()) }),
    costText: "5*numel(out)",
    doc: "(..., 2*N, ...) -> (..., N, ...)",
  }),
  op("gumbel_softmax(Tensor logits, float tau=1, bool hard=False, float eps=1e-10, int dim=-1) -> Tensor", {
    as: [`${F}.gumbel_softmax`],
    shape: ({ logits, dim }, at) => {
      at.axis(dim, logits.rank);
      needsFloat(at, logits, "softmax_kernel_impl");
      return logits.shape;
    },
    cost: (_, [out]) => ({ flops: mul(SOFTMAX_FLOPS + 4, out.numel()) }),
    costText: `${SOFTMAX_FLOPS + 4}*numel(out)`,
    doc: "(...) -> (...)",
  }),
];
