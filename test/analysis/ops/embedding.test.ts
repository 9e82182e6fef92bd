import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Embeddings: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.embedding(torch.empty(B, N, dtype=torch.int64), torch.empty(V, D))", "(B, N, D) float32"],
  [
    "torch.nn.functional.embedding(torch.tensor([1, 11]), torch.empty(10, 4))",
    "IndexError: index out of range in self",
  ],
  [
    "torch.nn.functional.embedding(torch.empty(2, 3), torch.empty(10, 4))",
    "RuntimeError: Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)",
  ],
  [
    "torch.nn.functional.embedding(torch.zeros(2, dtype=torch.int64), torch.empty(4))",
    "RuntimeError: 'weight' must be 2-D",
  ],
  [
    "torch.nn.functional.embedding(torch.zeros(2, dtype=torch.int64), torch.empty(4, 5), padding_idx=9)",
    "AssertionError: Padding_idx must be within num_embeddings",
  ],
  ["torch.embedding(torch.empty(V, D), torch.empty(B, N, dtype=torch.int64))", "(B, N, D) float32"],
  ["torch.nn.functional.embedding_bag(torch.empty(B, N, dtype=torch.int64), torch.empty(V, D))", "(B, D) float32"],
  [
    "torch.nn.functional.embedding_bag(torch.zeros(6, dtype=torch.int64), torch.empty(10, 4), torch.tensor([0, 2, 6]), include_last_offset=True)",
    "(2, 4) float32",
  ],
  [
    "torch.nn.functional.embedding_bag(torch.zeros(3, dtype=torch.int64), torch.empty(10, 4))",
    "ValueError: offsets has to be a 1D Tensor but got None",
  ],
  [
    "torch.nn.functional.embedding_bag(torch.zeros(2, 3, dtype=torch.int64), torch.empty(10, 4), mode='first')",
    "ValueError: mode has to be one of sum, mean or max",
  ],
  [
    "torch.nn.functional.embedding_bag(torch.zeros(2, 3, dtype=torch.int64), torch.empty(10, 4), per_sample_weights=torch.empty(3))",
    "ValueError: embedding_bag: If per_sample_weights (torch.Size([3])) is not None, then it must have the same shape as the input (torch.Size([2, 3]))",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([["torch.nn.functional.embedding_bag(torch.empty(B, N, dtype=torch.int64), torch.empty(V, D))", "B*D*N"]])(
  "the work of %s",
  (source, expected) => {
    expect(flops(parser, source)).toBe(expected);
  },
);
