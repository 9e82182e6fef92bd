import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Reductions: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.tensor([[1, 2], [3, 4]]).sum()", "() int64 = [10]"],
  ["torch.tensor([[1, 2], [3, 4]]).sum(0)", "(2) int64 = [4, 6]"],
  ["torch.tensor([[1, 2], [3, 4]]).sum(-1, keepdim=True)", "(2, 1) int64 = [3, 7]"],
  ["torch.tensor([True, True]).sum()", "() int64 = [2]"],
  ["torch.sum(torch.empty(2, N, 4), dim=(0, 2))", "(N) float32"],
  ["torch.sum(torch.empty(2, N), 1, True)", "(2, 1) float32"],
  ["torch.sum(torch.empty(2, 3), dtype=torch.float64)", "() float64"],
  ["torch.empty(2, 3).sum(2)", "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)"],
  ["torch.empty(2, 3).sum((0, 0))", "RuntimeError: dim 0 appears multiple times in the list of dims"],
  ["torch.empty(()).sum(0, True)", "() float32"],
  ["torch.mean(torch.empty(2, N), 1)", "(2) float32"],
  [
    "torch.mean(torch.tensor([1]))",
    "NotImplementedError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long",
  ],
  ["torch.mean(torch.tensor([1]), dtype=torch.float32)", "() float32"],
  ["torch.tensor([2, 3]).prod()", "() int64 = [6]"],
  ["torch.tensor([H, W]).prod()", "() int64 = [H*W]"],
  ["torch.tensor([H, W]).sum()", "() int64 = [H + W]"],
  ["torch.tensor([[1, 5], [7, 2]]).max()", "() int64 = [7]"],
  ["torch.tensor([[1, 5], [7, 2]]).max(1)", "[(2) int64 = [5, 7], (2) int64 = [1, 0]]"],
  ["torch.tensor([[1, 5], [7, 2]]).min(0, keepdim=True)", "[(1, 2) int64 = [1, 2], (1, 2) int64 = [0, 1]]"],
  ["torch.max(torch.empty(2, 1), torch.empty(3))", "(2, 3) float32"],
  [
    "torch.empty(0, 3).max()",
    "RuntimeError: max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.",
  ],
  ["torch.empty(0, 3).max(0)", "IndexError: max(): Expected reduction dim 0 to have non-zero size."],
  ["torch.amax(torch.empty(2, N, 4), (0, 2), True)", "(1, N, 1) float32"],
  [
    "torch.amax(torch.empty(0))",
    "RuntimeError: amax(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.",
  ],
  ["torch.aminmax(torch.empty(2, 3), dim=0)", "[(3) float32, (3) float32]"],
  ["torch.tensor([3, 9, 4]).argmax()", "() int64 = [1]"],
  ["torch.empty(2, N).argmax(1, keepdim=True)", "(2, 1) int64"],
  ["torch.empty(0).argmax()", "IndexError: argmax(): Expected reduction dim to be specified for input.numel() == 0."],
  ["torch.std(torch.empty(2, N), 1)", "(2) float32"],
  ["torch.std(torch.empty(2, 3), False)", "() float32"],
  ["torch.std(torch.tensor([1]))", "NotImplementedError: std and var only support floating point and complex dtypes"],
  ["torch.var(torch.empty(2, 3), dim=0, unbiased=False, keepdim=True)", "(1, 3) float32"],
  ["torch.std_mean(torch.empty(2, N), 1, correction=0)", "[(2) float32, (2) float32]"],
  ["torch.tensor([True, False]).any()", "() bool = [true]"],
  ["torch.tensor([1, 0]).all()", "() bool = [false]"],
  ["torch.empty(2, 3, dtype=torch.uint8).all(1)", "(2) uint8"],
  ["torch.norm(torch.empty(2, N), dim=1)", "(2) float32"],
  [
    "torch.norm(torch.tensor([1]))",
    "NotImplementedError: linalg.vector_norm: Expected a floating point or complex tensor as input. Got Long",
  ],
  ["torch.norm(torch.empty(2, dtype=torch.complex64))", "() float32"],
  ["torch.logsumexp(torch.empty(2, N), 1)", "(2) float32"],
  ["torch.count_nonzero(torch.empty(2, 3), dim=0)", "(3) int64"],
  [
    "torch.nanmean(torch.tensor([1]))",
    "NotImplementedError: nanmean(): expected input to have floating point or complex dtype but got Long",
  ],
  ["torch.dist(torch.empty(2, 3), torch.empty(3))", "() float32"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
