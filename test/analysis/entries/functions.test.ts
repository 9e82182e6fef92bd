import { describe, expect, it } from "vitest";
import { analyzerOf, errorsOf } from "../support";

const HEAD = "import torch\nfrom torch import nn, Tensor\nimport torch.nn.functional as F\n";

/** Entries of functions: name, inputs and output. */
function entries(program: string): string[] {
  const file = "/project/program.py";
  const analysis = analyzerOf({ [file]: HEAD + program }).analyzeFile(file);
  const shown = (value: { shape?: readonly unknown[] }) => `(${(value.shape ?? ["?"]).join(", ")})`;
  return analysis.subjects
    .filter(({ kind }) => kind === "function")
    .flatMap(({ name, entries }) =>
      entries.map((at) => {
        const { inputs, output } = analysis.entries[at];
        const given = inputs.map((one) => `${one.name} ${shown(one.value as never)}`).join(", ");
        return `${name}: ${given} -> ${shown(output as never)}`;
      }),
    );
}

describe("a function that nobody calls", () => {
  it("shows nothing, and harms nothing, while its signature is typed", () => {
    expect(entries("def project(x: Tensor,")).toEqual([]);
    expect(errorsOf(`${HEAD}x = torch.zeros(2) @ torch.zeros(3)\ndef project(x: Tensor,`)).toEqual([
      "5: '(' was never closed",
      "4: RuntimeError: inconsistent tensor size, expected tensor [2] and src [3] to have the same number of elements, but got 2 and 3 elements respectively",
    ]);
  });

  it("shows its shapes, in symbols", () => {
    expect(entries("def project(x: Tensor):\n    return x @ torch.zeros(20, 5)\n")).toEqual([
      "project: x (B, 20) -> (B, 5)",
    ]);
  });

  it("shows them from what it does with its parameters where nothing is annotated", () => {
    expect(entries("def loss(image, kernel):\n    return F.conv2d(image, kernel)\n")[0]).toMatch(/^loss: image \(/);
  });

  it("shows nothing of parameters that it says nothing of", () => {
    expect(entries("def evaluate(model, path):\n    return model(torch.rand(2, 3))\n")).toEqual([]);
  });

  it("shows nothing where something runs it", () => {
    expect(entries("def twice(x: Tensor):\n    return x + x\ntwice(torch.rand(2))\n")).toEqual([]);
  });

  it.each([
    [
      "without a parameter",
      "def clash():\n    x = torch.randn(10, 20)\n    return x @ x\n",
      "6: RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (10x20 and 10x20)",
    ],
    [
      "whatever it is given",
      "def clash(model, x):\n    return model(x) if x.dim() > 2 else torch.zeros(2, 3) + torch.zeros(4)\n",
      undefined,
    ],
    [
      "in each of its branches",
      "def clash(flag):\n    x = torch.zeros(2, 3)\n    return x @ x if flag else x @ x\n",
      "6: RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)",
    ],
  ])("fails for certain %s", (_, program, error) => {
    expect(errorsOf(HEAD + program)).toEqual(error === undefined ? [] : [error]);
  });

  it.each([
    [
      "a name of the module is written by another function",
      "net = None\ndef build():\n    global net\n    net = nn.Linear(3, 4)\ndef run():\n    return net(torch.rand(2, 3))\n",
    ],
    ["it raises on purpose", "def run(x: Tensor):\n    raise ValueError(x.shape)\n"],
    [
      "it expects the failure",
      "def run():\n    try:\n        torch.zeros(2, 3) @ torch.zeros(2, 3)\n    except RuntimeError:\n        return torch.zeros(1)\n",
    ],
    [
      "a guessed argument makes it fail",
      "def run(x, width):\n    return F.linear(x, torch.zeros(5, width)) @ torch.zeros(5, 2)\n",
    ],
    [
      "it has a decorator that is not known",
      "from elsewhere import task\n@task\ndef run():\n    return torch.zeros(2, 3) @ torch.zeros(2, 3)\n",
    ],
  ])("tells nothing where %s", (_, program) => {
    expect(errorsOf(HEAD + program)).toEqual([]);
  });
});

const NET = `class Net(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.inner = nn.Linear(width, 4)
    def encode(self, x):
        return self.inner(x).relu()
    def mixed(self, x):
        y = self.inner(x)
        return torch.cat([y, y], 1) @ torch.zeros(5, 5)
    def forward(self, x):
        return self.inner(x)
`;

describe("a method beside `forward` that nobody calls", () => {
  it("is an entry of its class", () => {
    const file = "/project/program.py";
    const analysis = analyzerOf({ [file]: HEAD + NET }).analyzeFile(file);
    expect(analysis.entries.map(({ label }) => label)).toEqual(["symbolic sizes", "encode(), symbolic sizes"]);
    expect(analysis.entries[1]).toMatchObject({
      subject: "Net",
      inputs: [{ name: "x", value: { shape: ["B", "N", "width"] } }],
      output: { shape: ["B", "N", 4] },
      totals: { params: "4*width + 4", macs: "4*B*N*width" },
      calls: [{ class: "Net", children: [{ path: "inner", class: "Linear" }, { op: "relu" }] }],
    });
  });

  it("fails where each call of it does", () => {
    expect(errorsOf(HEAD + NET)).toEqual([
      expect.stringMatching(/^12: RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied/),
    ]);
  });

  it("says nothing where the class's state is made by another method", () => {
    expect(
      errorsOf(`${HEAD}class Net(nn.Module):
    def prepare(self):
        self.table = torch.zeros(2, 3)
    def look(self):
        return self.table @ torch.zeros(3, 4)
    def forward(self, x):
        return x
`),
    ).toEqual([]);
  });
});
