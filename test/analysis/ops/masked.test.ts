import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** torch.masked: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.masked.sum(torch.empty(2, N), 1, mask=torch.empty(2, N, dtype=torch.bool))", "(2) float32"],
  ["torch.masked.mean(torch.empty(2, 3), keepdim=True)", "(1, 1) float32"],
  ["torch.masked.argmax(torch.empty(2, 3), 1)", "(2) float32"],
  ["torch.masked.softmax(torch.empty(2, 3), 1)", "(2, 3) float32"],
  ["torch.masked.std(torch.tensor([1, 2]), unbiased=False)", "() float32"],
  [
    "torch.masked.sum(torch.empty(2, 3), mask=torch.empty(4, dtype=torch.bool))",
    "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
  ],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
