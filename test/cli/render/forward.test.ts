import { expect, it } from "vitest";
import type { CallNode, StepNode } from "../../../src/analysis/report";
import { foldRepeats, forwardLines } from "../../../src/cli/render/forward";
import { forwardColumns, forwardRows } from "../../../src/cli/render/forward-rows";
import { Statements } from "../../../src/cli/render/statements";
import { styleFor } from "../../../src/cli/render/style";
import { table } from "../../../src/cli/render/table";
import { Parser } from "../../../src/syntax/parse";
import { readWasm } from "../../../tools/prelude.mjs";

const file = "/p/net.py";
const text = `class Block(Module):
    def forward(self, x):
        x = self.conv(
            x,  # the features
        )
        return crop(x)

def crop(x):
    return x[1:]

class Net(Module):
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x)
`;
const source = (await Parser.create(readWasm())).parse(file, text);
const statements = new Statements((path) => (path === file ? source : undefined));
const style = styleFor({ colors: false });

const tensor = (...shape: number[]) => ({ shape, dtype: "float32" });
const step = (op: string, line: number, shape: number[], macs = 0): StepNode => ({
  ...{ op, file, line, module: "", inputs: [], output: tensor(...shape), macs, flops: 2 * macs },
  ...{ index: 0, start: null, end: null },
});
const module = (
  path: string,
  name: string,
  line: number,
  shape: number[],
  children: CallNode["children"],
): CallNode => ({
  ...{ path, class: name, file, line, inputs: [], output: tensor(...shape), params: 0, children },
  macs: children.reduce((sum, child) => sum + (child.macs as number), 0),
  flops: children.reduce((sum, child) => sum + (child.flops as number), 0),
});
const block = (path: string, size: number) =>
  module(
    path,
    "Block",
    14,
    [size - 1],
    [module(`${path}.conv`, "Conv2d", 3, [size], [step("conv2d", 3, [size], 1000)]), step("getitem", 9, [size - 1])],
  );

function lines(root: CallNode): string[] {
  const whole = { macs: root.macs, flops: root.flops, file, cwd: "/p", style, bound: () => undefined };
  return table(forwardColumns(style, 80), forwardRows(root, forwardLines(root, statements), whole), 80, style.dim);
}

it("puts a module of a library into the line that calls it, and the user's own below it", () => {
  const head = module(
    "head",
    "Sequential",
    15,
    [10],
    [module("head.0", "Linear", 15, [10], [step("linear", 15, [10], 50)])],
  );
  expect(lines(module("", "Net", 0, [10], [block("blocks.0", 5), head]))).toEqual([
    "line  forward                 shape    MACs  FLOPs",
    "      Net                     (10,)  1.05 k  2.1 k",
    "  14    x = block(x)          (4,)      1 k    2 k",
    "          blocks.0: Block     (4,)      1 k    2 k",
    "   3        x = self.conv(x)  (5,)      1 k    2 k",
    "            crop()",
    "   9          return x[1:]    (4,)",
    "  15    return self.head(x)   (10,)      50    100",
  ]);
});

it("folds blocks that differ in their names only", () => {
  const blocks = [0, 1, 2].map((n) => block(`blocks.${n}`, 5));
  const odd = block("blocks.3", 7);
  const shown = lines(module("", "Net", 0, [6], [...blocks, odd])).map((line) => line.trim().split(/ {2,}/)[0]);
  expect(shown).toEqual([
    "line",
    "Net",
    "14",
    "× 3, up to blocks.2",
    "blocks.0: Block",
    "3",
    "crop()",
    "9",
    "blocks.3: Block",
    "3",
    "crop()",
    "9",
  ]);
});

it("finds the shortest sequence that repeats", () => {
  const item = (line: number) => ({
    ...{
      kind: "line" as const,
      statement: undefined,
      op: `op${line}`,
      output: undefined,
      macs: 0,
      flops: 0,
      calls: [],
    },
  });
  const folded = foldRepeats([1, 2, 3, 2, 3, 2, 3, 4].map(item));
  expect(folded).toMatchObject([
    { op: "op1" },
    { kind: "repeat", times: 3, items: [{ op: "op2" }, { op: "op3" }] },
    { op: "op4" },
  ]);
});

it("joins a statement over several lines without its comments", () => {
  expect(statements.at(file, 4)).toEqual({ file, line: 3, endLine: 5, text: "x = self.conv(x)", function: "forward" });
  expect(statements.at(file, 13)).toMatchObject({ line: 13, text: "for block in self.blocks:" });
  expect(statements.at("/p/other.py", 1)).toBeUndefined();
});
