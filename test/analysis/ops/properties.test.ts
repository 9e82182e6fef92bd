import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** What a tensor tells about itself: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.empty(2, N).size()", "[2, N]"],
  ["torch.empty(2, N).size(-1)", "N"],
  ["torch.empty(2, 3).size(5)", "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 5)"],
  ["torch.empty(2, N).shape", "[2, N]"],
  ["torch.empty(2, N).numel()", "2*N"],
  ["torch.empty(2, N).dim()", "2"],
  ["torch.empty(2, 3, 4).stride()", "[12, 4, 1]"],
  ["torch.empty(2, 3).t().stride()", "[1, 3]"],
  ["torch.empty(2, 3).t().is_contiguous()", "false"],
  ["torch.empty(2, 3).T", "(3, 2) float32"],
  ["torch.empty(2, 3, 4).mT", "(2, 4, 3) float32"],
  [
    "torch.empty(2).mT",
    "RuntimeError: tensor.mT is only supported on matrices or batches of matrices. Got 1-D tensor.",
  ],
  ["torch.empty(2, 3, dtype=torch.complex64).real", "(2, 3) float32"],
  ["torch.empty(2, 3).imag", "TypeError: imag is not implemented for tensors with non-complex dtypes."],
  ["torch.empty(2, 3).ndim", "2"],
  ["torch.empty(2, 3).dtype", "torch.float32"],
  ["torch.empty(2, 3).is_cuda", "false"],
  ["torch.empty(2, 3).device", "cpu"],
  ["torch.empty(2, 3).requires_grad_().requires_grad", "true"],
  ["torch.empty(2, 3).element_size()", "4"],
  ["torch.is_floating_point(torch.empty(2))", "true"],
  ["torch.broadcast_shapes((2, 1), (3,))", "[2, 3]"],
  ["torch.broadcast_shapes((2, N), (1,))", "[2, N]"],
  [
    "torch.broadcast_shapes((2,), (3,))",
    "RuntimeError: Attempting to broadcast a dimension of length 3 at -1! Mismatching argument at index 1 had (3,); but expected shape should be broadcastable to [2]",
  ],
  ["torch.result_type(torch.tensor([1]), 1.5)", "torch.float32"],
  ["torch.promote_types(torch.int32, torch.float16)", "torch.float16"],
  ["torch.can_cast(torch.float32, torch.int64)", "false"],
  ["torch.empty(()).__len__()", "TypeError: len() of a 0-d tensor"],
  ["torch.empty(N, 2).__len__()", "N"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
