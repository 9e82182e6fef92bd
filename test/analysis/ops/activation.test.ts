import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Activation functions: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.relu(torch.empty(B, N))", "(B, N) float32"],
  [
    "torch.nn.functional.relu(torch.empty(2, dtype=torch.bool))",
    "NotImplementedError: Boolean inputs not supported for relu",
  ],
  ["torch.nn.functional.relu6(torch.empty(2, dtype=torch.int64))", "(2) int64"],
  ["torch.nn.functional.gelu(torch.empty(B, N), approximate='tanh')", "(B, N) float32"],
  [
    "torch.nn.functional.gelu(torch.empty(2), approximate='erf')",
    "RuntimeError: approximate argument must be either none or tanh.",
  ],
  [
    "torch.nn.functional.gelu(torch.empty(2, dtype=torch.int64))",
    "NotImplementedError: \"GeluKernelImpl\" not implemented for 'Long'",
  ],
  ["torch.nn.functional.silu(torch.empty(B, N), inplace=True)", "(B, N) float32"],
  ["torch.nn.functional.hardtanh(torch.empty(2), -2, 2)", "(2) float32"],
  ["torch.nn.functional.leaky_relu(torch.empty(2), 0.2)", "(2) float32"],
  ["torch.nn.functional.softsign(torch.empty(2, dtype=torch.int64))", "(2) float32"],
  [
    "torch.nn.functional.softshrink(torch.empty(2), -0.5)",
    "RuntimeError: lambda must be in range [0, 3.40282e+38] for input dtype Float, but found -0.5",
  ],
  [
    "torch.nn.functional.rrelu(torch.empty(2), 0.3, 0.1)",
    "RuntimeError: Lower bound should be less than or equal to the upper bound",
  ],
  ["torch.nn.functional.prelu(torch.empty(B, C, H, W), torch.empty(64))", "(B, C, H, W) float32; needs C == 64"],
  [
    "torch.nn.functional.prelu(torch.empty(2, 8), torch.empty(9))",
    "RuntimeError: Mismatch of parameter numbers and input channel size. Found parameter numbers = 9 and channel size = 8.",
  ],
  ["torch.nn.functional.prelu(torch.empty(()), torch.empty(2))", "RuntimeError: Not allow zero-dim input tensor."],
  ["torch.nn.functional.glu(torch.empty(B, 2 * C))", "(B, C) float32"],
  ["torch.nn.functional.glu(torch.empty(B, C), 1)", "(B, C//2) float32; needs C % 2 == 0"],
  [
    "torch.nn.functional.glu(torch.empty(2, 3))",
    "RuntimeError: Halving dimension must be even, but dimension 1 is size 3",
  ],
  ["torch.nn.functional.softmax(torch.empty(B, N), dim=-1)", "(B, N) float32"],
  [
    "torch.nn.functional.softmax(torch.empty(2, 3), dim=2)",
    "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)",
  ],
  [
    "torch.nn.functional.softmax(torch.empty(2, dtype=torch.int64), dim=0)",
    "NotImplementedError: \"softmax_lastdim_kernel_impl\" not implemented for 'Long'",
  ],
  ["torch.nn.functional.softmax(torch.empty(2, dtype=torch.int64), dim=0, dtype=torch.float32)", "(2) float32"],
  ["torch.empty(B, N).log_softmax(-1)", "(B, N) float32"],
  ["torch.nn.functional.gumbel_softmax(torch.empty(B, N), hard=True)", "(B, N) float32"],
  ["torch.nn.functional.threshold(torch.empty(2), 0.1, 20)", "(2) float32"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.nn.functional.relu(torch.empty(B, N))", "B*N"],
  ["torch.nn.functional.gelu(torch.empty(B, N), approximate='tanh')", "9*B*N"],
  ["torch.nn.functional.silu(torch.empty(B, N), inplace=True)", "4*B*N"],
  ["torch.nn.functional.prelu(torch.empty(B, C, H, W), torch.empty(64))", "2*B*C*H*W"],
  ["torch.nn.functional.glu(torch.empty(B, 2 * C))", "5*B*C"],
  ["torch.nn.functional.softmax(torch.empty(B, N), dim=-1)", "5*B*N"],
  ["torch.empty(B, N).log_softmax(-1)", "5*B*N"],
  ["torch.nn.functional.gumbel_softmax(torch.empty(B, N), hard=True)", "9*B*N"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
