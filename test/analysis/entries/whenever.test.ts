import { describe, expect, it } from "vitest";
import { analyzerOf } from "../support";

const file = "/project/train.py";

function errorsOf(text: string, others: Record<string, string> = {}): string[] {
  const { diagnostics } = analyzerOf({ [file]: text, ...others }).analyzeFile(file);
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe("a name that nothing binds", () => {
  it("is told once, where it is used first, though nothing runs the code", () => {
    expect(
      errorsOf(`def train(opt):
    for i in range(opt.epochs):
        if i % 5 == 0:
            for x in mnist_loader:
                print(x, len(mnist_loader))
`),
    ).toEqual(["4:22 NameError: name 'mnist_loader' is not defined"]);
  });

  it("is told in a method that uses what the class binds", () => {
    expect(errorsOf("class A:\n    size = 3\n    def f(self):\n        return size\n")).toEqual([
      "4:16 NameError: name 'size' is not defined",
    ]);
  });

  const SILENT: Record<string, string> = {
    "a name that another function makes global":
      "def begin():\n    global step\n    step = 0\ndef f():\n    return step\n",
    "names of comprehensions, lambdas, handlers, patterns and walruses": `
def f(xs):
    a = [x for x in xs if (last := x)]
    try: b = lambda y, *z: (y, z, last)
    except OSError as e: print(e)
    match xs:
        case [p, *q]: return p, q, a, b
        case {"k": k, **rest}: return k, rest
    with open("f") as g: return g
`,
    "what a lambda names for itself":
      "assets = {}\nload = lambda name: a['d'] if isinstance(a := assets[name], dict) else a\ndef f(names):\n    return sorted(names, key=lambda n: [b for c in n if (b := c)] and b)\n",
    "a nested function's nonlocal name":
      "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n        return n\n    return g\n",
    "what a condition or a loop may bind": "import a\nif a.b: c = 1\nfor d in a.e: pass\ndef f(): return c, d\n",
    "names that come from a module that is not there": "from nowhere import *\ndef f(): return anything\n",
    "names put in by globals()": "globals().update(a=1)\ndef f(): return a\n",
    "what Python 2 had": "import sys\ndef f(s):\n    return unicode(s) if sys.version_info[0] == 2 else s\n",
    "who expects it": "def f():\n    try: return cuda_ext\n    except NameError: return None\n",
    annotations: "def f(x: Later) -> Later:\n    y: Other = x\n    return y\n".replace(
      /^/,
      "from __future__ import annotations\n",
    ),
    "type parameters": "def f[T](x: T):\n    return T\n",
    "names for type checkers":
      "from typing import TYPE_CHECKING\ndef f():\n    if TYPE_CHECKING: return Later\n    if 0: return other\n",
    "a kernel whose text is changed":
      'import a\n@a.jit\ndef kernel(x):\n    ROWS_HERE\n    return x\nkernel.src = kernel.src.replace("    ROWS_HERE", "y = 1")\n',
    "a file that does not parse": "def f():\n    return undefined\nx = (\n",
  };
  for (const [name, text] of Object.entries(SILENT))
    it(`is not seen in ${name}`, () => {
      expect(errorsOf(text).filter((error) => error.includes("NameError"))).toEqual([]);
    });
});

describe("arguments that do not fit the one definition of a name", () => {
  it("are told where nothing runs the call", () => {
    expect(
      errorsOf(
        `from sched import Warmup
class Noam:
    def __init__(self, size, factor, *, optimizer): pass
def scale(x, by=2): return x * by
def main(o):
    if o: return Noam(512, 1), Warmup(o, niters=3)
    return scale(by=3), scale(1, 2, 3)
`,
        { "/project/sched.py": "class Warmup:\n    def __init__(self, optimizer, steps): pass\n" },
      ),
    ).toEqual([
      "6:18 TypeError: Noam.__init__() missing 1 required keyword-only argument: 'optimizer'",
      "6:32 TypeError: Warmup.__init__() got an unexpected keyword argument 'niters'",
      "7:12 TypeError: scale() missing 1 required positional argument: 'x'",
      "7:25 TypeError: scale() takes from 1 to 2 positional arguments but 3 were given",
    ]);
  });

  it("are told once where the same is missing in several calls", () => {
    expect(errorsOf("def f(x): pass\ndef g():\n    a = [f(), f()]\n    return f(), a\n")).toEqual([
      "3:10 TypeError: f() missing 1 required positional argument: 'x'",
    ]);
  });

  it("is told by the name that a dataclass gives the constructor that it makes", () => {
    const text =
      "from dataclasses import dataclass\n@dataclass\nclass Size:\n    width: int\n    height: int\n    def wider(self):\n        return Size(width=2)\n";
    expect(errorsOf(text)).toEqual([
      "7:16 TypeError: Size.__init__() missing 1 required positional argument: 'height'",
    ]);
  });

  it("are not seen where an imported module may have another definition", () => {
    const others = {
      "/project/lib/typing.py": `try:
    import fast
    HAS = True
except ImportError:
    HAS = False
if HAS:
    from fast import Map
else:
    class Map:
        def __init__(self, key): raise ImportError("needs fast")
class Plain:
    def __init__(self, key): pass
`,
      "/project/lib/__init__.py": "from .typing import Map, Plain as Simple\n",
    };
    const text = "import lib\nfrom lib import Map, Simple\ndef f(k):\n    return Map(k, 0.5), Simple(k, 0.5)\n";
    expect(errorsOf(text, others)).toEqual([
      "4:25 TypeError: Plain.__init__() takes 2 positional arguments but 3 were given",
    ]);
  });

  const SILENT: Record<string, string> = {
    "more that is not known": "def f(a, b): pass\ndef g(x, y): return f(*x), f(**y), f(1, *x)\n",
    "a name with two definitions":
      "import a\nif a.b:\n    def f(x): pass\nelse:\n    def f(x, y): pass\ndef g(): return f(1)\n",
    "a local of that name": "def f(x): pass\ndef g(f): return f(1, 2)\n",
    "a decorator that changes the arguments": "import click\n@click.command()\ndef f(x): pass\ndef g(): return f()\n",
    "a metaclass": "import a\nclass C(metaclass=a.M):\n    def __init__(self, x): pass\ndef g(): return C()\n",
    __new__: "class C:\n    def __new__(cls, *a): return 1\n    def __init__(self, x): pass\ndef g(): return C()\n",
    "a test of the refusal":
      "import pytest\ndef f(x): pass\ndef test():\n    with pytest.raises(TypeError): f()\n    try: f()\n    except TypeError: pass\n",
    "a dataclass":
      "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int = 0\ndef g(): return C(), C(1), C(a=2)\n",
    "a class of a base that is not there": "from nowhere import B\nclass C(B): pass\ndef g(): return C(1, 2)\n",
  };
  for (const [name, text] of Object.entries(SILENT))
    it(`are not seen with ${name}`, () => {
      expect(errorsOf(text)).toEqual([]);
    });
});

describe("an attribute that a module of the program lacks", () => {
  const others = {
    "/project/tools/__init__.py": "",
    "/project/tools/pc.py": "def load(): pass\n",
    "/project/tools/symbols.py": "import a\ndef fill(names):\n    for one in dir(a): names[one] = a\nfill(locals())\n",
    "/project/tools/lazy.py": "def __getattr__(name): return name\n",
  };
  it("is told where nothing runs it", () => {
    expect(errorsOf("from tools import pc\ndef f(): return pc.load(), pc.load_data()\n", others)).toEqual([
      "2:28 AttributeError: module 'tools.pc' has no attribute 'load_data'",
    ]);
  });

  const SILENT: Record<string, string> = {
    "a module that is not loaded yet": "import tools\ndef f(): return tools.pc\n",
    "a module's own __getattr__": "from tools import lazy\ndef f(): return lazy.anything\n",
    "a module that fills its own names": "from tools import symbols\ndef f(): return symbols.anything\n",
    "what the file writes": "from tools import pc\ndef main(): pc.debug = True\ndef f(): return pc.debug\n",
    "what the program asks for": "from tools import pc\ndef f(): return pc.fast if hasattr(pc, 'fast') else 1\n",
  };
  for (const [name, text] of Object.entries(SILENT))
    it(`is not seen with ${name}`, () => {
      expect(errorsOf(text, others)).toEqual([]);
    });
});
