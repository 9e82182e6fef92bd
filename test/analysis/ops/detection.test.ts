import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** The operators of torchvision: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.ops.torchvision.nms(torch.empty(N, 4), torch.empty(N), 0.5)", "(u0) int64"],
  [
    "torch.ops.torchvision.nms(torch.empty(10, 5), torch.empty(10), 0.5)",
    "RuntimeError: boxes should have 4 elements in dimension 1, got 5",
  ],
  [
    "torch.ops.torchvision.nms(torch.empty(10, 4), torch.empty(9), 0.5)",
    "RuntimeError: boxes and scores should have same number of elements in dimension 0, got 10 and 9",
  ],
  [
    "torch.ops.torchvision.roi_align(torch.empty(B, C, H, W), torch.empty(K, 5), 1.0, 7, 7, 2, False)",
    "(K, C, 7, 7) float32",
  ],
  [
    "torch.ops.torchvision.roi_align(torch.empty(2, 3, 16, 16), torch.empty(4, 4), 1.0, 7, 7, 2, False)",
    "RuntimeError: rois must have shape as Tensor[K, 5]",
  ],
  [
    "torch.ops.torchvision.roi_pool(torch.empty(2, 3, 16, 16), torch.empty(4, 5), 1.0, 5, 6)",
    "[(4, 3, 5, 6) float32, (4, 3, 5, 6) int32]",
  ],
  [
    "torch.ops.torchvision.ps_roi_align(torch.empty(B, 30, H, W), torch.empty(K, 5), 1.0, 5, 6, 2)",
    "[(K, 1, 5, 6) float32, (K, 1, 5, 6) int32]",
  ],
  [
    "torch.ops.torchvision.ps_roi_align(torch.empty(2, 31, 16, 16), torch.empty(4, 5), 1.0, 5, 6, 2)",
    "RuntimeError: input channels must be a multiple of pooling height * pooling width",
  ],
  [
    "torch.ops.torchvision.deform_conv2d(torch.empty(B, 3, 10, 10), torch.empty(5, 3, 3, 3), torch.empty(B, 18, 8, 8), torch.empty(0), torch.empty(5), 1, 1, 0, 0, 1, 1, 1, 1, False)",
    "(B, 5, 8, 8) float32; macs 8640*B",
  ],
  [
    "torch.ops.torchvision.deform_conv2d(torch.empty(2, 3, 10, 10), torch.empty(5, 3, 3, 3), torch.empty(2, 18, 8, 7), torch.empty(0), torch.empty(5), 1, 1, 0, 0, 1, 1, 1, 1, False)",
    "RuntimeError: offset output dims: (8, 7) - computed output dims: (8, 8)",
  ],
  [
    "torch.ops.torchvision.deform_conv2d(torch.empty(2, 3, 10, 10), torch.empty(5, 3, 3, 3), torch.empty(2, 18, 8), torch.empty(0), torch.empty(5), 1, 1, 0, 0, 1, 1, 1, 1, False)",
    "RuntimeError: Expected offset_c.ndimension() == 4 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.ops.torchvision.nms(torch.empty(N, 4), torch.empty(N), 0.5)", "8*N**2"],
  ["torch.ops.torchvision.roi_align(torch.empty(B, C, H, W), torch.empty(K, 5), 1.0, 7, 7, 2, False)", "1568*C*K"],
  ["torch.ops.torchvision.roi_pool(torch.empty(2, 3, 16, 16), torch.empty(4, 5), 1.0, 5, 6)", "not counted"],
  ["torch.ops.torchvision.ps_roi_align(torch.empty(B, 30, H, W), torch.empty(K, 5), 1.0, 5, 6, 2)", "960*K"],
  [
    "torch.ops.torchvision.deform_conv2d(torch.empty(B, 3, 10, 10), torch.empty(5, 3, 3, 3), torch.empty(B, 18, 8, 8), torch.empty(0), torch.empty(5), 1, 1, 0, 0, 1, 1, 1, 1, False)",
    "31424*B",
  ],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
