import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Pooling: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.max_pool2d(torch.empty(B, 64, H, W), 3, 2, 1)", "(B, 64, (H + 1)//2, (W + 1)//2) float32"],
  [
    "torch.nn.functional.max_pool2d(torch.empty(B, 64, H, W), 2, ceil_mode=True)",
    "(B, 64, (H + 1)//2, (W + 1)//2) float32",
  ],
  [
    "torch.nn.functional.max_pool2d(torch.empty(1, 3, 7, 7), 3, 2, 1, ceil_mode=True, return_indices=True)",
    "[(1, 3, 4, 4) float32, (1, 3, 4, 4) int64]",
  ],
  [
    "torch.nn.functional.max_pool2d(torch.empty(1, 256, 2, 2), 3)",
    "RuntimeError: Given input size: (256x2x2). Calculated output size: (256x0x0). Output size is too small",
  ],
  [
    "torch.nn.functional.max_pool2d(torch.empty(1, 3, 8, 8), 3, 2, 2)",
    "RuntimeError: pad should be at most half of effective kernel size, but got pad=2, kernel_size=3 and dilation=1",
  ],
  ["torch.nn.functional.max_pool2d(torch.empty(1, 3, 8, 8), 2, 0)", "RuntimeError: stride should not be zero"],
  [
    "torch.nn.functional.max_pool2d(torch.empty(1, 3, 8, 8), 2, -1)",
    "RuntimeError: stride should be greater than zero, but got dH: -1 dW: -1",
  ],
  [
    "torch.nn.functional.max_pool2d(torch.empty(1, 3, 8, 8), 2, dilation=0)",
    "RuntimeError: dilation should be greater than zero, but got dilationH: 0 dilationW: 0",
  ],
  [
    "torch.nn.functional.max_pool2d(torch.empty(1, 3, 8, 8), (2, 2, 2))",
    "RuntimeError: max_pool2d: kernel_size must either be a single int, or a tuple of two ints",
  ],
  [
    "torch.nn.functional.max_pool2d(torch.empty(2, 2), 3)",
    "RuntimeError: non-empty 3D or 4D (batch mode) tensor expected for input",
  ],
  [
    "torch.nn.functional.max_pool2d(torch.empty(1, 0, 8, 8), 2)",
    "RuntimeError: Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:[1, 0, 8, 8]",
  ],
  ["torch.nn.functional.avg_pool2d(torch.empty(B, C, 14, 14), 2)", "(B, C, 7, 7) float32"],
  [
    "torch.nn.functional.avg_pool2d(torch.empty(1, 3, 8, 8), 3, divisor_override=0)",
    "RuntimeError: divisor must be not zero",
  ],
  [
    "torch.nn.functional.avg_pool3d(torch.empty(B, C, T, H, W), (2, 4, 4), (1, 4, 4), (1, 0, 0))",
    "(B, C, T + 1, H//4, W//4) float32; needs T >= 2, H >= 4, W >= 4",
  ],
  [
    "torch.nn.functional.avg_pool3d(torch.empty(1, 3, 2, 2, 2), 3)",
    "RuntimeError: input image (T: 2 H: 2 W: 2) smaller than kernel size (kT: 3 kH: 3 kW: 3)",
  ],
  ["torch.nn.functional.avg_pool1d(torch.empty(2, 3, L), 3, 2, 1)", "(2, 3, (L + 1)//2) float32"],
  ["torch.nn.functional.max_pool1d(torch.empty(2, 3, L), 3, 2)", "(2, 3, (L + 1)//2 - 1) float32"],
  ["torch.nn.functional.max_pool1d(torch.empty(1, 3, 2), 3)", "(1, 3, 0) float32"],
  [
    "torch.nn.functional.max_pool1d(torch.empty(1, 3, 8), 3, 1, 2)",
    "RuntimeError: max_pool1d() padding should be at most half of kernel size, but got padding=2 and kernel_size=3",
  ],
  [
    "torch.nn.functional.max_pool1d(torch.empty(1, 3, 8, 1), 2)",
    "RuntimeError: max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:[1, 3, 8, 1]",
  ],
  ["torch.nn.functional.adaptive_avg_pool2d(torch.empty(B, C, H, W), (1, 1))", "(B, C, 1, 1) float32"],
  ["torch.nn.functional.adaptive_avg_pool2d(torch.empty(B, C, H, W), (None, 7))", "(B, C, H, 7) float32"],
  [
    "torch.nn.functional.adaptive_avg_pool2d(torch.empty(1, 3, 0, 8), 2)",
    "RuntimeError: adaptive_avg_pool2d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes [1, 3, 0, 8] with dimension 2 being empty",
  ],
  [
    "torch.nn.functional.adaptive_avg_pool2d(torch.empty(1, 3, 8, 8), (-1, 2))",
    "RuntimeError: adaptive_avg_pool2d: elements of output_size must be greater than or equal to 0 but received {-1, 2}",
  ],
  [
    "torch.nn.functional.adaptive_avg_pool1d(torch.empty(3), 2)",
    "RuntimeError: Expected 2 to 3 dimensions, but got 1-dimensional tensor for argument #1 'self' (while checking arguments for adaptive_avg_pool1d)",
  ],
  [
    "torch.nn.functional.adaptive_max_pool2d(torch.empty(B, C, H, W), 7, True)",
    "[(B, C, 7, 7) float32, (B, C, 7, 7) int64]",
  ],
  [
    "torch.nn.functional.adaptive_max_pool3d(torch.empty(3, 4, 4), 2)",
    "RuntimeError: adaptive_max_pool3d(): Expected 4D or 5D tensor, but got: [3, 4, 4]",
  ],
  ["torch.nn.functional.lp_pool2d(torch.empty(2, 3, 7, 7), 2, 3, 2, True)", "(2, 3, 3, 3) float32"],
  ["torch.nn.functional.fractional_max_pool2d(torch.empty(B, C, 9, 9), 3, output_ratio=0.5)", "(B, C, 4, 4) float32"],
  [
    "torch.nn.functional.fractional_max_pool2d(torch.empty(1, 3, 4, 4), 2, output_size=4)",
    "RuntimeError: fractional_max_pool2d(): pool height 2 too large relative to input height 4",
  ],
  [
    "torch.nn.functional.fractional_max_pool2d(torch.empty(1, 3, 4, 4), 2)",
    "ValueError: fractional_max_pool2d requires specifying either an output_size or an output_ratio",
  ],
  [
    "torch.nn.functional.max_unpool2d(torch.empty(B, C, 4, 4), torch.empty(B, C, 4, 4, dtype=torch.int64), 2)",
    "(B, C, 8, 8) float32",
  ],
  [
    "torch.nn.functional.max_unpool2d(torch.empty(1, 3, 4, 4), torch.zeros(1, 3, 4, 4, dtype=torch.int64), 2, output_size=(20, 20))",
    'ValueError: invalid output_size "(20, 20)" (dim 0 must be between 6 and 10)',
  ],
  [
    "torch.nn.functional.max_unpool2d(torch.empty(1, 3, 4, 4), torch.zeros(1, 3, 4, 5, dtype=torch.int64), 2)",
    "RuntimeError: Expected shape of indices to be same as that of the input tensor ([1, 3, 4, 4]) but got indices tensor with shape: [1, 3, 4, 5]",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.nn.functional.max_pool2d(torch.empty(B, 64, H, W), 3, 2, 1)", "576*B*((H + 1)//2)*((W + 1)//2)"],
  ["torch.nn.functional.avg_pool2d(torch.empty(B, C, 14, 14), 2)", "196*B*C"],
  [
    "torch.nn.functional.avg_pool3d(torch.empty(B, C, T, H, W), (2, 4, 4), (1, 4, 4), (1, 0, 0))",
    "32*B*C*T*(H//4)*(W//4) + 32*B*C*(H//4)*(W//4)",
  ],
  ["torch.nn.functional.avg_pool1d(torch.empty(2, 3, L), 3, 2, 1)", "18*((L + 1)//2)"],
  ["torch.nn.functional.max_pool1d(torch.empty(2, 3, L), 3, 2)", "18*((L + 1)//2) - 18"],
  ["torch.nn.functional.adaptive_avg_pool2d(torch.empty(B, C, H, W), (1, 1))", "B*C*H*W"],
  ["torch.nn.functional.adaptive_max_pool2d(torch.empty(B, C, H, W), 7, True)", "B*C*H*W"],
  ["torch.nn.functional.fractional_max_pool2d(torch.empty(B, C, 9, 9), 3, output_ratio=0.5)", "144*B*C"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
