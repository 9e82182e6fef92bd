import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { told } from "./told";

const parser = await createParser();

/** Views that change the shape or the order of dimensions: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.empty(2, 3, 4).view(6, 4)", "(6, 4) float32"],
  ["torch.empty(2, 3, 4).view(2, -1, 2)", "(2, 6, 2) float32"],
  ["torch.empty(B, N, C).view(B, -1, C)", "(B, N, C) float32"],
  ["torch.empty(B, N, 3 * C).view(B, N, 3, C)", "(B, N, 3, C) float32"],
  ["torch.empty(B, N, C).view(B, N, H, C // H)", "(B, N, H, C//H) float32; needs C % H == 0"],
  ["torch.empty(B, N, C).view(B, N, H, -1)", "(B, N, H, C//H) float32; needs C % H == 0"],
  ["torch.empty(B, N, 3 * C).reshape(B, N, 3, H, C // H)", "(B, N, 3, H, C//H) float32; needs C % H == 0"],
  ["torch.empty(B, N, C).view(B, H * W, C)", "(B, H*W, C) float32; needs N == H*W"],
  [
    "torch.empty(B, H, W, C).view(B, H // 7, 7, W // 7, 7, C)",
    "(B, H//7, 7, W//7, 7, C) float32; needs H % 7 == 0, W % 7 == 0",
  ],
  ["torch.empty(B, C, H, W).view(B, C, -1)", "(B, C, H*W) float32"],
  ["torch.empty(B, C, H, W).view(-1, 8)", "(B*C*H*W//8, 8) float32; needs B*C*H*W % 8 == 0"],
  ["torch.empty(2, 3).view(4, 2)", "RuntimeError: shape '[4, 2]' is invalid for input of size 6"],
  ["torch.empty(2, 3).view(4, -1)", "RuntimeError: shape '[4, -1]' is invalid for input of size 6"],
  ["torch.empty(2, 3).view(-1, -1)", "RuntimeError: only one dimension can be inferred"],
  ["torch.empty(2, 3).view(-2, 3)", "RuntimeError: invalid shape dimension -2 at index 0 of shape [-2, 3]"],
  [
    "torch.empty(0, 3).view(0, -1)",
    "RuntimeError: cannot reshape tensor of 0 elements into shape [0, -1] because the unspecified dimension size -1 can be any value and is ambiguous",
  ],
  [
    "torch.empty(2, 3, 4).transpose(1, 2).view(-1)",
    "RuntimeError: view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
  ],
  ["torch.empty(2, 3, 4, 5).permute(0, 2, 3, 1).view(2, 20, 3)", "(2, 20, 3) float32"],
  [
    "torch.empty(2, 3, 4, 5).permute(0, 2, 3, 1).view(-1, 3)",
    "RuntimeError: view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
  ],
  ["torch.empty(1, 3, 4, 5).permute(0, 2, 3, 1).view(-1, 3)", "(20, 3) float32"],
  ["torch.empty(2, 3, 4, 5).permute(0, 2, 3, 1).reshape(-1, 3)", "(40, 3) float32"],
  ["torch.empty(2, 3, 4, 5).permute(0, 2, 3, 1).contiguous().view(-1, 3)", "(40, 3) float32"],
  ["torch.empty(B, C, H, W).permute(0, 2, 3, 1).view(B, H * W, C)", "(B, H*W, C) float32"],
  [
    "torch.empty(2, 1, 4).expand(2, 3, 4).view(6, 4)",
    "RuntimeError: view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
  ],
  ["torch.empty(2, 8).view(torch.int64)", "(2, 4) int64"],
  [
    "torch.empty(2, 7).view(torch.int64)",
    "RuntimeError: self.size(-1) must be divisible by 2 to view Float as Long (different element sizes), but got 7",
  ],
  ["torch.empty(2, 3).view_as(torch.empty(6))", "(6) float32"],
  ["torch.tensor([[1, 2], [3, 4]]).t().reshape(-1)", "(4) int64 = [1, 3, 2, 4]"],
  ["torch.empty(2, 3, 4).flatten(1)", "(2, 12) float32"],
  ["torch.empty(B, C, H, W).flatten(2)", "(B, C, H*W) float32"],
  [
    "torch.empty(2, 3, 4).flatten(2, 1)",
    "RuntimeError: flatten() has invalid args: start_dim cannot come after end_dim",
  ],
  ["torch.empty(()).flatten()", "(1) float32"],
  ["torch.empty(2, 12).unflatten(1, (3, -1))", "(2, 3, 4) float32"],
  ["torch.empty(2, N).unflatten(1, (H, -1))", "(2, H, N//H) float32; needs N % H == 0"],
  [
    "torch.empty(2, 12).unflatten(1, (5, -1))",
    "RuntimeError: unflatten: Provided sizes [5, -1] don't multiply up to the size of dim 1 (12) in the input tensor",
  ],
  ["torch.empty(2, 3, 4).permute(2, 0, 1)", "(4, 2, 3) float32"],
  [
    "torch.empty(2, 3, 4).permute(0, 1)",
    "RuntimeError: permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = 3 is not equal to len(dims) = 2",
  ],
  ["torch.empty(2, 3, 4).permute(0, 1, 1)", "RuntimeError: permute(): duplicate dims are not allowed."],
  [
    "torch.empty(2, 3, 4).permute(0, 1, 3)",
    "IndexError: Dimension out of range (expected to be in range of [-3, 2], but got 3)",
  ],
  [
    "torch.empty(2, 3, 4).transpose(0, 5)",
    "IndexError: Dimension out of range (expected to be in range of [-3, 2], but got 5)",
  ],
  ["torch.empty(2, 3, 4).t()", "RuntimeError: t() expects a tensor with <= 2 dimensions, but self is 3D"],
  ["torch.empty(2, 3, 4).mT", "(2, 4, 3) float32"],
  [
    "torch.empty(3).mT",
    "RuntimeError: tensor.mT is only supported on matrices or batches of matrices. Got 1-D tensor.",
  ],
  ["torch.empty(2, 3, 4).movedim((0, 1), (2, 0))", "(3, 4, 2) float32"],
  [
    "torch.empty(2, 3, 4).movedim((0, 1), (1,))",
    "RuntimeError: movedim: Invalid source or destination dims: source ([0, 1] dims) should contain the same number of dims as destination ([1] dims)",
  ],
  ["torch.empty(2, 3, 4).movedim((0, -3), (0, 1))", "RuntimeError: movedim: repeated dim in `source` ([0, -3])"],
  ["torch.empty(2, 1, 3, 1).squeeze()", "(2, 3) float32"],
  ["torch.empty(2, 1, N).squeeze(1)", "(2, N) float32"],
  ["torch.empty(2, N).squeeze(1)", "(2, N) float32"],
  [
    "torch.empty(2, 3).squeeze(2)",
    "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)",
  ],
  ["torch.empty(2, 3).unsqueeze(-1)", "(2, 3, 1) float32"],
  [
    "torch.empty(2, 3).unsqueeze(3)",
    "IndexError: Dimension out of range (expected to be in range of [-3, 2], but got 3)",
  ],
  ["torch.empty(2, 3).expand(5, -1, 3)", "(5, 2, 3) float32"],
  [
    "torch.empty(2, 3).expand(2, 4)",
    "RuntimeError: The expanded size of the tensor (4) must match the existing size (3) at non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [2, 3]",
  ],
  [
    "torch.empty(2, 3).expand(3)",
    "RuntimeError: expand(torch.FloatTensor{[2, 3]}, size=[3]): the number of sizes provided (1) must be greater or equal to the number of dimensions in the tensor (2)",
  ],
  ["torch.empty(1, N).expand(B, N)", "(B, N) float32"],
  ["torch.broadcast_tensors(torch.empty(2, 1), torch.empty(N))", "[(2, N) float32, (2, N) float32]"],
  ["torch.empty(2, 3).as_strided((3, 2), (1, 3))", "(3, 2) float32"],
  ["torch.view_as_complex(torch.empty(N, 2))", "(N) complex64"],
  ["torch.view_as_complex(torch.empty(N, 3))", "RuntimeError: Tensor must have a last dimension of size 2"],
  ["torch.view_as_real(torch.empty(N, dtype=torch.complex64))", "(N, 2) float32"],
  ["torch.view_as_real(torch.empty(N))", "RuntimeError: view_as_real is only supported for complex tensors"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});
