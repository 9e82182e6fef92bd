import { expect, test } from "vitest";
import { analyze } from "../support";

/** Of small tensors whose numbers are known, the order is known too. */
test.each([
  ["torch.sort(x, descending=True)[0].tolist()", "[9, 7, 4]"],
  ["torch.sort(x, descending=True)[1].tolist()", "[1, 0, 2]"],
  ["torch.argsort(x).tolist()", "[2, 0, 1]"],
  ["torch.sort(ties)[0].tolist()", "[1, 2, 2]"],
  ["torch.sort(ties, stable=True)[1].tolist()", "[1, 0, 2]"],
  ["torch.unique(ties).tolist()", "[1, 2]"],
  ["torch.unique(ties, return_counts=True)[1].tolist()", "[1, 2]"],
  ["torch.unique(ties, return_inverse=True)[1].tolist()", "[1, 0, 1]"],
  ["torch.unique(torch.tensor([[3, 1], [1, 3]])).shape", "torch.Size([2])"],
  ["torch.unique_consecutive(torch.tensor([1, 1, 2, 1])).tolist()", "[1, 2, 1]"],
  ["torch.unique(ties, sorted=False).shape", "torch.Size([2])"],
])("%s", (source, expected) => {
  const { failures, repr } = analyze(`import torch
x = torch.tensor([7, 9, 4])
ties = torch.tensor([2, 1, 2])
found = ${source}`);
  expect(failures).toEqual([]);
  expect(repr("found")).toBe(expected);
});

test("equal values have no certain places without `stable`, nor have what stands in no order", () => {
  const { run, value } = analyze(`import torch
x = torch.tensor([2, 1, 2])
places = torch.sort(x)[1][0].item()
first = torch.unique(x, sorted=False)[0].item()`);
  expect(run.machine.state.failures).toEqual([]);
  for (const name of ["places", "first"]) expect(value(name)).toMatchObject({ reason: "it depends on the data" });
});

test("a packed batch comes back as long as its longest sequence", () => {
  const { failures, repr } = analyze(`import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
packed = pack_padded_sequence(torch.rand(3, 12, 16), torch.tensor([7, 9, 4]), batch_first=True, enforce_sorted=False)
y, lengths = pad_packed_sequence(nn.GRU(16, 5, batch_first=True)(packed)[0], batch_first=True)
found = (packed.data.shape, y.shape, lengths.tolist())`);
  expect(failures).toEqual([]);
  expect(repr("found")).toBe("(torch.Size([20, 16]), torch.Size([3, 9, 5]), [7, 9, 4])");
});
