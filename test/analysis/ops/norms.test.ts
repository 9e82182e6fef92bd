import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Norms and products of vectors: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.linalg.cond(torch.eye(3), 'foo')", "ValueError: linalg.cond got an invalid norm type: foo"],
  ["torch.linalg.norm(torch.empty(2, 3, N), dim=(0, 1), keepdim=True)", "(1, 1, N) float32"],
  [
    "torch.linalg.norm(torch.empty(2, 3, 5), 2)",
    "RuntimeError: linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got 3D.",
  ],
  [
    "torch.linalg.vector_norm(torch.ones(2, dtype=torch.int64))",
    "NotImplementedError: linalg.vector_norm: Expected a floating point or complex tensor as input. Got Long",
  ],
  ["torch.linalg.vector_norm(torch.ones(2, dtype=torch.complex64))", "() float32"],
  ["torch.linalg.matrix_norm(torch.empty(B, M, N), 'nuc')", "(B) float32"],
  ["torch.linalg.matrix_norm(torch.ones(2, 5), 3)", "RuntimeError: linalg.matrix_norm: Order 3 not supported."],
  [
    "torch.linalg.matrix_norm(torch.ones(2, 5), dim=(0, 0))",
    "RuntimeError: linalg.matrix_norm: dims must be different. Got (0, 0)",
  ],
  ["torch.linalg.vecdot(torch.empty(B, N), torch.empty(N))", "(B) float32; macs B*N"],
  ["torch.cross(torch.empty(N, 3), torch.empty(N, 3))", "(N, 3) float32"],
  ["torch.cross(torch.empty(4, 4), torch.empty(4, 4))", "RuntimeError: no dimension of size 3 in input"],
  [
    "torch.linalg.cross(torch.empty(4, 3), torch.empty(4, 1))",
    "RuntimeError: linalg.cross: inputs dimension -1 must have length 3. Got 3 and 1",
  ],
  ["torch.linalg.vander(torch.empty(B, N), N=4)", "(B, N, 4) float32"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.linalg.norm(torch.empty(2, 3, N), dim=(0, 1), keepdim=True)", "12*N"],
  ["torch.linalg.matrix_norm(torch.empty(B, M, N), 'nuc')", "2*B*M*N"],
  ["torch.linalg.vecdot(torch.empty(B, N), torch.empty(N))", "2*B*N"],
  ["torch.cross(torch.empty(N, 3), torch.empty(N, 3))", "9*N"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
