"""
Which of a tensor's methods other objects have too, by the source of published libraries: of `x.select(…)` nobody can tell that x is a tensor.

    python3 tools/record/shared_methods.py FOLDER… > src/analysis/facts/shared-methods.json

FOLDERs hold the source of libraries and of Python itself. The Python that runs it has PyTorch and NumPy. A method is shared where three classes with different
names define it; classes with eight of a tensor's methods or more are kinds of tensors themselves, and do not count. What lists, texts, modules or arrays
have is left out, since `OTHERS` of `symbolic/pinned-policy.ts` asks those.
"""

import ast
import json
import os
import sys
from collections import defaultdict

import numpy
import torch

ENOUGH = 3
OF_A_TENSOR_LIKE = 8


def methods():
    own = {name for name in dir(torch.Tensor) if not name.startswith("_") and callable(getattr(torch.Tensor, name))}
    return own.difference(*(dir(kind) for kind in (torch.nn.Module, list, tuple, dict, set, str, numpy.ndarray)))


def classes(folder):
    for directory, folders, files in os.walk(folder):
        # Python's own folder holds what else is installed.
        folders[:] = sorted(set(folders) - {"site-packages"})
        for file in sorted(files):
            if not file.endswith(".py"):
                continue
            try:
                with open(os.path.join(directory, file), encoding="utf-8") as source:
                    tree = ast.parse(source.read())
            except (SyntaxError, ValueError):
                continue
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def main(folders):
    of_tensors = methods()
    owners = defaultdict(set)
    for folder in folders:
        for cls in classes(folder):
            own = of_tensors & {node.name for node in cls.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
            if len(own) < OF_A_TENSOR_LIKE:
                for name in own:
                    owners[name].add(cls.name)
    print(json.dumps(sorted(name for name, found in owners.items() if len(found) >= ENOUGH), indent=2))


main(sys.argv[1:])
