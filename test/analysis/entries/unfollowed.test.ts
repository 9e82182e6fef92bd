import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/net.py";

function analysed(body: string) {
  const text = `import torch\nfrom dataclasses import dataclass\nfrom torch import nn\n${body}`;
  return analyzerOf({ [file]: text }).analyzeFile(file);
}

const unfollowed = (body: string) =>
  Object.fromEntries(analysed(body).subjects.map((one) => [one.name, one.unfollowed]));

/** A class that ends for want of what has a default: an example call must only give the rest. */
const failing = (init: string, forward: string) => `
class Net(nn.Module):
    def __init__(self${init}, missing=None):
        super().__init__()
        self.missing = missing
    def forward(self, ${forward}):
        return 1 + self.missing
`;

const exampleOf = (body: string) => unfollowed(body).Net?.example;

describe("an example call to begin with", () => {
  it.each([
    [
      "numbers by their names",
      failing(", dim, num_heads, vocab_size, depth", "x"),
      "Net(64, 4, 1000, 2)(torch.empty(1, 16, 64))",
    ],
    [
      "what is annotated",
      failing(", rate: float, causal: bool, mode: str", "x"),
      'Net(0.1, False, "")(torch.empty(1, 16, 64))',
    ],
    [
      "tensors of indices and masks",
      failing("", "ids, attention_mask, image"),
      "Net()(torch.zeros(1, 16, dtype=torch.long), torch.ones(1, 16, dtype=torch.bool), torch.empty(1, 3, 32, 32))",
    ],
    [
      "annotated tensors",
      failing("", "x: torch.LongTensor, y: torch.BoolTensor"),
      "Net()(torch.zeros(1, 16, dtype=torch.long), torch.ones(1, 16, 64, dtype=torch.bool))",
    ],
    ["a tuple", failing(", window_size: tuple[int, int]", "x"), "Net((8, 8))(torch.empty(1, 16, 64))"],
    ["required keywords", failing(", *, dim", "x, *, scale=2"), "Net(dim=64)(torch.empty(1, 16, 64))"],
    [
      "the first optional tensor, where nothing else must be given",
      failing("", "count=1, ids: torch.Tensor | None = None, y: torch.Tensor | None = None"),
      "Net()(ids=torch.zeros(1, 16, dtype=torch.long))",
    ],
    ["what cannot be known", failing(", norm_layer", "x"), "Net(...)(torch.empty(1, 16, 64))"],
  ])("has %s", (_, body, example) => {
    expect(exampleOf(body)).toBe(example);
  });

  it("has the sizes that the run had learnt until it ended", () => {
    const body = `
class Net(nn.Module):
    def __init__(self, in_channels, width, missing=None):
        super().__init__()
        self.missing = missing
        self.conv = nn.Conv2d(in_channels, width, 3)
    def forward(self, x):
        return self.conv(x) + self.missing
`;
    expect(exampleOf(body)).toBe("Net(3, 32)(torch.empty(1, 3, 32, 32))");
  });

  it("builds settings with what they must have", () => {
    const config = "@dataclass\nclass Config:\n    dim: int\n    heads: int = 4\n";
    const net = `class Net(nn.Module):
    def __init__(self, config: Config, missing=None):
        super().__init__()
        self.missing = missing
        self.fc = nn.Linear(config.dim, config.heads)
    def forward(self, x):
        return self.fc(x) + self.missing
`;
    expect(exampleOf(`${config}${net}`)).toBe("Net(Config(dim=64))(torch.empty(1, 16, 64))");
  });

  it("is a call that can be followed, where what was missing is given", () => {
    const body = `
class Block(nn.Module):
    def __init__(self, dim, heads, index=None):
        super().__init__()
        self.fc = nn.Linear(dim, dim * index)
    def forward(self, x):
        return self.fc(x)
`;
    const example = unfollowed(body).Block?.example;
    expect(example).toBe("Block(64, 4)(torch.empty(1, 16, 64))");
    const { entries, diagnostics } = analysed(
      body.replace("\nclass", `\n# shapescope: ${example?.replace("4)", "4, 2)")}\nclass`),
    );
    expect(diagnostics).toEqual([]);
    expect(entries[0].output).toEqual({ shape: [1, 16, 128], dtype: "float32" });
  });
});

describe("a function that nothing calls", () => {
  it("says where it ends", () => {
    const body = `
def mix(x, table=None):
    y = torch.softmax(x, -1)
    return y @ table["w"]
`;
    expect(unfollowed(body)).toEqual({
      mix: {
        reason: "TypeError: 'NoneType' object is not subscriptable",
        raised: true,
        file,
        line: 7,
        example: "mix(torch.empty(1, 16, 64))",
      },
    });
  });

  it("says what nothing tells", () => {
    const body = `
def pad(x, length):
    return torch.zeros(3, 4)
`;
    expect(unfollowed(body).pad).toEqual({
      reason: "nothing tells what `x` and `length` are",
      file,
      line: 5,
      example: "pad(torch.empty(1, 16, 64), torch.empty(1, 16, 64))",
    });
  });

  it("is passed over where it makes no tensor, and where it ends the program", () => {
    const body = `
def seed(number):
    torch.manual_seed(number)
def usage(x):
    torch.relu(x)
    raise SystemExit(2)
`;
    expect(unfollowed(body)).toEqual({});
  });
});

it("a class that builds a layer of PyTorch's in its own way is a subject, and tells why it fails", () => {
  const body = `
class Act(nn.Sequential):
    def __init__(self, width):
        super().__init__(nn.Linear(width, 6), nn.ReLU())
class Misfit(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(3, 4), nn.Linear(5, 6))
class Plain(nn.Module):
    def __init__(self):
        super().__init__()
class Same(nn.Linear):
    pass
`;
  const { entries, subjects } = analysed(body);
  expect(subjects.map(({ name }) => name)).toEqual(["Act", "Misfit"]);
  expect(entries.map(({ subject, output }) => [subject, output])).toEqual([
    ["Act", { shape: ["B", "N", 6], dtype: "float32" }],
  ]);
  expect(unfollowed(body).Misfit?.reason).toContain("mat1 and mat2 shapes cannot be multiplied");
});

describe("a class without a `forward`", () => {
  const net = (base: string, name: string) => `
class ${name}(${base}):
    def __init__(self):
        super().__init__()
        self.s = nn.Linear(2, 2)
    def log_prob(self, x):
        return self.s(x)
`;

  it("says that it has none", () => {
    expect(unfollowed(net("nn.Module", "Flow"))).toEqual({
      Flow: { reason: "it has no `forward`", uncallable: true, file, line: 5 },
    });
  });

  it("is passed over where it is a base, calls itself another way, or builds nothing of its own", () => {
    const derived = "class Net(Flow):\n    def forward(self, x):\n        return self.s(x)\n";
    expect(unfollowed(net("nn.Module", "Flow") + derived)).toEqual({ Net: undefined });
    expect(unfollowed(net("Unknown", "Flow"))).toEqual({});
    expect(unfollowed("class Base(nn.Module):\n    def tell(self):\n        return 1\n")).toEqual({});
    expect(unfollowed(net("object", "Plain"))).toEqual({});
  });
});
