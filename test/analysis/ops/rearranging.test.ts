import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Copies in other places: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.tensor([[1, 2]]).repeat(2, 2)", "(2, 4) int64 = [1, 2, 1, 2, 1, 2, 1, 2]"],
  ["torch.empty(N, 3).repeat(2, 1, B)", "(2, N, 3*B) float32"],
  [
    "torch.empty(2, 3).repeat(2)",
    "RuntimeError: Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
  ],
  ["torch.empty(2, N).tile((2,))", "(2, 2*N) float32"],
  ["torch.tensor([1, 2]).repeat_interleave(2)", "(4) int64 = [1, 1, 2, 2]"],
  ["torch.empty(2, N).repeat_interleave(3, dim=1)", "(2, 3*N) float32"],
  ["torch.tensor([1, 2]).repeat_interleave(torch.tensor([2, 3]))", "(5) int64"],
  [
    "torch.empty(2, 3).repeat_interleave(torch.tensor([1, 2]), 1)",
    "RuntimeError: repeats must have the same size as input along dim, but got repeats.size(0) = 2 and input.size(1) = 3",
  ],
  ["torch.repeat_interleave(torch.tensor([2, 3]))", "(5) int64"],
  ["torch.empty(2, 3).repeat_interleave(-1)", "RuntimeError: Repeats must be non-negative"],
  ["torch.roll(torch.empty(2, N), (1, 2), (0, 1))", "(2, N) float32"],
  ["torch.roll(torch.empty(2, 3), (1, 2), 0)", "RuntimeError: shifts and dimensions must align. shifts: 2, dims:1"],
  ["torch.tensor([[1, 2], [3, 4]]).flip(0)", "(2, 2) int64 = [3, 4, 1, 2]"],
  ["torch.empty(2, 3).flip(0, 0)", "RuntimeError: dim 0 appears multiple times in the list of dims"],
  ["torch.fliplr(torch.empty(3))", "RuntimeError: Input must be >= 2-d."],
  ["torch.rot90(torch.empty(2, N), 1)", "(N, 2) float32"],
  [
    "torch.rot90(torch.empty(2, 3), 1, (0, 0))",
    "RuntimeError: expected rotation dims to be different, but got dim0 = 0 and dim1 = 0",
  ],
  ["torch.ones(2, 3, dtype=torch.int64).tril()", "(2, 3) int64 = [1, 0, 0, 1, 1, 0]"],
  ["torch.ones(2, 3, dtype=torch.int64).triu(1)", "(2, 3) int64 = [0, 1, 1, 0, 0, 1]"],
  ["torch.diag(torch.empty(N), 1)", "(N + 1, N + 1) float32"],
  ["torch.diag(torch.empty(4, 6), 1)", "(4) float32"],
  ["torch.diag(torch.empty(2, 3, 4))", "RuntimeError: diag(): Supports 1D or 2D tensors. Got 3D"],
  ["torch.diag_embed(torch.empty(B, N))", "(B, N, N) float32"],
  ["torch.diagflat(torch.empty(2, N), -1)", "(2*N + 1, 2*N + 1) float32"],
  ["torch.diagonal_scatter(torch.empty(3, 3), torch.empty(2), 1)", "(3, 3) float32"],
  [
    "torch.diagonal_scatter(torch.empty(3, 3), torch.empty(3), 1)",
    "RuntimeError: expected src to have a size equal to the slice of self. src size = [3], slice size = [2]",
  ],
  [
    "torch.select_scatter(torch.empty(2, 3), torch.empty(3), 0, 5)",
    "IndexError: select(): index 5 out of range for tensor of size [2, 3] at dimension 0",
  ],
  ["torch.slice_scatter(torch.empty(4, N), torch.empty(2, N), 0, 0, 2)", "(4, N) float32"],
  ["torch.empty(2, N, 3).sum_to_size(1, N, 1)", "(1, N, 1) float32"],
  ["torch.empty(2, 3).sum_to_size(2, 2)", "RuntimeError: size {[2, 2]} is not expandable to size {[2, 3]}."],
  ["torch.empty(2, 3).resize_(N)", "(N) float32"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([["torch.empty(2, N, 3).sum_to_size(1, N, 1)", "5*N"]])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
