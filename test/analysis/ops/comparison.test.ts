import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Comparisons, logic, bits: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.tensor([1, 2]) < 2", "(2) bool = [true, false]"],
  ["torch.tensor([1, 2]) == torch.tensor([1, 3])", "(2) bool = [true, false]"],
  ["torch.tensor([N]) > 0", "(1) bool = [true]"],
  ["torch.tensor([N]) > M", "(1) bool"],
  ["torch.empty(2) == None", "false"],
  ["torch.empty(2) != 'a'", "true"],
  [
    "torch.eq(2, 3)",
    "TypeError: eq() received an invalid combination of arguments - got (int, int), but expected one of:\n * (Tensor input, Tensor other)\n * (Tensor input, Number other)",
  ],
  ["2 > torch.tensor([1, 3])", "(2) bool = [true, false]"],
  ["torch.tensor([True, False]) & torch.tensor([True, True])", "(2) bool = [true, false]"],
  ["torch.tensor([6]) | 1", "(1) int64 = [7]"],
  ["1 ^ torch.tensor([3])", "(1) int64 = [2]"],
  ["torch.tensor([1]) << 3", "(1) int64 = [8]"],
  ["torch.empty(2) & torch.empty(2)", "NotImplementedError: \"bitwise_and_cpu\" not implemented for 'Float'"],
  ["torch.logical_and(torch.tensor([1, 0]), torch.tensor([2.0, 3.0]))", "(2) bool = [true, false]"],
  ["torch.logical_xor(torch.tensor([True]), torch.tensor([True]))", "(1) bool = [false]"],
  ["torch.isclose(torch.empty(2), torch.empty(2, dtype=torch.int64))", "RuntimeError: Float did not match Long"],
  ["torch.allclose(torch.empty(2), torch.empty(2))", "unknown bool: it depends on the data"],
  ["torch.equal(torch.empty(2), torch.empty(3))", "false"],
  ["torch.zeros(2).eq_(0)", "(2) float32 = [1, 1]"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
