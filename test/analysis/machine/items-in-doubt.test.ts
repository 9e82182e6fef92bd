import { describe, expect, it } from "vitest";
import { errorsOf } from "../support";

const HEAD = `import a
d = {}
if a.x: d["k"] = 1
l = []
if a.x: l.append(1)
s = set()
if a.x: s.add(1)
def each(l):
    for x in l: yield x
def delegate(l): yield from l
def endless(l):
    while l.more(): yield l.next()
def collect(l):
    r = []
    for x in l: r.append(x)
    return r
`;

describe("how many items there are is not known where some may be lacking", () => {
  for (const expression of [
    "list(d)",
    "list(d.values())",
    "[k for k, v in d.items()]",
    "list({**d})",
    "tuple(l)",
    "[*l]",
    "l[:]",
    "l[-1:]",
    "l + l",
    "sorted(l)",
    "list(s)",
    "sorted(s)",
    "list(zip(l, l))",
    "list(enumerate(l))",
    "list(map(str, l))",
    "list(filter(None, l))",
    "list(reversed(l))",
    "list(iter(l))",
    "(lambda *z: z)(*l)",
    "[i for i, x in enumerate(l)]",
    "list({x: 1 for x in l})",
    "list(dict.fromkeys(l))",
    "list(x for x in l)",
    "list(x for x in [1] if a.x)",
    "collect(l)",
    "collect(d.values())",
    "list(each(l))",
    "list(each(a.x))",
    "list(delegate(a.x))",
    "list(delegate(each(a.x)))",
    "list(endless(a.x))",
    "collect(each(a.x))",
    "[x for x in each(a.x)]",
  ])
    it(`in ${expression}`, () => {
      expect(errorsOf(`${HEAD}p, q = ${expression}\n`)).toEqual([]);
    });

  it("but what is not in doubt is told", () => {
    expect(errorsOf(`${HEAD}p, q = collect(each([1]))\n`)).toEqual([
      "17: ValueError: not enough values to unpack (expected 2, got 1)",
    ]);
    expect(errorsOf(`${HEAD}l.append(2)\nfor x in l: x.size\n`)).toEqual([
      "18: AttributeError: 'int' object has no attribute 'size'",
    ]);
  });

  it("a round for an item that may be lacking may not be run", () => {
    expect(errorsOf(`${HEAD}n = None\nfor x in l: n = x\nn + 1\n`)).toEqual([]);
    expect(errorsOf(`${HEAD}for x in l: 1 / 0\n`)).toEqual([]);
  });
});

describe("a module that holds what is not known", () => {
  const net = `import a, torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = a.resnet18()
    def forward(self, x): return x
net = Net()
`;
  for (const expression of [
    "torch.optim.Adam(net.parameters())",
    "list(net.children())[0]",
    "list(net.named_parameters())[3]",
    "dict(net.named_modules())['backbone.conv1']",
    "torch.optim.Adam(nn.parallel.DistributedDataParallel(a.resnet18()).parameters())",
    "torch.optim.Adam(nn.Sequential(*list(a.resnet18().children())[:-1]).parameters())",
    "nn.ModuleList(list(a.resnet18().children()))[7]",
  ])
    it(`may have children with parameters: ${expression}`, () => {
      expect(errorsOf(`${net}${expression}\n`)).toEqual([]);
    });

  it("but one without any has none", () => {
    expect(errorsOf("import torch\nfrom torch import nn\ntorch.optim.Adam(nn.ReLU().parameters())\n")).toEqual([
      "3: ValueError: optimizer got an empty parameter list",
    ]);
  });
});
