import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/program.py";

function errorsOf(lines: readonly string[]) {
  const text = lines.join("\n");
  const { diagnostics } = analyzerOf({ [file]: text }).analyzeFile(file);
  return diagnostics.filter(({ severity }) => severity === "error");
}

const NET = [
  "import torch, torch.nn as nn",
  "class Net(nn.Module):",
  "    def __init__(self):",
  "        super().__init__()",
  "        self.conv = nn.Conv2d(1, 4, 3)",
  "        self.fc = nn.Linear(4 * 28 * 28, 10)",
  "    def forward(self, x):",
  "        x = self.conv(x).flatten(1)",
  "        return self.fc(x)",
  "Net()(torch.zeros(2, 1, 28, 28))",
];

describe("where the sizes of an error come from", () => {
  it("tells where both factors were made, then the call", () => {
    const [error] = errorsOf(NET);
    expect(error).toMatchObject({
      line: 9,
      message: "RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (2x2704 and 3136x10)",
    });
    expect(error.related?.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "8: `input` of shape [2, 2704] comes from `flatten` here",
      "6: `weight` of shape [10, 3136] is a parameter made here",
      "10: called from here",
    ]);
  });

  it("tells each tensor of a list", () => {
    const [error] = errorsOf([
      "import torch",
      "a = torch.zeros(2, 3)",
      "b = torch.zeros(4, 5)",
      "c = torch.cat([a, b])",
    ]);
    expect(error.related?.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "2: `tensors[0]` of shape [2, 3] comes from `zeros` here",
      "3: `tensors[1]` of shape [4, 5] comes from `zeros` here",
    ]);
  });
});

/** The program after the fix of its only error. */
function fixed(lines: readonly string[]): string[] {
  const [{ fix }] = errorsOf(lines);
  if (fix === undefined) return ["no fix"];
  const line = lines[fix.line - 1];
  return lines.with(fix.line - 1, line.slice(0, fix.column - 1) + fix.text + line.slice(fix.endColumn - 1));
}

describe("the edit that takes an error away", () => {
  it("changes in_features of a linear layer", () => {
    const after = fixed(NET);
    expect(after[5]).toBe("        self.fc = nn.Linear(2704, 10)");
    expect(errorsOf(after)).toEqual([]);
    expect(errorsOf(NET)[0].fix?.title).toBe("Change `in_features` to 2704");
  });

  it("changes in_channels given by name", () => {
    const program = [
      "import torch, torch.nn as nn",
      "conv = nn.Conv2d(in_channels=3, out_channels=8, kernel_size=3)",
      "y = conv(torch.zeros(1, 1, 8, 8))",
    ];
    expect(fixed(program)[1]).toBe("conv = nn.Conv2d(in_channels=1, out_channels=8, kernel_size=3)");
    expect(errorsOf(fixed(program))).toEqual([]);
  });

  it("changes num_features of a batch norm", () => {
    const program = [
      "import torch, torch.nn as nn",
      "net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(16))",
      "y = net(torch.zeros(1, 3, 8, 8))",
    ];
    expect(fixed(program)[1]).toBe("net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8))");
  });

  it("leaves numbers alone where the order of dimensions is wrong or a flatten is missing", () => {
    expect(fixed(["import torch, torch.nn as nn", "y = nn.Conv2d(3, 8, 3)(torch.zeros(1, 9, 9, 3))"])).toEqual([
      "no fix",
    ]);
    expect(fixed(["import torch, torch.nn as nn", "y = nn.Linear(64, 3)(torch.zeros(5, 1, 8, 8))"])).toEqual([
      "no fix",
    ]);
  });

  it("leaves names alone", () => {
    expect(
      fixed(["import torch, torch.nn as nn", "width = 64", "y = nn.Linear(width, 3)(torch.zeros(5, 32))"]),
    ).toEqual(["no fix"]);
  });
});
