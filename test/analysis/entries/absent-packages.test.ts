import { expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { errorsOf as errors, hostOf } from "../support";

/** The errors of a program whose environment is known, and has nothing but `tqdm`. */
function errorsBeside(text: string): string[] {
  const host = hostOf({
    "/project/program.py": text,
    "/env/tqdm/__init__.py": "",
    "/env/tqdm-4.70.dist-info/METADATA": "",
  });
  const { diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile("/project/program.py", {
    roots: ["/project", "/env"],
  });
  return diagnostics.filter(({ severity }) => severity === "error").map(({ line, message }) => `${line}: ${message}`);
}

const FETCH = `
def fetch(url):
    try:
        return wanted.get(url)
    except Exception as error:
        raise ValueError(f"can't fetch: {error}") from error
fetch("https://example.org")
`;

it("what is raised because a package is not there is no error, however far from its import", () => {
  const lazy = `import importlib
def optional(name):
    try:
        return importlib.import_module(name)
    except Exception as error:
        reason = f"{error}"
    class Lazy:
        def __getattr__(self, name):
            raise ImportError(reason)
    return Lazy()
wanted = optional("wanted")
`;
  expect(errors(lazy + FETCH)).toEqual([]);
});

it("what stands in for a package that is not there raises no error, and the rest of the program does", () => {
  const stub = `try:
    from wanted import get
except ImportError:
    def get(url):
        raise RuntimeError("install it")
`;
  expect(errors(`${stub}get("https://example.org")\n`)).toEqual([]);
  expect(errors(`${stub}def take(url):\n    raise RuntimeError("no")\ntake(1)\n`)).toEqual(["7: RuntimeError: no"]);
});

it("what a function returns without a package is assumed, in a tuple too", () => {
  const flag = `import importlib
def optional(name):
    try:
        return importlib.import_module(name), True
    except ImportError:
        return None, False
wanted, is_there = optional("wanted")
`;
  expect(errors(`${flag}if not is_there:\n    raise RuntimeError("install it")\n`)).toEqual([]);
});

it("a mistake while another exception is handled is one still", () => {
  const program = `try:
    {}["key"]
except KeyError as error:
    raise ValueError("no key") from error
`;
  expect(errors(program)).toEqual(["4: ValueError: no key"]);
});

it("None in the place of a package that was asked for is no error where it is used, and None of the program's own is", () => {
  const asked = `import importlib.util
import torch
if importlib.util.find_spec("wanted") is not None:
    from wanted import attend
else:
    attend = None
def run(x: torch.Tensor):
    return attend(x)
`;
  expect(errorsBeside(asked)).toEqual([]);
  const own = "import torch\ndef run(x: torch.Tensor):\n    attend = None\n    return attend(x)\n";
  expect(errorsBeside(own)).toEqual(["4: TypeError: 'NoneType' object is not callable"]);
});

it("a module of torch that no release has is unknown where a device's function is asked of it", () => {
  const program = (text: string) => `import torch\ndef f():\n    return ${text}\n`;
  expect(errors(program("torch.neuron.current_device()"))).toEqual([]);
  expect(errors(program("torch.coda.current_device()"))).toEqual([
    "3: AttributeError: module 'torch' has no attribute 'coda'",
  ]);
  expect(errors(program("torch.neuron.Linear(3, 4)"))).toEqual([
    "3: AttributeError: module 'torch' has no attribute 'neuron'",
  ]);
});

it("a setting of an object of the module that is written elsewhere is not what it was made with", () => {
  const program = (write: string) => `import torch
class Settings:
    kernel = None
    def __init__(self):
        self.kernel = None
SETTINGS = {"fast": Settings()}
def load(name, kernel):
    settings = SETTINGS[name]
    ${write}
def attend(x: torch.Tensor):
    return SETTINGS["fast"].kernel(x)
`;
  expect(errors(program("settings.kernel = kernel"))).toEqual([]);
  expect(errors(program("settings.other = kernel"))).toEqual(["11: TypeError: 'NoneType' object is not callable"]);
});

it("a name that is bound where a package is there is not known, and one that is bound nowhere is an error", () => {
  const program = (used: string) => `import importlib.util
import torch
if importlib.util.find_spec("wanted") is not None:
    from wanted import resize
def run(x: torch.Tensor):
    return ${used}(x)
`;
  expect(errorsBeside(program("resize"))).toEqual([]);
  expect(errorsBeside(program("resized"))).toEqual(["6: NameError: name 'resized' is not defined"]);
});
