import { type Dim, divides, equal, floordiv, lessEqual, mul, product } from "../../dims";
import { dtypes, isFloating } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { before, lately, refusal, refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { op } from "../registry";
import { needsFloat } from "../shape/checks";
import { text } from "../shape/spatial";

/**
 * Normalizations. FLOPs an element: statistics 4 (sum, difference, square, sum), applying them 2 (subtract, scale), affine parameters 2.
 * Batch norm in evaluation, whose statistics are known, needs the last four only, or two.
 */

const F = "torch.nn.functional";
const STATISTICS = 4;
const APPLY = 2;

const applied = (out: Tensor, statistics: boolean, affine: Tensor | null): { flops: Dim } => ({
  flops: mul((statistics ? STATISTICS : 0) + APPLY + (affine === null ? 0 : APPLY), out.numel()),
});

/**
 * Parameters have the input's type, or float32 where that is a half. What refuses others says so of the CPU; nothing is said where the input
 * may be cast.
 */
function checkMixed(at: OpContext, input: Tensor, parameters: readonly (Tensor | null)[]): void {
  if (input.device !== "cpu" || at.mayCast || !isFloating(input.dtype)) return;
  const isHalf = input.dtype === "float16" || input.dtype === "bfloat16";
  for (const parameter of parameters) {
    if (parameter === null || parameter.dtype === input.dtype || !isFloating(parameter.dtype)) continue;
    if (isHalf && parameter.dtype === "float32") continue;
    at.refuse(refusals.mixedTypes(input.dtype));
  }
}

function sameElements(at: OpContext, name: string, tensor: Tensor | null, channels: Dim): void {
  if (tensor === null) return;
  at.same(tensor.numel(), channels, () => refusals.channelElements(name, channels, tensor.numel()));
}

/** Python's own check before batch statistics are taken of one value a channel. */
function checkBatchSize(at: OpContext, input: Tensor): void {
  if (equal(product([input.shape[0], ...input.shape.slice(2)]), 1, at.assumptions) === true)
    at.fail(
      "empty",
      `Expected more than 1 value per channel when training, got input size torch.Size(${sizes(input.shape)})`,
      "ValueError",
    );
}

interface BatchNorm {
  input: Tensor;
  weight: Tensor | null;
  bias: Tensor | null;
  running_mean: Tensor | null;
  running_var: Tensor | null;
  training: boolean;
}

/** In training the running statistics take in the batch's, which are not known. */
function moveStatistics({ training, running_mean, running_var }: BatchNorm): void {
  if (!training) return;
  running_mean?.overwrite(false);
  running_var?.overwrite(false);
}

function batchNormalized(at: OpContext, a: BatchNorm): readonly Dim[] {
  const { input } = a;
  if (input.rank < 1) at.refuse(refusals.noDimensions(1));
  const channels = input.rank > 1 ? input.shape[1] : (0 as Dim);
  if (!a.training) {
    if (a.running_mean === null) at.fail("argument", "running_mean must be defined in evaluation mode");
    if (a.running_var === null) at.fail("argument", "running_var must be defined in evaluation mode");
  }
  sameElements(at, "running_mean", a.running_mean, channels);
  sameElements(at, "running_var", a.running_var, channels);
  sameElements(at, "weight", a.weight, channels);
  sameElements(at, "bias", a.bias, channels);
  needsFloat(at, input, "batch_norm");
  checkMixed(at, input, [a.weight, a.bias, a.running_mean, a.running_var]);
  moveStatistics(a);
  return input.shape;
}

function instanceNormalized(at: OpContext, a: BatchNorm, inFunctional: boolean): readonly Dim[] {
  const { input } = a;
  if (a.training && inFunctional && equal(product(input.shape.slice(2)), 1, at.assumptions) === true)
    at.fail(
      "empty",
      `Expected more than 1 spatial element when training, got input size torch.Size(${sizes(input.shape)})`,
      "ValueError",
    );
  const [batch, channels] = input.shape;
  const all = mul(batch, channels);
  const per = (name: string, tensor: Tensor | null) => {
    if (tensor === null) return;
    const repeated = mul(batch, tensor.numel());
    at.same(tensor.numel(), channels, () => refusals.channelElements(name, all, repeated));
  };
  per("running_mean", a.running_mean);
  per("running_var", a.running_var);
  per("weight", a.weight);
  per("bias", a.bias);
  needsFloat(at, input, "batch_norm");
  moveStatistics(a);
  return input.shape;
}

function layerNormalized(
  at: OpContext,
  input: Tensor,
  normalized: readonly Dim[],
  weight: Tensor | null,
  bias: Tensor | null,
  start = "[*, ",
): readonly Dim[] {
  if (bias !== null) checkMixed(at, input, [weight, bias]);
  if (normalized.length === 0)
    at.fail(
      "rank",
      `Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []`,
    );
  for (const [name, tensor] of Object.entries({ weight, bias })) {
    if (tensor === null) continue;
    const message = () =>
      `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${sizes(tensor.shape)} and normalized_shape = ${sizes(normalized)}`;
    if (tensor.rank !== normalized.length) at.fail("shape-mismatch", message());
    normalized.forEach((size, n) => {
      at.same(size, tensor.shape[n], "shape-mismatch", message);
    });
  }
  const message = () =>
    `Given normalized_shape=${sizes(normalized)}, expected input with shape ${start}${sizes(normalized).slice(1)}, but got input of size${sizes(input.shape)}`;
  if (input.rank < normalized.length) at.fail("channels", message());
  normalized.forEach((size, n) => {
    at.same(input.shape[input.rank - normalized.length + n], size, "channels", message);
  });
  needsFloat(at, input, "LayerNormKernelImpl");
  return input.shape;
}

function groupNormalized(at: OpContext, input: Tensor, groups: Dim, weight: Tensor | null, bias: Tensor | null) {
  if (input.rank < 2) at.fail("rank", `Expected at least 2 dimensions for input tensor but received ${input.rank}`);
  const channels = input.shape[1];
  const pixels = product(input.shape.slice(2));
  at.refuseUnless(equal(channels, 0, at.assumptions) !== true, () =>
    lately(refusal("empty", "Expected number of channels to be greater than 0, got 0")),
  );
  at.refuseUnless(equal(pixels, 0, at.assumptions) !== true, () =>
    lately(refusal("empty", "Expected HxW to be greater than 0, got 0")),
  );
  if (lessEqual(groups, 0, at.assumptions) === true)
    at.fail("argument", `Expected num groups to be greater than 0, got ${text(groups)}`);
  at.check(
    divides(groups, channels, at.assumptions),
    "divisible",
    () =>
      `Expected number of channels in input to be divisible by num_groups, but got input of shape ${sizes(input.shape)} and num_groups=${text(groups)}`,
    { kind: "divisible", left: channels, right: groups },
  );
  for (const [name, tensor] of Object.entries({ weight, bias })) {
    if (tensor === null) continue;
    const message = () =>
      `Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape ${sizes(tensor.shape)} and input of shape ${sizes(input.shape)}`;
    if (tensor.rank !== 1) at.fail("channels", message());
    at.same(tensor.numel(), channels, "channels", message);
  }
  needsFloat(at, input, "GroupNormKernelImpl");
  return input.shape;
}

const statistics = (input: Tensor, kept: number): readonly Dim[] => input.shape.map((size, n) => (n < kept ? size : 1));

export const normalization = [
  op(
    "batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight=None, Tensor? bias=None, bool training=False, float momentum=0.1, float eps=1e-05) -> Tensor",
    {
      devices: "same",
      as: [`${F}.batch_norm`],
      letters: { input: "B C ..." },
      layout: "memoryFormat",
      shape: (a, at) => {
        if (a.training) checkBatchSize(at, a.input);
        return batchNormalized(at, a);
      },
      cost: ({ training, weight }, [out]) => applied(out, training, weight),
      costText: "4*numel(out), 8*numel(out) in training",
      doc: "(N, C, ...) -> (N, C, ...)",
    },
  ),
  op(
    "batch_norm.native(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor",
    {
      devices: "same",
      as: ["torch.batch_norm"],
      letters: { input: "B C ..." },
      layout: "memoryFormat",
      shape: (a, at) => batchNormalized(at, a),
      cost: ({ training, weight }, [out]) => applied(out, training, weight),
      costText: "4*numel(out), 8*numel(out) in training",
      doc: "(N, C, ...) -> (N, C, ...)",
    },
  ),
  op(
    "native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
    {
      devices: "same",
      letters: { input: "B C ..." },
      out: (a, at) => {
        const kept = a.training ? [batchNormalized(at, a) && a.input.shape[1]] : [batchNormalized(at, a) && 0];
        return { tensors: [{ shape: a.input.shape }, { shape: kept }, { shape: kept }] };
      },
      cost: ({ training, weight }, [out]) => applied(out, training, weight),
      costText: "4*numel(out), 8*numel(out) in training",
      doc: "(N, C, ...) -> (N, C, ...), (C,), (C,)",
    },
  ),
  op(
    "instance_norm(Tensor input, Tensor? running_mean=None, Tensor? running_var=None, Tensor? weight=None, Tensor? bias=None, bool use_input_stats=True, float momentum=0.1, float eps=1e-05) -> Tensor",
    {
      devices: "same",
      as: [`${F}.instance_norm`],
      letters: { input: "B C ..." },
      shape: ({ use_input_stats, ...a }, at) => instanceNormalized(at, { ...a, training: use_input_stats }, true),
      cost: ({ use_input_stats, weight }, [out]) => applied(out, use_input_stats, weight),
      costText: "8*numel(out), 6*numel(out) without affine parameters",
      doc: "(N, C, ...) -> (N, C, ...)",
    },
  ),
  op(
    "instance_norm.native(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor",
    {
      devices: "same",
      as: ["torch.instance_norm"],
      letters: { input: "B C ..." },
      shape: ({ use_input_stats, ...a }, at) => instanceNormalized(at, { ...a, training: use_input_stats }, false),
      cost: ({ use_input_stats, weight }, [out]) => applied(out, use_input_stats, weight),
      costText: "8*numel(out), 6*numel(out) without affine parameters",
      doc: "(N, C, ...) -> (N, C, ...)",
    },
  ),
  op(
    "layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enable=True) -> Tensor",
    {
      devices: { kernel: "_native_layer_norm", of: { input: "input", weight: "weight", bias: "bias" } },
      as: ["torch.layer_norm", `${F}.layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05)`],
      letters: { input: "... C" },
      shape: ({ input, normalized_shape, weight, bias }, at) =>
        layerNormalized(at, input, normalized_shape, weight, bias),
      cost: ({ weight }, [out]) => applied(out, true, weight),
      costText: "8*numel(out), 6*numel(out) without affine parameters",
      doc: "(..., *normalized_shape) -> (..., *normalized_shape)",
    },
  ),
  op(
    "native_layer_norm(Tensor input, int[] normalized_shape, Tensor? weight, Tensor? bias, float eps) -> (Tensor, Tensor, Tensor)",
    {
      devices: "same",
      letters: { input: "... C" },
      out: ({ input, normalized_shape, weight, bias }, at) => {
        const shape = layerNormalized(at, input, normalized_shape, weight, bias);
        const of = statistics(input, input.rank - normalized_shape.length);
        return { tensors: [{ shape }, { shape: of }, { shape: of }] };
      },
      cost: ({ weight }, [out]) => applied(out, true, weight),
      costText: "8*numel(out), 6*numel(out) without affine parameters",
      doc: "(..., *normalized_shape) -> the same, mean and rstd with sizes 1",
    },
  ),
  op("rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor", {
    devices: "same",
    as: ["torch.rms_norm", `${F}.rms_norm`],
    since: "2.4",
    letters: { input: "... C" },
    shape: ({ input, normalized_shape, weight }, at) =>
      layerNormalized(at, input, normalized_shape, weight, null, "[*"),
    cost: ({ weight }, [out]) => ({ flops: mul(weight === null ? 3 : 4, out.numel()) }),
    costText: "4*numel(out), 3*numel(out) without weight",
    doc: "(..., *normalized_shape) -> (..., *normalized_shape)",
  }),
  op(
    "group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enabled=True) -> Tensor",
    {
      devices: "same",
      as: ["torch.group_norm"],
      letters: { input: "B C ..." },
      shape: ({ input, num_groups, weight, bias }, at) => groupNormalized(at, input, num_groups, weight, bias),
      cost: ({ weight }, [out]) => applied(out, true, weight),
      costText: "8*numel(out), 6*numel(out) without affine parameters",
      doc: "(N, C, ...) -> (N, C, ...)",
    },
  ),
  op(
    "group_norm.functional(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-05) -> Tensor",
    {
      devices: "same",
      as: [`${F}.group_norm`],
      letters: { input: "B C ..." },
      shape: ({ input, num_groups, weight, bias }, at) => {
        if (input.rank < 2)
          at.refuse(
            before(
              refusal("rank", `Expected at least 2 dimensions for input tensor but received ${input.rank}`),
              refusals.dimension(1, input.rank),
            ),
          );
        if (num_groups === 0) return groupNormalized(at, input, num_groups, weight, bias);
        const values = floordiv(mul(input.shape[0], input.shape[1]), num_groups);
        if (equal(product([values, ...input.shape.slice(2)]), 1, at.assumptions) === true)
          at.fail(
            "empty",
            `Expected more than 1 value per channel when training, got input size ${sizes([1, num_groups, ...input.shape.slice(2)])}`,
            "ValueError",
          );
        return groupNormalized(at, input, num_groups, weight, bias);
      },
      cost: ({ weight }, [out]) => applied(out, true, weight),
      costText: "8*numel(out), 6*numel(out) without affine parameters",
      doc: "(N, C, ...) -> (N, C, ...)",
    },
  ),
  op(
    "native_group_norm(Tensor input, Tensor? weight, Tensor? bias, int N, int C, int HxW, int group, float eps) -> (Tensor, Tensor, Tensor)",
    {
      devices: "same",
      out: ({ input, N, group }) => ({
        tensors: [{ shape: input.shape }, { shape: [N, group] }, { shape: [N, group] }],
      }),
      cost: ({ weight }, [out]) => applied(out, true, weight),
      costText: "8*numel(out), 6*numel(out) without affine parameters",
      doc: "(N, C, ...) -> (N, C, ...), (N, group), (N, group)",
    },
  ),
  op("local_response_norm(Tensor input, int size, float alpha=0.0001, float beta=0.75, float k=1.0) -> Tensor", {
    as: [`${F}.local_response_norm`],
    letters: { input: "B C ..." },
    dtype: "float",
    shape: ({ input, size }, at) => {
      if (input.rank < 3)
        at.fail(
          "rank",
          `Expected 3D or higher dimensionality                          input (got ${input.rank} dimensions)`,
          "ValueError",
        );
      if (size === 0) at.fail("argument", "kernel size should be greater than zero, but got kH: 0 kW: 1");
      return input.shape;
    },
    cost: ({ size }, [out]) => ({ flops: mul(out.numel(), typeof size === "number" ? size + 5 : 5) }),
    costText: "(size + 5)*numel(out)",
    doc: "(N, C, ...) -> (N, C, ...)",
  }),
  op("normalize(Tensor input, float p=2.0, int dim=1, float eps=1e-12) -> Tensor", {
    as: [`${F}.normalize`],
    shape: ({ input, dim }, at) => {
      at.axis(dim, input.rank);
      if (!isFloating(input.dtype) && dtypes[input.dtype].category !== "complex")
        at.refuse(refusals.wholeNorm(input.dtype));
      return input.shape;
    },
    cost: (_, [out]) => ({ flops: mul(3, out.numel()) }),
    costText: "3*numel(out)",
    doc: "(...) -> (...)",
  }),
];
