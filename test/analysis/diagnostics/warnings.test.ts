import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const file = "/project/program.py";

function told(...lines: string[]): string[] {
  const text = ["import torch, torch.nn as nn, torch.nn.functional as F", ...lines].join("\n");
  const { diagnostics } = new Analyzer(parser, preludeSources, hostOf({ [file]: text })).analyzeFile(file);
  return diagnostics.map(({ severity, line, code, message }) => `${line} ${severity} ${code}: ${message}`);
}

const unlike = (target: string, input: string) =>
  `target: UserWarning: Using a target size (torch.Size(${target})) that is different to the input size (torch.Size(${input})). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`;

describe("a loss whose sides broadcast", () => {
  it("is warned of in PyTorch's words", () => {
    expect(told("loss = F.mse_loss(torch.zeros(32, 1), torch.zeros(32))")).toEqual([
      `2 warning ${unlike("[32]", "[32, 1]")}`,
    ]);
    expect(told("loss = nn.SmoothL1Loss()(torch.zeros(32), torch.zeros(32, 1))")).toEqual([
      `2 warning ${unlike("[32, 1]", "[32]")}`,
    ]);
  });

  it("is an error alone where it can't broadcast", () => {
    expect(told("loss = F.l1_loss(torch.zeros(32, 3), torch.zeros(32, 4))")).toEqual([
      "2 error broadcast: RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
    ]);
  });

  it("is not warned of where the sizes are the same, may be the same, or in a branch that may not be entered", () => {
    expect(told("loss = F.mse_loss(torch.zeros(32, 1), torch.zeros(32, 1))")).toEqual([]);
    expect(
      told(
        "class Loss(nn.Module):",
        "    def forward(self, x, y):",
        "        B, N = x.shape",
        "        M, K = y.shape",
        "        return F.mse_loss(x, y)",
      ),
    ).toEqual([]);
    expect(
      told("import sys", "if len(sys.argv) > 3:", "    loss = F.mse_loss(torch.zeros(32, 1), torch.zeros(32))"),
    ).toEqual([]);
  });
});
