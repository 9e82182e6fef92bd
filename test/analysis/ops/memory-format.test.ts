import { expect, test } from "vitest";
import { analyze } from "../support";

/** Strides as PyTorch 2.15 has them, of an image (2, 3, 16, 16). */
const image = `import torch
from torch import nn
from torch.nn import functional as F
LAST = torch.channels_last
image = torch.rand(2, 3, 16, 16)
last = image.to(memory_format=LAST)
volume = torch.rand(2, 3, 4, 8, 8)
`;

test.each([
  ["last", "(768, 1, 48, 3)"],
  ["image.contiguous(memory_format=LAST)", "(768, 1, 48, 3)"],
  ["image.clone(memory_format=LAST)", "(768, 1, 48, 3)"],
  ["torch.zeros_like(image, memory_format=LAST)", "(768, 1, 48, 3)"],
  ["torch.empty(2, 3, 16, 16, memory_format=LAST)", "(768, 1, 48, 3)"],
  ["torch.rand_like(last)", "(768, 1, 48, 3)"],
  ["torch.relu(last)", "(768, 1, 48, 3)"],
  ["last.contiguous()", "(768, 256, 16, 1)"],
  ["last.to(memory_format=torch.contiguous_format)", "(768, 256, 16, 1)"],
  ["F.conv2d(last, torch.rand(8, 3, 3, 3))", "(1568, 1, 112, 8)"],
  ["F.conv2d(image, torch.rand(8, 3, 3, 3).to(memory_format=LAST))", "(1568, 1, 112, 8)"],
  ["F.conv_transpose2d(last, torch.rand(3, 8, 2, 2), stride=2)", "(8192, 1, 256, 8)"],
  ["F.max_pool2d(last, 2)", "(192, 1, 24, 3)"],
  ["F.adaptive_avg_pool2d(last, 4)", "(48, 1, 12, 3)"],
  ["F.batch_norm(last, torch.zeros(3), torch.ones(3))", "(768, 1, 48, 3)"],
  ["F.interpolate(last, scale_factor=2)", "(3072, 1, 96, 3)"],
  ["nn.Conv2d(3, 8, 3).to(memory_format=LAST)(image)", "(1568, 1, 112, 8)"],
  ["nn.Conv2d(3, 8, 3).to(memory_format=LAST).weight", "(27, 1, 9, 3)"],
  ["volume.to(memory_format=torch.channels_last_3d)", "(768, 1, 192, 24, 3)"],
])("the strides of %s", (source, strides) => {
  const { failures, repr } = analyze(`${image}strides = (${source}).stride()`);
  expect(failures).toEqual([]);
  expect(repr("strides")).toBe(strides);
});

test("a tensor tells the format that it lies in", () => {
  const { repr } = analyze(`${image}told = [last.is_contiguous(memory_format=LAST), last.is_contiguous(),
    image.is_contiguous(memory_format=LAST), image.is_contiguous(), volume.is_contiguous(memory_format=LAST)]`);
  expect(repr("told")).toBe("[True, False, False, True, False]");
});

test.each([
  ["image[0].to(memory_format=LAST)", "required rank 4 tensor to use channels_last format"],
  ["image.contiguous(memory_format=torch.channels_last_3d)", "required rank 5 tensor to use channels_last_3d format"],
  [
    "F.conv2d(last, torch.rand(8, 3, 3, 3)).view(2, -1)",
    "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
  ],
])("%s is refused", (source, message) => {
  expect(analyze(image + source).failures).toEqual([`RuntimeError: ${message} (line 8)`]);
});

test("a format that is not known leaves the strides open, and the shape as it is", () => {
  const { failures, repr } = analyze(`${image}import os
x = image.to(memory_format=getattr(torch, os.environ["FORMAT"]))
shape = x.shape
y = x.view(2, -1).shape`);
  expect(failures).toEqual([]);
  expect(repr("shape")).toBe("torch.Size([2, 3, 16, 16])");
  expect(repr("y")).toBe("torch.Size([2, 768])");
});
