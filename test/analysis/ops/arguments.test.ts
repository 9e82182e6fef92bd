import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { told } from "./told";

const parser = await createParser();

/** Arguments that an operator does not take, and the words of PyTorch's parser of arguments. */
test.each([
  [
    "torch.empty(2, 8).view(2, 2, 4.0)",
    `view(): argument 'size' failed to unpack the object at pos 3 with error "type must be tuple of ints,but got float"`,
  ],
  [
    "torch.empty(2, 8).view(2, None)",
    `view(): argument 'size' failed to unpack the object at pos 2 with error "type must be tuple of ints,but got NoneType"`,
  ],
  [
    "torch.empty(2, 8).reshape(2, 4.0)",
    `reshape(): argument 'shape' failed to unpack the object at pos 2 with error "type must be tuple of ints,but got float"`,
  ],
  [
    "torch.empty(2, 8).view(2.0, 8)",
    "view() received an invalid combination of arguments - got (float, int), but expected one of:\n * (tuple of ints size)\n * (torch.dtype dtype)",
  ],
  ["torch.empty(2, 8).reshape(2.0, 8)", "reshape() takes 1 positional argument but 2 were given"],
  ["torch.empty(2, 8).permute(0.5)", "permute(): argument 'dims' (position 1) must be tuple of ints, not float"],
  ["torch.permute(torch.empty(2, 8), 1, 0)", "permute() takes 2 positional arguments but 3 were given"],
  ["torch.zeros(2.0, 3)", "zeros() takes 1 positional argument but 2 were given"],
  ["torch.empty(2, 8).tril(1, 2)", "tril() takes from 0 to 1 positional arguments but 2 were given"],
  ["torch.tril(torch.empty(2, 8), 1, 2)", "tril() takes from 1 to 2 positional arguments but 3 were given"],
  ["torch.empty(2, 8).contiguous(1)", "contiguous() takes 0 positional arguments but 1 was given"],
  ["torch.empty(2, 8).relu(3)", "TensorBase.relu() takes no arguments (1 given)"],
  ["torch.relu(torch.empty(2, 8), 3)", "relu() takes 1 positional argument but 2 were given"],
])("%s", (expression, message) => {
  expect(told(parser, expression)).toBe(`TypeError: ${message}`);
});
