import { expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/one.py";
const text = `import torch
import torch.nn as nn


class One(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(1000, 500, bias=False)

    def forward(self, x):
        return self.layer(x)
`;
const analyzer = analyzerOf({ [file]: text });
const call = "One()(torch.empty(200, 1000))";
/** 200 x 1000 x 500 products, and what goes in and out. */
const flops = 2 * 200 * 1000 * 500;
const bytes = 4 * (200 * 1000 + 1000 * 500 + 200 * 500);

function seconds(bandwidth: number, rate: number, train = false) {
  const device = { memoryBytes: 1e9, bandwidth, peak: { half: rate, float32: rate } };
  const question = { device, ...(train && { train: { optimizer: "sgd" as const } }) };
  const answer = analyzer.fit(file, call, question);
  if ("failed" in answer) throw new Error(answer.failed);
  return answer.seconds!;
}

it("is the arithmetic at the peak rate where that takes longer, else the bytes at full bandwidth", () => {
  expect(seconds(1e12, 1e9).low).toBeCloseTo(flops / 1e9, 6);
  expect(seconds(1e6, 1e15).low).toBeCloseTo(bytes / 1e6, 6);
});

it("lies below the sum of both at what is reached of them", () => {
  const { low, high, assumptions } = seconds(1e9, 1e9);
  expect(high).toBeCloseTo(flops / 0.35e9 + bytes / 0.6e9, 6);
  expect(high).toBeGreaterThan(low);
  expect(assumptions).toHaveLength(4);
});

it("of a step of training has the derivative and the optimizer too", () => {
  // The input needs no gradient: one product more. SGD reads a weight and its gradient, and writes the weight.
  expect(seconds(1e15, 1e9, true).low).toBeCloseTo((2 * flops) / 1e9, 6);
  expect(seconds(1e6, 1e15, true).low).toBeCloseTo((3 * bytes + 3 * 4 * 500_000) / 1e6, 6);
});

it("is not told of a device whose rates are not known", () => {
  const answer = analyzer.fit(file, call, { device: { memoryBytes: 1e9 } });
  expect("seconds" in answer).toBe(false);
});
