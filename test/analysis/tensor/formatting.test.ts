import { expect, it } from "vitest";
import { Unknown } from "../../../src/analysis/values";
import { analyze } from "../support";

// As PyTorch 2.15 answers.
it.each([
  ["torch.tensor(1.5)", ".2f", "'1.50'"],
  ["torch.tensor(2)", ".2f", "'2.00'"],
  ["torch.tensor(True)", "d", "'1'"],
  ["torch.tensor(True)", "", "'True'"],
])("a tensor without dimensions is formatted as its number: %s, %s", (tensor, spec, expected) => {
  const { repr, failures } = analyze(`import torch\nx = format(${tensor}, '${spec}')\n`);
  expect([failures, repr("x")]).toEqual([[], expected]);
});

it.each([
  ["torch.tensor(1.5)", "x"],
  ["torch.tensor(2.0)", "d"],
])("and refused as it: %s, %s", (tensor, spec) => {
  const { failures } = analyze(`import torch\nx = format(${tensor}, '${spec}')\n`);
  expect(failures).toEqual([`ValueError: Unknown format code '${spec}' for object of type 'float' (line 2)`]);
});

it.each(["str(x)", "repr([x])", "f'{x}'", "'%s' % x", "'{}'.format(x)", "f'{[x]!r}'", "str({1: x})"])(
  "a text that is not known is none that was made up: %s",
  (expression) => {
    const { value, failures } = analyze(`import torch\nx = torch.zeros(2, 3)\ny = ${expression}\n`);
    expect([failures, value("y")]).toEqual([[], expect.any(Unknown)]);
  },
);
