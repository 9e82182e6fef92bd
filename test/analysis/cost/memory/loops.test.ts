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
  expect(told).toMatchObject({ parameterBytes: parameters, optimizerBytes: state });
  // A model that is kept beside the one that is trained is not called: its buffers are what is there.
  expect(told.bufferBytes + told.inputBytes).toBe(buffers);
  expect(Math.abs(told.peakBytes / peak - 1), `${told.peakBytes}, not ${peak}`).toBeLessThan(0.02);
});

/** A program of some lines behind the imports. */
function told(text: string, call = "0") {
  const own = "/project/own.py";
  const head = "import torch\nimport torch.nn as nn\nmodel = nn.Linear(100, 50)\n";
  return new Analyzer(parser, preludeSources, hostOf({ [own]: head + text })).ownTraining(own, call);
}

const round = "    loss = model(torch.randn(8, 100)).sum()\n    loss.backward()\n    optimizer.step()\n";

test("a script of many rounds is followed until each optimizer has taken some steps", () => {
  const found = told(
    `optimizer = torch.optim.Adam(model.parameters())\nfor _ in range(10**9):\n    optimizer.zero_grad()\n${round}`,
  );
  expect(found).toMatchObject({
    optimizers: ["Adam"],
    parameterBytes: 20200,
    gradientBytes: 20200,
    optimizerBytes: 2 * 20200 + 8,
  });
});

test("one round alone goes round twice: gradients that are dropped late are there while the next pass runs", () => {
  const text = `optimizer = torch.optim.SGD(model.parameters(), momentum=0.9)\ndef step(late):\n    x = torch.randn(1000, 100)\n    if not late: optimizer.zero_grad()\n    loss = model(x).square().sum()\n    if late: optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()\n`;
  const [early, late] = [told(text, "step(False)"), told(text, "step(True)")];
  if ("failed" in early || "failed" in late) throw new Error("not followed");
  expect(early.optimizerBytes).toBe(20200);
  expect(late.timeline.points.filter(([, bytes]) => bytes > 600_000).length).toBeGreaterThan(0);
  expect(late.peakBytes).toBeGreaterThanOrEqual(early.peakBytes);
});

test.each([
  [
    "x = model(torch.randn(8, 100))",
    "neither the call nor the file has a training loop of its own: nothing calls backward",
  ],
  [
    `optimizer = torch.optim.LBFGS(model.parameters())\nfor _ in range(2):\n${round}`,
    "what a step of LBFGS takes is not known",
  ],
  [
    "x = torch.randn(8, 100, requires_grad=True)\ny = model(x).sum()\ntorch.autograd.grad(y, x, retain_graph=True)\ny.backward()",
    "what `torch.autograd.grad` gives is not followed",
  ],
])("what is not followed is told: %s", (text, failed) => {
  expect(told(text)).toEqual({ failed });
});
