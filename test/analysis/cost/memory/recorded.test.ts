import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Analyzer } from "../../../../src/analysis/analyzer";
import { preludeSources } from "../../../../src/syntax/prelude";
import { parser } from "../../../syntax/python";
import { hostOf } from "../../support";

/** What PyTorch's tracker said: tools/record/memory.py. */
interface Recorded {
  call: string;
  parameters: number;
  buffers: number;
  inputs: number;
  inference: number;
  training: number;
  flops: { forward: number; backward: number };
}

const recorded: Recorded[] = readFileSync("test/oracle/memory.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .filter((row) => "call" in row);
const file = "/project/programs.py";
const analyzer = new Analyzer(
  parser,
  preludeSources,
  hostOf({ [file]: readFileSync("test/oracle/memory-programs.py", "utf8") }),
);

/** Within a hundredth. */
function near(value: number, wanted: number): void {
  expect(Math.abs(value / wanted - 1), `${value}, not ${wanted}`).toBeLessThan(0.01);
}

describe.each(recorded)("$call", ({ call, parameters, buffers, inputs, inference, training, flops }) => {
  const lasting = parameters + buffers + inputs;

  test("a pass of inference takes what the tracker saw", () => {
    const { report, failed } = analyzer.trace(file, call);
    expect(failed).toBeUndefined();
    near((report.peakBytes as number) - lasting, inference);
  });

  test("a step of training takes what the tracker saw, and counts as FlopCounterMode does", () => {
    const told = analyzer.training(file, call, { optimizer: "sgd" })!;
    expect(told).toMatchObject({ parameterBytes: parameters, bufferBytes: buffers, optimizerBytes: 0 });
    near(told.peakBytes - lasting, training);
    expect([told.forwardFlops, told.backwardFlops]).toEqual([flops.forward, flops.backward]);
  });
});
