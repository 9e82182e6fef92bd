import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Arithmetic of two and three operands: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.tensor([1, 2]) + torch.tensor([[10], [20]])", "(2, 2) int64 = [11, 12, 21, 22]"],
  ["torch.empty(2, N) + torch.empty(N)", "(2, N) float32"],
  [
    "torch.empty(2, 3) + torch.empty(4)",
    "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
  ],
  ["torch.empty(N, 3) * torch.empty(1, 3)", "(N, 3) float32"],
  ["torch.empty(B, N) + torch.empty(B, M)", "(B, N) float32"],
  ["torch.add(1, 2)", "() int64 = [3]"],
  ["torch.add(torch.tensor([1, 2]), 3, alpha=2)", "(2) int64 = [7, 8]"],
  [
    "torch.add(torch.tensor([1]), 1, alpha=0.5)",
    "RuntimeError: For integral input tensors, argument alpha must not be a floating point number.",
  ],
  ["torch.tensor([1]) + 1.5", "(1) float32 = [2.5]"],
  ["torch.tensor([True]) + 1", "(1) int64 = [2]"],
  ["torch.tensor([True]) + torch.tensor([True])", "(1) bool = [true]"],
  [
    "torch.tensor([True]) - torch.tensor([True])",
    "NotImplementedError: Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.",
  ],
  [
    "1 - torch.tensor([True])",
    "NotImplementedError: Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
  ],
  ["5 - torch.tensor([1, 2])", "(2) int64 = [4, 3]"],
  ["torch.rsub(torch.tensor([1]), 4)", "(1) int64 = [3]"],
  [
    "torch.rsub(2, 3)",
    "TypeError: rsub() received an invalid combination of arguments - got (int, int), but expected one of:\n * (Tensor input, Tensor other, *, Number alpha = 1)\n * (Tensor input, Number other, Number alpha = 1)",
  ],
  ["torch.tensor([7, -7]) / 2", "(2) float32 = [3.5, -3.5]"],
  ["1 / torch.tensor([2.0, 4.0])", "(2) float32 = [0.5, 0.25]"],
  ["torch.tensor([7, -7]) // 2", "(2) int64 = [3, -4]"],
  ["7 // torch.tensor([2])", "(1) int64 = [3]"],
  ["torch.tensor([7, -7]) % 3", "(2) int64 = [1, 2]"],
  ["7 % torch.tensor([4])", "(1) int64 = [3]"],
  ["torch.div(torch.tensor([7, -7]), 2, rounding_mode='trunc')", "(2) int64 = [3, -3]"],
  [
    "torch.div(torch.tensor([7]), 2, rounding_mode='up')",
    "RuntimeError: div expected rounding_mode to be one of None, 'trunc', or 'floor' but found 'up'",
  ],
  ["torch.tensor([H]) // 2", "(1) int64 = [H//2]"],
  ["torch.tensor([H, W]) * 2 - 1", "(2) int64 = [2*H - 1, 2*W - 1]"],
  ["torch.tensor([2, 3]) ** 2", "(2) int64 = [4, 9]"],
  ["2 ** torch.tensor([1, 3])", "(2) int64 = [2, 8]"],
  ["torch.tensor([2]) ** -1", "RuntimeError: Integers to negative integer powers are not allowed."],
  ["torch.float_power(torch.tensor([2]), 2)", "(1) float64"],
  ["torch.tensor([N]) ** 2", "(1) int64 = [N**2]"],
  ["torch.empty(2) @ torch.empty(2)", "() float32"],
  ["torch.maximum(torch.tensor([1, 5]), torch.tensor([3]))", "(2) int64 = [3, 5]"],
  ["torch.minimum(torch.tensor([1]), torch.tensor([2.5]))", "(1) float32 = [1]"],
  [
    "torch.maximum(torch.tensor([1]), 2)",
    "TypeError: maximum(): argument 'other' (position 2) must be Tensor, not int",
  ],
  ["torch.atan2(torch.tensor([1]), torch.tensor([2]))", "(1) float32"],
  ["torch.gcd(torch.empty(2), torch.empty(2))", "NotImplementedError: \"gcd_cpu\" not implemented for 'Float'"],
  [
    "torch.heaviside(torch.empty(2), torch.tensor([1]))",
    "RuntimeError: heaviside is not yet implemented for tensors with different dtypes.",
  ],
  [
    "torch.logaddexp(torch.tensor([1]), torch.tensor([1]))",
    "NotImplementedError: \"logaddexp_cpu\" not implemented for 'Long'",
  ],
  ["torch.lerp(torch.empty(2), torch.empty(3, 1), 0.5)", "(3, 2) float32"],
  [
    "torch.lerp(torch.empty(2), torch.empty(2, dtype=torch.float64), 0.5)",
    "RuntimeError: expected dtype float for `end` but got dtype double",
  ],
  ["torch.addcmul(torch.empty(2), torch.empty(3, 1), torch.empty(1), value=0.5)", "(3, 2) float32"],
  [
    "torch.addcdiv(torch.empty(2), torch.tensor([1]), torch.tensor([1]))",
    "RuntimeError: Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.",
  ],
  ["torch.clamp(torch.tensor([1, 5, 9]), 2, 6)", "(3) int64 = [2, 5, 6]"],
  ["torch.clamp(torch.tensor([1, 5]), min=2.5)", "(2) float32 = [2.5, 5]"],
  ["torch.clamp(torch.empty(2))", "RuntimeError: torch.clamp: At least one of 'min' or 'max' must not be None"],
  ["torch.clamp(torch.empty(2), max=torch.empty(3, 1))", "(3, 2) float32"],
  ["torch.tensor([1, 5]).clamp_max(3)", "(2) int64 = [1, 3]"],
  ["torch.where(torch.tensor([True, False]), torch.tensor([1, 2]), torch.tensor([3.0]))", "(2) float32 = [1, 3]"],
  ["torch.where(torch.empty(2, 1, dtype=torch.bool), torch.empty(N), 0)", "(2, N) float32"],
  [
    "torch.where(torch.tensor([1]), 1, 2)",
    "RuntimeError: where expected condition to be a boolean tensor, but got a tensor with dtype Long",
  ],
  ["torch.empty(2).where(torch.empty(2, dtype=torch.bool), 0)", "(2) float32"],
  [
    "torch.zeros(2, dtype=torch.int64).add_(1.5)",
    "RuntimeError: result type Float can't be cast to the desired output type Long",
  ],
  [
    "torch.zeros(2).add_(torch.zeros(3, 2))",
    "RuntimeError: output with shape [2] doesn't match the broadcast shape [3, 2]",
  ],
  ["torch.special.xlog1py(2, torch.empty(3))", "(3) float32"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
