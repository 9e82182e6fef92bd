import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Analyzer } from "../../../../src/analysis/analyzer";
import { preludeSources } from "../../../../src/syntax/prelude";
import { parser } from "../../../syntax/python";
import { hostOf } from "../../support";

/** What PyTorch's tracker saw of programs with a loop of their own: tools/record/memory.py. */
interface Recorded {
  loop: string;
  parameters: number;
  buffers: number;
  state: number;
  peak: number;
}

const recorded: Recorded[] = readFileSync("test/oracle/memory.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .filter((row) => "loop" in row);
const file = "/project/programs.py";
const analyzer = new Analyzer(
  parser,
  preludeSources,
  hostOf({ [file]: readFileSync("test/oracle/loop-programs.py", "utf8") }),
);

test.each(recorded)("$loop takes what the tracker saw", ({ loop, parameters, buffers, state, peak }) => {
  const told = analyzer.ownTraining(file, loop);
  if ("failed" in told) throw new Error(told.failed);
  expect(told).toMatchObject({ parameterBytes: parameters, bufferBytes: buffers, optimizerBytes: state });
  expect(Math.abs(told.peakBytes / peak - 1), `${told.peakBytes}, not ${peak}`).toBeLessThan(0.02);
});
