import { describe, expect, it } from "vitest";
import { analyze } from "../support";

function result(program: string, files: Record<string, string> = {}): string {
  const outcome = analyze(program, files, { roots: ["/project", "/project/site-packages"] });
  expect(outcome.failures).toEqual([]);
  return outcome.repr("result");
}

describe("what libraries of models are written with", () => {
  it.each([
    [
      "buffers that are assigned",
      `import torch
from torch import nn
class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Buffer(torch.arange(3), persistent=False)
        self.q = nn.Buffer(torch.zeros(2))
a = A()
result = ([n for n, _ in a.named_buffers()], list(a.state_dict()), list(a.parameters()), isinstance(a.p, nn.Buffer))`,
      "(['p', 'q'], ['q'], [], True)",
    ],
    [
      "context variables",
      `from contextvars import ContextVar
v = ContextVar('v', default=1)
token = v.set(2)
inner = v.get()
v.reset(token)
result = (inner, v.get())`,
      "(2, 1)",
    ],
    [
      "operators with a fake function for shapes",
      `import torch
@torch.library.custom_op('mine::pad', mutates_args=())
def pad(x: torch.Tensor) -> torch.Tensor:
    return kernel(x)
@pad.register_fake
def _(x):
    return x.new_empty(x.shape[0], 8)
result = (pad(torch.zeros(2, 3)).shape, torch.ops.mine.pad(torch.zeros(4, 3)).shape)`,
      "(torch.Size([2, 8]), torch.Size([4, 8]))",
    ],
    [
      "annotations with brackets, which keep their arguments",
      `from typing import List, Optional, get_args, get_origin
class L(List[int]):
    pass
result = (get_origin(list[int]), get_args(dict[str, int]), get_args(Optional[list[int]])[0] == List[int], L.__bases__, list[int]((1,)))`,
      "(<class 'list'>, (<class 'str'>, <class 'int'>), False, (<class 'list'>, <class 'typing.Generic'>), [1])",
    ],
  ])("%s", (_, program, expected) => {
    expect(result(program)).toBe(expected);
  });

  it("a library's own files with settings", () => {
    const lib = `import json
from pathlib import Path
found = {}
for file in Path(__file__).parent.glob('*.json'):
    with open(file) as f:
        found[file.stem] = json.load(f)
`;
    const files = {
      "lib/__init__.py": lib,
      "lib/big.json": '{"dim": 8, "eps": 1e-6, "heads": [2, 4], "name": "b\\u00e9"}',
    };
    const site = Object.fromEntries(Object.entries(files).map(([path, text]) => [`site-packages/${path}`, text]));
    expect(result("import lib\nresult = lib.found", site)).toBe(
      "{'big': {'dim': 8, 'eps': 1e-06, 'heads': [2, 4], 'name': 'bé'}}",
    );
  });
});

describe("numbers that may be NumPy's", () => {
  const files = { "site-packages/lib.py": "import numpy as np\nhalf = np.float64(0.5)\n" };
  const outcome = (program: string) => analyze(program, files, { roots: ["/project", "/project/site-packages"] });

  it("are divided by zero without an exception in a file that speaks of NumPy", () => {
    expect(outcome("import numpy as np\nresult = 96 // 0").failures).toEqual([]);
  });

  it("are none in a file that does not, whatever it loads", () => {
    expect(outcome("from lib import half\nprint(half)\nresult = 96 // 0").failures).toEqual([
      "ZeroDivisionError: integer division or modulo by zero (line 3)",
    ]);
  });

  it.each([
    "np.prod((3, 4)).item()",
    "np.sqrt(16).astype(np.float32)",
    "[x.item() for x in np.linspace(0, 0.1, 4)]",
    "(np.array([1, 2]) > 1)[0].item()",
    "np.log(2.0).dtype",
  ])("have NumPy's attributes: %s", (expression) => {
    expect(outcome(`import numpy as np\nresult = ${expression}`).failures).toEqual([]);
  });

  it("have no others, and none at all in a file that does not speak of NumPy", () => {
    expect(outcome("import numpy as np\nresult = np.sqrt(16).backward()").failures).toEqual([
      "AttributeError: 'float' object has no attribute 'backward' (line 2)",
    ]);
    expect(outcome("import numpy as np\nsizes = np.arange(3).tolist()\nresult = sizes[0].shape").failures).toEqual([
      "AttributeError: 'int' object has no attribute 'shape' (line 3)",
    ]);
    expect(outcome("result = (4 / 2).item()").failures).toEqual([
      "AttributeError: 'float' object has no attribute 'item' (line 1)",
    ]);
  });
});

it("what a stand-in does not follow of its instances, it does not of its class", () => {
  const program = `from torch.nn.attention.flex_attention import BlockMask
made = BlockMask.from_kv_blocks(1, 2)
`;
  expect(analyze(program).failures).toEqual([]);
  expect(analyze(program.replace("BlockMask.from", "BlockMask().from")).failures).toEqual([]);
  expect(analyze("class Own:\n    def __getattr__(self, name):\n        return 1\nOwn.made\n").failures).toEqual([
    "AttributeError: type object 'Own' has no attribute 'made' (line 4)",
  ]);
});

it("an operator of `torch.ops` has its overloads as attributes", () => {
  const program = (name: string) => `import torch\nnms = getattr(torch.ops.torchvision.nms, "${name}")\n`;
  expect(analyze(program("default")).failures).toEqual([]);
  expect(analyze(program("other")).failures).toHaveLength(1);
});
