import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/program.py";

function told(...lines: string[]): string[] {
  const text = ["import torch, torch.nn as nn, torch.nn.functional as F", ...lines].join("\n");
  const { diagnostics } = analyzerOf({ [file]: text }).analyzeFile(file);
  return diagnostics.map(({ severity, line, code, message }) => `${line} ${severity} ${code}: ${message}`);
}

const unlike = (target: string, input: string) =>
  `target: UserWarning: Using a target size (torch.Size(${target})) that is different to the input size (torch.Size(${input})). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`;

const implicit = (name: string) =>
  `implicit-dim: UserWarning: Implicit dimension choice for ${name} has been deprecated. Change the call to include dim=X as an argument.`;

describe("a softmax without a dimension", () => {
  it("is warned of in PyTorch's words, at the call", () => {
    expect(told("y = F.softmax(torch.zeros(2, 3))")).toEqual([`2 warning ${implicit("softmax")}`]);
    expect(told("y = F.log_softmax(torch.zeros(2, 3), dim=None)")).toEqual([`2 warning ${implicit("log_softmax")}`]);
    expect(told("layer = nn.Softmin()", "y = layer(torch.zeros(2, 3))")).toEqual([`3 warning ${implicit("softmin")}`]);
  });

  it("is warned of in a class that nothing calls", () => {
    const layer = ["class Weights(nn.Module):", "    def forward(self, x):", "        return F.softmax(x)"];
    expect(told(...layer)).toEqual([`4 warning ${implicit("softmax")}`]);
  });

  it("is not warned of where one is named, or in a branch that may not be entered", () => {
    expect(told("x = torch.zeros(2, 3)", "y = F.softmax(x, 1), x.softmax(-1), nn.Softmax(dim=1)(x)")).toEqual([]);
    expect(told("y = nn.Softmax2d()(torch.zeros(2, 3, 4, 4))")).toEqual([]);
    expect(told("import sys", "if len(sys.argv) > 3:", "    y = F.softmax(torch.zeros(2, 3))")).toEqual([]);
  });
});

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
