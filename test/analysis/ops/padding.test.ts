import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { told } from "./told";

const parser = await createParser();

/** Padding: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.pad(torch.empty(B, C, H, W), (1, 2, 3, 4))", "(B, C, H + 7, W + 3) float32"],
  ["torch.nn.functional.pad(torch.empty(B, N), (-1, 0))", "(B, N - 1) float32"],
  ["torch.nn.functional.pad(torch.empty(2, 3), (1,))", "RuntimeError: Padding length must be divisible by 2"],
  [
    "torch.nn.functional.pad(torch.empty(2, 3), (1, 1, 1, 1, 1, 1))",
    "RuntimeError: Padding length should be less than or equal to two times the input dimension but got padding length 6 and input of dimension 2",
  ],
  ["torch.nn.functional.pad(torch.empty(2, 3), (-5, 1))", "RuntimeError: narrow(): length must be non-negative."],
  ["torch.nn.functional.pad(torch.empty(2, 3), (-2, -2))", "RuntimeError: narrow(): length must be non-negative."],
  [
    "torch.nn.functional.pad(torch.empty(2, 3), (1, 1), 'mirror')",
    "NotImplementedError: Unrecognised padding mode mirror",
  ],
  [
    "torch.nn.functional.pad(torch.empty(2, 3), (1, 1), 'reflect', 1.0)",
    'RuntimeError: Padding mode "reflect" doesn\'t take in value argument',
  ],
  [
    "torch.nn.functional.pad(torch.empty(B, C, H, W), (3, 3, 3, 3), mode='reflect')",
    "(B, C, H + 6, W + 6) float32; needs W > 3, H > 3",
  ],
  [
    "torch.nn.functional.pad(torch.empty(2, 3, 4), (4, 1), 'reflect')",
    "RuntimeError: Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (4, 1) at dimension 2 of input [2, 3, 4]",
  ],
  [
    "torch.nn.functional.pad(torch.empty(2, 3, 4, 4), (5, 1, 1, 1), 'circular')",
    "RuntimeError: Padding value causes wrapping around more than once.",
  ],
  ["torch.nn.functional.pad(torch.empty(2, 3, 4, 4), (1, 1, 1, 1, 1, 1), 'circular')", "(2, 5, 6, 6) float32"],
  [
    "torch.nn.functional.pad(torch.empty(2, 3, 4, 4), (1, 1), 'reflect')",
    "NotImplementedError: Padding size 2 is not supported for 4D input tensor.",
  ],
  [
    "torch.nn.functional.pad(torch.empty(2, 3, 4), (-5, 1), 'replicate')",
    "RuntimeError: input (W: 4) is too small. Calculated output W: 0",
  ],
  ["torch.constant_pad_nd(torch.empty(N), (1, 1))", "(N + 2) float32"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});
