import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/net.py";

function analysed(body: string) {
  const text = `import torch\nfrom torch import nn\nimport torch.nn.functional as F\n${body}`;
  return analyzerOf({ [file]: text }).analyzeFile(file);
}

/** What the first run of the file's only class takes for its inputs: `int64 (B, N)`. */
function inputsOf(body: string): Record<string, string> {
  const [entry] = analysed(body).entries;
  return Object.fromEntries(
    (entry?.inputs ?? []).map(({ name, value }) => {
      const { shape, dtype } = value as { shape: (string | number)[]; dtype: string };
      return [name, `${dtype} (${shape?.join(", ")})`];
    }),
  );
}

const layer = (setup: string, parameters: string, result: string) => `
class Net(nn.Module):
    def __init__(self, rows, width):
        super().__init__()
        ${setup}
    def forward(self, ${parameters}):
        return ${result}
`;

describe("an input of integers is inferred", () => {
  it.each([
    ["an embedding", "self.e = nn.Embedding(rows, width)", "x", "self.e(x)", { x: "int64 (B, N)" }],
    [
      "an embedding behind a transpose",
      "self.e = nn.Embedding(rows, width)",
      "x",
      "self.e(x.t())",
      { x: "int64 (B, C)" },
    ],
    [
      "an embedding behind a new axis",
      "self.e = nn.Embedding(rows, width)",
      "x: torch.Tensor",
      "self.e(x.unsqueeze(0))",
      { x: "int64 (B, N, C)" },
    ],
    [
      "an embedding behind arithmetic",
      "self.e = nn.Embedding(rows, width)",
      "x: torch.Tensor",
      "self.e(torch.div(x + 1, 2, rounding_mode='floor'))",
      { x: "int64 (B, N, C)" },
    ],
    ["one_hot", "pass", "x: torch.Tensor", "F.one_hot(x, 5)", { x: "int64 (B, N, C)" }],
    ["a mask that is inverted", "pass", "x: torch.Tensor", "~x", { x: "int64 (B, N, C)" }],
    ["bincount", "pass", "x: torch.Tensor", "torch.bincount(x.view(-1))", { x: "int64 (B, N, C)" }],
  ])("from %s", (_, setup, parameters, result, expected) => {
    expect(inputsOf(layer(setup, parameters, result))).toEqual(expected);
  });

  it("from a target, which has a dimension less", () => {
    const { x, y } = inputsOf(layer("self.fc = nn.Linear(width, rows)", "x, y", "F.cross_entropy(self.fc(x), y)"));
    expect(x).toMatch(/^float32/);
    expect(y).toMatch(/^int64/);
  });
});

describe("a list of tensors is inferred", () => {
  it("where an operator joins a parameter", () => {
    const { entries, diagnostics } = analysed(layer("pass", "x", "torch.cat(x, 1)"));
    const item = (n: number) => ({ unknown: `\`x[${n}]\` is given by the caller` });
    expect(entries[0].inputs).toEqual([{ name: "x", value: [item(0), item(1)] }]);
    expect(diagnostics).toEqual([]);
  });
});

it("an input whose rank was met later is tried with other ranks first, where that alone helps", () => {
  const body = `
class Up(nn.Module):
    def forward(self, x, skip):
        x = F.interpolate(x, scale_factor=2, mode="bilinear")
        rows = skip.size()[2] - x.size()[2]
        columns = skip.size()[3] - x.size()[3]
        x = F.pad(x, [columns // 2, columns - columns // 2, rows // 2, rows - rows // 2])
        return torch.cat([skip, x], dim=1)
`;
  expect(inputsOf(body)).toEqual({
    x: "float32 (B, C, H, W)",
    skip: "float32 (B, C_skip, H_skip, W_skip)",
  });
});

it("a forward that a decorator of PyTorch's wraps is the class's own", () => {
  const body = `
class Net(nn.Module):
    @torch.inference_mode()
    def forward(self, x: torch.Tensor):
        return F.one_hot(x, 4)
`;
  expect(inputsOf(body)).toEqual({ x: "int64 (B, N, C)" });
});

describe("comments and guessed ranks", () => {
  it("a docstring's `(N,)` is the rank", () => {
    const body = `
class Timesteps(nn.Module):
    def forward(self, t):
        """
        t: (N,) tensor of timesteps
        """
        return t.float() * 2
`;
    expect(inputsOf(body)).toEqual({ t: "float32 (N)" });
  });

  it("a comment that contradicts a guess corrects it, and is not told", () => {
    const body = `
class Steps(nn.Module):
    def forward(self, t: torch.Tensor):
        a = t.float() * 2  # (B, N)
        return a
`;
    expect(inputsOf(body)).toEqual({ t: "float32 (B, C)" });
    expect(analysed(body).diagnostics).toEqual([]);
  });

  it("no comment is held against a guess", () => {
    const body = `
class Steps(nn.Module):
    def forward(self, t: torch.Tensor):
        a = t.float() * 2  # (B, N)
        b = t.float() * 3  # (B, N, 4, H)
        return a, b
`;
    expect(analysed(body).diagnostics).toEqual([]);
  });

  it("one mistake is told at its first line in a function", () => {
    const { diagnostics } = analysed(`
def f(x):
    a = x + 1  # (2, 3)
    b = a + 1  # (2, 3)
    c = b + 1  # (2, 3)
    return c
f(torch.zeros(2, 5))
`);
    expect(diagnostics.map(({ severity, line, message }) => ({ severity, line, message }))).toEqual([
      { severity: "hint", line: 6, message: "The comment says (2, 3), but `a` is (2, 5)." },
    ]);
  });
});

describe("training mode", () => {
  const errors = (body: string) =>
    analysed(body)
      .diagnostics.filter(({ severity }) => severity === "error")
      .map(({ message, line }) => `${line}: ${message}`);

  it("is what a file's own call has until `eval()`", () => {
    expect(
      errors(`
class Aux(nn.Module):
    def forward(self, x):
        assert self.training, "only for training"
        if self.training:
            return x, x
        return x
net = Aux()
a, b = net(torch.zeros(2))
`),
    ).toEqual([]);
  });

  it("refuses a batch of one value per channel, and `eval()` does not", () => {
    const norm = (mode: string) => `
net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))${mode}
net(torch.zeros(1, 3))
`;
    expect(errors(norm(""))).toEqual([
      "6: ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 4])",
    ]);
    expect(errors(norm(".eval()"))).toEqual([]);
  });

  it("is not that of a class without a call", () => {
    const [entry] = analysed(`
class Head(nn.Module):
    def forward(self, x: torch.Tensor):
        if self.training:
            return x.sum()
        return F.dropout(x, 0.5, self.training)
`).entries;
    expect(entry).toMatchObject({ kind: "symbolic", output: { shape: ["B", "N", "C"] }, totals: { flops: 0 } });
  });
});

describe("sizes that may be 1", () => {
  it("a map that shrinks is expanded where 1 is left: a need, not an error", () => {
    const { diagnostics, entries } = analysed(`
class Gate(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.convs = nn.Sequential(nn.Conv2d(width, width, 5), nn.Conv2d(width, 1, 3))
    def forward(self, x):
        return self.convs(x).expand_as(x) * x
`);
    expect(diagnostics).toEqual([]);
    expect(entries[0].requirements).toEqual(expect.arrayContaining(["H == 7", "W == 7"]));
  });
});

describe("a rank that is a guess", () => {
  it("is another one where two sizes of the input would have to be equal", () => {
    const { entries } = analysed(`
class Noisy(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(16, 16)
    def forward(self, x):
        return self.fc(x + torch.randn(x.shape[0], 16))
`);
    expect(entries[0].inputs).toEqual([{ name: "x", value: { shape: ["B", 16], dtype: "float32" } }]);
    expect(entries[0].requirements).toEqual(["C == 16"]);
  });

  it("stays where every other one fails", () => {
    const { entries } = analysed(`
class Squared(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 1)
    def forward(self, x):
        return self.conv(x) @ self.conv(x)
`);
    expect(entries[0].inputs).toEqual([{ name: "x", value: { shape: ["B", 3, "H", "H"], dtype: "float32" } }]);
  });
});

describe("what stops a program on purpose", () => {
  it("`sys.exit` and a lone `raise` are no errors", () => {
    expect(analysed('import sys\nprint("usage: net.py")\nsys.exit("usage")\n').diagnostics).toEqual([]);
    expect(analysed('print("no such model")\nraise\n').diagnostics).toEqual([]);
  });
});

describe("the class of tensors", () => {
  it("makes one of a list when it is called", () => {
    expect(analysed("reveal_shape(torch.Tensor([0.0, 1.0]))\n").diagnostics.map(({ message }) => message)).toEqual([
      "(2,) float32",
    ]);
  });
});
