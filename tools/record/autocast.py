"""What autocast makes of operators' arguments: python3 tools/record/autocast.py > src/analysis/facts/autocast.json

To be run in a Python that has PyTorch; no GPU is needed. Each operator that has a kernel of autocast is called in a region of float16 (of bfloat16
on the CPU) with tensors that hold nothing (`FakeTensorMode`), and what is cast on the way is watched. By type of device:

`lower`: the operators that take the type of the region.
`full`: those that take float32, or give it.
`widest`: those that take the widest type among their arguments.
`refused`: those that raise, with PyTorch's words.

Operators are named without their overloads, which fall into one list.
"""
import itertools
import json
import logging
import sys
import warnings

import torch
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

KEYS = {"cuda": ("AutocastCUDA", torch.float16), "cpu": ("AutocastCPU", torch.bfloat16)}
SHAPES = [(2, 3, 4, 4), (2, 3, 4), (3, 3), (3,), (2, 3, 4, 4, 4)]
#: What arguments without a default are, by their type in the schema.
GIVEN = {
    "int": 1, "SymInt": 1, "float": 1.0, "number": 2, "bool": True, "str": "bilinear", "List[int]": [1, 1], "List[SymInt]": [1, 1], "List[bool]": [True, True],
    "Optional[List[int]]": [0], "Optional[number]": 2,
}  # fmt: skip


class Watch(TorchDispatchMode):
    """The types to which tensors are cast before anything is computed."""

    def __init__(self):
        super().__init__()
        self.casts = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func is torch.ops.aten._to_copy.default and kwargs.get("dtype") is not None:
            self.casts.append((args[0].dtype, kwargs["dtype"]))
        return func(*args, **kwargs)


def arguments(schema, dtypes, device, shape):
    kinds = itertools.chain(dtypes, itertools.repeat(dtypes[-1]))

    def tensor():
        return torch.empty(shape, dtype=next(kinds), device=device)

    positional, named = [], {}
    for argument in schema.arguments:
        kind = str(argument.type)
        if kind == "Tensor" or (kind == "Optional[Tensor]" and argument.name not in ("bias", "weight", "pos_weight")):
            value = tensor()
        elif kind in ("List[Tensor]", "List[Optional[Tensor]]"):
            value = [tensor(), tensor()]
        elif argument.has_default_value():
            continue
        else:
            value = GIVEN.get(kind, None if kind.startswith("Optional") else 1)
        if argument.kwarg_only or len(positional) < schema.arguments.index(argument):
            named[argument.name] = value
        else:
            positional.append(value)
    return positional, named


def observed(overload, dtypes, device, shape):
    """What is cast, and the types of what comes out."""
    with FakeTensorMode(allow_non_fake_inputs=True), Watch() as watch:
        positional, named = arguments(overload._schema, dtypes, device, shape)
        torch.set_autocast_enabled(device, True)
        torch.set_autocast_dtype(device, KEYS[device][1])
        try:
            given = overload(*positional, **named)
            outputs = [one.dtype for one in (given if isinstance(given, (tuple, list)) else [given]) if isinstance(one, torch.Tensor)]
        except Exception as raised:
            outputs = []
            if "autocast" in str(raised):
                return watch.casts, outputs, str(raised)
        finally:
            torch.set_autocast_enabled(device, False)
            torch.clear_autocast_cache()
    return watch.casts, outputs, None


def kind_of(overload, device):
    low = KEYS[device][1]
    for shape in SHAPES:
        casts, outputs, refused = observed(overload, [low], device, shape)
        if refused is not None:
            return "refused", refused
        if (torch.float32, low) in observed(overload, [torch.float32], device, shape)[0]:
            return "lower", None
        if (low, torch.float32) in casts or torch.float32 in outputs:
            return "full", None
        for mixed in ([low, torch.float32], [torch.float32, low]):
            if (low, torch.float32) in observed(overload, mixed, device, shape)[0]:
                return "widest", None
    return None, None


def main():
    recorded = {"torch": torch.__version__.split("+")[0]}
    for device, (key, _) in KEYS.items():
        lists = {"lower": set(), "full": set(), "widest": set()}
        refused, unknown = {}, []
        for full in sorted(torch._C._dispatch_get_registrations_for_dispatch_key(key)):
            if not full.startswith("aten::"):
                continue
            name, _, overload = full.removeprefix("aten::").partition(".")
            kind, words = kind_of(getattr(getattr(torch.ops.aten, name), overload or "default"), device)
            if kind == "refused":
                refused[name] = words
            elif kind is None:
                unknown.append(full)
            else:
                lists[kind].add(name)
        recorded[device] = {**{kind: " ".join(sorted(names)) for kind, names in lists.items()}, "refused": refused}
        print(device, "not observed:", *unknown, file=sys.stderr)
        for one, other in itertools.combinations(lists, 2):
            print(device, "in both:", lists[one] & lists[other], file=sys.stderr)
    json.dump(recorded, sys.stdout, indent=2)
    print()


main()
