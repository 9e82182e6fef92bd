import { describe, expect, it } from "vitest";
import { filledCall } from "../../../src/analysis/entries/filled-call";
import { analyzerOf } from "../support";

const file = "/project/net.py";

function formOf(body: string, name = "Net") {
  const text = `import torch\nfrom torch import nn\nimport torch.nn.functional as F\n${body}`;
  const analyzer = analyzerOf({ [file]: text });
  const form = analyzer.callForm(file, name)!;
  const outcome = (call: string | undefined) => {
    const { failed, report } = analyzer.trace(file, call!);
    return failed ?? report.output;
  };
  return { form, outcome };
}

const ATTENTION = `
class Net(nn.Module):
    def __init__(self, dim, num_heads, dropout=0.1):
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(dim, 3 * dim)

    def forward(self, x, mask: torch.BoolTensor = None):
        B, N, C = x.shape
        q, k, v = self.qkv(x).reshape(B, N, 3, self.num_heads, C // self.num_heads).permute(2, 0, 3, 1, 4)
        return q @ k.transpose(-2, -1)
`;

describe("a form", () => {
  const { form, outcome } = formOf(ATTENTION);

  it("has a field for each size, with where it comes from and a number that fits", () => {
    expect(form.sizes).toEqual([
      { name: "dim", origin: "argument of the constructor `dim`", offered: 64 },
      { name: "num_heads", origin: "argument of the constructor `num_heads`", offered: 4 },
      { name: "B", origin: "dimension 0 of `x`", offered: 1 },
      { name: "N", origin: "dimension 1 of `x`", offered: 16 },
    ]);
  });

  it("has what the sizes must have in common", () => {
    expect(form.needs).toEqual([
      { text: "dim % num_heads == 0", kind: "divisible", left: "dim", right: "num_heads", sizes: ["dim", "num_heads"] },
    ]);
  });

  it("has the arguments with their defaults", () => {
    expect(form.arguments.map(({ id, required, default: value }) => [id, required, value])).toEqual([
      ["constructor.dim", true, undefined],
      ["constructor.num_heads", true, undefined],
      ["constructor.dropout", false, "0.1"],
      ["forward.x", true, undefined],
      ["forward.mask", false, "None"],
    ]);
  });

  it("as offered is a call that comes to its end", () => {
    const { call, problems } = filledCall(form, {});
    expect({ call, problems }).toEqual({ call: "Net(64, 4)(torch.randn(1, 16, 64))", problems: {} });
    expect(outcome(call)).toEqual({ shape: [1, 4, 16, 16], dtype: "float32" });
  });

  it("tells at each field why its number does not fit", () => {
    expect(filledCall(form, { sizes: { num_heads: "5" } }).problems).toEqual({
      dim: "needs dim % num_heads == 0: 64 % 5 is 4",
      num_heads: "needs dim % num_heads == 0: 64 % 5 is 4",
    });
    expect(filledCall(form, { sizes: { B: "1.5", N: "" } })).toEqual({
      problems: { B: "a whole number from 1 on", N: "a whole number from 1 on" },
    });
  });

  it("takes optional arguments by their names", () => {
    const kinds = { "forward.mask": "mask", "forward.x": "uniform" } as const;
    expect(filledCall(form, { arguments: { "constructor.dropout": "0.5" }, kinds }).call).toBe(
      "Net(64, 4, dropout=0.5)(torch.rand(1, 16, 64), mask=torch.ones(1, 16, dtype=torch.bool))",
    );
  });
});

it("takes a shape as it is typed, in sizes and numbers", () => {
  const { form, outcome } = formOf(ATTENTION);
  const typed = (shape: string) => filledCall(form, { shapes: { "forward.x": shape } });
  expect(typed("(2, 8, dim)").call).toBe("Net(64, 4)(torch.randn(2, 8, 64))");
  expect(typed("B, dim").call).toBe("Net(64, 4)(torch.randn(1, 64))");
  expect(outcome(typed("B, dim").call)).toBe("ValueError: not enough values to unpack (expected 3, got 2)");
  expect(typed("2, Z, dim").problems).toEqual({ "forward.x": "Z is none of the sizes" });
  expect(typed("2, 8 8").problems).toEqual({ "forward.x": "sizes with commas between them: 1, 16, 64" });
});

it("builds settings with the sizes that the class uses, and gives an optional input where one is needed", () => {
  const { form, outcome } = formOf(`
from dataclasses import dataclass

@dataclass
class Config:
    hidden: int = 4096
    heads: int = 32
    depth: int = 32
    unused: int = 7

class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.heads = config.heads
        self.layers = nn.ModuleList([nn.Linear(config.hidden, config.hidden) for _ in range(config.depth)])
    def forward(self, x: torch.Tensor = None):
        for layer in self.layers:
            x = layer(x)
        return x.unflatten(-1, (self.heads, -1))
`);
  const { call } = filledCall(form, {});
  expect(call).toBe("Net(Config(hidden=64, heads=4, depth=2))(x=torch.randn(1, 16, 64))");
  expect(outcome(call)).toEqual({ shape: [1, 16, 4, 16], dtype: "float32" });
});

it("keeps indices below the number of embeddings", () => {
  const { form, outcome } = formOf(`
class Net(nn.Module):
    def __init__(self, n_vocab, dim):
        super().__init__()
        self.table = nn.Embedding(n_vocab, dim)
    def forward(self, ids):
        B, N = ids.shape
        return self.table(ids.view(B * N))
`);
  expect(form.arguments.at(-1)?.tensor).toEqual({ shape: ["B", "N"], kind: "integers", below: "n_vocab" });
  const { call } = filledCall(form, { sizes: { n_vocab: "50" } });
  expect(call).toBe("Net(50, 64)(torch.randint(0, 50, (1, 16)))");
  expect(outcome(call)).toEqual({ shape: [16, 64], dtype: "float32" });
});

it("offers inputs that are large enough", () => {
  const { form, outcome } = formOf(`
class Net(nn.Module):
    def __init__(self, in_channels):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Conv2d(in_channels, in_channels, 3, stride=2) for _ in range(5)])
    def forward(self, x):
        x = self.layers(x)
        if x.shape[-1] < 3:
            raise ValueError("too small")
        return x
`);
  const { call } = filledCall(form, {});
  expect(call).toBe("Net(3)(torch.randn(1, 3, 64, 128))");
  expect(outcome(call)).toEqual({ shape: [1, 3, 1, 3], dtype: "float32" });
});

it("asks for what nothing is known of", () => {
  const { form } = formOf(`
class Net(nn.Module):
    def __init__(self, norm_layer, act="relu"):
        super().__init__()
        self.norm = norm_layer(8)
    def forward(self, x):
        return self.norm(x)
`);
  expect(filledCall(form, {}).problems).toEqual({ "constructor.norm_layer": "an expression of Python" });
  expect(filledCall(form, { arguments: { "constructor.norm_layer": "nn.LayerNorm" } }).call).toMatch(
    /^Net\(nn\.LayerNorm\)\(torch\.randn\(/,
  );
});

it("is one of a function too, and of nothing else", () => {
  const { form } = formOf(
    "def shift(x: torch.Tensor, by=1):\n    B, C, H, W = x.shape\n    return x.roll(by)\n",
    "shift",
  );
  expect(filledCall(form, { arguments: { "forward.by": "2" } }).call).toBe("shift(torch.randn(1, 64, 32, 32), by=2)");
  expect(formOf("x = 1\n", "x").form).toBeUndefined();
  expect(formOf("x = 1\n", "y").form).toBeUndefined();
});
