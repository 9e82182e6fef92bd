import { describe, expect, it } from "vitest";
import type { FitJson, FootprintJson, PeakJson, TimelineJson } from "../../src/analysis/report";
import { memoryMarkdown } from "../../src/features/memory";
import { batchText, peakText, secondsText } from "../../src/features/memoryTexts";

const peak: PeakJson = { phase: "backward", op: "linear", module: "head", file: "/p/a.py", line: 12, at: 1 };
const timeline: TimelineJson = { phases: [], files: [], points: [] };

const footprint: FootprintJson = {
  batch: 8,
  inference: {
    parameterBytes: 100,
    bufferBytes: 0,
    inputBytes: 20,
    peakBytes: 1.5e9,
    peak: { ...peak, phase: "forward", module: "" },
    timeline,
  },
  training: {
    parameterBytes: 649e6,
    bufferBytes: 0,
    inputBytes: 0,
    gradientBytes: 649e6,
    optimizerBytes: 1.3e9,
    activationBytes: 2.43e9,
    temporaryBytes: 0,
    peakBytes: 5.2e9,
    forwardFlops: 1,
    backwardFlops: 2,
    noGradient: [],
    peak,
    timeline,
    byModule: [],
    byLine: [],
  },
};

const fit: FitJson = {
  fits: false,
  peakBytes: 5.2e9,
  deviceBytes: 4e9,
  batch: 8,
  largestBatch: 5,
  help: [{ change: "bf16", peakBytes: 2.6e9, largestBatch: 12 }],
  peak,
  timeline,
};

const names = { optimizer: "adamw", precision: "float32", device: "mine" } as const;

describe("memory in a hover", () => {
  it("tells the peaks with their places, and what a step of training takes memory for", () => {
    expect(memoryMarkdown(footprint, names)).toBe(
      [
        "Memory (adamw, float32):",
        "- inference: **1.5 GB** at most, in linear (line 12)",
        "- a step of training: **5.2 GB** at most, in the derivative of linear (`head`, line 12)",
        "  - parameters 649 MB, gradients 649 MB, state of adamw 1.3 GB, kept for backward 2.43 GB",
      ].join("\n"),
    );
  });

  it("names parameters to which no gradient comes", () => {
    const noGradient = ["a.weight", "a.bias", "b.weight", "b.bias", "c.weight"];
    const text = memoryMarkdown({ ...footprint, training: { ...footprint.training, noGradient } }, names);
    expect(text).toContain("  - no gradient comes to a.weight, a.bias, b.weight, b.bias and 1 more");
  });

  it("tells whether it fits into the device, the largest batch, and what would help", () => {
    const text = memoryMarkdown({ ...footprint, fit: { inference: { ...fit, fits: true }, training: fit } }, names);
    expect(text.split("\n").slice(4)).toEqual([
      "- inference fits into mine: 5.2 GB of 4 GB, largest batch 5",
      "- training does not fit into mine: 5.2 GB of 4 GB, largest batch 5",
      "  - with bf16: 2.6 GB, largest batch 12",
    ]);
  });
});

it("says during what most is alive", () => {
  expect(peakText(peak)).toBe("the derivative of linear");
  expect(peakText({ ...peak, phase: "forward", op: "max.dim" })).toBe("max");
  expect(peakText({ ...peak, phase: "optimizer", op: null })).toBe("the optimizer's step");
  expect(peakText({ ...peak, phase: "forward", op: null })).toBe("the forward pass");
});

it("writes times and batches as people do", () => {
  expect([2.5e-5, 0.0123, 0.456, 12.3].map(secondsText)).toEqual(["25 µs", "12 ms", "460 ms", "12 s"]);
  expect([1234, Number.POSITIVE_INFINITY, null].map(batchText)).toEqual(["1,234", "any", "any"]);
});
