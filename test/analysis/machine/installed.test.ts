import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { analyze, hostOf } from "../support";

const SITE = "site-packages";

/** What a program with these installed libraries leaves in `result`; nothing in it may fail. */
function result(program: string, installed: Record<string, string>): string {
  const files = Object.fromEntries(Object.entries(installed).map(([path, text]) => [`${SITE}/${path}`, text]));
  const outcome = analyze(program, files, { roots: ["/project", `/project/${SITE}`] });
  expect(outcome.failures).toEqual([]);
  return outcome.repr("result");
}

const LAZY = `    import sys
    sys.modules[__name__] = _Lazy(__name__)
`;

describe("a package that replaces itself", () => {
  const installed = {
    "lib/__init__.py": `from typing import TYPE_CHECKING
from .lazy import _Lazy
if TYPE_CHECKING:
    from .settings import Config as Config
    from .models import *
else:
${LAZY}`,
    "lib/lazy.py": "raise ValueError('what runs in its place is not followed')\n",
    "lib/settings.py": "class Config:\n    size = 4\n",
    "lib/models/__init__.py": `from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .ox import *
    from .owl import *
else:
${LAZY}`,
    "lib/models/ox.py": "__all__ = ['OxModel']\nclass OxModel:\n    legs = 4\nclass Hidden:\n    pass\n",
    "lib/models/owl.py": "from .ox import Hidden\n__all__ = ['OwlModel']\nclass OwlModel:\n    legs = 2\n",
  };

  it.each([
    ["what it imports by name", "from lib import Config\nresult = Config.size", "4"],
    [
      "what it imports with a star, through packages of its kind",
      "from lib import OwlModel\nresult = OwlModel.legs",
      "2",
    ],
    ["its attributes", "import lib\nresult = lib.models.OxModel.legs", "4"],
    ["a module inside it", "import lib.models.ox as ox\nresult = ox.OxModel.legs", "4"],
  ])("gives %s where it says so to type checkers", (_, program, legs) => {
    expect(result(program, installed)).toBe(legs);
  });

  it("leaves open what it does not say, also what `__all__` keeps back", () => {
    const program = "import lib\nresult = (lib.Hidden, lib.Other)";
    expect(result(program, installed)).toBe("(<unknown>, <unknown>)");
  });
});

describe("a library's own file that is analysed", () => {
  const told = (optional: string) => {
    const program = `from torch import nn
from lib.optional import extra
class Fast(nn.Module):
    def __init__(self):
        super().__init__()
        self.kernel = extra.kernel
    def forward(self, x):
        return x
`;
    const files = {
      [`/project/${SITE}/lib/train.py`]: program,
      [`/project/${SITE}/lib/__init__.py`]: "",
      [`/project/${SITE}/lib/optional.py`]: optional,
      [`/project/${SITE}/lib-1.0.dist-info/METADATA`]: "Name: lib\n",
    };
    const analyzer = new Analyzer(parser, preludeSources, hostOf(files));
    const { diagnostics } = analyzer.analyzeFile(`/project/${SITE}/lib/train.py`, { roots: [`/project/${SITE}`] });
    return diagnostics.filter(({ severity }) => severity === "error").map(({ line, message }) => `${line}: ${message}`);
  };

  it("is not told of what an optional package would bring", () => {
    expect(told("try:\n    import absent as extra\nexcept ImportError:\n    extra = object\n")).toEqual([]);
    expect(told("extra = object\n")).toEqual(["6: AttributeError: type object 'object' has no attribute 'kernel'"]);
  });
});

describe("what is installed", () => {
  const installed = {
    "Some_Lib-2.10.1.dist-info/METADATA": "Name: some-lib\n",
    "some_lib/__init__.py": "from . import _core\nfrom ._core import kernel\nlevel = 3\n",
    "some_lib/_core.cpython-311-x86_64-linux-gnu.so": "",
  };
  const look = "from importlib.util import find_spec\nfrom importlib.metadata import version, PackageNotFoundError\n";

  it.each([
    ["a package that is there", `${look}result = find_spec('some_lib') is not None`, "True"],
    ["a module of Python's", `${look}result = find_spec('json') is not None`, "True"],
    ["a package that is not there", `${look}result = find_spec('other_lib') is None`, "True"],
    ["a version, whatever way the name is written", `${look}result = version('some.lib')`, "'2.10.1'"],
    [
      "a version of what is not there",
      `${look}try:\n    result = version('other-lib')\nexcept PackageNotFoundError:\n    result = 'none'\n`,
      "'none'",
    ],
    ["PyTorch", `${look}result = version('torch')`, "'2.15.0'"],
  ])("is read off the records of installers: %s", (_, program, answer) => {
    expect(result(program, installed)).toBe(answer);
  });

  it("is not known without such records", () => {
    expect(result(`${look}result = (find_spec('some_lib') is None, find_spec('other_lib') is None)`, {})).toBe(
      "(<unknown>, <unknown>)",
    );
  });

  it("has compiled modules, of which nothing is known", () => {
    expect(result("import some_lib\nresult = (some_lib.level, some_lib._core.x, some_lib.kernel)", installed)).toBe(
      "(3, <unknown>, <unknown>)",
    );
  });
});

describe("a module that the project's own build makes", () => {
  const files = (script: string) => ({
    "setup.py": script,
    "kernels/__init__.py": "",
  });
  const told = (script: string) => analyze("from kernels import gather\nresult = gather", files(script)).failures;

  it("is not known", () => {
    expect(told("Extension(name='kernels.gather', sources=['src/gather.cu'])")).toEqual([]);
  });

  it("is missing where nothing makes it", () => {
    expect(told("Extension(name='kernels.gather_all')")).toEqual([
      "ImportError: cannot import name 'gather' from 'kernels' (line 2)",
    ]);
  });
});

describe("a variable of the environment", () => {
  const read = "import os\nfast = os.environ.get('LIB_FAST', '0').upper() in ('1', 'ON')\n";

  it("is taken as not set where a library reads it", () => {
    const lib = `${read}result = 'fast' if fast else 'slow'\n`;
    expect(result("import lib\nresult = lib.result", { "lib.py": lib })).toBe("'slow'");
  });

  it("may be set where going without it fails", () => {
    const lib = `${read}def f():\n    if not fast:\n        raise RuntimeError('set LIB_FAST')\n    return 'fast'\n`;
    expect(result("import lib\nresult = lib.f()", { "lib.py": lib })).toBe("'fast'");
  });

  it("is open where the program reads it", () => {
    expect(result(`${read}result = fast`, {})).toBe("<unknown>");
  });
});

describe("the text of an exception that lists what there is", () => {
  const installed = {
    "lib/__init__.py": `from .all import table
def pick(key, known):
    if known:
        return table
    raise ValueError(f"{key} is none of {', '.join(name for name in table())}")
`,
    "lib/all.py": "def table():\n    from . import seldom\n    return ['ox', 'owl']\n",
    "lib/seldom.py": "",
  };

  it("is not made in a library where the exception is one of two ways", () => {
    const loads = (known: string) => {
      const files = Object.fromEntries(Object.entries(installed).map(([path, text]) => [`${SITE}/${path}`, text]));
      const program = `import os\nfrom lib import pick\npick("bee", ${known})\n`;
      const { run } = analyze(program, files, { roots: ["/project", `/project/${SITE}`] });
      return run.machine.importer.isLoaded("lib.seldom");
    };
    expect([loads('os.path.exists("file")'), loads("False")]).toEqual([false, true]);
  });

  it("is what it says where it is certain", () => {
    const program = `from lib import pick
try:
    pick("bee", False)
except ValueError as e:
    result = str(e)
`;
    expect(result(program, installed)).toBe("'bee is none of ox, owl'");
  });
});
