import { add, type Dim, divideExactly, divides, floordiv, lessEqual, mul, product } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import type { OpContext } from "../context";
import { op, type TensorSpec } from "../registry";
import { extent, text, windowCount } from "../shape/spatial";

/** torchvision's own operators (https://pytorch.org/vision/stable/ops.html), which its Python functions call. */

const named = (name: string) => [`torch.ops.torchvision.${name}`, `torch.ops.torchvision.${name}.default`];

/** Bilinear sampling at one place: four products and four sums. */
const SAMPLE = 8;

function checkRegions(at: OpContext, rois: Tensor): void {
  const message = "rois must have shape as Tensor[K, 5]";
  if (rois.rank !== 2) at.fail("rank", message);
  at.same(rois.shape[1], 5, "shape-mismatch", message);
}

function pooledRegions(at: OpContext, input: Tensor, rois: Tensor, height: Dim, width: Dim): readonly Dim[] {
  checkRegions(at, rois);
  return [rois.shape[0], input.shape[1], height, width];
}

/** Each bin of the pool has channels of its own. */
function sensitive(at: OpContext, input: Tensor, rois: Tensor, height: Dim, width: Dim): { tensors: TensorSpec[] } {
  checkRegions(at, rois);
  const bins = mul(height, width);
  const channels = input.shape[1];
  at.check(
    divides(bins, channels, at.assumptions),
    "divisible",
    "input channels must be a multiple of pooling height * pooling width",
    { kind: "divisible", left: channels, right: bins },
  );
  const each = divideExactly(channels, bins, at.assumptions) ?? floordiv(channels, bins);
  const shape = [rois.shape[0], each, height, width];
  return { tensors: [{ shape }, { shape, dtype: "int32" }] };
}

/** Where the sampling ratio is 0 or less, the samples of a bin depend on the size of its region: not counted. */
const sampling = (out: Tensor, ratio: Dim) =>
  typeof ratio === "number" && ratio > 0 ? { flops: mul(out.numel(), SAMPLE * ratio * ratio) } : undefined;

interface Deform {
  input: Tensor;
  weight: Tensor;
  offset: Tensor;
  mask: Tensor;
  stride: readonly Dim[];
  padding: readonly Dim[];
  dilation: readonly Dim[];
  groups: Dim;
  useMask: boolean;
}

function deformed(at: OpContext, a: Deform): readonly Dim[] {
  const { input, weight, offset, mask } = a;
  const expected = (condition: string) =>
    `Expected ${condition} to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)`;
  const ranks: [string, number][] = [
    ["input_c", input.rank],
    ["offset_c", offset.rank],
    ["!use_mask || mask_c", a.useMask ? mask.rank : 4],
    ["weight_c", weight.rank],
  ];
  for (const [name, rank] of ranks) if (rank !== 4) at.fail("rank", expected(`${name}.ndimension() == 4`));
  const kernel = weight.shape.slice(2);
  const spatial = input.shape
    .slice(2)
    .map((size, n) => windowCount(size, a.padding[n], a.padding[n], extent(kernel[n], a.dilation[n]), a.stride[n]));
  at.same(
    mul(weight.shape[1], a.groups),
    input.shape[1],
    "shape-mismatch",
    expected("weight_c.size(1) * n_weight_grps == input_c.size(1)"),
  );
  const places = product(kernel);
  const check = (name: string, tensor: Tensor, unit: Dim, formula: string) => {
    at.check(
      divides(unit, tensor.shape[1], at.assumptions),
      "shape-mismatch",
      () =>
        `the shape of the ${name} tensor at dimension 1 is not valid. It should be a multiple of ${formula}.\nGot ${name}.shape[1]=${text(tensor.shape[1])}, while ${formula}=${text(unit)}`,
      { kind: "divisible", left: tensor.shape[1], right: unit },
    );
    const message = () =>
      `${name} output dims: (${tensor.shape.slice(2).map(text).join(", ")}) - computed output dims: (${spatial.map(text).join(", ")})`;
    spatial.forEach((size, n) => {
      at.same(tensor.shape[n + 2], size, "shape-mismatch", message);
    });
  };
  check("offset", offset, mul(2, places), "2 * weight.size[2] * weight.size[3]");
  if (a.useMask) check("mask", mask, places, "weight.size[2] * weight.size[3]");
  for (const size of spatial)
    if (lessEqual(1, size, at.assumptions) === false)
      at.fail("window", `Calculated output size too small - out_h: ${text(spatial[0])} out_w: ${text(spatial[1])}`);
  return [input.shape[0], weight.shape[0], ...spatial];
}

const REGIONS = "Tensor input, Tensor rois, float spatial_scale, int pooled_height, int pooled_width" as const;

export const detection = [
  op("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor", {
    devices: "same",
    as: named("nms"),
    dtype: "int64",
    shape: ({ dets, scores }, at) => {
      if (dets.rank !== 2) at.fail("rank", `boxes should be a 2d tensor, got ${dets.rank}D`);
      at.same(
        dets.shape[1],
        4,
        "shape-mismatch",
        () => `boxes should have 4 elements in dimension 1, got ${text(dets.shape[1])}`,
      );
      if (scores.rank !== 1) at.fail("rank", `scores should be a 1d tensor, got ${scores.rank}D`);
      at.same(
        dets.shape[0],
        scores.shape[0],
        "shape-mismatch",
        () =>
          `boxes and scores should have same number of elements in dimension 0, got ${text(dets.shape[0])} and ${text(scores.shape[0])}`,
      );
      return [at.fresh("it depends on which boxes overlap", dets.shape[0])];
    },
    cost: ({ dets }) => ({ flops: mul(8, mul(dets.shape[0], dets.shape[0])) }),
    costText: "8*N**2",
    doc: "(N, 4), (N,) -> (kept,)",
  }),
  op(`roi_align(${REGIONS}, int sampling_ratio, bool aligned) -> Tensor`, {
    as: named("roi_align"),
    shape: ({ input, rois, pooled_height, pooled_width }, at) =>
      pooledRegions(at, input, rois, pooled_height, pooled_width),
    cost: ({ sampling_ratio }, [out]) => sampling(out, sampling_ratio),
    costText: "8*numel(out)*sampling_ratio**2",
    doc: "(N, C, H, W), (K, 5) -> (K, C, h, w)",
  }),
  op(`roi_pool(${REGIONS}) -> (Tensor, Tensor)`, {
    as: named("roi_pool"),
    out: ({ input, rois, pooled_height, pooled_width }, at) => {
      const shape = pooledRegions(at, input, rois, pooled_height, pooled_width);
      return { tensors: [{ shape }, { shape, dtype: "int32" }] };
    },
    doc: "(N, C, H, W), (K, 5) -> (K, C, h, w), where the maxima are",
  }),
  op(`ps_roi_align(${REGIONS}, int sampling_ratio) -> (Tensor, Tensor)`, {
    as: named("ps_roi_align"),
    out: ({ input, rois, pooled_height, pooled_width }, at) => sensitive(at, input, rois, pooled_height, pooled_width),
    cost: ({ sampling_ratio }, [out]) => sampling(out, sampling_ratio),
    costText: "8*numel(out)*sampling_ratio**2",
    doc: "(N, C*h*w, H, W), (K, 5) -> (K, C, h, w), the channels used",
  }),
  op(`ps_roi_pool(${REGIONS}) -> (Tensor, Tensor)`, {
    as: named("ps_roi_pool"),
    out: ({ input, rois, pooled_height, pooled_width }, at) => sensitive(at, input, rois, pooled_height, pooled_width),
    doc: "(N, C*h*w, H, W), (K, 5) -> (K, C, h, w), the channels used",
  }),
  op(
    "deform_conv2d(Tensor input, Tensor weight, Tensor offset, Tensor mask, Tensor bias, int stride_h, int stride_w, int pad_h, int pad_w, int dilation_h, int dilation_w, int groups, int offset_groups, bool use_mask) -> Tensor",
    {
      devices: "same",
      as: named("deform_conv2d"),
      shape: (a, at) =>
        deformed(at, {
          ...a,
          stride: [a.stride_h, a.stride_w],
          padding: [a.pad_h, a.pad_w],
          dilation: [a.dilation_h, a.dilation_w],
          useMask: a.use_mask,
        }),
      cost: ({ input, weight, use_mask }, [out]) => {
        const macs = mul(out.numel(), product(weight.shape.slice(1)));
        const spatial = product([...weight.shape.slice(2), ...out.shape.slice(2)]);
        const samples = mul(mul(input.shape[0], input.shape[1]), spatial);
        const sampled = mul(SAMPLE + (use_mask ? 1 : 0), samples);
        return { macs, flops: add(add(mul(2, macs), sampled), out.numel()) };
      },
      costText: "numel(out)*(C/groups)*prod(kernel) MACs, 8 FLOPs for each sample",
      doc: "(N, C, H, W), (K, C/groups, R, S), (N, 2*R*S, H', W') -> (N, K, H', W')",
    },
  ),
];
