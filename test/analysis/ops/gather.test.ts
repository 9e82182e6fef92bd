import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Picking and putting by positions: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.gather(torch.empty(2, 3), 1, torch.empty(2, 5, dtype=torch.int64))", "(2, 5) float32"],
  [
    "torch.gather(torch.empty(2, 3), 1, torch.empty(3, 5, dtype=torch.int64))",
    "RuntimeError: Size does not match at dimension 0 expected index [3, 5] to be no larger than self [2, 3] apart from dimension 1",
  ],
  [
    "torch.gather(torch.empty(2, 3), 1, torch.empty(2, 5, dtype=torch.int16))",
    "RuntimeError: gather(): Expected dtype int32/int64 for index",
  ],
  ["torch.gather(torch.empty(2, 3), 1, torch.empty(2, 5, dtype=torch.int32))", "(2, 5) float32"],
  ["torch.gather(torch.tensor([[1, 2], [3, 4]]), 1, torch.tensor([[0, 0], [1, 0]]))", "(2, 2) int64 = [1, 1, 4, 3]"],
  ["torch.empty(2, N).index_select(1, torch.empty(4, dtype=torch.int64))", "(2, 4) float32"],
  ["torch.tensor([1, 2, 3]).index_select(0, torch.tensor([2, 0]))", "(2) int64 = [3, 1]"],
  ["torch.take(torch.empty(2, 3), torch.empty(4, 5, dtype=torch.int64))", "(4, 5) float32"],
  ["torch.take_along_dim(torch.empty(2, 3), torch.empty(2, 1, dtype=torch.int64), 1)", "(2, 1) float32"],
  ["torch.empty(3, 5).scatter(0, torch.empty(2, 5, dtype=torch.int64), 1.0)", "(3, 5) float32"],
  ["torch.empty(3, 5).scatter_add(0, torch.empty(2, 5, dtype=torch.int64), torch.empty(2, 5))", "(3, 5) float32"],
  [
    "torch.empty(3, 5).scatter_(1, torch.empty(4, 2, dtype=torch.int64), 1.0)",
    "RuntimeError: Expected index [4, 2] to be no larger than self [3, 5] apart from dimension 1",
  ],
  [
    "torch.empty(3, 5).scatter(0, torch.empty(2, 5, dtype=torch.int64), torch.empty(1, 5))",
    "RuntimeError: Expected index [2, 5] to be no larger than self [3, 5] apart from dimension 0 and to be no larger size than src [1, 5]",
  ],
  [
    "torch.empty(3, 5).scatter_reduce(0, torch.empty(2, 5, dtype=torch.int64), torch.empty(2, 5), 'max')",
    "RuntimeError: reduce argument must be either sum, prod, mean, amax or amin.",
  ],
  ["torch.empty(3, 5).index_add(0, torch.tensor([0, 1]), torch.empty(2, 5))", "(3, 5) float32"],
  [
    "torch.empty(3, 5).index_add(0, torch.tensor([0, 1]), torch.empty(3, 5))",
    "RuntimeError: index_add_(): Number of indices (2) should be equal to source.size(dim): (3), for dim: 0",
  ],
  ["torch.empty(3, 5).index_copy_(0, torch.tensor([0, 1]), torch.empty(2, 5))", "(3, 5) float32"],
  ["torch.empty(3, 5).index_fill(0, torch.tensor([0]), 1.0)", "(3, 5) float32"],
  ["torch.empty(B, N).masked_fill(torch.empty(B, N, dtype=torch.bool), 0.0)", "(B, N) float32"],
  [
    "torch.empty(2, 3).masked_fill(torch.empty(2, dtype=torch.bool), 0.0)",
    "RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 1",
  ],
  ["torch.empty(2, 3).masked_select(torch.empty(2, 3, dtype=torch.bool))", "(u0) float32"],
  ["torch.empty(2, 3).masked_select(torch.empty(2, 3))", "RuntimeError: masked_select: expected BoolTensor for mask"],
  ["torch.nn.functional.one_hot(torch.empty(2, N, dtype=torch.int64), 5)", "(2, N, 5) int64"],
  ["torch.nn.functional.one_hot(torch.tensor([0, 2]))", "(2, 3) int64"],
  [
    "torch.nn.functional.one_hot(torch.empty(2))",
    "RuntimeError: one_hot is only applicable to index tensor of type LongTensor.",
  ],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
