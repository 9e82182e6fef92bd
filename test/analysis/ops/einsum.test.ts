import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Contractions: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.einsum('ij,jk->ik', torch.empty(N, K), torch.empty(K, P))", "(N, P) float32; macs K*N*P"],
  [
    "torch.einsum('bhid,bhjd->bhij', torch.empty(B, H, N, D), torch.empty(B, H, M, D))",
    "(B, H, N, M) float32; macs B*D*H*M*N",
  ],
  [
    "torch.einsum('...ij,jk->...ik', torch.empty(B, H, N, K), torch.empty(K, P))",
    "(B, H, N, P) float32; macs B*H*K*N*P",
  ],
  ["torch.einsum('ij,jk,kl->il', torch.empty(2, 3), torch.empty(3, 4), torch.empty(4, 5))", "(2, 5) float32; macs 64"],
  ["torch.einsum('i,j->ij', torch.empty(N), torch.empty(M))", "(N, M) float32"],
  ["torch.einsum('ii->i', torch.empty(N, N))", "(N) float32"],
  ["torch.einsum('ba', torch.empty(2, 3))", "(3, 2) float32"],
  ["torch.einsum('ij->', torch.empty(N, M))", "() float32"],
  ["torch.einsum('bij,bjd->bid', torch.empty(2, 3, 1), torch.empty(2, 1, 8))", "(2, 3, 8) float32"],
  ["torch.einsum('bid,bjd->bij', torch.empty(2, 1, 8), torch.empty(2, 1, 8))", "(2, 1, 1) float32; macs 16"],
  ["torch.einsum(torch.empty(N, K), [0, 1], torch.empty(K, P), [1, 2], [0, 2])", "(N, P) float32; macs K*N*P"],
  ["torch.einsum(torch.empty(2, 3), [..., 1], torch.empty(3, 4), [1, 2], [..., 2])", "(2, 4) float32; macs 24"],
  ["torch.einsum('ij,jk->ik', torch.empty(N, 3), torch.empty(K, P))", "(N, P) float32; needs K == 3; macs 3*N*P"],
  [
    "torch.einsum('ij,jk->ik', torch.empty(2, 3), torch.empty(4, 5))",
    "RuntimeError: einsum(): subscript j has size 4 for operand 1 which does not broadcast with previously seen size 3",
  ],
  [
    "torch.einsum('ij,jk->iz', torch.empty(2, 3), torch.empty(3, 5))",
    "RuntimeError: einsum(): output subscript z does not appear in the equation for any input operand",
  ],
  [
    "torch.einsum('ij,jk->ikk', torch.empty(2, 3), torch.empty(3, 5))",
    "RuntimeError: einsum(): output subscript k appears more than once in the output",
  ],
  [
    "torch.einsum('ijk,jk->ik', torch.empty(2, 3), torch.empty(3, 5))",
    "RuntimeError: einsum(): the number of subscripts in the equation (3) does not match the number of dimensions (2) for operand 0 and no ellipsis was given",
  ],
  [
    "torch.einsum('ij', torch.empty(2, 3), torch.empty(3, 5))",
    "RuntimeError: einsum(): more operands were provided than specified in the equation",
  ],
  [
    "torch.einsum('ij,jk', torch.empty(2, 3))",
    "RuntimeError: einsum(): fewer operands were provided than specified in the equation",
  ],
  [
    "torch.einsum('i2,jk', torch.empty(2, 3), torch.empty(3, 3))",
    "RuntimeError: einsum(): invalid subscript given at index 1 in the equation string, subscripts must be in [a-zA-Z]",
  ],
  [
    "torch.einsum('..ij', torch.empty(2, 3))",
    "RuntimeError: einsum(): found '.' for operand 0 that is not part of any ellipsis",
  ],
  [
    "torch.einsum('ij->ii', torch.empty(2, 3))",
    "RuntimeError: einsum(): output subscript i appears more than once in the output",
  ],
  [
    "torch.einsum('ii->i', torch.empty(2, 3))",
    "RuntimeError: einsum(): subscript i is repeated for operand 0 but the sizes don't match, 3 != 2",
  ],
  ["torch.tensordot(torch.empty(N, 3, 4), torch.empty(3, 4, M), 2)", "(N, M) float32; macs 12*M*N"],
  [
    "torch.tensordot(torch.empty(2, 3, 4), torch.empty(3, 4, 5), ([1, 2], [1, 0]))",
    "RuntimeError: contracted dimensions need to match, but first has size 3 in dim 1 and second has size 4 in dim 1",
  ],
  [
    "torch.tensordot(torch.empty(2, 3, 4), torch.empty(3, 4, 5), ([1, 2], [0]))",
    "RuntimeError: both dimension lists should have same length",
  ],
  [
    "torch.tensordot(torch.empty(2, 3), torch.empty(3, 4), -1)",
    "RuntimeError: tensordot expects dims >= 0, but got dims=-1",
  ],
  ["torch.cdist(torch.empty(B, N, D), torch.empty(M, D))", "(B, N, M) float32"],
  [
    "torch.cdist(torch.empty(2, 3), torch.empty(4, 5))",
    "RuntimeError: X1 and X2 must have the same number of columns. X1: 3 X2: 5",
  ],
  [
    "torch.cdist(torch.empty(3), torch.empty(4, 5))",
    "RuntimeError: cdist only supports at least 2D tensors, X1 got: 1D",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.einsum('ij,jk->ik', torch.empty(N, K), torch.empty(K, P))", "2*K*N*P"],
  ["torch.tensordot(torch.empty(N, 3, 4), torch.empty(3, 4, M), 2)", "24*M*N"],
  ["torch.cdist(torch.empty(B, N, D), torch.empty(M, D))", "3*B*D*M*N"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
