import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Matrix products: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.empty(B, N, K) @ torch.empty(B, K, P)", "(B, N, P) float32; macs B*K*N*P"],
  ["torch.empty(N, K) @ torch.empty(B, K, P)", "(B, N, P) float32; macs B*K*N*P"],
  ["torch.empty(B, 1, N, K) @ torch.empty(H, K, P)", "(B, H, N, P) float32; macs B*H*K*N*P"],
  ["torch.matmul(torch.empty(3), torch.empty(3))", "() float32; macs 3"],
  ["torch.matmul(torch.empty(2, 3), torch.empty(3))", "(2) float32; macs 6"],
  ["torch.matmul(torch.empty(B, N, 4), torch.empty(C, 5))", "(B, N, 5) float32; needs C == 4; macs 20*B*N"],
  [
    "torch.matmul(torch.empty(2, 3), torch.empty(4, 5))",
    "RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)",
  ],
  [
    "torch.matmul(torch.empty(5, 2, 3), torch.empty(5, 4, 3))",
    "RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [5, 3] but got: [5, 4].",
  ],
  [
    "torch.matmul(torch.empty(5, 2, 3), torch.empty(4))",
    "RuntimeError: size mismatch, got input (10), mat (10x3), vec (4)",
  ],
  [
    "torch.matmul(torch.empty(2, 3), torch.empty(5, 2, 3))",
    "RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [5, 3] but got: [5, 2].",
  ],
  [
    "torch.matmul(torch.empty(7, 2, 3), torch.empty(6, 3, 5))",
    "RuntimeError: The size of tensor a (7) must match the size of tensor b (6) at non-singleton dimension 0",
  ],
  [
    "torch.matmul(torch.empty(()), torch.empty(3))",
    "RuntimeError: both arguments to matmul need to be at least 1D, but they are 0D and 1D",
  ],
  [
    "torch.matmul(torch.empty(2, 3, dtype=torch.float64), torch.empty(3, 5))",
    "RuntimeError: expected m1 and m2 to have the same dtype, but got: double != float",
  ],
  [
    "torch.nn.functional.linear(torch.empty(B, N, C), torch.empty(D, C), torch.empty(D))",
    "(B, N, D) float32; macs B*C*D*N",
  ],
  [
    "torch.nn.functional.linear(torch.empty(B, N, C), torch.empty(8, 4))",
    "(B, N, 8) float32; needs C == 4; macs 32*B*N",
  ],
  [
    "torch.nn.functional.linear(torch.empty(2, 7, 3), torch.empty(4, 5))",
    "RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (14x3 and 5x4)",
  ],
  [
    "torch.nn.functional.linear(torch.empty(2, 3), torch.empty(4, 3), torch.empty(5))",
    "RuntimeError: The expanded size of the tensor (4) must match the existing size (5) at non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [5]",
  ],
  ["torch.nn.functional.linear(torch.empty(2, 3), torch.empty(3))", "(2) float32; macs 6"],
  [
    "torch.nn.functional.bilinear(torch.empty(N, 3), torch.empty(N, 4), torch.empty(5, 3, 4))",
    "(N, 5) float32; macs 60*N",
  ],
  [
    "torch.nn.functional.bilinear(torch.empty(2, 3), torch.empty(2, 5), torch.empty(5, 3, 4))",
    "RuntimeError: bilinear(): input2 size does not match weight size: got 5 but expected 4",
  ],
  ["torch.mm(torch.empty(N, K), torch.empty(K, P))", "(N, P) float32; macs K*N*P"],
  ["torch.mm(torch.empty(2, 3, 4), torch.empty(4, 5))", "RuntimeError: mm: self must be a matrix, got 3-D tensor"],
  ["torch.bmm(torch.empty(B, N, K), torch.empty(B, K, P))", "(B, N, P) float32; macs B*K*N*P"],
  [
    "torch.bmm(torch.empty(2, 3, 4), torch.empty(3, 4, 4))",
    "RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [3, 4].",
  ],
  ["torch.addmm(torch.empty(P), torch.empty(N, K), torch.empty(K, P))", "(N, P) float32; macs K*N*P"],
  [
    "torch.addmm(torch.empty(3, 5), torch.empty(2, 3), torch.empty(3, 5))",
    "RuntimeError: The expanded size of the tensor (2) must match the existing size (3) at non-singleton dimension 0.  Target sizes: [2, 5].  Tensor sizes: [3, 5]",
  ],
  ["torch.baddbmm(torch.empty(N, P), torch.empty(B, N, K), torch.empty(B, K, P))", "(B, N, P) float32; macs B*K*N*P"],
  ["torch.addbmm(torch.empty(N, P), torch.empty(B, N, K), torch.empty(B, K, P))", "(N, P) float32; macs B*K*N*P"],
  ["torch.mv(torch.empty(N, K), torch.empty(K))", "(N) float32; macs K*N"],
  ["torch.mv(torch.empty(2, 3), torch.empty(4))", "RuntimeError: size mismatch, got input (2), mat (2x3), vec (4)"],
  ["torch.addmv(torch.empty(N), torch.empty(N, K), torch.empty(K))", "(N) float32; macs K*N"],
  ["torch.dot(torch.empty(N), torch.empty(N))", "() float32; macs N"],
  [
    "torch.dot(torch.empty(2), torch.empty(3))",
    "RuntimeError: inconsistent tensor size, expected tensor [2] and src [3] to have the same number of elements, but got 2 and 3 elements respectively",
  ],
  ["torch.inner(torch.empty(2, K), torch.empty(N, K))", "(2, N) float32; macs 2*K*N"],
  ["torch.outer(torch.empty(N), torch.empty(M))", "(N, M) float32"],
  ["torch.addr(torch.empty(N, M), torch.empty(N), torch.empty(M))", "(N, M) float32"],
  [
    "torch.linalg.multi_dot([torch.empty(10, 100), torch.empty(100, 5), torch.empty(5, 50)])",
    "(10, 50) float32; macs 7500",
  ],
  [
    "torch.linalg.multi_dot([torch.empty(3, 2), torch.empty(3, 4)])",
    "RuntimeError: multi_dot(): tensors 0 and 1 with shapes [3, 2] and [3, 4] cannot be multiplied",
  ],
  ["torch.chain_matmul(torch.empty(N, 3), torch.empty(3, 4), torch.empty(4, 5))", "(N, 5) float32; macs 32*N"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.empty(B, N, K) @ torch.empty(B, K, P)", "2*B*K*N*P"],
  ["torch.matmul(torch.empty(B, N, 4), torch.empty(C, 5))", "40*B*N"],
  ["torch.nn.functional.linear(torch.empty(B, N, C), torch.empty(D, C), torch.empty(D))", "2*B*C*D*N + B*D*N"],
  ["torch.nn.functional.bilinear(torch.empty(N, 3), torch.empty(N, 4), torch.empty(5, 3, 4))", "120*N"],
  ["torch.mm(torch.empty(N, K), torch.empty(K, P))", "2*K*N*P"],
  ["torch.bmm(torch.empty(B, N, K), torch.empty(B, K, P))", "2*B*K*N*P"],
  ["torch.addmm(torch.empty(P), torch.empty(N, K), torch.empty(K, P))", "2*K*N*P + N*P"],
  ["torch.baddbmm(torch.empty(N, P), torch.empty(B, N, K), torch.empty(B, K, P))", "2*B*K*N*P + B*N*P"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
