import { describe, expect, it } from "vitest";
import { analyzerOf } from "../../support";
import { net, told } from "./told";

describe("a logarithm that loses", () => {
  const x = "x = torch.randn(4, 5)";
  it("is told of a softmax, a sigmoid, a sum of exponentials and 1 + x", () => {
    for (const argument of ["x.softmax(1)", "torch.sigmoid(x)", "x.exp().sum(1)", "1 + x", "x + 1.0"])
      expect(told(x, `y = torch.log(${argument})`)).toEqual(["3 unstable-log"]);
  });

  it("of `exp(x) - 1` is told, but not where it is only compared", () => {
    expect(told("x = torch.randn(3)", "y = (x.exp() - 1) * 2")).toEqual(["3 unstable-log"]);
    expect(told("x = torch.randn(3)", "y = (abs(x.exp() - 1) > 0.2).float().mean()")).toEqual([]);
    expect(told("x = torch.randn(3)", "y = torch.clamp(torch.round(x.exp() - 1), min=0).long()")).toEqual([]);
  });

  it("is not told of a mixture, of what is kept above zero, of exponentials that were made small, or of integers", () => {
    for (const argument of [
      "0.5 * x.softmax(1) + 0.5 * (-x).softmax(1)",
      "x.softmax(1).clamp(min=1e-6)",
      "(x - x.max(1, keepdim=True).values).exp().sum(1)",
      "2 + x",
    ])
      expect(told(x, `y = torch.log(${argument})`)).toEqual([]);
  });
});

describe("a number beyond float16", () => {
  it("is told where a half tensor takes it", () => {
    expect(told("x = torch.zeros(3).half()", "y = x + 1e6")).toEqual(["3 half-overflow"]);
    expect(told("x = torch.zeros(3, dtype=torch.float16)", "y = torch.where(x > 0, x, -1e9)")).toEqual([
      "3 half-overflow",
    ]);
  });

  it("is not told of other types, of what fits, or of infinity itself", () => {
    expect(told("y = torch.zeros(3) + 1e9", "z = torch.zeros(3).bfloat16() - 1e9")).toEqual([]);
    expect(told("x = torch.zeros(3).half()", "y = x - 6e4", "z = x.masked_fill(x > 0, float('-inf'))")).toEqual([]);
  });
});

describe("a number beyond a small integer type", () => {
  it.each([
    ["x = torch.randint(0, 256, (3, 4, 4), dtype=torch.uint8)", "y = x - 128"],
    ["x = torch.randint(0, 256, (3, 4, 4), dtype=torch.uint8)", "y = x[None].permute(0, 2, 3, 1) * 2"],
    ["x = torch.randint(0, 256, (4,), dtype=torch.uint8)", "x += 1"],
    ["x = torch.tensor([200, 100], dtype=torch.uint8)", "y = x + 100"],
    ["x = torch.zeros(3, dtype=torch.uint8)", "y = 0 - x - 1"],
    ["x = torch.full((3,), 100, dtype=torch.int8)", "y = x + x.clone()"],
    ["x = torch.randint(0, 256, (4,), dtype=torch.uint8)", "y = x - torch.randint(0, 256, (4,), dtype=torch.uint8)"],
  ])("is told where it is known: %s, %s", (made, used) => {
    expect(told(made, used)).toEqual(["3 integer-wraps"]);
  });

  it.each([
    ["x = torch.randint(0, 256, (3, 4, 4), dtype=torch.uint8)", "y = 255 - x"],
    ["x = torch.randint(0, 256, (3, 4, 4), dtype=torch.uint8)", "y = x.int() - 128"],
    ["x = torch.randint(0, 2, (3,), dtype=torch.uint8)", "y = x * 255"],
    ["x = torch.randint(0, 256, (3,), dtype=torch.uint8)", "y = x - 128.0"],
    ["x = torch.randint(0, 256, (3,), dtype=torch.uint8)", "y = x - x"],
    ["x = torch.randint(0, 256, (3,), dtype=torch.uint8)", "y = (x * 31) % 16"],
    ["x = torch.tensor([200, 100], dtype=torch.uint8)", "y = x - torch.tensor([1, 100], dtype=torch.uint8)"],
    ["x = torch.tensor([200, 100])", "y = x + 100"],
  ])("is not told of what fits, or is not known: %s, %s", (made, used) => {
    expect(told(made, used)).toEqual([]);
  });

  it("is not told of a class, whose input is anything", () => {
    expect(told(...net("self.k = 1", "return x.to(torch.uint8) - 1"))).toEqual([]);
  });
});

describe("nothing left", () => {
  it("is told of a zero that is divided by", () => {
    expect(told("mask = torch.ones(3, 2)", "mask[1] = 0", "mean = torch.randn(3) / mask.sum(1)")).toEqual([
      "4 nothing-left",
    ]);
    expect(told("mask = torch.ones(3, 2)", "mean = torch.randn(3) / mask.sum(1)")).toEqual([]);
  });

  it("is told of a row that is masked as a whole", () => {
    const begin = ["mask = torch.zeros(2, 3, dtype=torch.bool)", "mask[1] = True"];
    const scores = "scores = torch.randn(2, 3).masked_fill(mask, float('-inf'))";
    expect(told(...begin, scores, "p = scores.softmax(-1)")).toEqual(["5 nothing-left"]);
    expect(told(...begin, scores, "p = scores.softmax(0)")).toEqual([]);
    expect(told(...begin, scores, "p = scores.softmax(-1).nan_to_num()")).toEqual([]);
  });

  it("is told of the deviation of one element", () => {
    expect(told("s = torch.randn(1, 4).std(dim=0)")).toEqual(["2 nothing-left"]);
    expect(told("s = torch.randn(1, 4).std(dim=0, correction=0)", "t = torch.randn(2, 4).std(dim=0)")).toEqual([]);
  });
});

describe("PyTorch's functions", () => {
  it("are told where they are not to be used, or leave open what a file may do", () => {
    expect(told("outer = torch.ger(torch.ones(2), torch.ones(3))")).toEqual(["2 deprecated"]);
    expect(told("nn.init.xavier_uniform(nn.Linear(2, 2).weight)")).toEqual(["2 deprecated"]);
    expect(told("state = torch.load('weights.pt', 'cpu')")).toEqual(["2 unsafe-load"]);
    expect(
      told("state = torch.load('weights.pt', weights_only=False)", "torch.outer(torch.ones(2), torch.ones(3))"),
    ).toEqual([]);
  });

  it("that refuse a type since 2.15 are told where the program gives it, and not where it is the type of an input that is guessed", () => {
    const byte = "torch.ones(4, dtype=torch.uint8)";
    expect(told(`y = torch.ones(4).masked_fill(${byte}, 0.0)`)).toEqual(["2 deprecated"]);
    expect(told(...net(`self.register_buffer("mask", ${byte})`, "return x.masked_fill(self.mask, 0.0)"))).toEqual([
      "7 deprecated",
    ]);
    for (const mask of ["~mask", "mask.unsqueeze(-1)", "mask"]) {
      const forward = [
        "    def forward(self, x, mask):",
        "        x = x.relu()",
        `        return x.masked_fill(${mask}, 0.0)`,
      ];
      expect(told("class Net(nn.Module):", ...forward)).toEqual([]);
    }
  });

  it("are not meant by a method of the same name", () => {
    expect(
      told("class Box:", "    def load(self, path): return path", "torch_ = Box()", "torch_.load('weights.pt')"),
    ).toEqual([]);
  });
});

describe("an attribute that freezes nothing", () => {
  it("is told of a parameter and of a module", () => {
    expect(told("layer = nn.Linear(2, 2)", "layer.weight.requires_grads = False")).toEqual(["3 misspelt-flag"]);
    expect(told("layer = nn.Linear(2, 2)", "layer.requires_grad = False")).toEqual(["3 misspelt-flag"]);
  });

  it("is not told where it is right, or where the program reads it", () => {
    expect(told("layer = nn.Linear(2, 2)", "layer.weight.requires_grad = False")).toEqual([]);
    expect(
      told(
        "layer = nn.Linear(2, 2)",
        "layer.require_grad = False",
        "if not layer.require_grad: layer.requires_grad_(False)",
      ),
    ).toEqual([]);
  });

  it("is not told where a base class reads it in another file", () => {
    const base = `import torch.nn as nn
class Encoder(nn.Module):
    def forward(self, x):
        return x if self._requires_grad else x.detach()
`;
    const file = "/project/own.py";
    const text = `import torch, torch.nn as nn
from base import Encoder
class Own(Encoder):
    def __init__(self):
        super().__init__()
        self._requires_grad = True
y = Own()(torch.ones(2))
`;
    const warnings = (of: string) =>
      analyzerOf({ "/project/base.py": of, [file]: text })
        .analyzeFile(file)
        .diagnostics.map(({ line, code }) => `${line} ${code}`);
    expect(warnings(base)).toEqual([]);
    expect(warnings(base.replace("x if self._requires_grad else x.detach()", "x"))).toEqual(["6 misspelt-flag"]);
  });
});
