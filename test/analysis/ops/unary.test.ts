import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Elementwise functions of one tensor: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.exp(torch.empty(2, N))", "(2, N) float32"],
  ["torch.exp(torch.tensor([1, 2]))", "(2) float32 = [2.7182817459106445, 7.389056205749512]"],
  ["torch.exp(torch.empty(2, dtype=torch.float16))", "(2) float16"],
  ["torch.exp(2)", "TypeError: exp(): argument 'input' (position 1) must be Tensor, not int"],
  ["torch.tensor([-1.5, 2.5]).abs()", "(2) float32 = [1.5, 2.5]"],
  ["torch.tensor([-1, 2]).abs()", "(2) int64 = [1, 2]"],
  ["torch.empty(2, dtype=torch.complex64).abs()", "(2) float32"],
  ["-torch.tensor([1, -2])", "(2) int64 = [-1, 2]"],
  ["-torch.tensor([N])", "(1) int64 = [-N]"],
  [
    "-torch.tensor([True])",
    "NotImplementedError: Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
  ],
  ["~torch.tensor([True, False])", "(2) bool = [false, true]"],
  ["~torch.tensor([5])", "(1) int64 = [-6]"],
  ["~torch.tensor([1.5])", "TypeError: ~ (operator.invert) is only implemented on integer and Boolean-type tensors"],
  ["torch.tensor([0.5, 1.5, 2.5, -0.5]).round()", "(4) float32 = [0, 2, 2, 0]"],
  ["torch.tensor([1.2, -1.2]).ceil()", "(2) float32 = [2, -1]"],
  ["torch.tensor([1.2, -1.2]).floor()", "(2) float32 = [1, -2]"],
  ["torch.tensor([1.2, -1.2]).trunc()", "(2) float32 = [1, -1]"],
  ["torch.tensor([4.0, 2.25]).sqrt()", "(2) float32 = [2, 1.5]"],
  ["torch.tensor([4, 9]).sqrt()", "(2) float32 = [2, 3]"],
  ["torch.tensor([2, 4]).reciprocal()", "(2) float32 = [0.5, 0.25]"],
  ["torch.tensor([2, 3]).square()", "(2) int64 = [4, 9]"],
  ["torch.tensor([N]).square()", "(1) int64 = [N**2]"],
  ["torch.tensor([0, 3]).logical_not()", "(2) bool = [true, false]"],
  ["torch.tensor([1.0, -2.0]).sign()", "(2) float32 = [1, -1]"],
  ["torch.zeros(2, 3).exp_()", "(2, 3) float32 = [1, 1, 1, 1, 1, 1]"],
  [
    "torch.zeros(2, dtype=torch.int64).exp_()",
    "RuntimeError: result type Float can't be cast to the desired output type Long",
  ],
  ["torch.isnan(torch.empty(2, N))", "(2, N) bool"],
  ["torch.special.erfcx(torch.tensor([1]))", "(1) float32"],
  ["torch.special.expit(torch.empty(3))", "(3) float32"],
  ["torch.frexp(torch.empty(3))", "[(3) float32, (3) int32]"],
  ["torch.angle(torch.empty(2, dtype=torch.complex128))", "(2) float64"],
  ["torch.mvlgamma(torch.empty(2), 0)", "RuntimeError: p has to be greater than or equal to 1"],
  ["torch.polygamma(1, torch.empty(2))", "(2) float32"],
  ["torch.nan_to_num(torch.empty(2, dtype=torch.int64))", "(2) int64"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
