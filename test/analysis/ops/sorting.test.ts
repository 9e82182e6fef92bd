import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Sorting and searching: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.sort(torch.empty(2, N))", "[(2, N) float32, (2, N) int64]"],
  ["torch.empty(2, 3).sort(dim=0, descending=True)", "[(2, 3) float32, (2, 3) int64]"],
  ["torch.argsort(torch.empty(2, N), 1)", "(2, N) int64"],
  ["torch.topk(torch.empty(2, 5), 3)", "[(2, 3) float32, (2, 3) int64]"],
  ["torch.topk(torch.empty(2, 5), 6)", "RuntimeError: selected index k out of range"],
  ["torch.empty(2, N).topk(K, dim=1)", "[(2, K) float32, (2, K) int64]"],
  ["torch.kthvalue(torch.empty(2, 5), 3, keepdim=True)", "[(2, 1) float32, (2, 1) int64]"],
  ["torch.mode(torch.empty(2, 5))", "[(2) float32, (2) int64]"],
  ["torch.median(torch.empty(2, 5))", "() float32"],
  ["torch.median(torch.empty(2, 5), 0)", "[(5) float32, (5) int64]"],
  ["torch.quantile(torch.empty(2, 5), 0.5)", "() float32"],
  ["torch.quantile(torch.empty(2, 5), torch.tensor([0.1, 0.9]), dim=1, keepdim=True)", "(2, 2, 1) float32"],
  ["torch.quantile(torch.empty(2), 1.5)", "RuntimeError: quantile() q must be in the range [0, 1] but got 1.5"],
  ["torch.nonzero(torch.tensor([0, 3, 4]))", "(2, 1) int64 = [1, 2]"],
  ["torch.nonzero(torch.empty(2, 3), as_tuple=True)", "[(u0) int64, (u0) int64]"],
  ["torch.where(torch.tensor([[True, False], [False, True]]))", "[(2) int64 = [0, 1], (2) int64 = [0, 1]]"],
  ["torch.searchsorted(torch.empty(5), torch.empty(2, N))", "(2, N) int64"],
  [
    "torch.searchsorted(torch.empty(3, 5), torch.empty(2, 5))",
    "RuntimeError: torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor [3, 5] and input value tensor [2, 5]",
  ],
  ["torch.bucketize(torch.empty(2, 3), torch.empty(4), out_int32=True)", "(2, 3) int32"],
  ["torch.isin(torch.empty(2, 3), torch.empty(4))", "(2, 3) bool"],
  ["torch.unique(torch.empty(2, 3), return_inverse=True)", "[(u0) float32, (2, 3) int64]"],
  ["torch.unique(torch.empty(2, 3), dim=1)", "(2, u0) float32"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
