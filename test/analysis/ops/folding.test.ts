import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Sliding blocks as columns: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.unfold(torch.empty(B, C, H, W), 3, padding=1)", "(B, 9*C, H*W) float32"],
  ["torch.nn.functional.unfold(torch.empty(3, 5, 6), (2, 3), stride=2)", "(18, 4) float32"],
  [
    "torch.nn.functional.unfold(torch.empty(2, 3, 4, 4), 5)",
    "RuntimeError: Given input with spatial size (4, 4), kernel_size=(5, 5), dilation=(1, 1), padding=(0, 0), calculated shape of the array of sliding blocks as (0, 0), but its components must be at least one.",
  ],
  [
    "torch.nn.functional.unfold(torch.empty(2, 3, 4, 4), 0)",
    "RuntimeError: kernel size should be greater than zero, but got kernel_height: 0 kernel_width: 0",
  ],
  [
    "torch.nn.functional.unfold(torch.empty(2, 3, 4, 4), (2, 2, 2))",
    "RuntimeError: It is expected kernel_size equals to 2, but got size 3",
  ],
  ["torch.nn.functional.fold(torch.empty(B, 12, 9), (4, 4), 2)", "(B, 3, 4, 4) float32"],
  [
    "torch.nn.functional.fold(torch.empty(2, 12, 8), (4, 4), 2)",
    "RuntimeError: Given output_size=(4, 4), kernel_size=(2, 2), dilation=(1, 1), padding=(0, 0), stride=(1, 1), expected size of input's dimension 2 to match the calculated number of sliding blocks 3 * 3 = 9, but got input.size(2)=8.",
  ],
  [
    "torch.nn.functional.fold(torch.empty(2, 13, 9), (4, 4), 2)",
    "RuntimeError: Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=13 and kernel_size=(2, 2).",
  ],
  [
    "torch.nn.functional.fold(torch.empty(2, 12, 9, 1), (4, 4), 2)",
    "RuntimeError: Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: [2, 12, 9, 1]",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([["torch.nn.functional.fold(torch.empty(B, 12, 9), (4, 4), 2)", "108*B"]])(
  "the work of %s",
  (source, expected) => {
    expect(flops(parser, source)).toBe(expected);
  },
);
