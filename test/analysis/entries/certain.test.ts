import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const file = "/project/net.py";

function errorsOf(body: string): string[] {
  const text = `import torch\nfrom torch import nn\nimport torch.nn.functional as F\n${body}`;
  const { diagnostics } = new Analyzer(parser, preludeSources, hostOf({ [file]: text })).analyzeFile(file);
  return diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

/** What a class does of itself, and the same with something that no caller can set right. */
const CASES: { name: string; silent: string; told: string; message: string }[] = [
  {
    name: "an optional argument that the class can't do without",
    silent: `
class Drop(nn.Module):
    def __init__(self, p=None):
        super().__init__()
        self.p = float(p)
    def forward(self, x):
        return x * self.p
`,
    told: `
class Drop(nn.Module):
    def __init__(self, p=None):
        super().__init__()
        self.p = float(None)
    def forward(self, x):
        return x * self.p
`,
    message: "TypeError: float() argument must be a string or a real number, not 'NoneType'",
  },
  {
    name: "a flag whose default leaves channels out",
    silent: `
class Up(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(32, 8, 3)
    def forward(self, x: torch.Tensor, skip=None):
        x = F.relu(nn.functional.conv2d(x, torch.zeros(16, 3, 1, 1)))
        if skip is not None:
            x = torch.cat([x, skip], 1)
        return self.conv(x)
`,
    told: `
class Up(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(32, 8, 3)
    def forward(self, x: torch.Tensor, skip=None):
        x = F.relu(nn.functional.conv2d(x, torch.zeros(16, 3, 1, 1)))
        return self.conv(x)
`,
    message:
      "RuntimeError: Given groups=1, weight of size [8, 32, 3, 3], expected input[B, 16, H, W] to have 32 channels, but got 16 channels instead",
  },
  {
    name: "a structure where a number was guessed",
    silent: `
class Stages(nn.Module):
    def __init__(self, dim, depth):
        super().__init__()
        assert isinstance(depth, tuple), 'depth must be a tuple'
        self.layers = nn.ModuleList(nn.Linear(dim, dim) for _ in depth)
    def forward(self, x):
        return self.layers[0](x)
`,
    told: `
class Stages(nn.Module):
    def __init__(self, dim, depth):
        super().__init__()
        assert isinstance(2, tuple), 'depth must be a tuple'
    def forward(self, x):
        return x
`,
    message: "AssertionError: depth must be a tuple",
  },
  {
    name: "an index whose dtype nobody told",
    silent: `
class Pick(nn.Module):
    def forward(self, x: torch.Tensor, target: torch.Tensor):
        return F.log_softmax(x, dim=-1).gather(-1, target.unsqueeze(1))
`,
    told: `
class Pick(nn.Module):
    def forward(self, x: torch.Tensor):
        return F.log_softmax(x, dim=-1).gather(-1, torch.zeros(2, 1))
`,
    message: "RuntimeError: gather(): Expected dtype int64 for index",
  },
  {
    name: "an attribute that another method sets",
    silent: `
class Tracker(nn.Module):
    def start(self, target):
        self.target = target
    def forward(self, x):
        return x - self.target
`,
    told: `
class Tracker(nn.Module):
    def __init__(self):
        super().__init__()
        self.targets = 3
    def forward(self, x):
        return x - self.target
`,
    message: "AttributeError: 'Tracker' object has no attribute 'target'",
  },
  {
    name: "a module list that is filled from outside",
    silent: `
class Ensemble(nn.ModuleList):
    def forward(self, x):
        return torch.cat([module(x) for module in self], 1)
`,
    told: `
class Ensemble(nn.Module):
    def forward(self, x):
        return torch.cat([], 1)
`,
    message: "RuntimeError: torch.cat(): expected a non-empty list of Tensors",
  },
  {
    name: "what an optional package would bring",
    silent: `
try:
    import a_package_that_is_not_here as extra
except ImportError:
    extra = None
class Fast(nn.Module):
    def __init__(self):
        super().__init__()
        if extra is None:
            raise RuntimeError("please install it")
    def forward(self, x):
        return x
`,
    told: `
extra = None
class Fast(nn.Module):
    def __init__(self):
        super().__init__()
        if extra is None:
            raise RuntimeError("please install it")
    def forward(self, x):
        return x
`,
    message: "RuntimeError: please install it",
  },
  {
    name: "a name that a newer PyTorch may have",
    silent: `
flag = torch.cpu._is_avx2_supported() or torch.some_new_operator
kind = torch.uint16
`,
    told: `
flag = torch.flaten
`,
    message: "AttributeError: module 'torch' has no attribute 'flaten'",
  },
];

describe("an error of a class that is not called", () => {
  it.each(CASES)("is not told of $name", ({ silent }) => {
    expect(errorsOf(silent)).toEqual([]);
  });

  it.each(CASES)("is told where no caller can help it, beside $name", ({ told, message }) => {
    expect(errorsOf(told)).toEqual([message]);
  });
});

describe("iterables", () => {
  it("have their protocols by name: a module list takes any of them", () => {
    expect(
      errorsOf(`
for one in [range(3), map(str, [1]), zip([1]), {1: 2}.items(), (x for x in [1]), [1], (1,), {1}, "a", torch.zeros(2)]:
    assert hasattr(one, "__iter__"), type(one).__name__
assert hasattr(range(3), "__len__") and not hasattr(zip([1]), "__len__") and hasattr(zip([1]), "__next__")
layers = nn.ModuleList(nn.Linear(n, k) for n, k in zip([2, 3], [3, 4]))
reveal_shape(layers[1](torch.zeros(1, 3)))
`),
    ).toEqual([]);
  });
});
