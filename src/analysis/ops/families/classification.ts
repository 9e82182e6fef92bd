import { type Dim, equal, less, mul } from "../../dims";
import { dtypes, isFloating, isIntegral } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { op } from "../registry";
import { broadcast } from "../shape/broadcast";
import { clash, needsFloat } from "../shape/checks";
import { REDUCTION, type Reduction, reducedLoss } from "../shape/reduction";
import { text } from "../shape/spatial";

/** Losses for classes. FLOPs: cross entropy is log_softmax (5 for each score) and a product and a sum for each target. */

const F = "torch.nn.functional";

/** (N, C, d1, …) and class numbers (N, d1, …), or (C,) and (). */
function classNumbers(
  at: OpContext,
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  ignored: Dim,
): readonly Dim[] {
  if (input.rank === 0) at.fail("rank", "Expected 1 or more dimensions (got 0)", "ValueError");
  if (input.rank !== 1 && target.rank > 0)
    at.same(
      input.shape[0],
      target.shape[0],
      "shape-mismatch",
      () =>
        `Expected input batch_size (${text(input.shape[0])}) to match target batch_size (${text(target.shape[0])}).`,
      "ValueError",
    );
  if (input.rank <= 2) {
    if (target.rank > 1) at.refuse(refusals.multipleTargets());
    if (input.rank === 1 && target.rank === 1)
      at.fail("target", `size mismatch (got input: ${sizes(input.shape)}, target: ${sizes(target.shape)})`);
  } else checkPlaces(at, input, target);
  checkWeight(at, input, weight, "");
  if (target.dtype !== "int64" && target.dtype !== "uint8") at.refuse(refusals.notClasses(target.dtype));
  if (weight !== null && clash(at, input.dtype, weight.dtype)) at.refuse(refusals.otherType(input.dtype, weight.dtype));
  checkClasses(at, input, target, ignored);
  return target.shape;
}

/** Class numbers whose values are known must be classes, or the one that is ignored. */
function checkClasses(at: OpContext, input: Tensor, target: Tensor, ignored: Dim): void {
  const classes = input.rank === 1 ? input.shape[0] : input.shape[1];
  if (typeof ignored !== "number" || typeof classes !== "number") return;
  for (const item of target.data ?? [])
    if (typeof item === "number" && item !== ignored && (item < 0 || item >= classes))
      at.fail("index", `Target ${item} is out of bounds.`, "IndexError");
}

/** One class number for each place of the input. */
function checkPlaces(at: OpContext, input: Tensor, target: Tensor): void {
  const wanted = [input.shape[0], ...input.shape.slice(2)];
  if (input.rank === 4 && target.rank !== 3)
    at.fail(
      "target",
      `only batches of spatial targets supported (3D tensors) but got targets of dimension: ${target.rank}`,
    );
  const message = () =>
    input.rank === 4
      ? `size mismatch (got input: ${sizes(input.shape)} , target: ${sizes(target.shape)}`
      : `Expected target size ${sizes(wanted)}, got ${sizes(target.shape)}`;
  if (target.rank !== wanted.length) at.fail({ kind: "target", transposed: true }, message());
  wanted.forEach((size, n) => {
    at.same(size, target.shape[n], { kind: "target", transposed: true }, message);
  });
}

function checkWeight(at: OpContext, input: Tensor, weight: Tensor | null, prefix: string): void {
  if (weight === null) return;
  const classes = input.rank === 1 ? input.shape[0] : input.shape[1];
  const message = () =>
    `${prefix}weight tensor should be defined either for all ${text(classes)} classes or no classes but got weight tensor of shape: ${sizes(weight.shape)}`;
  if (weight.rank !== 1) at.fail("shape-mismatch", message());
  at.same(weight.shape[0], classes, "shape-mismatch", message);
}

function crossEntropy(
  at: OpContext,
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  smoothing: number,
  ignored: Dim,
  reduction: Reduction,
): readonly Dim[] {
  if (smoothing < 0 || smoothing > 1)
    at.fail("argument", `label_smoothing must be between 0.0 and 1.0. Got: ${smoothing}`);
  const alike =
    input.rank === target.rank && input.shape.every((size, n) => equal(size, target.shape[n], at.assumptions) === true);
  if (!alike) {
    needsFloat(at, input, "log_softmax_lastdim_kernel_impl");
    const elements = classNumbers(at, input, target, weight, ignored);
    return reducedLoss(at, reduction, elements);
  }
  if (isIntegral(target.dtype))
    at.fail(
      { kind: "dtype", wanted: "floating" },
      `Expected floating point type for target with class probabilities, got ${dtypes[target.dtype].scalar}`,
    );
  checkWeight(at, input, weight, "cross_entropy: ");
  return reducedLoss(at, reduction, input.rank === 1 ? [] : input.shape.toSpliced(1, 1));
}

function sameShapes(at: OpContext, input: Tensor, target: Tensor, message: () => string): void {
  if (input.rank !== target.rank) at.fail("target", message(), "ValueError");
  input.shape.forEach((size, n) => {
    at.same(size, target.shape[n], "target", message, "ValueError");
  });
}

export const classification = [
  op(
    "nll_loss(Tensor input, Tensor target, Tensor? weight=None, bool? size_average=None, int ignore_index=-100, bool? reduce=None, str reduction='mean') -> Tensor",
    {
      devices: { kernel: "nll_loss_forward", of: { input: "self", target: "target", weight: "weight" } },
      as: [`${F}.nll_loss`],
      shape: ({ input, target, weight, ...a }, at) =>
        reducedLoss(at, a, classNumbers(at, input, target, weight, a.ignore_index)),
      cost: ({ target }) => ({ flops: mul(2, target.numel()) }),
      costText: "2*numel(target)",
      doc: "(N, C, ...), (N, ...) -> () or (N, ...)",
    },
  ),
  op(
    "cross_entropy(Tensor input, Tensor target, Tensor? weight=None, bool? size_average=None, int ignore_index=-100, bool? reduce=None, str reduction='mean', float label_smoothing=0.0) -> Tensor",
    {
      devices: { kernel: "nll_loss_forward", of: { input: "self", target: "target", weight: "weight" } },
      as: [`${F}.cross_entropy`],
      shape: ({ input, target, weight, label_smoothing, ...a }, at) =>
        crossEntropy(at, input, target, weight, label_smoothing, a.ignore_index, a),
      cost: ({ input }) => ({ flops: mul(7, input.numel()) }),
      costText: "7*numel(input)",
      doc: "(N, C, ...), (N, ...) or (N, C, ...) -> () or (N, ...)",
    },
  ),
  op(`binary_cross_entropy(Tensor input, Tensor target, Tensor? weight=None, ${REDUCTION}) -> Tensor`, {
    devices: "same",
    as: [`${F}.binary_cross_entropy`],
    shape: ({ input, target, weight, ...a }, at) => {
      sameShapes(
        at,
        input,
        target,
        () =>
          `Using a target size (torch.Size(${sizes(target.shape)})) that is different to the input size (torch.Size(${sizes(input.shape)})) is deprecated. Please ensure they have the same size.`,
      );
      if (weight !== null) broadcast(at, target.shape, weight.shape);
      if (isFloating(input.dtype) && clash(at, input.dtype, target.dtype))
        at.fail(
          { kind: "dtype", wanted: "same" },
          `Found dtype ${dtypes[target.dtype].scalar} but expected ${dtypes[input.dtype].scalar}`,
        );
      return reducedLoss(at, a, input.shape);
    },
    cost: ({ input }) => ({ flops: mul(7, input.numel()) }),
    costText: "7*numel",
    doc: "(...), (...) -> () or (...)",
  }),
  op(
    `binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight=None, ${REDUCTION}, Tensor? pos_weight=None) -> Tensor`,
    {
      devices: "scalars",
      as: [`${F}.binary_cross_entropy_with_logits`],
      dtype: ({ input, target }) => (isFloating(input.dtype) ? input.dtype : target.dtype),
      shape: ({ input, target, weight, pos_weight, ...a }, at) => {
        sameShapes(
          at,
          input,
          target,
          () =>
            `Target size (torch.Size(${sizes(target.shape)})) must be the same as input size (torch.Size(${sizes(input.shape)}))`,
        );
        if (dtypes[target.dtype].category === "int" && isFloating(input.dtype) && !at.mayCast)
          at.refuse(refusals.castInplace(input.dtype, target.dtype));
        const weights = [weight, pos_weight].filter((tensor) => tensor !== null).map((tensor) => tensor.shape);
        return reducedLoss(at, a, broadcast(at, input.shape, ...weights));
      },
      cost: ({ input }) => ({ flops: mul(9, input.numel()) }),
      costText: "9*numel",
      doc: "(...), (...) -> () or (...)",
    },
  ),
  op(
    "ctc_loss(Tensor log_probs, Tensor targets, any input_lengths, any target_lengths, int blank=0, str reduction='mean', bool zero_infinity=False) -> Tensor",
    {
      as: [`${F}.ctc_loss`],
      shape: ({ log_probs, input_lengths, target_lengths, blank, reduction }, at) => {
        const batched = log_probs.rank === 3;
        if (!batched && log_probs.rank !== 2)
          at.fail("rank", `Expected log_probs to have 2 or 3 dimensions, but got ${log_probs.rank}`);
        const batch = batched ? log_probs.shape[1] : 1;
        for (const [name, lengths] of Object.entries({ input_lengths, target_lengths })) {
          const count = lengthOf(lengths);
          if (count !== undefined && batched)
            at.same(count, batch, "shape-mismatch", `${name} must be of size batch_size`);
        }
        if (less(blank, log_probs.dim(-1), at.assumptions) === false)
          at.fail("argument", "blank must be in label range");
        return reducedLoss(at, { reduction, size_average: null, reduce: null }, batched ? [batch] : []);
      },
      cost: ({ log_probs, targets }) => ({
        flops: mul(8, mul(log_probs.shape[0], mul(2, targets.numel()))),
      }),
      costText: "16*T*numel(targets)",
      doc: "(T, N, C), (N, S), (N,), (N,) -> () or (N,)",
    },
  ),
];

/** How many lengths are given, as a list or a tensor. */
function lengthOf(lengths: unknown): Dim | undefined {
  const { shape, items } = lengths as { shape?: readonly Dim[]; items?: readonly unknown[] };
  return items?.length ?? shape?.[0];
}
