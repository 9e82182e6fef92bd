import { expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const file = "/project/head.py";
const text = [
  "import torch",
  "from torch import nn",
  "# shapescope: Head(8)(torch.empty(2, 8))",
  "class Head(nn.Module):",
  "    def __init__(self, dim):",
  "        super().__init__()",
  "        self.norm = nn.LayerNorm(dim)",
  "    def forward(self, x):",
  "        return self.norm(x).relu()",
].join("\n");

it("plans the entry that the editor runs, with its initialisation before the forward pass", () => {
  const analyzer = new Analyzer(parser, preludeSources, hostOf({ [file]: text }));
  const entry = analyzer.analyzeFile(file).entries.find(({ runnable }) => runnable);
  const { plan, notRunnable } = analyzer.plan(file, entry!.id);
  expect(notRunnable).toBeUndefined();
  expect(plan?.steps.slice(plan.forward).map(({ op }) => op)).toEqual(["layer_norm", "relu"]);
});

it("says why an entry with symbolic sizes has no plan", () => {
  const analyzer = new Analyzer(parser, preludeSources, hostOf({ [file]: text.replace(/# shapescope.*\n/, "") }));
  const [entry] = analyzer.analyzeFile(file).entries;
  expect(analyzer.plan(file, entry!.id)).toMatchObject({
    notRunnable: "its sizes are symbolic: an example call gives it numbers",
  });
});
