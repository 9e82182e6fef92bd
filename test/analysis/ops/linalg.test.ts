import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Linear algebra: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.linalg.inv(torch.empty(B, N, N))", "(B, N, N) float32"],
  [
    "torch.linalg.inv(torch.ones(2, 3))",
    "RuntimeError: linalg.inv: A must be batches of square matrices, but they are 2 by 3 matrices",
  ],
  ["torch.linalg.inv(torch.ones(3))", "RuntimeError: linalg.inv: The input tensor A must have at least 2 dimensions."],
  ["torch.linalg.inv_ex(torch.eye(3))", "[(3, 3) float32, () int32]"],
  ["torch.linalg.pinv(torch.empty(B, M, N))", "(B, N, M) float32"],
  [
    "torch.linalg.pinv(torch.ones(3))",
    "RuntimeError: linalg.pinv(Float{[3]}): expected a tensor with 2 or more dimensions of float, double, cfloat or cdouble types",
  ],
  ["torch.linalg.matrix_rank(torch.ones(5, 3, 4))", "(5) int64"],
  ["torch.linalg.det(torch.empty(B, 3, 3))", "(B) float32"],
  ["torch.linalg.slogdet(torch.eye(3, dtype=torch.complex64))", "[() complex64, () float32]"],
  ["torch.linalg.solve(torch.eye(3), torch.empty(3, 2))", "(3, 2) float32"],
  [
    "torch.linalg.solve(torch.eye(3), torch.empty(4, 2))",
    "RuntimeError: linalg.solve: Incompatible shapes of A and B for the equation AX = B (3x3 and 4x2)",
  ],
  ["torch.linalg.solve(torch.eye(3).expand(5, 3, 3), torch.empty(5, 3))", "(5, 3) float32"],
  [
    "torch.linalg.solve(torch.eye(3), torch.ones(3, dtype=torch.float64))",
    "RuntimeError: linalg.solve: Expected A and B to have the same dtype, but found A of type Float and B of type Double instead",
  ],
  [
    "torch.linalg.solve_triangular(torch.eye(3), torch.empty(4, 5), upper=True)",
    "RuntimeError: linalg.solve_triangular: Incompatible shapes of A and B for the equation AX = B (3x3 and 4x5)",
  ],
  [
    "torch.triangular_solve(torch.empty(4, 2), torch.eye(3))",
    "RuntimeError: Incompatible matrix sizes for triangular_solve: each A matrix is 3 by 3 but each b matrix is 4 by 2",
  ],
  ["torch.cholesky_solve(torch.empty(3, 2), torch.eye(3))", "(3, 2) float32"],
  ["torch.linalg.lstsq(torch.ones(5, 3), torch.ones(5, 2))", "[(3, 2) float32, (0) float32, () int64, (0) float32]"],
  [
    "torch.linalg.lstsq(torch.ones(5, 3), torch.ones(4, 2))",
    "RuntimeError: torch.linalg.lstsq: input.size(-2) should match other.size(-2)",
  ],
  [
    "torch.linalg.lstsq(torch.ones(5, 3), torch.ones(5, 2), driver='qr')",
    "RuntimeError: torch.linalg.lstsq: parameter `driver` should be one of (gels, gelsy, gelsd, gelss)",
  ],
  ["torch.linalg.cond(torch.eye(3), 'foo')", "RuntimeError: linalg.cond got an invalid norm type: foo"],
  ["torch.linalg.matrix_power(torch.empty(B, N, N), 5)", "(B, N, N) float32; macs 3*B*N**3"],
  ["torch.linalg.norm(torch.empty(2, 3, N), dim=(0, 1), keepdim=True)", "(1, 1, N) float32"],
  [
    "torch.linalg.norm(torch.empty(2, 3, 5), 2)",
    "RuntimeError: linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got 3D.",
  ],
  [
    "torch.linalg.vector_norm(torch.ones(2, dtype=torch.int64))",
    "RuntimeError: linalg.vector_norm: Expected a floating point or complex tensor as input. Got Long",
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
  ["torch.linalg.tensorinv(torch.eye(24).reshape(4, 6, 8, 3))", "(8, 3, 4, 6) float32"],
  ["torch.linalg.vander(torch.empty(B, N), N=4)", "(B, N, 4) float32"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.linalg.inv(torch.empty(B, N, N))", "2*B*N**3"],
  ["torch.linalg.pinv(torch.empty(B, M, N))", "22*B*M*N**2"],
  ["torch.linalg.det(torch.empty(B, 3, 3))", "18*B"],
  ["torch.linalg.matrix_power(torch.empty(B, N, N), 5)", "6*B*N**3"],
  ["torch.linalg.norm(torch.empty(2, 3, N), dim=(0, 1), keepdim=True)", "12*N"],
  ["torch.linalg.matrix_norm(torch.empty(B, M, N), 'nuc')", "2*B*M*N"],
  ["torch.linalg.vecdot(torch.empty(B, N), torch.empty(N))", "2*B*N"],
  ["torch.cross(torch.empty(N, 3), torch.empty(N, 3))", "9*N"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
