import { describe, expect, test } from "vitest";
import { Analyzer } from "../../src/analysis/analyzer";
import { preludeSources } from "../../src/syntax/prelude";
import { parser } from "../syntax/python";
import { hostOf } from "./support";

const files = {
  "/project/zoo/__init__.py": "from .net import *\nfrom .registry import build\n",
  "/project/zoo/net.py": `import torch
from torch import nn
from .registry import register

__all__ = ["Net", "net"]

class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1, bias=False)

    def forward(self, x):
        return self.conv(x).relu() + x

class Net(nn.Module):
    def __init__(self, width, depth=2):
        super().__init__()
        self.stem = nn.Conv2d(3, width, 4, 4)
        self.blocks = nn.Sequential(*[Block(width) for _ in range(depth)])
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean((2, 3)))

@register
def net(**kwargs):
    return Net(8, **kwargs)
`,
  "/project/zoo/registry.py": `_factories = {}

def register(factory):
    _factories[factory.__name__] = factory
    return factory

def build(name, **kwargs):
    return _factories[name](**kwargs)
`,
  "/project/zoo/unused.py": "raise RuntimeError('never imported')\n",
  "/project/use.py": "import torch\nfrom zoo import Net, build\n\nbig = Net(16)\n",
};

function trace(file: string, call: string) {
  const { report, failed } = new Analyzer(parser, preludeSources, hostOf(files)).trace(`/project/${file}`, call, {
    roots: ["/project"],
  });
  expect(report.diagnostics).toEqual([]);
  expect(failed).toBeUndefined();
  const { output, params, macs, modules } = report;
  return { output, params, macs, modules: modules.map(({ path, class: cls }) => `${path} ${cls}`.trim()) };
}

const float = (...shape: number[]) => ({ shape, dtype: "float32" });
const block = 8 * 8 * 9;

describe("an entry can be", () => {
  test("a class", () => {
    expect(trace("zoo/net.py", "Block(8)(torch.empty(1, 8, 4, 4))")).toEqual({
      output: float(1, 8, 4, 4),
      params: block,
      macs: block * 16,
      modules: ["conv Conv2d", "Block"],
    });
  });

  test("a factory, found by its name in a registry", () => {
    expect(trace("use.py", 'build("net", depth=1)(torch.empty(2, 3, 32, 32))')).toEqual({
      output: float(2, 10),
      params: 3 * 8 * 16 + 8 + block + 90,
      macs: 2 * (3 * 8 * 16 * 64 + block * 64 + 80),
      modules: ["stem Conv2d", "blocks.0.conv Conv2d", "blocks.0 Block", "blocks Sequential", "head Linear", "Net"],
    });
  });

  test("each child of a model, by attribute, number, path or method", () => {
    const first = { output: float(1, 8, 8, 8), params: block, macs: block * 64, modules: ["conv Conv2d", "Block"] };
    const input = "(torch.empty(1, 8, 8, 8))";
    expect(trace("zoo/net.py", `net().blocks[0]${input}`)).toEqual(first);
    expect(trace("zoo/net.py", `net().get_submodule("blocks.1")${input}`)).toEqual(first);
    expect(trace("zoo/net.py", `dict(net().named_modules())["blocks.1"]${input}`)).toEqual(first);
    expect(trace("zoo/net.py", `getattr(net(), "blocks")[-1]${input}`)).toEqual(first);
    expect(trace("zoo/net.py", `list(net().children())[1]${input}`)).toMatchObject({ params: 2 * block });
    expect(trace("zoo/net.py", `nn.Sequential(*list(net().children())[:-1])(torch.empty(1, 3, 8, 8))`)).toMatchObject({
      output: float(1, 8, 2, 2),
    });
  });

  test("a model that another file has made, with the sizes that it has there", () => {
    expect(trace("use.py", "big.blocks[0](torch.empty(1, 16, 4, 4))")).toMatchObject({
      output: float(1, 16, 4, 4),
      params: 16 * 16 * 9,
    });
  });

  test("a module that is made and not called: its weights are told", () => {
    expect(trace("zoo/net.py", "net().blocks")).toEqual({
      output: { py: "<Sequential>" },
      params: 2 * block,
      macs: 0,
      modules: [],
    });
  });
});
