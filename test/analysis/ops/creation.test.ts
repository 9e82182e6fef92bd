import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Tensors made from nothing: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.zeros(2, N)", "(2, N) float32"],
  ["torch.empty(2, 3).stride()", "[3, 1]"],
  ["torch.zeros(2, 2, dtype=torch.bool)", "(2, 2) bool = [false, false, false, false]"],
  ["torch.ones((2,), dtype=torch.int64)", "(2) int64 = [1, 1]"],
  ["torch.full((2, N), 1.5)", "(2, N) float32"],
  ["torch.full((2,), 7)", "(2) int64 = [7, 7]"],
  ["torch.full((2,), True)", "(2) bool = [true, true]"],
  ["torch.zeros(-1, 2)", "RuntimeError: zeros: Dimension size must be non-negative."],
  ["torch.arange(4)", "(4) int64 = [0, 1, 2, 3]"],
  ["torch.arange(1, 6, 2)", "(3) int64 = [1, 3, 5]"],
  ["torch.arange(0, 1, 0.25)", "(4) float32 = [0, 0.25, 0.5, 0.75]"],
  ["torch.arange(5, 0, -2)", "(3) int64 = [5, 3, 1]"],
  ["torch.arange(N)", "(N) int64"],
  ["torch.arange(2, N)", "(N - 2) int64"],
  ["torch.arange(0, N, 2)", "((N + 1)//2) int64"],
  ["torch.arange(3, 0)", "RuntimeError: upper bound and lower bound inconsistent with step sign"],
  ["torch.arange(1, 2, 0)", "RuntimeError: step must be nonzero"],
  ["torch.linspace(0, 1, 5)", "(5) float32 = [0, 0.25, 0.5, 0.75, 1]"],
  ["torch.linspace(0, 1, N)", "(N) float32"],
  ["torch.linspace(0, 1, -1)", "RuntimeError: number of steps must be non-negative"],
  ["torch.logspace(0, 2, 3)", "(3) float32 = [1, 10, 100]"],
  ["torch.eye(2)", "(2, 2) float32 = [1, 0, 0, 1]"],
  ["torch.eye(N, 3)", "(N, 3) float32"],
  ["torch.eye(-1)", "RuntimeError: n must be greater or equal to 0, got -1"],
  ["torch.tril_indices(3, 3)", "(2, 6) int64 = [0, 1, 1, 2, 2, 2, 0, 0, 1, 0, 1, 2]"],
  ["torch.triu_indices(2, 3, 1)", "(2, 3) int64 = [0, 0, 1, 1, 2, 2]"],
  ["torch.tril_indices(N, N)", "(2, (N**2 + N)//2) int64"],
  ["torch.triu_indices(N, N, 1)", "(2, N**2 - (N**2 + N)//2) int64"],
  ["torch.complex(torch.zeros(2), torch.zeros(3, 1))", "(3, 2) complex64"],
  [
    "torch.complex(torch.zeros(2), torch.zeros(2, dtype=torch.int64))",
    "NotImplementedError: Expected both inputs to be Half, Float or Double tensors but got Float and Long",
  ],
  ["torch.polar(torch.zeros(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64))", "(2) complex128"],
  ["torch.zeros_like(torch.empty(2, N), dtype=torch.int32)", "(2, N) int32"],
  ["torch.empty(2, dtype=torch.float16).new_zeros(3, N)", "(3, N) float16"],
  ["torch.empty(2, dtype=torch.float16).new_full((2,), 2)", "(2) float16 = [2, 2]"],
  ["torch.empty(2).new_tensor([1, 2])", "(2) float32 = [1, 2]"],
  ["torch.scalar_tensor(3)", "() float32 = [3]"],
  ["torch.empty_strided((2, 3), (1, 2)).stride()", "[1, 2]"],
  ["torch.hann_window(N)", "(N) float32"],
  ["torch.hann_window(-1)", "RuntimeError: hann_window requires non-negative window_length, got window_length=-1"],
  ["torch.range(1, 4)", "(4) float32 = [1, 2, 3, 4]"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
