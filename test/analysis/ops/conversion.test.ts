import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Python values to tensors and back, dtypes and devices: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.tensor([[1, 2], [3, 4]])", "(2, 2) int64 = [1, 2, 3, 4]"],
  ["torch.tensor([1, 2.5])", "(2) float32 = [1, 2.5]"],
  ["torch.tensor([True, 2])", "(2) int64 = [1, 2]"],
  ["torch.tensor([])", "(0) float32 = []"],
  ["torch.tensor(3)", "() int64 = [3]"],
  ["torch.tensor([[1, 2], [3]])", "ValueError: expected sequence of length 2 at dim 1 (got 1)"],
  ["torch.tensor('a')", "TypeError: new(): invalid data type 'str'"],
  ["torch.tensor(None)", "RuntimeError: Could not infer dtype of NoneType"],
  ["torch.tensor([1, None])", "RuntimeError: Could not infer dtype of NoneType"],
  ["torch.tensor([H, W])", "(2) int64 = [H, W]"],
  ["torch.tensor(1j)", "() complex64"],
  ["torch.tensor([torch.tensor(1), 2])", "(2) int64 = [1, 2]"],
  [
    "torch.tensor([torch.tensor([1, 2]), torch.tensor([1, 2])])",
    "TypeError: only integer tensors of a single element can be converted to an index",
  ],
  ["torch.tensor([1, 2], dtype=torch.float16)", "(2) float16 = [1, 2]"],
  ["torch.as_tensor([1.0, 2.0], dtype=torch.int64)", "(2) int64 = [1, 2]"],
  ["torch.tensor([1.7, -1.7]).long()", "(2) int64 = [1, -1]"],
  ["torch.tensor([0, 2]).bool()", "(2) bool = [false, true]"],
  ["torch.tensor([300]).byte()", "(1) uint8"],
  ["torch.zeros(2, N).to(torch.float16)", "(2, N) float16"],
  ["torch.zeros(2).to('cuda', torch.int64)", "(2) int64 = [0, 0]"],
  ["torch.zeros(2).to(torch.tensor(1))", "(2) int64 = [0, 0]"],
  ["torch.zeros(2).to('cuda:1').device", "cuda:1"],
  ["torch.zeros(2).type()", "torch.FloatTensor"],
  ["torch.zeros(2).type('torch.LongTensor')", "(2) int64 = [0, 0]"],
  ["torch.zeros(2).type(torch.int8)", "(2) int8 = [0, 0]"],
  ["torch.zeros(2).type_as(torch.tensor(True))", "(2) bool = [false, false]"],
  ["torch.tensor(3).item()", "3"],
  ["torch.tensor(2.5).item()", "2.5"],
  ["torch.tensor([N]).item()", "N"],
  ["torch.tensor([N], dtype=torch.float32).item()", "N/1"],
  ["torch.empty(2).item()", "RuntimeError: a Tensor with 2 elements cannot be converted to Scalar"],
  ["torch.empty(1, dtype=torch.int64).item()", "unknown int: it depends on the data"],
  ["torch.tensor([[1, 2], [3, 4]]).tolist()", "[[1, 2], [3, 4]]"],
  ["torch.tensor([1, 2]).__bool__()", "RuntimeError: Boolean value of Tensor with more than one value is ambiguous"],
  ["torch.tensor([0.0]).__bool__()", "false"],
  ["torch.tensor(3.7).__int__()", "3"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
