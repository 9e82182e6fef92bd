import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Losses for classes: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.cross_entropy(torch.empty(B, C), torch.empty(B, dtype=torch.int64))", "() float32"],
  [
    "torch.nn.functional.cross_entropy(torch.empty(B, C, H, W), torch.empty(B, H, W, dtype=torch.int64), reduction='none')",
    "(B, H, W) float32",
  ],
  ["torch.nn.functional.cross_entropy(torch.empty(B, C), torch.empty(B, C))", "() float32"],
  [
    "torch.nn.functional.cross_entropy(torch.empty(2, 3), torch.zeros(3, dtype=torch.int64))",
    "ValueError: Expected input batch_size (2) to match target batch_size (3).",
  ],
  [
    "torch.nn.functional.cross_entropy(torch.empty(2, 5, 10), torch.zeros(2, 5, dtype=torch.int64))",
    "RuntimeError: Expected target size [2, 10], got [2, 5]",
  ],
  [
    "torch.nn.functional.cross_entropy(torch.empty(2, 3), torch.zeros(2))",
    "RuntimeError: expected target dtype to be Long or Byte, but got Float",
  ],
  [
    "torch.nn.functional.cross_entropy(torch.empty(2, 3), torch.zeros(2, 1, dtype=torch.int64))",
    "RuntimeError: 0D or 1D target tensor expected, multi-target not supported",
  ],
  [
    "torch.nn.functional.cross_entropy(torch.empty(2, 3), torch.zeros(2, dtype=torch.int64), torch.empty(4))",
    "RuntimeError: weight tensor should be defined either for all 3 classes or no classes but got weight tensor of shape: [4]",
  ],
  [
    "torch.nn.functional.nll_loss(torch.empty(2, 3, 4, 4), torch.zeros(2, 4, 5, dtype=torch.int64))",
    "RuntimeError: size mismatch (got input: [2, 3, 4, 4] , target: [2, 4, 5]",
  ],
  [
    "torch.nn.functional.nll_loss(torch.empty(2, 3, 4, 4), torch.zeros(2, 4, dtype=torch.int64))",
    "RuntimeError: only batches of spatial targets supported (3D tensors) but got targets of dimension: 2",
  ],
  ["torch.nn.functional.nll_loss(torch.empty(3), torch.zeros((), dtype=torch.int64))", "() float32"],
  [
    "torch.nn.functional.binary_cross_entropy(torch.ones(2, 3), torch.ones(2, 4))",
    "ValueError: Using a target size (torch.Size([2, 4])) that is different to the input size (torch.Size([2, 3])) is deprecated. Please ensure they have the same size.",
  ],
  [
    "torch.nn.functional.binary_cross_entropy_with_logits(torch.empty(B, N), torch.empty(B, N), pos_weight=torch.empty(N))",
    "() float32",
  ],
  [
    "torch.nn.functional.binary_cross_entropy_with_logits(torch.empty(2, 3), torch.empty(2, 1))",
    "ValueError: Target size (torch.Size([2, 1])) must be the same as input size (torch.Size([2, 3]))",
  ],
  [
    "torch.nn.functional.ctc_loss(torch.empty(T, B, C), torch.ones(B, S, dtype=torch.int64), torch.ones(B, dtype=torch.int64), torch.ones(B, dtype=torch.int64), reduction='none')",
    "(B) float32",
  ],
  [
    "torch.nn.functional.ctc_loss(torch.empty(50, 16, 20), torch.ones(16, 30, dtype=torch.int64), torch.full((16,), 50), torch.ones(15, dtype=torch.int64))",
    "RuntimeError: target_lengths must be of size batch_size",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.nn.functional.cross_entropy(torch.empty(B, C), torch.empty(B, dtype=torch.int64))", "7*B*C"],
  [
    "torch.nn.functional.binary_cross_entropy_with_logits(torch.empty(B, N), torch.empty(B, N), pos_weight=torch.empty(N))",
    "9*B*N",
  ],
  [
    "torch.nn.functional.ctc_loss(torch.empty(T, B, C), torch.ones(B, S, dtype=torch.int64), torch.ones(B, dtype=torch.int64), torch.ones(B, dtype=torch.int64), reduction='none')",
    "16*B*S*T",
  ],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
