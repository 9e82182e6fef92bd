import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Normalizations: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.batch_norm(torch.empty(B, 4, H, W), torch.empty(4), torch.empty(4))", "(B, 4, H, W) float32"],
  [
    "torch.nn.functional.batch_norm(torch.empty(B, C, H, W), torch.empty(4), torch.empty(4))",
    "(B, C, H, W) float32; needs C == 4",
  ],
  [
    "torch.nn.functional.batch_norm(torch.empty(2, 4, 3, 3), torch.empty(3), torch.empty(3))",
    "RuntimeError: running_mean should contain 4 elements not 3",
  ],
  [
    "torch.nn.functional.batch_norm(torch.empty(2, 4, 3, 3), torch.empty(4), torch.empty(4), torch.empty(3))",
    "RuntimeError: weight should contain 4 elements not 3",
  ],
  [
    "torch.nn.functional.batch_norm(torch.empty(2, 4), None, None)",
    "RuntimeError: running_mean must be defined in evaluation mode",
  ],
  [
    "torch.nn.functional.batch_norm(torch.empty(1, 4, 1, 1), torch.empty(4), torch.empty(4), training=True)",
    "ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 4, 1, 1])",
  ],
  [
    "torch.nn.functional.batch_norm(torch.empty(2, 4, dtype=torch.int64), torch.empty(4), torch.empty(4))",
    "NotImplementedError: \"batch_norm\" not implemented for 'Long'",
  ],
  [
    "torch.native_batch_norm(torch.empty(B, 4), None, None, torch.empty(4), torch.empty(4), True, 0.1, 0.00001)",
    "[(B, 4) float32, (4) float32, (4) float32]",
  ],
  [
    "torch.nn.functional.layer_norm(torch.empty(B, N, C), (768,), torch.empty(768), torch.empty(768))",
    "(B, N, C) float32; needs C == 768",
  ],
  [
    "torch.nn.functional.layer_norm(torch.empty(1, 10, 64), (768,))",
    "RuntimeError: Given normalized_shape=[768], expected input with shape [*, 768], but got input of size[1, 10, 64]",
  ],
  [
    "torch.nn.functional.layer_norm(torch.empty(2, 4), ())",
    "RuntimeError: Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []",
  ],
  [
    "torch.nn.functional.layer_norm(torch.empty(2, 4), (4,), torch.empty(3))",
    "RuntimeError: Expected weight to be of same shape as normalized_shape, but got weight of shape [3] and normalized_shape = [4]",
  ],
  [
    "torch.native_layer_norm(torch.empty(B, N, C), (C,), None, None, 0.00001)",
    "[(B, N, C) float32, (B, N, 1) float32, (B, N, 1) float32]",
  ],
  ["torch.nn.functional.group_norm(torch.empty(B, C, H, W), 32)", "(B, C, H, W) float32; needs C % 32 == 0"],
  [
    "torch.nn.functional.group_norm(torch.empty(2, 6, 4), 4)",
    "RuntimeError: Expected number of channels in input to be divisible by num_groups, but got input of shape [2, 6, 4] and num_groups=4",
  ],
  [
    "torch.nn.functional.group_norm(torch.empty(1, 6, 1), 6)",
    "ValueError: Expected more than 1 value per channel when training, got input size [1, 6, 1]",
  ],
  [
    "torch.nn.functional.group_norm(torch.empty(2, 6, 4), 3, torch.empty(5))",
    "RuntimeError: Expected weight to be a vector of size equal to the number of channels in input, but got weight of shape [5] and input of shape [2, 6, 4]",
  ],
  ["torch.nn.functional.instance_norm(torch.empty(B, C, H, W))", "(B, C, H, W) float32"],
  [
    "torch.nn.functional.instance_norm(torch.empty(2, 6, 1))",
    "ValueError: Expected more than 1 spatial element when training, got input size torch.Size([2, 6, 1])",
  ],
  [
    "torch.nn.functional.instance_norm(torch.empty(2, 6, 4), torch.empty(5), torch.empty(5))",
    "RuntimeError: running_mean should contain 12 elements not 10",
  ],
  ["torch.nn.functional.local_response_norm(torch.empty(B, C, H, W), 5)", "(B, C, H, W) float32"],
  [
    "torch.nn.functional.local_response_norm(torch.empty(2, 6), 2)",
    "ValueError: Expected 3D or higher dimensionality                          input (got 2 dimensions)",
  ],
  ["torch.nn.functional.normalize(torch.empty(B, N), dim=-1)", "(B, N) float32"],
  [
    "torch.nn.functional.normalize(torch.empty(2, dtype=torch.int64), dim=0)",
    "NotImplementedError: linalg.vector_norm: Expected a floating point or complex tensor as input. Got Long",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.nn.functional.batch_norm(torch.empty(B, 4, H, W), torch.empty(4), torch.empty(4))", "8*B*H*W"],
  [
    "torch.native_batch_norm(torch.empty(B, 4), None, None, torch.empty(4), torch.empty(4), True, 0.1, 0.00001)",
    "24*B",
  ],
  ["torch.nn.functional.layer_norm(torch.empty(B, N, C), (768,), torch.empty(768), torch.empty(768))", "8*B*C*N"],
  ["torch.native_layer_norm(torch.empty(B, N, C), (C,), None, None, 0.00001)", "6*B*C*N"],
  ["torch.nn.functional.group_norm(torch.empty(B, C, H, W), 32)", "6*B*C*H*W"],
  ["torch.nn.functional.instance_norm(torch.empty(B, C, H, W))", "6*B*C*H*W"],
  ["torch.nn.functional.local_response_norm(torch.empty(B, C, H, W), 5)", "10*B*C*H*W"],
  ["torch.nn.functional.normalize(torch.empty(B, N), dim=-1)", "3*B*N"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
