import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { told } from "./told";

const parser = await createParser();

/** Parts of tensors: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.empty(2, N).narrow(1, 0, 3)", "(2, 3) float32; needs N >= 3"],
  ["torch.empty(2, 3).narrow(1, 2, 3)", "RuntimeError: start (2) + length (3) exceeds dimension size (3)."],
  [
    "torch.empty(2, 3).narrow(1, 5, 1)",
    "IndexError: start out of range (expected to be in range of [-3, 3], but got 5)",
  ],
  ["torch.empty(2, N).select(1, 4)", "(2) float32; needs N > 4"],
  ["torch.empty(2, N).select(1, -1)", "(2) float32"],
  [
    "torch.empty(2, 3).select(1, 5)",
    "IndexError: select(): index 5 out of range for tensor of size [2, 3] at dimension 1",
  ],
  ["torch.empty(()).select(0, 0)", "IndexError: select() cannot be applied to a 0-dim tensor."],
  ["torch.tensor([[1, 2], [3, 4]]).select(1, 0)", "(2) int64 = [1, 3]"],
  ["torch.empty(4, 6).diagonal(1)", "(4) float32"],
  ["torch.empty(B, N, N).diagonal(0, 1, 2)", "(B, N) float32"],
  ["torch.empty(2, 3).diagonal(0, 1, 1)", "RuntimeError: diagonal dimensions cannot be identical 1, 1"],
  ["torch.empty(B, N).unfold(1, 4, 2)", "(B, N//2 - 1, 4) float32; needs N >= 4"],
  ["torch.empty(3).unfold(0, 5, 1)", "RuntimeError: maximum size for tensor at dimension 0 is 3 but size is 5"],
  ["torch.empty(3).unfold(0, 2, 0)", "RuntimeError: step is 0 but must be > 0"],
  ["torch.empty(2, 3 * C).chunk(3, dim=-1)", "[(2, C) float32, (2, C) float32, (2, C) float32]"],
  ["torch.empty(2, C).chunk(2, 1)", "[(2, (C + 1)//2) float32, (2, C//2) float32]; needs C >= 2"],
  ["torch.empty(2, 5).chunk(3, 1)", "[(2, 2) float32, (2, 2) float32, (2, 1) float32]"],
  ["torch.empty(2, 4).chunk(3, 1)", "[(2, 2) float32, (2, 2) float32]"],
  ["torch.empty(2, 4).chunk(0)", "RuntimeError: chunk expects `chunks` to be greater than 0, got: 0"],
  ["torch.empty(2, 7).split(3, dim=1)", "[(2, 3) float32, (2, 3) float32, (2, 1) float32]"],
  ["torch.empty(2, 3 * C).split(C, 1)", "[(2, C) float32, (2, C) float32, (2, C) float32]"],
  ["torch.empty(2, N).split(4, 1)", "unknown any: the number of parts, (N + 3)//4, is not a plain number"],
  ["torch.empty(2, 7).split([3, 4], 1)", "[(2, 3) float32, (2, 4) float32]"],
  ["torch.empty(2, N).split([3, 4], 1)", "[(2, 3) float32, (2, 4) float32]; needs N == 7"],
  [
    "torch.empty(2, 7).split([3, 3], 1)",
    "RuntimeError: split_with_sizes expects split_sizes to sum exactly to 7 (input tensor's size at dimension 1), but got split_sizes=[3, 3]",
  ],
  [
    "torch.empty(2, 7).split(0, 1)",
    "RuntimeError: split_size can only be 0 if dimension size is 0, but got dimension size of 7",
  ],
  ["torch.tensor_split(torch.empty(N), 2)", "[((N + 1)//2) float32, (N//2) float32]"],
  ["torch.tensor_split(torch.empty(7), (1, 5))", "[(1) float32, (4) float32, (2) float32]"],
  ["torch.hsplit(torch.empty(2, 6), 3)", "[(2, 2) float32, (2, 2) float32, (2, 2) float32]"],
  [
    "torch.hsplit(torch.empty(2, 6), 4)",
    "RuntimeError: torch.hsplit attempted to split along dimension 1, but the size of the dimension 6 is not divisible by the split_size 4!",
  ],
  [
    "torch.vsplit(torch.empty(2), 1)",
    "RuntimeError: torch.vsplit requires a tensor with at least 2 dimension, but got a tensor with 1 dimensions!",
  ],
  ["torch.dsplit(torch.empty(2, 3, N), 2)", "[(2, 3, N//2) float32, (2, 3, N//2) float32]; needs N % 2 == 0"],
  ["torch.empty(2, N).unbind()", "[(N) float32, (N) float32]"],
  ["torch.empty(2, N).unbind(1)", "unknown any: the size of dimension 1 is N, which is not a plain number"],
  ["torch.empty(()).unbind()", "IndexError: Dimension specified as 0 but tensor has no dimensions"],
  ["torch.tensor([[1, 2], [3, 4]]).unbind(1)", "[(2) int64 = [1, 3], (2) int64 = [2, 4]]"],
  ["torch.empty(3, dtype=torch.complex64).real", "(3) float32"],
  ["torch.empty(3).imag", "TypeError: imag is not implemented for tensors with non-complex dtypes."],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});
