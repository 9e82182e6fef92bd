import { expect, it } from "vitest";
import type { Explanation } from "../../src/analysis/explain/explanation";
import { folderWith, perceptron, shapescope } from "./harness";

const cwd = folderWith({ "model.py": perceptron, "notes.txt": "" });

it("prints the chain from the input, each step with what it did", async () => {
  const { code, out, err } = await shapescope(["explain", "model.py:13"], { cwd });
  expect(out.split("\n")).toEqual([
    "model.py:13:13  torch.relu(self.first(x))  (4, 16)",
    "in Perceptron(8, 16)(torch.empty(4, 8))",
    "",
    "model.py:5:33  torch.empty(4, 8)  empty  (4, 8)",
    "model.py:12:23  x  (4, 8)",
    "    argument x of Perceptron.forward",
    "model.py:7:34  hidden",
    "    argument hidden of Perceptron.__init__, here 16",
    "model.py:9:22  nn.Linear(features, hidden)  Linear first",
    "    out_features is 16",
    "model.py:13:24  self.first(x)  Linear first  (4, 8) → (4, 16)",
    "    dimension 1 is given: out_features",
    "",
  ]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

it("takes a column, and a call of its own", async () => {
  const call = "Perceptron(3, 5)(torch.empty(2, 3))";
  const { out } = await shapescope(["explain", "model.py:13:35", "--call", call, "--json"], { cwd });
  const found: Explanation = JSON.parse(out);
  expect(found).toMatchObject({ text: "x", entry: call, value: { shape: [2, 3], dtype: "float32" } });
  expect(found.steps.map(({ kind, line, column, text }) => `${kind} ${line}:${column} ${text}`)).toEqual([
    "operator 1:18 torch.empty(2, 3)",
    "input 12:23 x",
  ]);
});

it.each([
  ["model.py", "model.py: the place is wanted as FILE:LINE or FILE:LINE:COLUMN, counted from 1"],
  ["model.py:0", "model.py:0: the place is wanted as FILE:LINE or FILE:LINE:COLUMN, counted from 1"],
  ["model.py:99", "model.py:99: model.py has no line 99"],
  ["model.py:1:80", "model.py:1:80: line 1 has no column 80"],
  ["model.py:1", "model.py:1: no tensor and nothing unknown was seen there"],
  ["none.py:1", "none.py: no such file or folder"],
])("says in one line why %s can't be explained", async (place, message) => {
  expect(await shapescope(["explain", place], { cwd })).toEqual({ code: 2, out: "", err: `shapescope: ${message}\n` });
});

it("says in one line what is wrong with a call", async () => {
  const { code, err } = await shapescope(["explain", "model.py:13", "--call", "Perceptron("], { cwd });
  expect(code).toBe(2);
  expect(err).toMatch(/^shapescope: model\.py:13: the call does not parse: [^\n]+\n$/);
});
