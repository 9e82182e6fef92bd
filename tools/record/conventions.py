#!/usr/bin/env python3
"""Record what other cost counters say of test/fixtures/conventions.py into test/oracle/conventions.json.

    pip install fvcore thop ptflops          # beside an installed torch
    python3 tools/record/conventions.py

Counters that are not installed (torch.utils.flop_counter needs PyTorch 2.1) keep what was recorded before.
"""
import contextlib, importlib.metadata, io, json, math, pathlib, sys, warnings

import torch
from torch.utils._python_dispatch import TorchDispatchMode

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "test/oracle/conventions.json"
sys.path.insert(0, str(ROOT / "test/fixtures"))
import conventions  # noqa: E402


def fvcore(model, x):
    from fvcore.nn import FlopCountAnalysis

    return FlopCountAnalysis(model, (x,)).unsupported_ops_warnings(False).uncalled_modules_warnings(False).total()


def thop(model, x):
    from thop import profile

    return profile(model, (x,), verbose=False)[0]


def ptflops(model, x):
    from ptflops import get_model_complexity_info

    return get_model_complexity_info(
        model, tuple(x.shape[1:]), as_strings=False, print_per_layer_stat=False, verbose=False
    )[0]


class PublishedCounter(TorchDispatchMode):
    """The multiplications that torchvision's published GFLOPS are made of."""

    def __init__(self):
        super().__init__()
        self.total = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        name = func.__name__.split(".")[0]
        if name in ("mm", "bmm", "matmul"):
            self.total += args[0].numel() * args[1].shape[-1]
        elif name == "addmm":
            self.total += args[1].numel() * args[2].shape[1]
        elif name in ("convolution", "_convolution"):
            x, w, transposed = args[0], args[1], args[6]
            self.total += x.shape[0] * w.numel() * math.prod((x if transposed else out).shape[2:])
        return out


def torchvision(model, x):
    counter = PublishedCounter()
    with counter:
        model(x)
    return counter.total


def flop_counter(model, x):
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        model(x)
    return counter.get_total_flops()


TOOLS = {"fvcore": fvcore, "thop": thop, "ptflops": ptflops, "torchvision": torchvision, "flop_counter": flop_counter}


def version(tool):
    own = tool if tool in ("fvcore", "thop", "ptflops") else "torch"
    return f"{own} {importlib.metadata.version(own) if own != 'torch' else torch.__version__}"


def main():
    warnings.simplefilter("ignore")
    found = json.loads(TARGET.read_text()) if TARGET.exists() else {}
    wanted = sys.argv[1:] or TOOLS
    for tool in wanted:
        totals = {}
        try:
            for cls in conventions.MODELS:
                torch.manual_seed(0)
                with contextlib.redirect_stdout(io.StringIO()):
                    total = TOOLS[tool](cls().eval(), torch.zeros(cls.sample))
                totals[cls.__name__] = None if total is None else int(total)
        except ImportError as error:
            print(f"{tool}: not recorded ({error})")
            continue
        found[tool] = {"version": version(tool), "totals": totals}
        print(tool, totals)
    TARGET.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
