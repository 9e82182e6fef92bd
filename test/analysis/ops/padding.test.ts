import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { told } from "./told";

const parser = await createParser();

/** Padding: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.pad(torch.empty(B, C, H, W), (1, 2, 3, 4))", "(B, C, H + 7, W + 3) float32"],
  ["torch.nn.functional.pad(torch.empty(B, N), (-1, 0))", "(B, N - 1) float32"],
  ["torch.nn.functional.pad(torch.empty(2, 3), (1,))", "RuntimeError: Padding length must be divisible by 2"],
  ["torch.nn.functional.pad(torch.empty(2, 3), (1, 1, 1, 1, 1, 1))", "RuntimeError: Padding length too large"],
  [
    "torch.nn.functional.pad(torch.empty(2, 3), (-5, 1))",
    "IndexError: Dimension out of range (expected to be in range of [-3, 2], but got 5)",
  ],
  [
    "torch.nn.functional.pad(torch.empty(2, 3), (-2, -2))",
    "RuntimeError: start (0) + length (-1) exceeds dimension size (1).",
  ],
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
  [
    "torch.nn.functional.pad(torch.empty(2, 3, 4, 4), (1, 1, 1, 1, 1, 1), 'circular')",
    "RuntimeError: Invalid padding size, expected 4 but got 6",
  ],
  [
    "torch.nn.functional.pad(torch.empty(2, 3, 4, 4), (1, 1), 'reflect')",
    "NotImplementedError: Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
  ],
  [
    "torch.nn.functional.pad(torch.empty(2, 3, 4), (-5, 1), 'replicate')",
    "RuntimeError: input (W: 4) is too small. Calculated output W: 0",
  ],
  ["torch.constant_pad_nd(torch.empty(N), (1, 1))", "(N + 2) float32"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});
