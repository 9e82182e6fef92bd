import { describe, expect, it } from "vitest";
import { work } from "../../../src/analysis/work";
import { analyze, errorsOf } from "../support";

/** Programs that run, whatever is not known of them, and like ones that can't. */
const CASES: { name: string; runs: string; fails: string; told: string }[] = [
  ...[
    ["a list", "it = iter([1, 2])"],
    ["a generator", "def items():\n    yield 1\n    yield 2\nit = items()"],
    ["what is mapped", "it = map(int, ['1', '2'])"],
    ["pairs", "it = enumerate([1, 2])"],
  ].flatMap(([what, made]) =>
    [
      ["under a condition", "if a.flag:\n    next(it)", "if next(it) is None:\n    print(a.flag)"],
      ["in a loop of unknown length", "for _ in a.items:\n    next(it)", "for _ in range(1):\n    next(it)"],
      ["in half an `and`", "a.flag and next(it)", "True and next(it)"],
      ["by `list`", "if a.flag:\n    list(it)", "next(it)"],
    ].map(([how, open, certain]) => {
      const use = "if len(list(it)) < 2:\n    [][0]\n";
      const fails = `import a\n${made}\n${certain}\n${use}`;
      return {
        name: `how far an iterator of ${what} has come ${how}`,
        runs: `import a\n${made}\n${open}\n${use}`,
        fails,
        told: `${fails.split("\n").length - 1}: IndexError: list index out of range`,
      };
    }),
  ),
  {
    name: "an iterator that one branch broke",
    runs: `import a
def items(first):
    yield first + 1
it = items(a.first)
if a.flag:
    raise ValueError(next(it))
items = list(it)
items[0]
`,
    fails: `import a
def items(first):
    yield first + 1
it = items(a.first)
print(next(it))
items = list(it)
items[0]
`,
    told: "7: IndexError: list index out of range",
  },
  {
    name: "what is written into `__dict__` under a name that is not known",
    runs: `import a, math
class Config:
    kinds = [1]
    def __init__(self, size=-1):
        self.size, self.sizes = size, [3]
config = Config()
for key, value in a.items:
    config.__dict__[key] = value
math.sqrt(config.size), config.sizes[1], config.kinds[1]
`,
    fails: `import a, math
class Config:
    def __init__(self, size=-1):
        self.size = size
config = Config()
for key, value in a.items:
    config.__dict__["other"] = value
math.sqrt(config.size)
`,
    told: "8: ValueError: math domain error",
  },
  {
    name: "what a statement that failed had yet to write",
    runs: `import a
class Config:
    size = None
config, table, items = Config(), {}, []
config.size, table["a"], items[1:] = 3, 4, a.read(*[]) + nothing  # shapescope: ignore[name]
config.size[0], table["a"], items[0]
`,
    fails: `import a
class Config:
    size = None
config, table, items = Config(), {}, []
config.sizes, table["a"], items[1:] = 3, 4, a.read(*[])
Config().size[0], table["a"]
`,
    told: "6: TypeError: 'NoneType' object is not subscriptable",
  },
  {
    name: "what `globals()` was given under a name that is not known",
    runs: `import a
sizes = [1]
globals()[a.key] = a.value
sizes[1]
`,
    fails: `import a
sizes = [1]
globals()["size"] = a.value
sizes[1]
`,
    told: "4: IndexError: list index out of range",
  },
  {
    name: "an attribute of one of two objects whose classes have a base that is not known",
    runs: `import a
class First(a.Base):
    pass
class Second(a.Base):
    pass
(First() if a.flag else Second()).load()
`,
    fails: `import a
class First:
    pass
class Second(First):
    pass
(First() if a.flag else Second()).load()
`,
    told: "6: AttributeError: 'First' object has no attribute 'load'",
  },
  {
    name: "what the metaclass of a class with a base that is not known does",
    runs: `from ctypes import Structure, c_char
class Header(Structure):
    _fields_ = [("name", c_char * 16)]
Header * 3, 2 * Header, Header[0], len(Header)
`,
    fails: `from ctypes import Structure, c_char
class Header:
    _fields_ = [("name", c_char * 16)]
Header * 3
`,
    told: "4: TypeError: unsupported operand type(s) for *: 'type' and 'int'",
  },
  {
    name: "an attribute whose name is given with its object",
    runs: `import a, torch
class Model:
    size = 3
    def load(self): return None
a.monkeypatch.setattr(Model, "size", (4, 4))
with a.patch.object(Model, "load"):
    Model().load().weight, Model().size[1]
`,
    fails: `import a, torch
class Model:
    size = 3
a.monkeypatch.setattr(Model, "sizes", (4, 4))
Model().size[1]
`,
    told: "5: TypeError: 'int' object is not subscriptable",
  },
  {
    name: "an attribute of what is None or something else",
    runs: `import a
found = None if a.flag else a.open()
found.load()
`,
    fails: `import a
found = None if a.flag else (1, 2)
found.load()
`,
    told: "3: AttributeError: 'tuple' object has no attribute 'load'",
  },
  {
    name: "what a generator gives under a condition that is open",
    runs: `import a
def items(flag):
    if flag:
        yield None
        return
    yield 3
for item in items(a.flag):
    print(item + 1)
print(next(items(a.flag)) + 1)
numbers = [item + 1 for item in items(a.flag)]
`,
    fails: `import a
def items(flag):
    if flag:
        print(flag)
    yield None
for item in items(a.flag):
    print(item + 1)
`,
    told: "7: TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'",
  },
  {
    name: "an attribute under a name that is not known, of a class with its own way to set them",
    runs: `import a
class Settings(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__
    def __init__(self):
        for name, value in a.load().items():
            setattr(self, name, value)
Settings().audio
class Kept:
    def __init__(self): object.__setattr__(self, "kept", {})
    def __setattr__(self, name, value): self.kept[name] = value
kept = Kept()
setattr(kept, a.name, 3)
kept.kept["audio"]
`,
    fails: `class Settings(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__
    def __init__(self): setattr(self, "video", 3)
Settings().audio
`,
    told: "5: KeyError: 'audio'",
  },
  {
    name: "what is written deep inside of conditions on a file's lines",
    runs: `def load(path):
    n = None
    with open(path) as file:
        for line in file:
            if line.startswith("a"):
                if line.startswith("b"):
                    if line.startswith("c"):
                        if line.startswith("d"):
                            if line.startswith("e"):
                                if line.startswith("f"):
                                    if line.startswith("g"):
                                        m = 1
                                    else:
                                        n = 3
    for dim in range(0, n):
        print(dim)
load("x.ts")
`,
    fails: `def load(path):
    n = None
    with open(path) as file:
        for line in file:
            if line.startswith("a"):
                m = 3
    for dim in range(0, n):
        print(dim)
load("x.ts")
`,
    told: "7: TypeError: 'NoneType' object cannot be interpreted as an integer",
  },
  {
    name: "batches of a size that is not known",
    runs: `import json
from torch.utils.data import DataLoader
def collate(samples):
    return [(1, 2)]
for batches in DataLoader([{"a": 1}, {"a": 2}], batch_size=json.load(open("c.json"))["size"], collate_fn=collate):
    for first, second in batches:
        print(first)
`,
    fails: `from torch.utils.data import DataLoader
def collate(samples):
    return [(1, 2)]
for batches in DataLoader([{"a": 1}, {"a": 2}], batch_size=None, collate_fn=collate):
    for first, second in batches:
        print(first)
`,
    told: "5: ValueError: not enough values to unpack (expected 2, got 1)",
  },
  {
    name: "what a generator works on that is given to something that is not known",
    runs: `import a
def fill(out):
    out.append(1)
    yield
found = []
a.run(fill(found))
found[0]
`,
    fails: `import a
def fill(out):
    out.append(1)
    yield
found = []
fill(found)
found[0]
`,
    told: "7: IndexError: list index out of range",
  },
  {
    name: "a `defaultdict` that was asked for a key that is not known",
    runs: `import a, collections
d = collections.defaultdict(list)
d[a.key].append(1)
e = {key: 1 for key in d}
e["x"]
`,
    fails: `import a, collections
d = collections.defaultdict(list)
d["y"].append(a.key)
e = {key: 1 for key in d}
e["x"]
`,
    told: "5: KeyError: 'x'",
  },
  {
    name: "the elements of a tensor that a loop of unknown length makes anew",
    runs: `import a, torch
t = torch.tensor([3])
while a.flag:
    t = t + 1
assert t[0] == 4
`,
    fails: `import a, torch
t = torch.tensor([3])
while a.flag:
    u = t + 1
assert t[0] == 4
`,
    told: "5: AssertionError",
  },
  {
    name: "the elements of a tensor that two branches make alike",
    runs: `import a, torch
t = torch.tensor([1]) if a.flag else torch.tensor([2])
assert t[0] == 2
`,
    fails: `import a, torch
t = torch.tensor([1]) if a.flag else torch.tensor([1])
assert t[0] == 2
`,
    told: "3: AssertionError",
  },
  {
    name: "a method that others have to give",
    runs: `import torch.nn as nn
class Coder(nn.Module):
    def forward(self, x):
        raise NotImplemented
`,
    fails: `import torch.nn as nn
class Coder(nn.Module):
    def forward(self, x):
        raise "not there"
`,
    told: "4: TypeError: exceptions must derive from BaseException",
  },
  {
    name: "what a parser is given, of which a check speaks",
    runs: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--mode", default="slow")
mode = parser.parse_args().mode
if mode != "fast":
    raise ValueError("no such mode")
`,
    fails: `class Options:
    mode = "slow"
mode = Options().mode
if mode != "fast":
    raise ValueError("no such mode")
`,
    told: "5: ValueError: no such mode",
  },
  {
    name: "an item of a dict under a key that is not known",
    runs: `import a
d = {"x": [], "y": []}
d[a.key].append(1)
d["x"][0]
e = {"x": {}}
e[a.key]["n"] = 1
e["x"]["n"]
e.get(a.key, {}).update(n=2)
s = {"x": set()}
s[a.key].add(3)
s["x"].pop()
w = {"x": []}
w[a.key] += [1]
w["x"][0]
`,
    fails: `import a
d = {"x": [], "y": []}
len(d[a.key])
d["x"][0]
`,
    told: "4: IndexError: list index out of range",
  },
  {
    name: "one of many items of a list",
    runs: `import a
rows = [[] for _ in range(20)]
rows[a.index].append(1)
rows[3][0]
`,
    fails: `import a
rows = [[] for _ in range(20)]
rows[2].append(a.index)
rows[3][0]
`,
    told: "4: IndexError: list index out of range",
  },
  {
    name: "an attribute of one of several objects",
    runs: `import a
class Player:
    score = None
players = [Player(), Player()]
players[a.index].score = 3
if players[0].score == 3: 1 / 0
players[0].score + 1
`,
    fails: `class Player:
    score = None
players = [Player(), Player()]
players[1].score = 3
players[0].score + 1
`,
    told: "5: TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'",
  },
  {
    name: "what is given to something that is not known",
    runs: `import a
rows = []
a.fill(rows)
rows[0]
class Agent:
    def __init__(self):
        self.rows = []
        self.handle = a.Handle(self)
    def run(self):
        a.wait(self.handle)
        return self.rows[0]
Agent().run()
`,
    fails: `rows = []
print(rows)
rows[0]
`,
    told: "3: IndexError: list index out of range",
  },
  {
    name: "a list of which not all items are known, in an operator",
    runs: `import a, torch
xs, ns = [], []
for row in a.rows:
    xs.append(torch.zeros(3))
    ns.append(1)
torch.stack(xs)
torch.tensor([ns])[:, -1]
ys = [torch.zeros(3)]
if a.more: ys.append(torch.zeros(3))
torch.cat(ys) + torch.zeros(6)
`,
    fails: `import torch
torch.stack([])
`,
    told: "2: RuntimeError: stack expects a non-empty TensorList",
  },
  {
    name: "a later round of a loop",
    runs: `import a
found = []
n = 1
for layer in a.layers:
    if "conv_" + str(n) in ["conv_7"]: found.append(layer)
    n += 1
found[0]
`,
    fails: `import a
found = []
for layer in a.layers:
    print(layer)
found[0]
`,
    told: "5: IndexError: list index out of range",
  },
  {
    name: "a text in which something is not known",
    runs: `import a
class Path:
    def __str__(self): return a.path
assert str(Path()) == "x"
assert f"{Path()}" == "x"
assert "%s" % Path() == "x"
assert str([a.path]) == "x"
try:
    raise RuntimeError(a.message)
except RuntimeError as error:
    assert "out of memory" in str(error)
`,
    fails: `class Path:
    def __str__(self): return "y"
import torch
torch.zeros(2).view(int(str(Path()) == "x"))
`,
    told: "4: RuntimeError: shape '[0]' is invalid for input of size 2",
  },
  {
    name: "numbers of NumPy that are divided by zero",
    runs: `import numpy as np
np.sum(np.zeros(2)) / np.sum(np.zeros(2))
np.mean([])
`,
    fails: "3 // 0\n",
    told: "1: ZeroDivisionError: integer division or modulo by zero",
  },
  {
    name: "a state whose keys are not known",
    runs: `import a
from torch import nn
net = nn.Linear(2, 2)
state = {key: value for key, value in a.state.items() if key in ("weight", "bias")}
for key in ("weight", "bias"):
    if key in a.other: state[key] = a.other[key]
lacking, more = net.load_state_dict(state, strict=False)
assert all("lora" in key for key in lacking)
net.load_state_dict(state)
`,
    fails: `from torch import nn
nn.Linear(2, 2).load_state_dict({})
`,
    told: "2: RuntimeError: Error(s) in loading state_dict for Linear:",
  },
  {
    name: "an object that a class with an unknown base holds",
    runs: `import a, torch
class Device(a.Configs): pass
class Settings(a.Configs):
    device = Device()
torch.zeros(2).to(Settings().device)
assert id(a.thing) == id(torch)
`,
    fails: `import torch
class Device: pass
class Settings:
    device = Device()
torch.zeros(2).to(Settings().device)
`,
    told: "5: TypeError: to() received an invalid combination of arguments - got (Device), but expected one of:",
  },
  {
    name: "settings with an attribute that a tensor has too",
    runs: `from torch import nn
class Net(nn.Module):
    def __init__(self, args):
        super().__init__()
        self.body = nn.Linear(args.dim, args.expand)
        self.device = args.device
        self.vocabulary = args.vocabulary
    def forward(self, x):
        return self.body(x)
`,
    fails: `from torch import nn
class Net(nn.Module):
    def __init__(self, args):
        super().__init__()
        self.body = nn.Linear(args.dim, args.expand)
    def forward(self, x):
        b, c, h, w = x.size()
        return x.unsqueeze(9)
`,
    told: "8: IndexError: Dimension out of range (expected to be in range of [-5, 4], but got 9)",
  },
  {
    name: "what a hook on gradients may have filled",
    runs: `import numpy as np
import torch
from torch import nn
class Watcher:
    def __init__(self, layer):
        self.gradients, self.seen = [], None
        layer.register_full_backward_hook(self.keep)
    def keep(self, module, grad_input, grad_output): self.gradients = [grad_output[0]] + self.gradients
    def see(self, grad): self.seen = grad
layer = nn.Linear(2, 3)
watcher = Watcher(layer)
watcher.gradients = []
output = layer(torch.zeros(4, 2))
output.register_hook(watcher.see)
output.sum().backward()
np.concatenate([one.numpy() for one in watcher.gradients])
watcher.seen.mean()
`,
    fails: `import torch
from torch import nn
class Watcher:
    def __init__(self, layer):
        self.gradients = []
        layer.register_full_backward_hook(lambda *given: self.gradients.append(given))
layer = nn.Linear(2, 3)
watcher = Watcher(layer)
output = layer(torch.zeros(4, 2)).sum()
watcher.gradients[0]
output.backward()
`,
    told: "10: IndexError: list index out of range",
  },
  {
    name: "an attribute that only one branch set",
    runs: `import os
class Part:
    kind = "part"
class Fallback:
    def __getattr__(self, name): return 0
part, other = Part(), Fallback()
if os.environ["MODE"] == "a":
    part.size = 1
    part.kind = "whole"
    other.size = 1
    Part.shared = 2
    extra = 3
assert not hasattr(part, "size"), "it has one"
assert getattr(part, "size", 0) == 0
assert "size" not in vars(part) and "size" not in part.__dict__ and "size" not in dir(part)
assert len(vars(part)) == 0 and not hasattr(Part, "shared") and "extra" not in globals()
assert part.kind == "part" and other.size == 0
for name in vars(part): raise ValueError(name)
try: part.size
except AttributeError: pass
else: raise ValueError("it has a size")
try: extra
except NameError: pass
else: raise ValueError("there is an extra")
`,
    fails: `import os
class Part: pass
part = Part()
if os.environ["MODE"] == "a": part.size = 1
part.size = 2
if hasattr(part, "size") and "size" in vars(part): [][part.size]
`,
    told: "6: IndexError: list index out of range",
  },
  {
    name: "a parameter, a buffer or a hook that only one branch gave a module",
    runs: `import os
import torch
from torch import nn
layer, seen = nn.Linear(2, 3), []
if os.environ["MODE"] == "a":
    nn.utils.weight_norm(layer)
    layer.register_buffer("steps", torch.zeros(1))
    layer.register_forward_hook(lambda *given: seen.append(given))
for hook in layer._forward_pre_hooks.values(): raise ValueError("it has a hook")
assert not hasattr(layer, "steps") and not hasattr(layer, "weight_g")
assert getattr(layer, "steps", None) is None
layer(torch.zeros(4, 2))
assert len(seen) == 0
nn.utils.spectral_norm(layer)
`,
    fails: `import os
import torch
from torch import nn
layer = nn.Linear(2, 3)
if os.environ["MODE"] == "a": layer.register_forward_hook(lambda layer, given, output: output.sum(-1))
layer.register_forward_hook(lambda layer, given, output: output @ torch.zeros(7, 7))
nn.utils.weight_norm(nn.Linear(2, 3))
nn.Linear(2, 3)(torch.zeros(4, 5))
`,
    told: "8: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x5 and 2x3)",
  },
  {
    name: "a block in which something not known may have raised",
    runs: `import json
from absent import load, thing
found, size, ready = True, 3, False
try:
    load()
except Exception:
    found = False
try:
    settings = json.load(open("settings.json"))
except FileNotFoundError:
    size = 4
try:
    thing.run()
    raise KeyError("it has run")
except AttributeError:
    pass
try:
    size = int(settings["size"])
except (KeyError, ValueError):
    ready = True
assert not found and size == 4 and ready
def first():
    try: return thing.value
    except AttributeError: return None
assert first() is not None
`,
    fails: `from absent import load
size = 3
try:
    size = 4
except ValueError:
    size = 5
try:
    load()
except KeyboardInterrupt:
    size = 6
[0, 1, 2, 3][size]
`,
    told: "11: IndexError: list index out of range",
  },
  {
    name: "a class whose base depends on a condition",
    runs: `import os
import torch
from torch import nn
class A: pass
class B:
    def run(self): return 1
Base, Module = A, nn.Module
if os.environ["MODE"] == "a": Base, Module = B, torch.jit.ScriptModule
class C(Base): pass
C().run()
class Layer(Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 3)
        self.eval()
    def forward(self, x): return self.linear(x)
Layer()(torch.zeros(4, 2)).shape
`,
    fails: `import os
import torch
from torch import nn
Module = nn.Module
if os.environ["MODE"] == "a": Module = torch.jit.ScriptModule
class Layer(Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 3)
    def forward(self, x): return self.linear(x)
Layer()(torch.zeros(4, 5))
`,
    told: "10: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x5 and 2x3)",
  },
  {
    name: "an object that is reached under names from a file",
    runs: `import types, torch
w = types.SimpleNamespace()
w.blocks = {}
for key, value in torch.load("weights.pth").items():
    *parts, last = key.split(".")
    here = w
    for part in parts:
        if part.isdigit():
            if int(part) not in here: here[int(part)] = types.SimpleNamespace()
            here = here[int(part)]
        else:
            if not hasattr(here, part): setattr(here, part, types.SimpleNamespace())
            here = getattr(here, part)
    setattr(here, last, value)
w.blocks[0].att
w.emb.weight
`,
    fails: `import types
w = types.SimpleNamespace()
w.blocks = {}
getattr(w, "blocks")[1] = 2
w.blocks[0]
`,
    told: "5: KeyError: 0",
  },
  {
    name: "what a function does that was given to something not known, when that is called later",
    runs: `import numpy as np
from absent import build_model, Engine
class Watcher:
    def __init__(self, model):
        self.model, self.maps, self.last = model, [], None
        model.layer.register_forward_hook(self.keep)
    def keep(self, module, args, output):
        self.maps.append(output)
        self.last = output
    def __call__(self, x):
        self.maps, self.last = [], None
        return self.model(x)
watcher = Watcher(build_model())
watcher(3)
np.concatenate(watcher.maps)
watcher.last.mean()
batch, count = None, 0
def on_batch(given):
    global batch, count
    batch, count = given, count + 1
engine = Engine()
engine.on("batch", on_batch)
batch, count = None, 0
engine.run()
assert count > 0
batch.mean()
`,
    fails: `from absent import build_model
maps = []
model = build_model()
model.layer.register_forward_hook(lambda module, args, output: maps.append(output))
model(3)
maps.clear()
maps[0]
`,
    told: "7: IndexError: list index out of range",
  },
  {
    name: "what a hook may have kept, where the loss is not known",
    runs: `from torch import nn
from absent import load
class Watcher:
    def __init__(self, layer):
        self.gradients = None
        layer.register_full_backward_hook(self.keep)
    def keep(self, module, grad_input, grad_output): self.gradients = grad_output[0]
layer = nn.Linear(2, 3)
watcher = Watcher(layer)
loss = load(layer)
loss.backward()
watcher.gradients.mean()
`,
    fails: `from torch import nn
from absent import load
class Watcher:
    def __init__(self, layer):
        self.gradients = None
        layer.register_full_backward_hook(self.keep)
    def keep(self, module, grad_input, grad_output): self.gradients = grad_output[0]
layer = nn.Linear(2, 3)
watcher = Watcher(layer)
watcher.gradients.mean()
`,
    told: "10: AttributeError: 'NoneType' object has no attribute 'mean'",
  },
  {
    name: "an attribute of the class whose instance is filled from a file",
    runs: `class Config:
    dataset = ""
    radius = 0.0
    def __init__(self): self.name = ""
    def load(self, path):
        for line in open(path).readlines():
            key, value = line.split("=")
            setattr(self, key, value)
config = Config()
config.load("parameters.txt")
for text in (config.dataset, config.name):
    if text == "": raise ValueError("which data set?")
if config.radius == 0.0: raise ValueError("which radius?")
`,
    fails: `class Config:
    dataset = ""
    def load(self, path):
        for line in open(path).readlines(): setattr(self, "path", line)
config = Config()
config.load("parameters.txt")
if config.dataset == "": [][0]
`,
    told: "7: IndexError: list index out of range",
  },
  {
    name: "a call whose arguments are not known, or that calls itself without an end that is known",
    runs: `import a
class Settings:
    def __init__(self, **names):
        for name, value in names.items():
            if type(value) == dict: value = Settings(**value)
            self[name] = value
    def __setitem__(self, name, value): setattr(self, name, value)
    def fill(self, one, two):
        self.one = one
        self.two = two
Settings(**a.names).data.width
settings = Settings()
settings.fill(*a.values)
settings.one + settings.two
`,
    fails: `class Settings:
    def fill(self, one, two):
        self.one = one
        self.two = two
settings = Settings()
settings.fill(*[1, 2])
settings.three
`,
    told: "7: AttributeError: 'Settings' object has no attribute 'three'",
  },
  {
    name: "a name that a text evaluates, and that a function around it has bound",
    runs: `def update(args):
    def has(name): return hasattr(args, name) and eval(f"args.{name}")
    return has("real")
update(3)
class Stack[T](list[T]):
    def push(self, item: T): self.append(item)
type Pair[T] = tuple[T, Later]
`,
    fails: `def update(args):
    return eval("arg.real")
update(3)
`,
    told: "1: NameError: name 'arg' is not defined",
  },
  {
    name: "a value of a known and of an unknown kind in the branches of a loop",
    runs: `import a
params = {"blocks": [{} for _ in range(3)]}
for name in a.names:
    target = params
    for key in name.split("/"): target = target.setdefault(key, {})
    target[name] = a.load(name)
params["wpe"]
def pair(text):
    if text == "": return []
    return [text, text]
one, two = pair(a.text)
def mean(xs):
    if len(xs) == 0: return float("nan")
    return 1, 2
one, two = mean(a.xs)
class Loss:
    def back(self): return self.loss
total = 0
for loss in a.losses + [Loss()]: total += loss.back()
losses = []
for n in a.ns: losses.append(Loss())
for loss in losses: total = loss.back()
total.data
`,
    fails: `def pair(text):
    if text: return []
    return [text]
import a
one, two = pair(a.text)
`,
    told: "5: ValueError: not enough values to unpack (expected 2, got 0)",
  },
  {
    name: "an instance of a class derived from torch.Tensor",
    runs: `import torch
class Noise(torch.Tensor):
    def begin(self, kind): self.kind = kind
    def to(self, *args): return Noise(self)
z = Noise(torch.randn(3))
z.begin("normal")
z.kind + "s"
(z + 1).begin("uniform")
`,
    fails: `import torch
z = torch.Tensor(torch.randn(3))
z.begin("normal")
`,
    told: "3: AttributeError: 'Tensor' object has no attribute 'begin'",
  },
  {
    name: "super() of another class",
    runs: `import a
class A: pass
class B(a.C):
    def __init__(self): super(A, self).__init__()
class D(A):
    @classmethod
    def make(cls): return super(D, cls).__new__(cls)
B()
D.make()
`,
    fails: `class A: pass
class B:
    def __init__(self): super(A, self).__init__()
B()
`,
    told: "3: TypeError: super(type, obj): obj must be an instance or subtype of type",
  },
  {
    name: "a size of data that may be 1",
    runs: `import a, torch
x = torch.zeros(len(a.b), 1, len(a.c))
y = torch.zeros(5, 5)
y[0, :3] += x.squeeze(0).squeeze(0)
`,
    fails: `import torch
x = torch.zeros(2, 1, 3)
y = torch.zeros(5, 5)
y[0, :3] += x.squeeze(0)
`,
    told: "4: RuntimeError: output with shape [3] doesn't match the broadcast shape [2, 1, 3]",
  },
  {
    name: "a text with a tensor for its index",
    runs: `import torch
"abc"[torch.multinomial(torch.ones(3), 1)[0]]
`,
    fails: `import torch
"abc"[torch.ones(2)]
`,
    told: "2: TypeError: string indices must be integers, not 'Tensor'",
  },
  {
    name: "the class of what is not known",
    runs: `import a, torch
torch.zeros(2).type(type(a.thing))
from torch.utils.data import DataLoader
batches = iter(DataLoader(a.dataset))
for _ in range(10): next(batches)
`,
    fails: `import torch
torch.zeros(2).type(type("a"))
`,
    told: "2: ValueError: invalid type: 'str'",
  },
  {
    name: "the locals of a function that runs code made at run time",
    runs: `def version(path):
    with open(path) as f:
        exec(compile(f.read(), path, "exec"))
    return locals()["__version__"]
version("version.py")
def known():
    exec("y = 3")
    return locals()["y"]
known()
`,
    fails: `def version(path):
    text = open(path).read()
    return locals()["__version__"]
version("version.py")
`,
    told: "3: KeyError: '__version__'",
  },
  {
    name: "the arguments of a parser whose groups were taken out",
    runs: `import argparse
parser = argparse.ArgumentParser()
optional = parser._action_groups.pop()
optional.add_argument("--rows", default=3)
args = parser.parse_args()
args.rows
{k: v for k, v in args._get_kwargs()}
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
args = parser.parse_args()
args.rows
`,
    told: "4: AttributeError: 'Namespace' object has no attribute 'rows'",
  },
  {
    name: "the default of an argument that must be given",
    runs: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--arch", default="resnet", required=True)
{"vgg": 1}[parser.parse_args().arch]
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--arch", default="resnet")
{"vgg": 1}[parser.parse_args().arch]
`,
    told: "4: KeyError: 'resnet'",
  },
  {
    name: "the default of an argument that is told by its place",
    runs: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("arch", default="resnet")
{"vgg": 1}[parser.parse_args().arch]
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("arch", default="resnet", nargs="?")
{"vgg": 1}[parser.parse_args().arch]
`,
    told: "4: KeyError: 'resnet'",
  },
  {
    name: "the defaults of arguments of which one must be given",
    runs: `import argparse
parser = argparse.ArgumentParser()
group = parser.add_mutually_exclusive_group(required=True)
group.add_argument("--arch", default="resnet")
group.add_argument("--file", default="a.pt")
{"vgg": 1}[parser.parse_args().arch]
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
group = parser.add_mutually_exclusive_group()
group.add_argument("--arch", default="resnet")
group.add_argument("--file", default="a.pt")
{"vgg": 1}[parser.parse_args().arch]
`,
    told: "6: KeyError: 'resnet'",
  },
  {
    name: "a default set for an argument that must be given",
    runs: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--arch", required=True)
parser.set_defaults(arch="resnet")
{"vgg": 1}[parser.parse_args().arch]
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--arch")
parser.set_defaults(arch="resnet")
{"vgg": 1}[parser.parse_args().arch]
`,
    told: "5: KeyError: 'resnet'",
  },
  {
    name: "a default that its type does not take",
    runs: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--rows", type=int, default="all")
{1: 2}[parser.parse_args().rows]
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--rows", type=int, default="3")
{1: 2}[parser.parse_args().rows]
`,
    told: "4: KeyError: 3",
  },
  {
    name: "an argument that leaves no default",
    runs: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--rows", default=argparse.SUPPRESS)
parser.parse_args().rows + 1
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--rows", default=argparse.SUPPRESS)
parser.parse_args([]).rows + 1
`,
    told: "4: AttributeError: 'Namespace' object has no attribute 'rows'",
  },
  {
    name: "the arguments that a parser leaves",
    runs: `import argparse
parser = argparse.ArgumentParser()
left = parser.parse_known_args()[1]
if left:
    {"--columns": 1}[left[0]]
parser.parse_args(left)
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
left = parser.parse_known_args(["--rows"])[1]
if left:
    {"--columns": 1}[left[0]]
`,
    told: "5: KeyError: '--rows'",
  },
  {
    name: "a default that is no choice",
    runs: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--arch", default="resnet20", choices=["vgg", "resnet"])
{"vgg": 1}[parser.parse_args().arch]
`,
    fails: `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--arch", default="resnet", choices=["vgg", "resnet"])
{"vgg": 1}[parser.parse_args().arch]
`,
    told: "4: KeyError: 'resnet'",
  },
  {
    name: "a number or an array, of which neither is known",
    runs: `import a, torch
import numpy as np
values = torch.FloatTensor(np.random.rand(*a.shape))
for value in values: print(value)
`,
    fails: `import torch
import numpy as np
values = torch.tensor(np.random.rand())
for value in values: print(value)
`,
    told: "4: TypeError: iteration over a 0-d tensor",
  },
  {
    name: "an object on which a method of a base class that is not known is called",
    runs: `import a
class Encoder(a.Transformer):
    def __init__(self, words=None, most=None):
        self.words = words if words else dict()
        self.most = most
    def fit(self, x):
        self.words["pad"] = 0
        self.most = 3
encoder = Encoder()
encoder.fit_transform(3)
encoder.most * 2
encoder.words["pad"]
`,
    fails: `class Encoder:
    def __init__(self, words=None):
        self.words = words if words else dict()
    def fit_transform(self, x):
        return self.words.get(x)
encoder = Encoder()
encoder.fit_transform(3)
encoder.words["pad"]
`,
    told: "8: KeyError: 'pad'",
  },
  {
    name: "the arguments of a class whose base may make another thing of them",
    runs: `import a
class Accuracy(a.Accuracy):
    def __init__(self, on_step=False):
        super().__init__()
Accuracy(task="binary").update(3)
`,
    fails: `class Accuracy:
    def __init__(self, on_step=False):
        super().__init__()
Accuracy(task="binary").update(3)
`,
    told: "4: TypeError: Accuracy.__init__() got an unexpected keyword argument 'task'",
  },
  {
    name: "what NumPy gives of a tensor, which it asks for its own methods",
    runs: `import torch
import numpy as np
np.clip(torch.randn(2, 3), 0.0, 1.0).numpy()
np.sum(torch.randn(2, 3)).backward()
series = np.linspace(0, 3, 21)
series.resize((21, 1))
torch.nn.RNN(1, 8, batch_first=True)(torch.Tensor(series[:-1]).unsqueeze(0))
`,
    fails: `import torch
import numpy as np
np.clip(torch.randn(2, 3).numpy(), 0.0, 1.0).numpy()
`,
    told: "3: AttributeError: 'ndarray' object has no attribute 'numpy'",
  },
  {
    name: "a weight that may have been taken out of a module",
    runs: `import a, torch
from torch import nn
import torch.nn.utils.spectral_norm as spectral_norm
conv = nn.Conv2d(3, 8, 3)
if a.spectral:
    conv = spectral_norm(conv)
conv(torch.zeros(1, 3, 8, 8))
conv(torch.zeros(1, 3, 8, 8))
`,
    fails: `import torch
from torch import nn
conv = nn.Conv2d(3, 8, 3)
conv.weight = torch.zeros(8, 3, 3, 3)
`,
    told: "4: TypeError: cannot assign 'torch.FloatTensor' as parameter 'weight' (torch.nn.Parameter or None expected)",
  },
  {
    name: "whether a context's generator is over, under a condition that is open",
    runs: `import a
from contextlib import contextmanager
@contextmanager
def opened(path):
    if a.kind(path):
        yield a.read(path)
        return
    yield path
with opened("x") as found:
    print(found)
`,
    fails: `from contextlib import contextmanager
@contextmanager
def opened(path):
    yield path
    yield path
with opened("x") as found:
    print(found)
`,
    told: "6: RuntimeError: generator didn't stop",
  },
  {
    name: "an object that what is not known may be: it is set up through it",
    runs: `import a
class Kernel:
    def prepare(self):
        self.set_mode(1)
    def set_mode(self, mode):
        self.mode = mode
    def step(self, x):
        return x * self.mode * self.scale
class Model:
    def __init__(self):
        self.kernel = Kernel()
model = Model()
for kernel in a.kernels():
    kernel.prepare()
    kernel.scale = 2
model.kernel.step(3)
`,
    fails: `import a
class Kernel:
    def prepare(self):
        self.length = 1
    def step(self, x):
        return x * self.mode
class Model:
    def __init__(self):
        self.kernel = Kernel()
model = Model()
for kernel in a.kernels():
    kernel.prepare()
    kernel.scale = 2
model.kernel.step(3)
`,
    told: "6: AttributeError: 'Kernel' object has no attribute 'mode'",
  },
];

describe.each(CASES)("$name", ({ runs, fails, told }) => {
  it("may be anything afterwards", () => expect(errorsOf(runs)).toEqual([]));
  it("is no excuse where it is known", () => expect(errorsOf(fails)).toEqual([told]));
});

it("what is given to something not known is looked through once, in however many ways it is reached", () => {
  const { stopped } = analyze(`import a
z = {}
y = [z] * 2000
x = [y] * 2000
class Keeps:
    def __init__(self): self.items, self.more, self.all = (x,) * 2000, [x] * 2000, y
kept = Keeps()
a.take(kept, [kept] * 2000)
`);
  expect(stopped).toBeUndefined();
  expect(work.spent).toBeLessThan(20_000);
});
