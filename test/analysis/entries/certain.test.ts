import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/net.py";

/** The errors of one file of a project. */
function errorsIn(files: Record<string, string>, path = file): string[] {
  const { diagnostics } = analyzerOf(files).analyzeFile(path);
  return diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

function errorsOf(body: string): string[] {
  return errorsIn({ [file]: `import torch\nfrom torch import nn\nimport torch.nn.functional as F\n${body}` });
}

/** What a class does of itself, and the same with something that no caller can set right. */
const CASES: { name: string; silent: string; told: string; message: string }[] = [
  {
    name: "an object with a method that tensors have too, or with other arguments",
    silent: `
def train(logger, engine, loss: torch.Tensor):
    logger.log10(step="loss", data={"loss": 1})
    engine.clone().sized(0)
    return loss + 1
`,
    told: `
def train(logger, loss: torch.Tensor):
    logger.log10().sized(0)
    return loss + 1
`,
    message: "AttributeError: 'Tensor' object has no attribute 'sized'",
  },
  {
    name: "what is computed of weights before they have values",
    silent: `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gain = nn.init.calculate_gain("relu") / 2
        self.weight = nn.Parameter(nn.init.xavier_uniform_(tensor=torch.empty(3, 3)))
        fan_in, _ = nn.init._calculate_fan_in_and_fan_out(self.weight)
        assert self.weight is not None and nn.Linear(3, 3).reset_parameters() is None
        self.bound = fan_in ** -0.5
    def forward(self, x):
        return x @ self.weight * self.gain
`,
    told: `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gain = nn.init.calculate_gain("relu") / "2"
    def forward(self, x):
        return x * self.gain
`,
    message: "TypeError: unsupported operand type(s) for /: 'float' and 'str'",
  },
  {
    name: "a method that the constructor comes to: it runs once",
    silent: `
class Net(nn.Module):
    def __init__(self, backbone=nn.Linear(3, 4)):
        super().__init__()
        self.backbone = backbone
        self._build(self.backbone.out_features)
    def _build(self, size):
        self._add(size)
        self.blocks = nn.ModuleList(self.blocks)
    def _add(self, size):
        self.blocks = []
        self.blocks.append(nn.Linear(size, size))
    def forward(self, x):
        return self.blocks[0](self.backbone(x))
`,
    told: `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([nn.Linear(3, 3)])
    def forward(self, x):
        return self.blocks[0](x)
    def grow(self, size):
        self.blocks = [nn.Linear(size, size)]
`,
    message: "TypeError: cannot assign 'list' as child module 'blocks' (torch.nn.Module or None expected)",
  },
  {
    name: "what a function writes that something not known may call",
    silent: `
import absent
def capture(x: torch.Tensor):
    seen = {}
    def hook(**kwargs):
        seen["ids"] = kwargs["ids"]
    absent.run(x, hook)
    return seen["ids"].shape
`,
    told: `
import absent
def capture(x: torch.Tensor):
    seen = {}
    def hook(**kwargs):
        seen["id"] = kwargs["ids"]
    absent.run(x, hook)
    return seen["ids"].shape
`,
    message: "KeyError: 'ids'",
  },
  {
    name: "a slice that ends where a tensor of one integer says",
    silent: `
def cut(mask: torch.Tensor, end: torch.Tensor, ends: torch.Tensor):
    parts = [mask[:, 0:end]]
    for one in ends:
        parts.append(mask[:, :one])
    return torch.cat(parts, 1)
def known():
    x = torch.zeros(4, 5)
    assert x[:, 0:torch.tensor([2])].shape == (4, 2) and x[torch.tensor([[1]]):].shape == (3, 5)
`,
    told: `
def cut(mask: torch.Tensor):
    return torch.zeros(4, 5)[:, 0:torch.tensor(2.0)] + mask
`,
    message: "TypeError: only integer tensors of a single element can be converted to an index",
  },
  {
    name: "a module with a method that tensors have too",
    silent: `
def masked(module, x: torch.Tensor):
    x = module.stft(x)
    return x.reshape(-1, module.num_subbands)
`,
    told: `
def masked(module, x: torch.Tensor):
    x = x.reshape(-1, 3)
    return x.num_subbands
`,
    message: "AttributeError: 'Tensor' object has no attribute 'num_subbands'",
  },
  {
    name: "numbers that may be complex",
    silent: `
def parts(x):
    return torch.view_as_real(x.view(1, *x.shape))
`,
    told: `
def parts(x):
    return torch.view_as_real(torch.abs(x))
`,
    message: "RuntimeError: view_as_real is only supported for complex tensors",
  },
  {
    name: "a complex number and a size",
    silent: `
def turn(n, length):
    return 1j * n * torch.rand(4, n // 2)
`,
    told: `
def turn(n, length):
    return (1j // (n // 2)) * torch.rand(4, n // 2)
`,
    message: "TypeError: unsupported operand type(s) for //: 'complex' and 'int'",
  },
  {
    name: "a name of the module that another class writes by its text",
    silent: `
class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(4, globals().get("settings").width)
    def forward(self, x):
        return self.proj(x)
class Outer(nn.Module):
    def __init__(self, settings):
        super().__init__()
        globals()["settings"] = settings
        self.inner = Inner()
    def forward(self, x):
        return self.inner(x)
`,
    told: `
class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(4, globals().get("settings").width)
    def forward(self, x):
        return self.proj(x)
`,
    message: "AttributeError: 'NoneType' object has no attribute 'width'",
  },
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
        self.layers = nn.ModuleList(nn.Linear(dim, dim) for _ in 2)
    def forward(self, x):
        return x
`,
    message: "TypeError: 'int' object is not iterable",
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
    message: "RuntimeError: gather(): Expected dtype int32/int64 for index",
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
    message: "ValueError: torch.cat(): expected a non-empty list of Tensors",
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
        self.kernel = extra.kernel
    def forward(self, x):
        return x
`,
    told: `
extra = None
class Fast(nn.Module):
    def __init__(self):
        super().__init__()
        self.kernel = extra.kernel
    def forward(self, x):
        return x
`,
    message: "AttributeError: 'NoneType' object has no attribute 'kernel'",
  },
  {
    name: "an attribute that has the name of a tensor's method",
    silent: `
class Events(nn.Module):
    def forward(self, data):
        return data.unfold.size(0)
`,
    told: `
class Events(nn.Module):
    def forward(self, data):
        return data.unfold(0, 1, 1).sized(0)
`,
    message: "AttributeError: 'Tensor' object has no attribute 'sized'",
  },
  {
    name: "a call that takes other arguments than forward",
    silent: `
def traced(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper
class Base(nn.Module):
    @traced
    def __call__(self, x, **settings):
        return super().__call__(x, **settings)
class Shrink(Base):
    def forward(self, x, most):
        return x[:most]
`,
    told: `
class Shrink(nn.Module):
    def forward(self, x, most):
        return torch.relu(x).tops(most)
`,
    message: "AttributeError: 'Tensor' object has no attribute 'tops'",
  },
  {
    name: "a method of a base that PyTorch has, and is not followed",
    silent: `
class Kept(nn.Module):
    def forward(self, x):
        super().__setstate__({})
        return x
`,
    told: `
class Kept(nn.Module):
    def forward(self, x):
        super().restore({})
        return x
`,
    message: "AttributeError: 'super' object has no attribute 'restore'",
  },
  {
    name: "a buffer that is registered under a condition",
    silent: `
class Biased(nn.Module):
    def __init__(self, window=None):
        super().__init__()
        if window:
            self.register_buffer("places", torch.zeros(window[0], 3))
        else:
            self.places = None
        if self.places is not None:
            self.places.copy_(torch.zeros(1))
    def forward(self, x):
        return x
    def bias(self):
        return self.places.view(-1)
`,
    told: `
class Biased(nn.Module):
    def __init__(self, window=None):
        super().__init__()
        self.places = None
    def forward(self, x):
        return x
    def bias(self):
        return self.places.view(-1)
`,
    message: "AttributeError: 'NoneType' object has no attribute 'view'",
  },
  {
    name: "a list where a tensor was guessed",
    silent: `
class Join(nn.Module):
    def __init__(self, dim=1):
        super().__init__()
        self.dim = dim
    def forward(self, x):
        return torch.cat(x, self.dim)
`,
    told: `
class Join(nn.Module):
    def forward(self, x: torch.Tensor):
        return torch.cat(3)
`,
    message: "TypeError: cat(): argument 'tensors' (position 1) must be tuple of Tensors, not int",
  },
  {
    name: "a parameter of the constructor and one of forward with the same name",
    silent: `
class Denoise(nn.Module):
    def __init__(self, width, steps=1000):
        super().__init__()
        self.emb = nn.Embedding(steps, width)
    def forward(self, x, steps):
        return x + self.emb(steps)[:, None]
`,
    told: `
class Denoise(nn.Module):
    def __init__(self, width, steps=1000):
        super().__init__()
        self.emb = nn.Embedding(steps, width)
    def forward(self, x, steps):
        return x + self.embedding(steps)[:, None]
`,
    message: "AttributeError: 'Denoise' object has no attribute 'embedding'",
  },
  {
    name: "numbers by default that callers set",
    silent: `
class Block(nn.Module):
    def __init__(self, dim=100, heads=8):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, heads)
    def forward(self, x):
        return self.attn(x, x, x)[0]
`,
    told: `
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(100, 8)
    def forward(self, x):
        return self.attn(x, x, x)[0]
`,
    message: "AssertionError: embed_dim must be divisible by num_heads",
  },
  {
    name: "targets of which one form fits",
    silent: `
class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(10, 3)
    def forward(self, x, y):
        return F.cross_entropy(self.fc(x), y)
`,
    told: `
class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(10, 3)
        self.out = nn.Linear(4, 3)
    def forward(self, x, y):
        return F.cross_entropy(self.out(self.fc(x)), y)
`,
    message: "RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (B*C*Hx3 and 4x3)",
  },
  {
    name: "a check of the program's own",
    silent: `
class Grid(nn.Module):
    def forward(self, x):
        if len(x.shape) != 7:
            raise ValueError("seven dimensions, please")
        return x.sum()
class Limit(nn.Module):
    def forward(self, x):
        assert False, "not for you"
class Exit(nn.Module):
    def forward(self, x):
        import sys
        sys.exit("usage: no")
`,
    told: `
class Grid(nn.Module):
    def forward(self, x):
        return int("seven")
`,
    message: "ValueError: invalid literal for int() with base 10: 'seven'",
  },
  {
    name: "a method that only training calls",
    silent: `
class Cached(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(4))
    def train(self, mode=True):
        super().train(mode)
        if mode and hasattr(self, "ab"):
            del self.ab
        else:
            self.ab = self.bias[:2]
        return self
    def forward(self, x):
        return x + (self.bias if self.training else self.ab)
`,
    told: `
class Cached(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(4))
    def forward(self, x):
        return x + (self.bias if self.training else self.bias) + self.ab
`,
    message: "AttributeError: 'Cached' object has no attribute 'ab'",
  },
  {
    name: "what a derived class brings",
    silent: `
class Base(nn.Module):
    def forward(self, x):
        return self.encode(x)
class Derived(Base):
    def encode(self, x):
        return x
`,
    told: `
class Coder(nn.Module):
    def forward(self, x):
        return self.encode(x)
class Other(nn.Module):
    def encode(self, x):
        return x
`,
    message: "AttributeError: 'Coder' object has no attribute 'encode'",
  },
  {
    name: "weights that another module gives",
    silent: `
class Adain(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = None
    def forward(self, x):
        return x * self.weight.view(1, -1)
def assign(model, params):
    for m in model.modules():
        m.weight = params
`,
    told: `
class Adain(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = None
    def forward(self, x):
        return x * self.weight.view(1, -1)
`,
    message: "AttributeError: 'NoneType' object has no attribute 'view'",
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

describe("a name that is defined nowhere", () => {
  it("is told once in a file", () => {
    const names = "NameError: name 'missing' is not defined";
    expect(errorsOf("def f():\n    return missing\nf()\nmissing\nother + missing\nother\n")).toEqual([
      names,
      names.replace("missing", "other"),
    ]);
  });
});

describe("a class that others are derived from", () => {
  const lacking = (name: string) => `
class ${name}(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.rpn = nn.Conv2d(self.width, 512, 3)
    def forward(self, x):
        return self.rpn(x)
`;
  it.each(["_FasterRCNN", "BaseDetector", "AbstractNet"])("may lack an attribute that those have: %s", (name) => {
    expect(errorsOf(lacking(name))).toEqual([]);
  });
  it("another one may not", () => {
    expect(errorsOf(lacking("Detector"))).toEqual(["AttributeError: 'Detector' object has no attribute 'width'"]);
  });
});

describe("a name of another module of the project", () => {
  const told = (set: string) => {
    const files = {
      "/project/state.py": `_ARGS = None\n${set}def get_args():\n    assert _ARGS is not None\n    return _ARGS\n`,
      [file]: "import torch\nfrom state import get_args\ndef embed(x: torch.Tensor):\n    return x + get_args().size\n",
    };
    return errorsIn(files);
  };

  it("may have been written by a function of it", () => {
    expect(told("def set_args(args):\n    global _ARGS\n    _ARGS = args\n")).toEqual([]);
  });
});

describe("a package", () => {
  const told = (path: string) => {
    const text = `def check(name):\n    if not name.startswith("models"):\n        raise ValueError(name)\ncheck(__name__)\n`;
    return errorsIn({ [path]: text }, path);
  };

  it("has its own name, since nothing starts it; a script is the program", () => {
    expect(told("/project/models/__init__.py")).toEqual([]);
    expect(told("/project/models/main.py")).toEqual(["ValueError: __main__"]);
  });
});
