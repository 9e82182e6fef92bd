"""What PyTorch and torchvision advise against: python3 tools/record/deprecations.py SITE > src/analysis/facts/deprecations.json

To be run in a Python that has PyTorch; SITE is the folder that holds torchvision's sources, which are read and not run.

`deprecated`: functions and classes that are marked with typing_extensions.deprecated, with the words of the mark, and those that do nothing
but raise that they were removed, with the words of the exception; by the names under which public modules have them.
  `instead`: what the words name beside.
`pretrained`: torchvision's functions that make models, with the old names of the arguments that are `weights` now.
`transforms`: classes of torchvision.transforms.v2 that warn when they are made.
"""
import ast
import importlib
import inspect
import json
import pathlib
import re
import sys
import textwrap
import warnings

import torch

warnings.simplefilter("ignore")

LOADED_TOO = ("torch.utils.checkpoint", "torch.utils.data", "torch.nn.utils", "torch.cuda.amp", "torch.cpu.amp", "torch.jit", "torch.func")


UNUSUAL = ("torch.ao", "torch.quantization", "torch.fx", "torch.distributed", "torch.autograd.gradcheck", "torch.accelerator")


def modules():
    """The public modules that `import torch` loads, and a few more."""
    for name in LOADED_TOO:
        importlib.import_module(name)
    for name, module in sorted(sys.modules.items()):
        if name == "torch" or (name.startswith("torch.") and not any(part.startswith("_") for part in name.split("."))):
            yield module


def mark(value):
    try:
        words = getattr(value, "__deprecated__", None)
    except BaseException:
        return None
    if words is None and inspect.isclass(value):
        words = getattr(value.__dict__.get("__init__"), "__deprecated__", None)
    return words if isinstance(words, str) else None


def refusal(value):
    """The words of a function whose body is one raise."""
    if not inspect.isfunction(value):
        return None
    try:
        (node,) = ast.parse(textwrap.dedent(inspect.getsource(value))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    if not isinstance(node, ast.FunctionDef):
        return None
    body = [one for one in node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return None
    given = [None for one in inspect.signature(value).parameters.values() if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    try:
        value(*given)
    except RuntimeError as raised:
        return str(raised)
    except BaseException:
        return None


def same(name, value):
    """Whether a dotted name means this very function or class."""
    found = torch
    for part in name.split(".")[1:]:
        found = getattr(found, part, None)
    return found is value


def torchvision(site):
    """Read from the sources."""
    pretrained, transforms = {}, []
    for path in sorted(pathlib.Path(site, "torchvision", "models").rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else []:
                if not isinstance(decorator, ast.Call) or getattr(decorator.func, "id", "") != "handle_legacy_interface":
                    continue
                pretrained[node.name] = [
                    one.value.elts[0].value if isinstance(one.value.elts[0], ast.Constant) else "pretrained"
                    for one in decorator.keywords
                    if isinstance(one.value, ast.Tuple)
                ]
    for node in ast.parse(pathlib.Path(site, "torchvision", "transforms", "v2", "_deprecated.py").read_text()).body:
        if isinstance(node, ast.ClassDef):
            transforms.append(node.name)
    return {"pretrained": pretrained, "transforms": transforms}


def main():
    found = {}
    for module in modules():
        if module.__name__.startswith(UNUSUAL):
            continue
        for name, value in sorted(vars(module).items()):
            if name.startswith("_") or not (inspect.isfunction(value) or inspect.isclass(value)):
                continue
            if not str(getattr(value, "__module__", "")).startswith("torch"):
                continue
            refused = refusal(value)
            words = mark(value) or (refused if refused is not None and "removed" in refused else None)
            if words is not None:
                full, words = f"{module.__name__}.{name}", " ".join(words.split())
                named = {one.rstrip(".") for one in re.findall(r"torch(?:\.\w+)+", words)}
                found[full] = {"words": words, "instead": sorted(one for one in named if not same(one, value))}
    recorded = {"torch": torch.__version__.split("+")[0], "deprecated": found, **torchvision(sys.argv[1])}
    json.dump(recorded, sys.stdout, indent=2, sort_keys=True)
    print()


main()
