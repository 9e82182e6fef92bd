import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Convolutions: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  [
    "torch.nn.functional.conv2d(torch.empty(1, 3, 224, 224), torch.empty(64, 3, 7, 7), stride=2, padding=3)",
    "(1, 64, 112, 112) float32; macs 118013952",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(B, 3, H, W), torch.empty(64, 3, 7, 7), torch.empty(64), 2, 3)",
    "(B, 64, (H + 1)//2, (W + 1)//2) float32; macs 9408*B*((H + 1)//2)*((W + 1)//2)",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(B, 32, H, W), torch.empty(32, 1, 3, 3), padding=1, groups=32)",
    "(B, 32, H, W) float32; macs 288*B*H*W",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(B, C, H, W), torch.empty(8, 3, 3, 3), padding=1)",
    "(B, 8, H, W) float32; needs C == 3; macs 216*B*H*W",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(B, 3, H, W), torch.empty(8, 3, 3, 3), padding='same', dilation=2)",
    "(B, 8, H, W) float32; macs 216*B*H*W",
  ],
  ["torch.nn.functional.conv2d(torch.empty(3, 8, 8), torch.empty(4, 3, 3, 3))", "(4, 6, 6) float32; macs 3888"],
  [
    "torch.nn.functional.conv2d(torch.empty(3, 8), torch.empty(4, 3, 3, 3))",
    "RuntimeError: Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [3, 8]",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(1, 4, 224, 224), torch.empty(64, 3, 7, 7))",
    "RuntimeError: Given groups=1, weight of size [64, 3, 7, 7], expected input[1, 4, 224, 224] to have 3 channels, but got 4 channels instead",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 2, 2), torch.empty(4, 3, 3, 3))",
    "RuntimeError: Calculated padded input size per channel: (2 x 2). Kernel size: (3 x 3). Kernel size can't be greater than actual input size",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3), torch.empty(5))",
    "RuntimeError: Given weight of size [4, 3, 3, 3], expected bias to be 1-dimensional with 4 elements, but got bias of size [5] instead",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 4, 8, 8), torch.empty(4, 2, 3, 3), groups=3)",
    "RuntimeError: Given groups=3, expected weight to be divisible by 3 at dimension 0, but got weight of size [[4, 2, 3, 3]] instead",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 4, 8, 8), torch.empty(1, 2, 3, 3), groups=2)",
    "RuntimeError: Given groups=2, expected weight to be at least 2 at dimension 0, but got weight of size [1, 2, 3, 3] instead",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 4, 8, 8), torch.empty(4, 4, 3, 3), groups=0)",
    "RuntimeError: non-positive groups is not supported",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3), padding=-1)",
    "RuntimeError: negative padding is not supported",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3), stride=0)",
    "RuntimeError: non-positive stride is not supported",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3), dilation=0)",
    "RuntimeError: dilation should be greater than zero",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3), stride=2, padding='same')",
    "RuntimeError: padding='same' is not supported for strided convolutions",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3), padding='full')",
    "RuntimeError: Invalid padding string: 'full'",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3), stride=(1, 2, 3))",
    "RuntimeError: expected stride to be a single integer value or a list of 2 values to match the convolution dimensions, but got stride=[1, 2, 3]",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3, dtype=torch.float64))",
    "RuntimeError: expected scalar type Float but found Double",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8, dtype=torch.int64), torch.empty(4, 3, 3, 3))",
    "RuntimeError: expected scalar type Long but found Float",
  ],
  [
    "torch.nn.functional.conv2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3), torch.empty(4, dtype=torch.float64))",
    "RuntimeError: Input type (float) and bias type (double) should be the same",
  ],
  [
    "torch.nn.functional.conv1d(torch.empty(B, 16, L), torch.empty(33, 16, 3), stride=2)",
    "(B, 33, (L + 1)//2 - 1) float32; needs L >= 3; macs 1584*B*((L + 1)//2) - 1584*B",
  ],
  [
    "torch.nn.functional.conv1d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3))",
    "RuntimeError: Expected 2D (unbatched) or 3D (batched) input to conv1d, but got input of size: [2, 3, 8, 8]",
  ],
  [
    "torch.nn.functional.conv3d(torch.empty(B, 3, T, H, W), torch.empty(8, 3, 1, 3, 3), padding=(0, 1, 1))",
    "(B, 8, T, H, W) float32; macs 216*B*H*T*W",
  ],
  [
    "torch.nn.functional.conv_transpose2d(torch.empty(B, 16, H, W), torch.empty(16, 8, 4, 4), stride=2, padding=1)",
    "(B, 8, 2*H, 2*W) float32; macs 2048*B*H*W",
  ],
  [
    "torch.nn.functional.conv_transpose2d(torch.empty(4, 8, 8), torch.empty(4, 3, 3, 3), groups=2, stride=2)",
    "(6, 17, 17) float32; macs 6912",
  ],
  [
    "torch.nn.functional.conv_transpose2d(torch.empty(2, 3, 8, 8), torch.empty(4, 3, 3, 3))",
    "RuntimeError: Given transposed=1, weight of size [4, 3, 3, 3], expected input[2, 3, 8, 8] to have 4 channels, but got 3 channels instead",
  ],
  [
    "torch.nn.functional.conv_transpose2d(torch.empty(2, 4, 8, 8), torch.empty(4, 3, 3, 3), output_padding=1)",
    "RuntimeError: output padding must be smaller than either stride or dilation, but got output_padding_height: 1 output_padding_width: 1 stride_height: 1 stride_width: 1 dilation_height: 1 dilation_width: 1",
  ],
  [
    "torch.nn.functional.conv_transpose2d(torch.empty(2, 4, 1, 1), torch.empty(4, 3, 2, 2), padding=2)",
    "RuntimeError: Given input size per channel: (1 x 1). Calculated output size per channel: (-2 x -2). Output size is too small",
  ],
  [
    "torch.nn.functional.conv_transpose2d(torch.empty(2, 4, 8, 8), torch.empty(4, 3, 3, 3), torch.empty(4))",
    "RuntimeError: Given transposed=1, weight of size [4, 3, 3, 3], expected bias to be 1-dimensional with 3 elements, but got bias of size [4] instead",
  ],
  [
    "torch.convolution(torch.empty(2, 4, 8, 8), torch.empty(6, 2, 3, 3), None, [2], [1], [1], False, [0], 2)",
    "(2, 6, 4, 4) float32; macs 3456",
  ],
  ["torch.conv_tbc(torch.empty(5, 2, 3), torch.empty(3, 3, 4), torch.empty(4), 1)", "(5, 2, 4) float32; macs 360"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  [
    "torch.nn.functional.conv2d(torch.empty(B, 3, H, W), torch.empty(64, 3, 7, 7), torch.empty(64), 2, 3)",
    "18880*B*((H + 1)//2)*((W + 1)//2)",
  ],
  [
    "torch.nn.functional.conv1d(torch.empty(B, 16, L), torch.empty(33, 16, 3), stride=2)",
    "3168*B*((L + 1)//2) - 3168*B",
  ],
  [
    "torch.nn.functional.conv3d(torch.empty(B, 3, T, H, W), torch.empty(8, 3, 1, 3, 3), padding=(0, 1, 1))",
    "432*B*H*T*W",
  ],
  [
    "torch.nn.functional.conv_transpose2d(torch.empty(B, 16, H, W), torch.empty(16, 8, 4, 4), stride=2, padding=1)",
    "4096*B*H*W",
  ],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
