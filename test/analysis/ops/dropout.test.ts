import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Dropout: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.dropout(torch.empty(B, N), 0.5)", "(B, N) float32"],
  [
    "torch.nn.functional.dropout(torch.empty(2), 1.5)",
    "ValueError: dropout probability has to be between 0 and 1, but got 1.5",
  ],
  [
    "torch.nn.functional.dropout(torch.empty(2, dtype=torch.int64))",
    "RuntimeError: result type Float can't be cast to the desired output type Long",
  ],
  [
    "torch.nn.functional.dropout1d(torch.empty(2, 3, 4, 4))",
    "RuntimeError: dropout1d: Expected 2D or 3D input, but received a 4D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).",
  ],
  ["torch.nn.functional.alpha_dropout(torch.empty(2), 0.1)", "(2) float32"],
  ["torch.dropout(torch.empty(B, N), 0.1, False)", "(B, N) float32"],
  ["torch.native_dropout(torch.empty(2), 0.1, True)", "[(2) float32, (2) bool]"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([["torch.nn.functional.dropout(torch.empty(B, N), 0.5)", "2*B*N"]])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
