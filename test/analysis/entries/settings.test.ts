import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/net.py";

function analysed(body: string, others: Record<string, string> = {}) {
  const text = `import torch\nfrom dataclasses import dataclass\nfrom torch import nn\n${body}`;
  return analyzerOf({ [file]: text, ...others }).analyzeFile(file);
}

/** Of each class: what its first entry gives, and with what it was run. */
function shown(body: string, others: Record<string, string> = {}) {
  const { subjects, entries, diagnostics } = analysed(body, others);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return Object.fromEntries(
    subjects.map(({ name, entries: [first] }) => {
      const entry = first === undefined ? undefined : entries[first];
      return [name, entry && { output: shapeOf(entry.output), assumed: entry.assumed }];
    }),
  );
}

function shapeOf(value: unknown): string {
  const { shape } = value as { shape?: (string | number)[] };
  return shape === undefined ? JSON.stringify(value) : `(${shape.join(", ")})`;
}

const CONFIG = `
@dataclass
class Config:
    width: int = 64
    heads: int = 4
    layers: int = 12
    bias: bool = False
    dropout: float = 0.0
    pad: int = 0
`;

const NET = (parameter: string) => `
class Net(nn.Module):
    def __init__(self, ${parameter}):
        super().__init__()
        assert config.width % config.heads == 0
        self.fc = nn.Linear(config.width, config.heads * config.layers, bias=config.bias)
        self.drop = nn.Dropout(config.dropout)
    def forward(self, x):
        return self.drop(self.fc(x))
`;

const FITS = { Net: { output: "(B, N, heads*layers)", assumed: [] } };

describe("a parameter that is an instance of a class of settings", () => {
  it("keeps a whole number that is said to be a float as it is", () => {
    const config = "@dataclass\nclass Config:\n    width: int = 64\n    rate: float = 1\n";
    const net = `class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.fc, self.drop = nn.Linear(config.width, 3), nn.Dropout(config.rate)
    def forward(self, x): return self.drop(self.fc(x))
`;
    const names = analysed(config + net).entries[0].symbols.map(({ name }) => name);
    expect(names).toEqual(["width", "B", "N", "C"]);
  });

  it.each([
    ["a dataclass in an annotation", CONFIG, "config: Config"],
    ["an annotation in quotes", CONFIG, "config: 'Config'"],
    ["one that may be None", CONFIG, "config: Config | None"],
    ["the only class that has the attributes", CONFIG, "config"],
    [
      "a constructor whose parameters have defaults",
      "class Config:\n    def __init__(self, width=64, heads=4, layers=2, bias=True, dropout=0.1):\n        self.width, self.heads, self.layers = width, heads, layers\n        self.bias = bias\n        self.dropout = dropout\n",
      "config: Config",
    ],
    [
      "attributes of the class itself",
      "class Config:\n    width = 64\n    heads = 4\n    layers = 2\n    bias = True\n    dropout = 0.1\n",
      "config: Config",
    ],
    ["nothing that is declared", "", "config"],
  ])("names sizes by its attributes: %s", (_, config, parameter) => {
    const found = shown(config + NET(parameter)).Net;
    expect(found?.output).toBe(FITS.Net.output);
  });

  it("has the annotation that another function gives the name", () => {
    const other = `${CONFIG}\ndef build(config: Config):\n    return Net(config)\n`;
    expect(shown(other + NET("config")).Net?.output).toBe(FITS.Net.output);
  });

  it("has its defaults beside its sizes", () => {
    const [entry] = analysed(CONFIG + NET("config: Config")).entries;
    expect(entry.symbols.filter(({ name }) => name === "width")).toEqual([
      { name: "width", origin: "constructor parameter `config.width`, 64 by default" },
    ]);
  });

  it("comes from another module of the project", () => {
    const others = { "/project/settings.py": `from dataclasses import dataclass\n${CONFIG}` };
    expect(shown(`from settings import Config\n${NET("config: Config")}`, others).Net?.output).toBe(FITS.Net.output);
  });

  it("keeps what follows from it: sizes that its class computes", () => {
    const body = `
@dataclass
class Config:
    width: int = 64
    heads: int = 4
    def __post_init__(self):
        self.inner = self.width * 4
class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.fc = nn.Linear(config.width, config.inner)
    def forward(self, x):
        return self.fc(x)
`;
    expect(shown(body).Net?.output).toBe("(B, N, 4*width)");
  });

  it("takes conditions on sizes as its defaults decide them, and says so", () => {
    const body = `${CONFIG}
class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.fc = nn.Linear(config.width, 3 if config.layers > 20 else 5)
    def forward(self, x):
        return self.fc(x)
`;
    expect(shown(body).Net).toEqual({ output: "(B, N, 5)", assumed: ["20 >= layers"] });
  });

  it("builds two of a number of layers", () => {
    const body = `${CONFIG}
class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.blocks = nn.ModuleList(nn.Linear(config.width, config.width) for _ in range(config.layers))
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x
`;
    expect(shown(body).Net).toEqual({ output: "(B, N, width)", assumed: ["config.layers = 2"] });
  });

  it("is no proof: what fails with its defaults alone is no error", () => {
    const body = `${CONFIG}
class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.fc = nn.Linear(8, 4) if config.bias else None
    def forward(self, x):
        return self.fc(x)
`;
    const { subjects, diagnostics } = analysed(body);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(subjects.find(({ name }) => name === "Net")?.unfollowed).toEqual({
      reason: "TypeError: 'NoneType' object is not callable",
      raised: true,
      file,
      line: 19,
      example: "Net(Config())(torch.empty(1, 16, 64))",
    });
  });

  it("fails where each caller's would", () => {
    const body = `${CONFIG}
class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.fc = nn.Linear(8, 4)
        self.out = nn.Linear(5, 8)
    def forward(self, x):
        return self.out(self.fc(x))
`;
    const errors = analysed(body).diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map(({ line, code }) => [line, code])).toEqual([[20, "matmul-sizes"]]);
  });
});

describe("a class that fails with the inputs that it must have", () => {
  const NETS = `
class Block(nn.Module):
    def __init__(self, width, index=None):
        super().__init__()
        self.fc = nn.Linear(width, index + 1)
    def forward(self, x):
        return self.fc(x)
`;

  it("is shown as another class calls it", () => {
    const body = `${NETS}
class Net(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.block = Block(dim, 6)
    def forward(self, x):
        return self.block(x)
`;
    expect(shown(body)).toEqual({
      Block: { output: "(B, N, 7)", assumed: [] },
      Net: { output: "(B, N, 7)", assumed: [] },
    });
    expect(analysed(body).entries.map(({ label }) => label)).toContain("Net: symbolic sizes");
  });

  it("says why it could not be followed", () => {
    const { subjects } = analysed(NETS);
    expect(subjects[0].unfollowed).toEqual({
      reason: "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'",
      raised: true,
      file,
      line: 8,
      example: "Block(32)(torch.empty(1, 16, 64))",
    });
  });

  it("is given optional tensors", () => {
    const body = `
class Net(nn.Module):
    def __init__(self, rows, width):
        super().__init__()
        self.embed = nn.Embedding(rows, width)
    def forward(self, ids: torch.LongTensor | None = None, embedded: torch.Tensor | None = None):
        if (ids is None) == (embedded is None):
            raise ValueError("one of both")
        return embedded if ids is None else self.embed(ids)
`;
    expect(shown(body).Net).toEqual({ output: "(B, N, width)", assumed: ["ids given"] });
  });

  it("is called as the function that its forward wraps", () => {
    const body = `
from functools import wraps
def logged(fn):
    @wraps(fn)
    def wrapper(*args, **kwargs):
        return fn(*args, **kwargs)
    return wrapper
class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(width, 3)
    @logged
    def forward(self, x):
        return self.fc(x)
`;
    expect(shown(body).Net).toEqual({ output: "(B, N, 3)", assumed: [] });
  });
});
