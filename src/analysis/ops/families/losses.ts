import { type Dim, equal, floordiv, mul, sub } from "../../dims";
import { dtypes, isFloating, isIntegral, realType } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { op } from "../registry";
import { broadcast } from "../shape/broadcast";
import { needsFloat } from "../shape/checks";
import { REDUCTION, reducedLoss } from "../shape/reduction";

/** Losses between tensors of like shape, and distances. FLOPs: the elementary operations for each pair of elements, one more to sum up. */

const F = "torch.nn.functional";
const ELEMENTS = "(...), (...) -> () or, without reduction, (...)";

/** So many FLOPs for each element of the tensor with the most dimensions, to which the others broadcast. */
const flopsOf = (each: number) => (a: object) => {
  const tensors = Object.values(a).filter((value) => value instanceof Tensor);
  const widest = tensors.reduce((best, tensor) => (tensor.rank > best.rank ? tensor : best));
  return { flops: mul(each, widest.numel()) };
};

const WEIGHTED = `f(Tensor input, Tensor target, ${REDUCTION}, Tensor? weight=None) -> Tensor` as const;

interface Pairwise {
  /** Takes a weight for each element. */
  weighted?: boolean;
  flops: number;
  kernel?: string;
  also?: readonly string[];
}

const PAIRWISE: Record<string, Pairwise> = {
  mse_loss: { flops: 3, weighted: true, kernel: "mse_cpu", also: ["torch._C._nn.mse_loss"] },
  l1_loss: { flops: 3, weighted: true, also: ["torch._C._nn.l1_loss"] },
  soft_margin_loss: { flops: 5, also: ["torch._C._nn.soft_margin_loss"] },
};

const both = (a: Tensor, b: Tensor, at: OpContext) => broadcast(at, a.shape, b.shape);

/** The shape to which both broadcast. Where that is not the shape of both, PyTorch warns: `[32]` with `[32, 1]` gives 1024 differences. */
function alike(input: Tensor, target: Tensor, at: OpContext): readonly Dim[] {
  const shape = both(input, target, at);
  const unlike =
    input.rank !== target.rank || input.shape.some((dim, n) => equal(dim, target.shape[n], at.assumptions) === false);
  if (unlike)
    at.warn(
      "target",
      `Using a target size (torch.Size(${sizes(target.shape)})) that is different to the input size (torch.Size(${sizes(input.shape)})). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`,
    );
  return shape;
}

function checkWeights(at: OpContext, input: Tensor, weight: Tensor | null | undefined): void {
  if (weight === null || weight === undefined) return;
  const message = "Weights and input must have the same size.";
  if (weight.rank !== input.rank) at.fail("shape-mismatch", message, "ValueError");
  for (const [n, dim] of input.shape.entries())
    if (equal(dim, weight.shape[n], at.assumptions) === false) at.fail("shape-mismatch", message, "ValueError");
}

export const losses = [
  ...Object.entries(PAIRWISE).map(([name, row]) =>
    op(
      `${name}(Tensor input, Tensor target, ${REDUCTION}${row.weighted ? ", Tensor? weight=None" : ""}) -> Tensor` as typeof WEIGHTED,
      {
        argumentsSince: row.weighted ? { weight: "2.15" } : undefined,
        devices: "scalars",
        as: [`${F}.${name}`, ...(row.also ?? [])],
        dtype: ({ input, target }, at) => {
          const promoted = name === "soft_margin_loss" ? input.dtype : at.resultType([input, target]);
          return name === "l1_loss" ? realType(promoted) : promoted;
        },
        shape: ({ input, target, ...a }, at) => {
          checkWeights(at, input, a.weight);
          const elements = name === "soft_margin_loss" ? both(input, target, at) : alike(input, target, at);
          const shape = reducedLoss(at, a, elements);
          if (isIntegral(input.dtype) && isIntegral(target.dtype)) {
            if (row.kernel !== undefined) needsFloat(at, input, row.kernel);
            if (a.reduction === "mean") at.refuse(refusals.wholeMean("mean", input.dtype, false));
          }
          return shape;
        },
        cost: flopsOf(row.flops),
        costText: `${row.flops}*numel`,
        doc: ELEMENTS,
      },
    ),
  ),
  op(`smooth_l1_loss(Tensor input, Tensor target, ${REDUCTION}, float beta=1.0) -> Tensor`, {
    devices: "scalars",
    as: [`${F}.smooth_l1_loss`],
    dtype: "promote",
    shape: ({ input, target, beta, ...a }, at) => {
      const shape = reducedLoss(at, a, alike(input, target, at));
      if (beta < 0) at.fail("argument", "smooth_l1_loss does not support negative values for beta.");
      return shape;
    },
    cost: flopsOf(5),
    costText: "5*numel",
    doc: ELEMENTS,
  }),
  op("huber_loss(Tensor input, Tensor target, str reduction='mean', float delta=1.0, Tensor? weight=None) -> Tensor", {
    devices: "scalars",
    as: [`${F}.huber_loss`],
    argumentsSince: { weight: "2.15" },
    shape: ({ input, target, reduction, delta, weight }, at) => {
      checkWeights(at, input, weight);
      const shape = reducedLoss(at, { reduction, size_average: null, reduce: null }, alike(input, target, at));
      if (delta <= 0) at.fail("argument", "huber_loss does not support non-positive values for delta.");
      return shape;
    },
    cost: flopsOf(5),
    costText: "5*numel",
    doc: ELEMENTS,
  }),
  op(`kl_div(Tensor input, Tensor target, ${REDUCTION}, bool log_target=False) -> Tensor`, {
    devices: "scalars",
    as: [`${F}.kl_div`],
    dtype: "promote",
    shape: ({ input, target, ...a }, at) => {
      if (isIntegral(input.dtype) || isIntegral(target.dtype))
        at.fail({ kind: "dtype", wanted: "floating" }, "kl_div: Integral inputs not supported.");
      return reducedLoss(at, a, both(target, input, at), ["batchmean"]);
    },
    cost: flopsOf(4),
    costText: "4*numel",
    doc: ELEMENTS,
  }),
  op(
    "poisson_nll_loss(Tensor input, Tensor target, bool log_input=True, bool full=False, bool? size_average=None, float eps=1e-08, bool? reduce=None, str reduction='mean') -> Tensor",
    {
      devices: "scalars",
      as: [`${F}.poisson_nll_loss`],
      dtype: "float",
      shape: ({ input, target, ...a }, at) => reducedLoss(at, a, both(target, input, at)),
      cost: ({ full, ...a }) => flopsOf(full ? 10 : 4)(a),
      costText: "4*numel, 10*numel with full",
      doc: ELEMENTS,
    },
  ),
  op(
    "gaussian_nll_loss(Tensor input, Tensor target, Tensor var, bool full=False, float eps=1e-06, str reduction='mean') -> Tensor",
    {
      devices: "scalars",
      as: [`${F}.gaussian_nll_loss`],
      dtype: "promote",
      shape: ({ input, target, var: variance, reduction }, at) => {
        checkVariance(at, input, variance);
        const spread = equalShapes(at, variance, input)
          ? variance.shape
          : input.rank === variance.rank + 1
            ? [...variance.shape, 1]
            : variance.shape;
        const elements = broadcast(at, input.shape, target.shape, spread);
        return reducedLoss(
          at,
          { reduction, size_average: null, reduce: null },
          elements,
          [],
          `${reduction} is not valid`,
        );
      },
      cost: flopsOf(7),
      costText: "7*numel",
      doc: "(...), (...), (...) or with a last size 1 -> () or (...)",
    },
  ),
  op(`hinge_embedding_loss(Tensor input, Tensor target, float margin=1.0, ${REDUCTION}) -> Tensor`, {
    as: [`${F}.hinge_embedding_loss`],
    shape: ({ input, target, ...a }, at) => reducedLoss(at, a, both(target, input, at)),
    cost: flopsOf(4),
    costText: "4*numel",
    doc: ELEMENTS,
  }),
  op(`margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, ${REDUCTION}) -> Tensor`, {
    as: [`${F}.margin_ranking_loss`],
    dtype: "float",
    shape: ({ input1, input2, target, ...a }, at) => {
      if (input1.rank !== input2.rank || input1.rank !== target.rank)
        at.fail(
          "target",
          `margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: torch.Size(${sizes(input1.shape)}), input2: torch.Size(${sizes(input2.shape)}), target: torch.Size(${sizes(target.shape)}) `,
        );
      return reducedLoss(at, a, broadcast(at, input1.shape, input2.shape, target.shape));
    },
    cost: flopsOf(4),
    costText: "4*numel",
    doc: "(...), (...), (...) -> () or (...)",
  }),
  op(`cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, ${REDUCTION}) -> Tensor`, {
    as: [`${F}.cosine_embedding_loss`],
    dtype: "float",
    shape: ({ input1, input2, target, ...a }, at) => {
      if (target.rank > 1) at.refuse(refusals.multipleTargets());
      if (input1.rank !== target.rank + 1 || input2.rank !== target.rank + 1)
        at.fail(
          "target",
          `${target.rank}D target tensor expects ${target.rank + 1}D input tensors, but found inputs with sizes ${sizes(input1.shape)} and ${sizes(input2.shape)}.`,
        );
      const rows = broadcast(at, input1.shape, input2.shape).slice(0, -1);
      return reducedLoss(at, a, broadcast(at, rows, target.shape));
    },
    cost: flopsOf(7),
    costText: "7*numel",
    doc: "(N, D), (N, D), (N,) -> () or (N,)",
  }),
  op(
    `triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float p=2, float eps=1e-06, bool swap=False, ${REDUCTION}) -> Tensor`,
    {
      as: [`${F}.triplet_margin_loss`],
      dtype: "float",
      shape: ({ anchor, positive, negative, margin, ...a }, at) => {
        at.refuseUnless(!(margin <= 0), () => refusals.margin(margin));
        if (anchor.rank !== positive.rank || anchor.rank !== negative.rank)
          at.refuse(refusals.tripletRanks(anchor.rank, positive.rank, negative.rank));
        const elements = broadcast(at, anchor.shape, positive.shape, negative.shape);
        return reducedLoss(at, a, elements.slice(0, -1));
      },
      cost: ({ swap, ...a }) => flopsOf(swap ? 9 : 6)(a),
      costText: "6*numel, 9*numel with swap",
      doc: "(N, D), (N, D), (N, D) -> () or (N,)",
    },
  ),
  op(`multilabel_margin_loss(Tensor input, Tensor target, ${REDUCTION}) -> Tensor`, {
    devices: "same",
    as: [`${F}.multilabel_margin_loss`],
    shape: ({ input, target, ...a }, at) => {
      checkRows(at, input);
      const refusal = () => refusals.targetSizes(target.shape, input.shape);
      if (input.rank !== target.rank) at.refuse(refusal());
      input.shape.forEach((size, n) => {
        at.same(size, target.shape[n], refusal);
      });
      return reducedLoss(at, a, input.shape.slice(0, -1));
    },
    cost: ({ input }) => ({ flops: mul(3, mul(input.numel(), input.rank === 0 ? 1 : input.dim(-1))) }),
    costText: "3*numel*C",
    doc: "(N, C), (N, C) -> () or (N,)",
  }),
  op(`multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight=None, ${REDUCTION}) -> Tensor`, {
    as: [`${F}.multilabel_soft_margin_loss`],
    dtype: "promote",
    shape: ({ input, target, weight, ...a }, at) => {
      const elements = broadcast(at, input.shape, target.shape, ...(weight === null ? [] : [weight.shape]));
      if (elements.length === 0) at.axis(1, 0);
      return reducedLoss(at, a, elements.slice(0, -1));
    },
    cost: flopsOf(9),
    costText: "9*numel",
    doc: "(N, C), (N, C) -> () or (N,)",
  }),
  op(
    `multi_margin_loss(Tensor input, Tensor target, int p=1, float margin=1.0, Tensor? weight=None, ${REDUCTION}) -> Tensor`,
    {
      devices: "same",
      as: [`${F}.multi_margin_loss`],
      shape: ({ input, target, p, weight, ...a }, at) => {
        if (p !== 1 && p !== 2) at.fail("argument", "only p == 1 and p == 2 supported", "ValueError");
        if (weight !== null && weight.rank !== 1) at.fail("rank", "weight must be one-dimensional", "ValueError");
        checkRows(at, input);
        const rows = input.rank < 2 ? 1 : input.shape[0];
        at.same(target.numel(), rows, () => refusals.targetRows(target.shape, input.shape, rows));
        if (!["mean", "sum", "none"].includes(a.reduction)) reducedLoss(at, a, []);
        if (target.dtype !== "int64") at.refuse(refusals.notLong(target.dtype));
        return reducedLoss(at, a, input.rank < 2 ? [] : [rows]);
      },
      cost: flopsOf(4),
      costText: "4*numel",
      doc: "(N, C), (N,) -> () or (N,)",
    },
  ),
  op("cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor", {
    devices: "scalars",
    as: ["torch.cosine_similarity", `${F}.cosine_similarity`],
    dtype: "promote",
    shape: ({ x1, x2, dim }, at) => {
      const elements = both(x1, x2, at);
      const axis = at.axis(dim, elements.length);
      if (!isFloating(x1.dtype) && !isFloating(x2.dtype))
        at.fail(
          { kind: "dtype", wanted: "floating" },
          `expected common dtype to be floating point, yet common dtype is ${dtypes[x1.dtype].scalar}`,
        );
      return elements.toSpliced(axis, 1);
    },
    cost: flopsOf(6),
    costText: "6*numel",
    doc: "(..., D, ...), (..., D, ...) -> (..., ...)",
  }),
  op("pairwise_distance(Tensor x1, Tensor x2, float p=2.0, float eps=1e-06, bool keepdim=False) -> Tensor", {
    devices: "scalars",
    as: ["torch.pairwise_distance", `${F}.pairwise_distance`],
    dtype: "float",
    shape: ({ x1, x2, keepdim }, at) => {
      const elements = both(x1, x2, at);
      return keepdim ? elements.with(-1, 1) : elements.slice(0, -1);
    },
    cost: flopsOf(4),
    costText: "4*numel",
    doc: "(..., D), (..., D) -> (...)",
  }),
  op("pdist(Tensor input, float p=2.0) -> Tensor", {
    as: ["torch.pdist", `${F}.pdist`],
    shape: ({ input, p }, at) => {
      if (input.rank !== 2) at.fail("rank", `pdist only supports 2D tensors, got: ${input.rank}D`);
      if (!isFloating(input.dtype))
        at.fail({ kind: "dtype", wanted: "floating" }, "pdist only supports floating-point dtypes");
      if (p < 0) at.fail("argument", "pdist only supports non-negative p values");
      return [pairs(input.shape[0])];
    },
    cost: ({ input }, [out]) => ({ flops: mul(3, mul(out.numel(), input.dim(-1))) }),
    costText: "3*numel(out)*M",
    doc: "(N, M) -> (N*(N - 1)/2,)",
  }),
];

/** How many pairs there are of `n` things. */
function pairs(n: Dim): Dim {
  return floordiv(mul(n, sub(n, 1)), 2);
}

function equalShapes(at: OpContext, a: Tensor, b: Tensor): boolean {
  return a.rank === b.rank && a.shape.every((size, n) => equal(size, b.shape[n], at.assumptions) === true);
}

/** A variance for each element, for each row, or one with a last size of 1. */
function checkVariance(at: OpContext, input: Tensor, variance: Tensor): void {
  if (equalShapes(at, input, variance)) return;
  const same = (a: readonly Dim[], b: readonly Dim[]) =>
    a.length === b.length && a.every((size, n) => equal(size, b[n], at.assumptions) !== false);
  if (same(input.shape.slice(0, -1), variance.shape)) return;
  const keeps = same(input.shape.slice(0, -1), variance.shape.slice(0, -1)) && input.rank === variance.rank;
  if (keeps && (equal(variance.dim(-1), 1, at.assumptions) !== false || same(input.shape, variance.shape))) return;
  at.fail("shape-mismatch", "var is of incorrect size", "ValueError");
}

function checkRows(at: OpContext, input: Tensor): void {
  // Only a batch may be empty.
  if (input.rank > 2 || (input.rank > 0 && equal(input.dim(-1), 0, at.assumptions) === true))
    at.fail(
      "empty",
      `Expected non-empty vector or matrix with optional 0-dim batch size, but got: ${sizes(input.shape)}`,
    );
}
