import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Subscripts: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.empty(4, 5, 6)[0]", "(5, 6) float32"],
  ["torch.empty(4, N, 6)[..., -1]", "(4, N) float32"],
  ["torch.empty(4, 5, 6)[:, None, 1:3]", "(4, 1, 2, 6) float32"],
  ["torch.empty(4, 5, 6)[1:, ::2, :-1]", "(3, 3, 5) float32"],
  ["torch.empty(4, N)[:, 1:]", "(4, N - 1) float32"],
  ["torch.empty(4, N)[:, 2:5]", "(4, min(5, N) - min(2, N)) float32"],
  ["torch.empty(4, N)[:, :-1]", "(4, N - 1) float32"],
  ["torch.empty(4, 5)[4]", "IndexError: index 4 is out of bounds for dimension 0 with size 4"],
  ["torch.empty(4, 5)[-5]", "IndexError: index -5 is out of bounds for dimension 0 with size 4"],
  ["torch.empty(4, 5)[0, 0, 0]", "IndexError: too many indices for tensor of dimension 2"],
  ["torch.empty(2)[torch.tensor([True, False]), 0]", "IndexError: too many indices for tensor of dimension 1"],
  [
    "torch.empty(())[0]",
    "IndexError: invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number",
  ],
  ["torch.empty(4, 5)[::-1]", "ValueError: step must be greater than zero"],
  ["torch.empty(4, 5)['a']", "TypeError: new(): invalid data type 'str'"],
  [
    "torch.empty(4, 5)[1.5]",
    "IndexError: only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got float)",
  ],
  ["torch.empty(4, 5, 6)[torch.tensor([0, 1]), :, torch.tensor([0, 1])]", "(2, 5) float32"],
  ["torch.empty(4, 5, 6)[:, torch.tensor([0, 1]), torch.tensor([[0], [1]])]", "(4, 2, 2) float32"],
  ["torch.empty(4, 5, 6)[:, 0, torch.tensor([0, 1])]", "(4, 2) float32"],
  [
    "torch.empty(4, 5, 6)[torch.tensor([0, 1]), torch.tensor([0, 1, 2])]",
    "IndexError: shape mismatch: indexing tensors could not be broadcast together with shapes [2], [3]",
  ],
  ["torch.empty(4, 5, 6)[torch.tensor([7])]", "IndexError: index 7 is out of bounds for dimension 0 with size 4"],
  [
    "torch.empty(4, 5, 6)[torch.tensor([1.0])]",
    "IndexError: tensors used as indices must be long, int, byte or bool tensors",
  ],
  ["torch.empty(4, 5, 6)[[0, 1]]", "(2, 5, 6) float32"],
  ["torch.empty(4, 5, 6)[[[0, 1], [1, 2]]]", "(2, 6) float32"],
  ["torch.empty(4, 5, 6)[torch.empty(4, 5, dtype=torch.bool)]", "(u0, 6) float32"],
  ["torch.empty(4, 5, 6)[torch.tensor([True, False, True, True])]", "(3, 5, 6) float32"],
  [
    "torch.empty(4, 5, 6)[:, torch.empty(4, dtype=torch.bool)]",
    "IndexError: The shape of the mask [4] at index 0 does not match the shape of the indexed tensor [4, 5, 6] at index 1",
  ],
  ["torch.empty(4, 5, 6)[True]", "(1, 4, 5, 6) float32"],
  ["torch.empty(4, 5, 6)[False]", "(0, 4, 5, 6) float32"],
  ["torch.empty(4, 5, 6)[torch.tensor(2)]", "(5, 6) float32"],
  ["torch.tensor([[1, 2], [3, 4]])[1]", "(2) int64 = [3, 4]"],
  ["torch.tensor([[1, 2], [3, 4]])[:, 1]", "(2) int64 = [2, 4]"],
  ["torch.tensor([[1, 2], [3, 4]])[[1, 0], [0, 1]]", "(2) int64 = [3, 2]"],
  ["torch.tensor([1, 2, 3])[torch.tensor([True, False, True])]", "(2) int64 = [1, 3]"],
  ["torch.tensor([1, 2, 3])[1:]", "(2) int64 = [2, 3]"],
  ["torch.tensor([[1, 2], [3, 4]])[..., None].shape", "[2, 2, 1]"],
  ["torch.tensor([10, 20, 30])[torch.tensor([-1, 0])]", "(2) int64 = [30, 10]"],
  ["torch.empty(N, 3)[torch.empty(5, 2, dtype=torch.int64)]", "(5, 2, 3) float32"],
  ["torch.zeros(2, 3).__setitem__(0, 1)", "(2, 3) float32 = [1, 1, 1, 0, 0, 0]"],
  ["torch.zeros(2, 3).__setitem__((slice(None), 1), torch.tensor([5.0, 6.0]))", "(2, 3) float32 = [0, 5, 0, 0, 6, 0]"],
  [
    "torch.zeros(2, 3).__setitem__(0, torch.zeros(4))",
    "RuntimeError: The expanded size of the tensor (3) must match the existing size (4) at non-singleton dimension 0.  Target sizes: [3].  Tensor sizes: [4]",
  ],
  [
    "torch.zeros(4, 3).__setitem__(torch.tensor([0, 1]), torch.zeros(3, 3))",
    "RuntimeError: shape mismatch: value tensor of shape [3, 3] cannot be broadcast to indexing result of shape [2, 3]",
  ],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
