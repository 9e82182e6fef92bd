import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Tensors joined to one: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.cat([torch.empty(2, N), torch.empty(2, M)], dim=1)", "(2, M + N) float32"],
  ["torch.cat([torch.empty(2, N), torch.empty(2, M)], dim=0)", "(4, N) float32; needs N == M"],
  ["torch.cat((torch.empty(2, 3), torch.empty(2, 3, dtype=torch.float64)))", "(4, 3) float64"],
  ["torch.cat([torch.empty(2, 3), torch.empty(0)], 1)", "(2, 3) float32"],
  [
    "torch.cat([torch.empty(2, 3), torch.empty(2, 4)])",
    "RuntimeError: Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in the list.",
  ],
  [
    "torch.cat([torch.empty(2, 3), torch.empty(2)])",
    "RuntimeError: Tensors must have same number of dimensions: got 2 and 1",
  ],
  [
    "torch.cat([torch.empty(()), torch.empty(2)])",
    "RuntimeError: zero-dimensional tensor (at position 0) cannot be concatenated",
  ],
  ["torch.cat([])", "ValueError: torch.cat(): expected a non-empty list of Tensors"],
  ["torch.cat([torch.empty(2), None])", "TypeError: expected Tensor as element 1 in argument 0, but got NoneType"],
  ["torch.cat([torch.tensor([[1], [2]]), torch.tensor([[3], [4]])], 1)", "(2, 2) int64 = [1, 3, 2, 4]"],
  ["torch.stack([torch.empty(2, N), torch.empty(2, N)], -1)", "(2, N, 2) float32"],
  ["torch.stack([torch.empty(2, N), torch.empty(2, 3)])", "(2, 2, N) float32; needs N == 3"],
  [
    "torch.stack([torch.empty(2, 3), torch.empty(3)])",
    "RuntimeError: stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [3] at entry 1",
  ],
  ["torch.stack([])", "RuntimeError: stack expects a non-empty TensorList"],
  ["torch.stack([torch.tensor([1, 2]), torch.tensor([3, 4])], 1)", "(2, 2) int64 = [1, 3, 2, 4]"],
  ["torch.hstack([torch.empty(2), torch.empty(3)])", "(5) float32"],
  ["torch.vstack([torch.empty(2), torch.empty(3, 2)])", "(4, 2) float32"],
  ["torch.dstack([torch.empty(2), torch.empty(2)])", "(1, 2, 2) float32"],
  ["torch.column_stack([torch.empty(2), torch.empty(2, 3)])", "(2, 4) float32"],
  ["torch.atleast_3d(torch.empty(N))", "(1, N, 1) float32"],
  ["torch.atleast_2d(torch.empty(3), torch.empty(()))", "[(1, 3) float32, (1, 1) float32]"],
  ["torch.block_diag(torch.empty(2, 3), torch.empty(N))", "(3, N + 3) float32"],
  [
    "torch.block_diag(torch.empty(2, 3, 4))",
    "RuntimeError: torch.block_diag: Input tensors must have 2 or fewer dimensions. Input 0 has 3 dimensions",
  ],
  ["torch.cartesian_prod(torch.empty(N), torch.empty(M))", "(M*N, 2) float32"],
  ["torch.kron(torch.empty(N, 3), torch.empty(4))", "(N, 12) float32"],
  [
    "torch.meshgrid(torch.tensor([0, 1]), torch.tensor([5, 6, 7]), indexing='ij')",
    "[(2, 3) int64 = [0, 0, 0, 1, 1, 1], (2, 3) int64 = [5, 6, 7, 5, 6, 7]]",
  ],
  ["torch.meshgrid(torch.empty(N), torch.empty(M), indexing='xy')", "[(M, N) float32, (M, N) float32]"],
  [
    "torch.meshgrid(torch.empty(2), indexing='ab')",
    'RuntimeError: torch.meshgrid: indexing must be one of "xy" or "ij", but received: ab',
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([["torch.kron(torch.empty(N, 3), torch.empty(4))", "12*N"]])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
