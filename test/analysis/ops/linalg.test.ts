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
  ["torch.linalg.matrix_sqrth(torch.empty(5, 3, 3))", "(5, 3, 3) float32; macs 135"],
  ["torch.linalg.matrix_sqrth(torch.empty(B, N, N))", "(B, N, N) float32; macs B*N**3"],
  ["torch.linalg.matrix_sqrth(torch.empty(B, N, 3))", "(B, N, 3) float32; needs N == 3; macs 9*B*N"],
  [
    "torch.linalg.matrix_sqrth(torch.ones(2, 3))",
    "RuntimeError: linalg.matrix_sqrth: A must be batches of square matrices, but they are 2 by 3 matrices",
  ],
  [
    "torch.linalg.matrix_sqrth(torch.eye(3).half())",
    "NotImplementedError: linalg.matrix_sqrth: Low precision dtypes not supported. Got Half",
  ],
  [
    "torch.linalg.inv(torch.eye(3, dtype=torch.bfloat16))",
    "NotImplementedError: linalg.inv: Low precision dtypes not supported. Got BFloat16",
  ],
  ["torch.linalg.matrix_power(torch.empty(B, N, N), 5)", "(B, N, N) float32; macs 3*B*N**3"],
  ["torch.linalg.tensorinv(torch.eye(24).reshape(4, 6, 8, 3))", "(8, 3, 4, 6) float32"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.linalg.inv(torch.empty(B, N, N))", "2*B*N**3"],
  ["torch.linalg.pinv(torch.empty(B, M, N))", "22*B*M*N**2"],
  ["torch.linalg.det(torch.empty(B, 3, 3))", "18*B"],
  ["torch.linalg.matrix_power(torch.empty(B, N, N), 5)", "6*B*N**3"],
  ["torch.linalg.matrix_sqrth(torch.empty(B, N, N))", "11*B*N**3"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
