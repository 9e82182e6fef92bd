import { expect, it } from "vitest";
import { Analyzer } from "../../src/analysis/analyzer";
import { preludeSources } from "../../src/syntax/prelude";
import { parser } from "../syntax/python";
import { hostOf } from "./support";

const layers = `
from native_extension import AVAILABLE

def first(x):
    return x.flatten(1)

if AVAILABLE:
    FAST = True
else:
    FAST = False

def last(x):
    return x.unsqueeze(0)
`;

const model = `
import torch
from torch import nn
import layers

class First(nn.Module):
    def forward(self, x: torch.Tensor):
        B, C, H, W = x.shape
        return layers.first(x)

class Last(nn.Module):
    def forward(self, x: torch.Tensor):
        B, C = x.shape
        return layers.last(x)
`;

it("a module that is first used inside a run stays loaded for the next run, behind an open condition too", () => {
  const host = hostOf({ "/project/layers.py": layers, "/project/model.py": model });
  const { entries, diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile("/project/model.py");
  expect(diagnostics).toEqual([]);
  expect(entries.map(({ subject, output }) => [subject, JSON.stringify(output)])).toMatchObject([
    ["First", expect.stringContaining('["B","C*H*W"]')],
    ["Last", expect.stringContaining('[1,"B","C"]')],
  ]);
});

it("a module that puts another in its own place has names that are not known", () => {
  const host = hostOf({
    "/project/package/__init__.py": `
import sys
class LazyModule:
    def __init__(self, name, module_spec):
        self.name = name
sys.modules[__name__] = LazyModule(__name__, module_spec=__spec__)
`,
    "/project/use.py": "from package import Mixin\nclass Model(Mixin):\n    pass\nreveal_shape(Mixin)\n",
  });
  const { diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile("/project/use.py");
  expect(diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
    ["information", "unknown: `package` puts another module in its own place"],
  ]);
});

it("what a module deletes at its end was there before, and a registry has what was put into it", () => {
  const host = hostOf({
    "/project/layers.py": `
def versions():
    return {"version": "1.2"}

found = versions()
__version__ = str(found.get("version"))
del found, versions

class Registry(dict):
    def add(self, name):
        def put(fn):
            self[name] = fn
            return fn
        return put

LAYERS = Registry()

@LAYERS.add("double")
def double(x):
    return x.repeat(2)
`,
    "/project/use.py":
      "import torch, layers\nreveal_shape(layers.__version__)\nreveal_shape(layers.LAYERS['double'](torch.zeros(3)))\n",
  });
  const { diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile("/project/use.py");
  expect(diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
    ["information", "'1.2'"],
    ["information", "(6,) float32"],
  ]);
});
