import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { analyze, hostOf } from "../support";

function result(program: string, files: Record<string, string>): string {
  const outcome = analyze(program, files, { work: 10_000_000 });
  expect(outcome.failures).toEqual([]);
  return outcome.repr("result");
}

/** What a program that uses einops and timm ends with, beside what is installed. */
const libraries = (installed: Record<string, string>) =>
  result(
    `import torch
from einops import rearrange
from timm.layers import DropPath
result = (rearrange(torch.zeros(2, 6), 'b (h c) -> b h c', h=2).shape[:], DropPath.__doc__, getattr(rearrange, 'made', None))`,
    installed,
  );

it.each(["n.rows = 5", "setattr(n, 'rows', 5)", "vars(n)['rows'] = 5", "del n.rows\nn.rows = 5"])(
  "a module that was only imported has run before another writes its names: %s",
  (write) => {
    const files = { "n.py": "rows = None\ndef double():\n    return rows * 2\n" };
    expect(result(`import n\n${write}\nresult = n.double()`, files)).toBe("10");
  },
);

it("`import a.b as c` takes the package's name, which may be a function of its module's own name", () => {
  const files = { "a/__init__.py": "from .b import b\n", "a/b.py": "def b(): return 3\n", "a/c.py": "size = 4\n" };
  expect(result("import a.b as b\nimport a.c as c\nresult = b(), c.size", files)).toBe("(3, 4)");
});

describe("a file below an import root", () => {
  const files = { "head.py": "where = 'root'\n", "task/head.py": "where = 'own'\n", "task/__init__.py": "" };
  const at = (program: string, path: string, more: Record<string, string> = files) => {
    const outcome = analyze(program, more, { work: 10_000_000, roots: ["/project"] }, path);
    return outcome.repr("result");
  };

  it("that is a script finds the modules of its own folder first", () => {
    expect(at("from head import where\nresult = where\nif __name__ == '__main__': pass", "task/train.py")).toBe(
      "'own'",
    );
  });

  it("that is a package's module finds those of the root", () => {
    expect(at("from head import where\nresult = where", "task/train.py")).toBe("'root'");
  });

  it("may mean an installed package by the name of the empty one that holds it", () => {
    expect(at("import task\nresult = task.nn", "task/train.py")).toContain("unknown");
  });
});

describe("a project inside the project, with folders of the same names", () => {
  const files = {
    "data/__init__.py": "",
    "data/loader.py": "where = 'root'\n",
    "layers/blocks.py": "where = 'root'\n",
    "inner/data/loader.py": "where = 'inner'\nclass Sine: pass\n",
    "inner/layers/blocks.py": "from data.loader import where as found\nwhere = 'inner'\nonly_inner = 1\n",
    "inner/models/base.py": "from layers.blocks import where, only_inner\n",
  };
  const at = (program: string, path: string, more: Record<string, string> = {}, roots = ["/project"]) => {
    const outcome = analyze(program, { ...files, ...more }, { work: 10_000_000, roots }, path);
    return outcome.failures.length > 0 ? outcome.failures.join() : outcome.repr("result");
  };

  it.each([
    ["a package of the root", "from data.loader import Sine, where\nresult = where", "inner/data/factory.py"],
    ["folders alone", "from layers.blocks import where\nresult = where", "inner/models/net.py"],
    ["a module of a folder", "from layers import blocks\nresult = blocks.where", "inner/models/net.py"],
    ["what those import", "from layers.blocks import found\nresult = found", "inner/models/net.py"],
    ["what a relative import leads to", "from .base import where\nresult = where", "inner/models/net.py"],
    ["what the own package's own file imports", "from . import base\nresult = base.where", "inner/models/net.py"],
  ])("has its own: %s", (_, program, path) => {
    expect(at(program, path)).toBe("'inner'");
    expect(at(program, path, {}, [`/project/${path.split("/").slice(0, -1).join("/")}`, "/project"])).toBe("'inner'");
  });

  it("leaves the root its own", () => {
    expect(at("from data.loader import where\nresult = where", "train.py")).toBe("'root'");
    expect(at("from data.loader import where\nresult = where", "models/net.py")).toBe("'root'");
    expect(at("from layers.blocks import where\nresult = where", "inner/run.py")).toBe("'inner'");
  });

  it("is no package of the root, whose modules have the root's", () => {
    const packages = { "inner/__init__.py": "", "inner/models/__init__.py": "" };
    expect(at("from data.loader import where\nresult = where", "inner/models/net.py", packages)).toBe("'root'");
  });

  it("may be what is meant where the root's lacks a name", () => {
    expect(at("from inner.models.base import only_inner\nresult = only_inner", "train.py")).toContain("unknown");
    expect(
      at("import layers.blocks as b\nresult = b.only_inner", "inner/tools/net.py", { "inner/tools/__init__.py": "" }),
    ).toBe("1");
    expect(at("from inner.models.base import gone\nresult = gone", "train.py")).toContain("cannot import name 'gone'");
    expect(at("from layers.blocks import gone\nresult = gone", "inner/models/net.py")).toBe(
      "ImportError: cannot import name 'gone' from 'layers.blocks' (line 2)",
    );
  });

  it("is not known by a library's name", () => {
    const library = { "inner/datasets/__init__.py": "here = 1\n" };
    expect(at("from datasets import load_dataset\nresult = load_dataset", "inner/models/net.py", library)).toContain(
      "unknown",
    );
  });
});

describe("a library that ShapeScope knows", () => {
  it("is stood in for where it is not installed", () => {
    expect(libraries({})).toMatch(/^\(torch.Size\(\[2, 2, 3\]\), /);
  });

  // Its operators are followed to the end here; what its own source does with a pattern may not be.
  it.each([
    [
      "as it is known",
      "def rearrange(tensor, pattern, **axes):\n    return hidden(tensor)\nrearrange.made = 'elsewhere'\n",
    ],
    ["of another version", "def rearrange(tensor, pattern, backend, **axes):\n    return tensor\n"],
  ])("has its operators from ShapeScope where it is installed, %s", (_, source) => {
    expect(libraries({ "einops/__init__.py": source })).toMatch(/^\(torch.Size\(\[2, 2, 3\]\), .*None\)$/);
  });

  it("has all else from its own source where it is installed", () => {
    expect(
      libraries({
        "timm/__init__.py": "",
        "timm/layers/__init__.py": "class DropPath:\n    'of the user'\n",
      }),
    ).toContain("'of the user'");
    expect(
      result("from einops.extra import size\nresult = size", {
        "einops/__init__.py": "",
        "einops/extra.py": "size = 3\n",
      }),
    ).toBe("3");
  });
});

describe("imports", () => {
  it("find packages, submodules and relative names", () => {
    expect(
      result(
        "import pkg.sub.leaf\nfrom pkg import top, sub\nfrom pkg.sub.leaf import up\nresult = (pkg.sub.leaf.x, top, sub.y, up)",
        {
          "pkg/__init__.py": "from .base import top\n",
          "pkg/base.py": "top = 'top'\n",
          "pkg/sub/__init__.py": "y = 2\n",
          "pkg/sub/leaf.py": "from ..base import top as up\nfrom . import y\nx = y + 1\n",
        },
      ),
    ).toBe("(3, 'top', 2, 'top')");
  });

  it("bind the package for `import a.b` and the module for `import a.b as c`", () => {
    expect(
      result("import a.b\nimport a.b as c\nresult = (a.__name__, c.__name__, a.b is c)", {
        "a/__init__.py": "",
        "a/b.py": "",
      }),
    ).toBe("('a', 'a.b', True)");
  });

  it("take a folder for a package only where no other package may be", () => {
    expect(result("import nets.small\nresult = nets.small.size", { "nets/small.py": "size = 3\n" })).toBe("3");
    const { failures } = analyze("import nets\nfrom nets import large\nx = nets.version\n", { "nets/small.py": "" });
    expect(failures).toEqual([]);
  });

  it("of one name in two branches give what either gives", () => {
    const files = { "left.py": "def size(): return 3\n", "right.py": "def size(): return 1 + 2\n" };
    const program =
      "from elsewhere import flag\nif flag:\n    from left import size\nelse:\n    from right import size\n";
    expect(result(`${program}result = size()`, files)).toBe("3");
  });

  it("take what `__all__` names, or all without an underscore", () => {
    expect(
      result("from listed import *\nfrom plain import *\nresult = sorted(n for n in dir() if len(n) == 2)", {
        "listed.py": "__all__ = ['aa', '_b']\naa = 1\n_b = 2\ncc = 3\n",
        "plain.py": "dd = 1\n_e = 2\n",
      }),
    ).toBe("['_b', 'aa', 'dd']");
  });

  it("survive circles", () => {
    expect(
      result("import one\nresult = (one.f(), one.two.g())", {
        "one.py": "import two\ndef f(): return two.VALUE\nOWN = 'one'\n",
        "two.py": "import one\nVALUE = 'two'\ndef g(): return one.OWN\n",
      }),
    ).toBe("('two', 'one')");
  });

  it("ask a module's own `__getattr__`", () => {
    expect(
      result("import lazy\nfrom lazy import other\nresult = (lazy.thing, other)", {
        "lazy.py": "def __getattr__(name):\n    return name.upper()\n",
      }),
    ).toBe("('THING', 'OTHER')");
  });

  const GUARDED = "try:\n    import nowhere\nexcept ImportError:\n    nowhere = None\n";

  it("raise inside `try`, and are unknown outside", () => {
    expect(result(`${GUARDED}import elsewhere\nresult = (nowhere, elsewhere)`, {})).toBe("(<unknown>, <unknown>)");
  });

  it("are followed where they are missing, which proves nothing", () => {
    expect(result(`${GUARDED}result = 1 if nowhere is None else 2`, {})).toBe("1");
    expect(result(`${GUARDED}if nowhere is None:\n    raise SystemExit('install it')\nresult = 3`, {})).toBe("3");
    expect(result(`${GUARDED}assert nowhere\nresult = nowhere.thing(2)`, {})).toBe("<unknown>");
  });

  it("are taken to be there where the program ends without them", () => {
    expect(result("try:\n    import nowhere\nexcept ImportError:\n    raise RuntimeError\nresult = nowhere", {})).toBe(
      "<unknown>",
    );
  });

  it("make unknown what derives from their classes", () => {
    const derived = "import nowhere\nclass A(nowhere.B):\n    def __init__(self):\n        del self.x\na = A()\n";
    for (const use of ["a()", "a[0]", "a.y", "a + 1", "len(a)", "[x for x in a]", "a == 2", "not a"])
      expect(result(`${derived}result = ${use}`, {})).toBe("<unknown>");
    expect(result(`${derived}with a as b:\n    result = b`, {})).toBe("<unknown>");
  });

  it("leave open what a star import that was not found may have brought", () => {
    expect(result("from nowhere import *\nresult = (Something, len([1]))", {})).toBe("(<unknown>, 1)");
    expect(
      result("from helper import *\nimport helper\nresult = (Something, helper.Other)", {
        "helper.py": "from nowhere import *\nown = 1\n",
      }),
    ).toBe("(<unknown>, <unknown>)");
  });

  it("run a module once", () => {
    expect(
      result(
        "import counter\nimport other\ncounter.items.append(3)\nresult = (other.items, counter.items is other.items)",
        {
          "counter.py": "items = []\n",
          "other.py": "from counter import items\n",
        },
      ),
    ).toBe("([3], True)");
  });

  it("give what a script has defined where it imports it from itself", () => {
    const script =
      "class Net:\n    pass\nif __name__ == '__main__':\n    from script import Net\nresult = Net.__name__\n";
    expect(result(script, { "script.py": script })).toBe("'Net'");
    expect(result("from script import Net\nresult = Net.__name__\n", { "script.py": script })).toBe("'Net'");
  });

  it.each(["__name__", "__doc__", "__file__", "__spec__", "__package__", "__loader__", "__cached__", "__builtins__"])(
    "give every module %s",
    (name) => {
      expect(analyze(`import argparse\nresult = argparse.ArgumentParser(description=${name})\n`).failures).toEqual([]);
    },
  );

  it("end where modules have a name from each other alone", () => {
    const { repr } = analyze("import a\nresult = a.name\n", {
      "a.py": "from b import name\n",
      "b.py": "from a import name\n",
    });
    expect(repr("result")).toContain("unknown");
  });

  it("report a name that is not there", () => {
    const outcome = analyze("from helper import missing\nx = missing", { "helper.py": "a = 1\n" });
    expect(outcome.failures[0]).toContain("ImportError: cannot import name 'missing' from 'helper'");
  });
});

describe("what a program puts into `sys.path`", () => {
  const files = { "third/utils.py": "deep = 1\n", "utils.py": "shallow = 1\n", "third/only.py": "here = 2\n" };
  const use = "from utils import deep\nresult = deep\n";

  it.each([
    ["by `__file__`", "sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'third'))"],
    ["from where it is started", "sys.path.insert(0, './third')"],
    ["under a condition", "if 'third' not in sys.path:\n    sys.path.insert(0, 'third')"],
    ["as a slice", "sys.path[0:0] = ['third']"],
    ["under its own name", "from sys import path\npath.insert(0, 'third')"],
  ])("goes first: %s", (_, write) => {
    expect(result(`import os, sys\n${write}\n${use}`, files)).toBe("1");
  });

  it("comes last where it is appended", () => {
    const program = "import sys\nsys.path.append('third')\nfrom utils import shallow\nfrom only import here\n";
    expect(result(`${program}result = shallow, here`, files)).toBe("(1, 2)");
  });

  it.each([
    ["the path is made anew", "import sys\nsys.path = ['third'] + sys.path\n"],
    ["the folder is not known", "import sys\nsys.path.insert(0, sys.argv[1])\n"],
    ["another module does it", "import paths\n"],
  ])("may hold another module of the name: %s", (_, write) => {
    const all = { ...files, "paths.py": "import sys\nsys.path.insert(0, 'third')\n" };
    const program = { "/project/run.py": `${write}${use}` };
    const host = {
      ...hostOf({
        ...program,
        ...Object.fromEntries(Object.entries(all).map(([at, text]) => [`/project/${at}`, text])),
      }),
      list: () => Object.keys(all).map((at) => `/project/${at}`),
    };
    const { diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile("/project/run.py", {
      roots: ["/project"],
    });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("is not known, nor what is there", () => {
    const reads =
      "sys.path[0], len(sys.path), 'a' in sys.path, sys.path + ['b'], sys.path[-1].upper(), sys.path.index('q')";
    expect(
      result(`import sys\nsys.path.extend(['a'])\nsys.path += ['q']\nsys.path.remove('a')\nresult = (${reads})`, {}),
    ).toBe("(<unknown>, <unknown>, <unknown>, <unknown>, <unknown>, <unknown>)");
  });

  it("takes part where a module is imported anew", () => {
    const program = "import sys, utils\nsys.path.insert(0, 'third')\ndel sys.modules['utils']\nimport utils as b\n";
    expect(result(`${program}result = b.deep`, files)).toBe("1");
  });
});

describe("modules that are named at run time", () => {
  it("are the package, or the whole where names are taken from it", () => {
    const files = { "models/__init__.py": "", "models/net.py": "size = 3\n" };
    const program = "a = __import__('models.net', fromlist=['size'])\nb = __import__('models.net')\n";
    expect(result(`${program}result = a.size, b.net.size`, files)).toBe("(3, 3)");
  });

  it.each([
    ["a table", "table = {}\n", "table['net']"],
    ["a class's table", "class Registry:\n    known = {}\n", "Registry.known['net']"],
    [
      "an object's",
      "class Registry:\n    def __init__(self):\n        self.known = {}\nr = Registry()\n",
      "r.known['net']",
    ],
    ["a list", "table = []\n", "table[0]"],
  ])("may put themselves into %s where it is not known which they are", (_, table, use) => {
    const imports =
      "import importlib, os\nfor file in os.listdir('models'):\n    importlib.import_module('models.' + file)\n";
    const { failures } = analyze(`import models\nresult = models.${use}`, { "models/__init__.py": table + imports });
    expect(failures).toEqual([]);
    const without = analyze(`import models\nresult = models.${use}`, { "models/__init__.py": table });
    expect(without.failures).toHaveLength(1);
  });

  it("may be what a star brings", () => {
    const listed = "import glob\n__all__ = [f[:-3] for f in glob.glob('*.py')]\n";
    expect(result("from p import *\nresult = a", { "p/__init__.py": listed, "p/a.py": "" })).toBe("<unknown>");
  });
});

describe("what is given to a call that is not known", () => {
  it.each([
    ["a list", "x = []\nabsent.fill(x)\ny = x[0]"],
    ["a list in a tuple", "x = []\nabsent.fill((1, x))\ny = x[0]"],
    ["a dict by keyword", "x = {}\nabsent.fill(into=x)\ny = x['a']"],
    ["a set", "x = set()\nabsent.fill(x)\nif not x:\n    y = [][0]"],
    ["an object", "class A:\n    b = None\nx = A()\nabsent.fill(x)\ny = x.c"],
    ["an object's constructor", "class A:\n    __init__ = absent.fill\ny = A(1).c"],
  ])("may be changed by it: %s", (_, program) => {
    expect(analyze(`import absent\n${program}\n`).failures).toEqual([]);
  });

  it("keeps what it has", () => {
    const { repr } = analyze("import absent\nx = [1, 2]\nabsent.show(x)\ny = x[1]\n");
    expect(repr("y")).toBe("2");
  });
});
