import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Factorizations: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.linalg.qr(torch.empty(B, 5, 3))", "[(B, 5, 3) float32, (B, 3, 3) float32]"],
  ["torch.linalg.qr(torch.empty(5, 3), mode='complete')", "[(5, 5) float32, (5, 3) float32]"],
  ["torch.linalg.qr(torch.empty(5, 3), mode='r')", "[(0) float32, (3, 3) float32]"],
  [
    "torch.linalg.qr(torch.empty(5, 3), mode='full')",
    "RuntimeError: qr received unrecognized mode 'full' but expected one of 'reduced' (default), 'r', or 'complete'",
  ],
  ["torch.linalg.qr(torch.empty(3))", "RuntimeError: linalg.qr: The input tensor A must have at least 2 dimensions."],
  ["torch.linalg.svd(torch.ones(4, 3), full_matrices=False)", "[(4, 3) float32, (3) float32, (3, 3) float32]"],
  ["torch.linalg.svd(torch.empty(B, M, N))", "[(B, M, M) float32, (B, min(M, N)) float32, (B, N, N) float32]"],
  [
    "torch.linalg.svd(torch.ones(2, 2, dtype=torch.int64))",
    "NotImplementedError: linalg.svd: Expected a floating point or complex tensor as input. Got Long",
  ],
  ["torch.svd(torch.ones(4, 3))", "[(4, 3) float32, (3) float32, (3, 3) float32]"],
  ["torch.linalg.svdvals(torch.ones(4, 3, dtype=torch.complex64))", "(3) float32"],
  ["torch.linalg.eig(torch.eye(3))", "[(3) complex64, (3, 3) complex64]"],
  [
    "torch.linalg.eig(torch.ones(2, 3))",
    "RuntimeError: linalg.eig: A must be batches of square matrices, but they are 2 by 3 matrices",
  ],
  ["torch.linalg.eigh(torch.eye(3), 'X')", "RuntimeError: Expected UPLO argument to be 'L' or 'U', but got X"],
  ["torch.linalg.eigvalsh(torch.eye(3).expand(5, 3, 3))", "(5, 3) float32"],
  ["torch.linalg.cholesky(torch.empty(B, N, N))", "(B, N, N) float32"],
  ["torch.linalg.cholesky(torch.empty(B, N, 3))", "(B, N, 3) float32; needs N == 3"],
  ["torch.linalg.cholesky_ex(torch.eye(3))", "[(3, 3) float32, () int32]"],
  ["torch.linalg.lu(torch.ones(5, 3))", "[(5, 5) float32, (5, 3) float32, (3, 3) float32]"],
  ["torch.linalg.lu_factor_ex(torch.ones(2, 5, 3))", "[(2, 5, 3) float32, (2, 3) int32, (2) int32]"],
  ["torch.lu(torch.eye(3), get_infos=True)", "[(3, 3) float32, (3) int32, () int32]"],
  ["torch.geqrf(torch.ones(5, 3))", "[(5, 3) float32, (3) float32]"],
  [
    "torch.ormqr(torch.ones(5, 3), torch.ones(4), torch.ones(5, 2))",
    "RuntimeError: torch.ormqr: tau.shape[-1] must be equal to min(other.shape[-2], input.shape[-1])",
  ],
  [
    "torch.linalg.householder_product(torch.ones(3, 5), torch.ones(3))",
    "RuntimeError: torch.linalg.householder_product: input.shape[-2] must be greater than or equal to input.shape[-1]",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.linalg.qr(torch.empty(B, 5, 3))", "60*B"],
  ["torch.linalg.svd(torch.empty(B, M, N))", "22*B*M*N**2"],
  ["torch.linalg.cholesky(torch.empty(B, N, N))", "B*(N**3//3)"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
