import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Analyzer } from "../../../../src/analysis/analyzer";
import { preludeSources } from "../../../../src/syntax/prelude";
import { parser } from "../../../syntax/python";
import { hostOf } from "../../support";

const file = "/project/programs.py";
const analyzer = new Analyzer(
  parser,
  preludeSources,
  hostOf({ [file]: readFileSync("test/oracle/memory-programs.py", "utf8") }),
);

/** The peak of forward and backward beside parameters, buffers and inputs, as PyTorch 2.15's `MemTracker` saw it under `torch.autocast("cpu", torch.bfloat16)`, the sum within. */
test.each([
  ["Language(1000, 64, 4, 3, 48)(torch.zeros(4, 48, dtype=torch.long))", 2_353_280],
  ["Small()(torch.empty(8, 3, 32, 32))", 3_912_972],
])("a step of training in a region of autocast takes what the tracker saw: %s", (call, wanted) => {
  const told = analyzer.training(file, call, { optimizer: "sgd", autocast: "cpu" })!;
  const found = told.peakBytes - told.parameterBytes - told.bufferBytes - told.inputBytes;
  expect(Math.abs(found / wanted - 1), `${found}, not ${wanted}`).toBeLessThan(0.02);
  // Weights, their gradients and the optimizer's state stay in float32.
  const plain = analyzer.training(file, call, { optimizer: "sgd" })!;
  expect([told.parameterBytes, told.gradientBytes]).toEqual([plain.parameterBytes, plain.gradientBytes]);
});
