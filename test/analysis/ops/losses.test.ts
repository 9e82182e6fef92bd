import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Losses and distances: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.mse_loss(torch.empty(B, N), torch.empty(B, N))", "() float32"],
  ["torch.nn.functional.mse_loss(torch.empty(B, N), torch.empty(N), reduction='none')", "(B, N) float32"],
  [
    "torch.nn.functional.mse_loss(torch.empty(2, 3), torch.empty(2, 4))",
    "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
  ],
  [
    "torch.nn.functional.mse_loss(torch.empty(2), torch.empty(2), reduction='average')",
    "ValueError: average is not a valid value for reduction",
  ],
  ["torch.nn.functional.mse_loss(torch.empty(2), torch.empty(2), reduce=False)", "(2) float32"],
  [
    "torch.nn.functional.mse_loss(torch.empty(2, dtype=torch.int64), torch.empty(2, dtype=torch.int64))",
    "NotImplementedError: \"mse_cpu\" not implemented for 'Long'",
  ],
  [
    "torch.nn.functional.smooth_l1_loss(torch.empty(2), torch.empty(2), beta=-1)",
    "RuntimeError: smooth_l1_loss does not support negative values for beta.",
  ],
  [
    "torch.nn.functional.huber_loss(torch.empty(2), torch.empty(2), delta=0)",
    "RuntimeError: huber_loss does not support non-positive values for delta.",
  ],
  ["torch.nn.functional.kl_div(torch.empty(B, N), torch.empty(B, N), reduction='batchmean')", "() float32"],
  [
    "torch.nn.functional.poisson_nll_loss(torch.empty(2), torch.empty(2), reduction='foo')",
    "ValueError: foo is not a valid value for reduction",
  ],
  [
    "torch.nn.functional.gaussian_nll_loss(torch.empty(B, N), torch.empty(B, N), torch.ones(B), reduction='none')",
    "(B, N) float32",
  ],
  [
    "torch.nn.functional.gaussian_nll_loss(torch.empty(2, 3), torch.empty(2, 3), torch.ones(2, 2))",
    "ValueError: var is of incorrect size",
  ],
  [
    "torch.nn.functional.margin_ranking_loss(torch.empty(2, 3), torch.empty(2, 3), torch.empty(2))",
    "RuntimeError: margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: torch.Size([2, 3]), input2: torch.Size([2, 3]), target: torch.Size([2]) ",
  ],
  [
    "torch.nn.functional.cosine_embedding_loss(torch.empty(B, D), torch.empty(B, D), torch.empty(B), reduction='none')",
    "(B) float32",
  ],
  [
    "torch.nn.functional.cosine_embedding_loss(torch.empty(2, 3), torch.empty(2, 3), torch.empty(2, 1))",
    "RuntimeError: 0D or 1D target tensor expected, multi-target not supported",
  ],
  [
    "torch.nn.functional.triplet_margin_loss(torch.empty(B, D), torch.empty(B, D), torch.empty(B, D), reduction='none')",
    "(B) float32",
  ],
  [
    "torch.nn.functional.triplet_margin_loss(torch.empty(2, 3), torch.empty(2, 3), torch.empty(3))",
    "RuntimeError: The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor 2D, positive 2D, and negative 1D inputs",
  ],
  [
    "torch.nn.functional.multi_margin_loss(torch.empty(2, 3), torch.zeros(3, dtype=torch.int64))",
    "RuntimeError: multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch size). Expected target size [2], but got [3]. Input has shape [2, 3].",
  ],
  [
    "torch.nn.functional.multilabel_margin_loss(torch.empty(2, 3), torch.zeros(2, 4, dtype=torch.int64))",
    "RuntimeError: inconsistent target size: [2, 4] for input of size: [2, 3]",
  ],
  ["torch.nn.functional.cosine_similarity(torch.empty(B, N, D), torch.empty(B, 1, D), dim=-1)", "(B, N) float32"],
  [
    "torch.nn.functional.cosine_similarity(torch.empty(2, 3), torch.empty(3), dim=2)",
    "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)",
  ],
  ["torch.nn.functional.pairwise_distance(torch.empty(B, D), torch.empty(B, D), keepdim=True)", "(B, 1) float32"],
  ["torch.nn.functional.pdist(torch.empty(N, D))", "((N**2 - N)//2) float32"],
  ["torch.nn.functional.pdist(torch.empty(2))", "RuntimeError: pdist only supports 2D tensors, got: 1D"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.nn.functional.mse_loss(torch.empty(B, N), torch.empty(B, N))", "3*B*N"],
  ["torch.nn.functional.kl_div(torch.empty(B, N), torch.empty(B, N), reduction='batchmean')", "4*B*N"],
  [
    "torch.nn.functional.gaussian_nll_loss(torch.empty(B, N), torch.empty(B, N), torch.ones(B), reduction='none')",
    "7*B*N",
  ],
  [
    "torch.nn.functional.cosine_embedding_loss(torch.empty(B, D), torch.empty(B, D), torch.empty(B), reduction='none')",
    "7*B*D",
  ],
  [
    "torch.nn.functional.triplet_margin_loss(torch.empty(B, D), torch.empty(B, D), torch.empty(B, D), reduction='none')",
    "6*B*D",
  ],
  ["torch.nn.functional.cosine_similarity(torch.empty(B, N, D), torch.empty(B, 1, D), dim=-1)", "6*B*D*N"],
  ["torch.nn.functional.pairwise_distance(torch.empty(B, D), torch.empty(B, D), keepdim=True)", "4*B*D"],
  ["torch.nn.functional.pdist(torch.empty(N, D))", "3*D*((N**2 - N)//2)"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
