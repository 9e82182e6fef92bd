import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Running sums, differences, histograms: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.tensor([1, 2, 3]).cumsum(0)", "(3) int64 = [1, 3, 6]"],
  ["torch.tensor([[1, 2], [3, 4]]).cumsum(0)", "(2, 2) int64 = [1, 2, 4, 6]"],
  ["torch.tensor([[1, 2], [3, 4]]).cumprod(1)", "(2, 2) int64 = [1, 2, 3, 12]"],
  ["torch.empty(2, N).cumsum(2)", "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)"],
  ["torch.cummax(torch.empty(2, 3), 0)", "[(2, 3) float32, (2, 3) int64]"],
  [
    "torch.logcumsumexp(torch.tensor([1]), 0)",
    "NotImplementedError: \"logcumsumexp_out_cpu\" not implemented for 'Long'",
  ],
  ["torch.tensor([1, 4, 9]).diff()", "(2) int64 = [3, 5]"],
  ["torch.diff(torch.empty(2, N))", "(2, N - 1) float32"],
  ["torch.diff(torch.empty(2, 5), 2)", "(2, 3) float32"],
  ["torch.diff(torch.empty(2, 3), prepend=torch.empty(2, 1))", "(2, 3) float32"],
  [
    "torch.diff(torch.empty(2, 3), prepend=torch.empty(1, 3))",
    "RuntimeError: diff expects the shape of tensor to prepend or append to match that of input except along the differencing dimension; input.size(0) = 2, but got tensor.size(0) = 1",
  ],
  ["torch.gradient(torch.empty(2, 3))", "[(2, 3) float32, (2, 3) float32]"],
  [
    "torch.gradient(torch.empty(1, 3))",
    "RuntimeError: torch.gradient expected each dimension size to be at least edge_order+1",
  ],
  ["torch.trapezoid(torch.empty(2, N))", "(2) float32"],
  [
    "torch.trapezoid(torch.empty(2, 3), torch.empty(4))",
    "RuntimeError: trapezoid: There must be one `x` value for each sample point",
  ],
  ["torch.cumulative_trapezoid(torch.empty(2, N))", "(2, N - 1) float32"],
  ["torch.cov(torch.empty(2, N))", "(2, 2) float32"],
  [
    "torch.cov(torch.empty(2, 3, 4))",
    "RuntimeError: cov(): expected input to have two or fewer dimensions but got an input with 3 dimensions",
  ],
  ["torch.corrcoef(torch.empty(3, 5))", "(3, 3) float32"],
  ["torch.histc(torch.empty(3), 10)", "(10) float32"],
  ["torch.histogram(torch.empty(3), 4)", "[(4) float32, (5) float32]"],
  ["torch.histogramdd(torch.empty(3, 2), [4, 5])", "[(4, 5) float32, [(5) float32, (6) float32]]"],
  ["torch.bincount(torch.tensor([1, 3, 1]))", "(4) int64"],
  ["torch.bincount(torch.empty(3, dtype=torch.int64), minlength=4)", "(max(4, u0)) int64"],
  [
    "torch.bincount(torch.empty(2, 2, dtype=torch.int64))",
    "RuntimeError: bincount only supports 1-d non-negative integral inputs.",
  ],
  ["torch.renorm(torch.empty(2, 3), 2, 0, 1.0)", "(2, 3) float32"],
  ["torch.combinations(torch.empty(4), 3)", "(4, 3) float32"],
  ["torch.combinations(torch.empty(N))", "((N**2 - N)//2, 2) float32"],
  ["torch.combinations(torch.empty(2, 2))", "RuntimeError: Expect a 1D vector, but got shape [2, 2]"],
  ["torch.vander(torch.empty(3), 5)", "(3, 5) float32"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
