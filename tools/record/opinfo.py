#!/usr/bin/env python3
"""Record PyTorch's own operator samples as calls with their results, one JSON object a line.

    python3 tools/record/opinfo.py test/oracle/opinfo-2.x.jsonl [--each 6]

Runs in any Python that has torch and its testing package (expecttest, numpy). Every line has the operator's name, the call as Python source
that needs nothing but `torch`, and what came out: shapes and dtypes, or the exception with its message.
Tensors are written as `torch.empty(shape, dtype=…)`: results whose sizes follow from values are marked `data_dependent`.
"""
import argparse, collections, json, math, warnings

import torch
from torch.testing._internal.common_methods_invocations import op_db

#: Sizes of their results follow from the elements of their arguments.
BY_VALUE = {
    "argwhere", "bincount", "masked_select", "nonzero", "nonzero_static", "repeat_interleave", "unique", "unique_consecutive",
    "equal", "allclose", "item", "histogramdd", "combinations",
}  # fmt: skip
DTYPES = (torch.float32, torch.int64, torch.bool, torch.complex64, torch.float64)
BINARY = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "div": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
    "and": "&", "or": "|", "xor": "^", "lshift": "<<", "rshift": ">>", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
}  # fmt: skip


class NotPlain(Exception):
    """An argument that has no source of its own."""


def source(value):
    if isinstance(value, torch.Tensor):
        if value.layout != torch.strided or value.is_nested:
            raise NotPlain(value.layout)
        return f"torch.empty({tuple(value.shape)}, dtype={value.dtype})"
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return repr(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else f"float('{value}')"
    if isinstance(value, torch.Size):
        value = tuple(value)
    if type(value) is tuple:
        return f"({', '.join(map(source, value))}{',' if len(value) == 1 else ''})"
    if type(value) is list:
        return f"[{', '.join(map(source, value))}]"
    if isinstance(value, slice):
        return f"slice({source(value.start)}, {source(value.stop)}, {source(value.step)})"
    if value is Ellipsis:
        return "..."
    if isinstance(value, (torch.dtype, torch.layout, torch.memory_format)):
        return str(value)
    if isinstance(value, torch.device):
        return repr(str(value))
    if isinstance(value, complex):
        return repr(value)
    raise NotPlain(type(value))


def call(op, sample):
    """The sample as source: a function of torch, a method or an operator."""
    args = [source(arg) for arg in sample.args]
    kwargs = [f"{name}={source(value)}" for name, value in sample.kwargs.items()]
    own = source(sample.input)
    name = op.name
    if name == "__getitem__":
        return f"{own}[{args[0]}]"
    if name.startswith("__") and name.strip("_") in BINARY and len(args) == 1:
        return f"{own} {BINARY[name.strip('_')]} {args[0]}"
    if name.startswith("__r") and name.strip("_")[1:] in BINARY and len(args) == 1:
        return f"{args[0]} {BINARY[name.strip('_')[1:]]} {own}"
    found = torch
    for part in name.split("."):
        found = getattr(found, part, None)
    if callable(found) and not name.startswith("_") and not name.startswith("ops."):
        return f"torch.{name}({', '.join([own, *args, *kwargs])})"
    if isinstance(sample.input, torch.Tensor) and "." not in name and callable(getattr(torch.Tensor, name, None)):
        return f"{own}.{name}({', '.join([*args, *kwargs])})"
    raise NotPlain(name)


class Zeros:
    """`torch`, whose `empty` is `zeros`: indices and lengths are then in range."""

    empty = staticmethod(torch.zeros)

    def __getattr__(self, name):
        return getattr(torch, name)


class Ones(Zeros):
    empty = staticmethod(torch.ones)


def evaluate(text, space=Zeros):
    return eval(text, {"torch": space()})


def outcome(value):
    if isinstance(value, torch.Tensor):
        return {"shape": list(value.shape), "dtype": str(value.dtype)}
    if isinstance(value, (list, tuple)):
        return [outcome(item) for item in value]
    return {"py": type(value).__name__}


def record(op, sample, refused):
    text = call(op, sample)
    try:
        out = outcome(evaluate(text))
    except Exception as error:  # noqa: BLE001
        if not refused:
            return None
        message = str(error).split("\n")[0][:200]
        return {"op": op.name, "src": text, "error": type(error).__name__, "message": message}
    if refused:
        return None
    line = {"op": op.name, "src": text, "out": out}
    if op.name in BY_VALUE or "dtype=torch.bool)]" in text or differs(text, out):
        line["data_dependent"] = True
    return line


def differs(text, out):
    try:
        return outcome(evaluate(text, Ones)) != out
    except Exception:  # noqa: BLE001
        return False


def samples(op):
    dtype = next((dtype for dtype in DTYPES if dtype in op.supported_dtypes("cpu")), None)
    if dtype is not None:
        for sample in op.sample_inputs("cpu", dtype, requires_grad=False):
            yield sample, False
    if op.error_inputs_func is not None:
        for bad in op.error_inputs("cpu"):
            yield bad.sample_input, True


def lines_of(op, each):
    found, counts = {}, collections.Counter()
    try:
        for sample, refused in samples(op):
            if counts[refused] >= each:
                continue
            try:
                line = record(op, sample, refused)
            except NotPlain:
                continue
            if line is not None and len(line["src"]) < 400 and line["src"] not in found:
                found[line["src"]] = line
                counts[refused] += 1
    except Exception as error:  # noqa: BLE001
        print(f"{op.name}: {type(error).__name__}: {error}")
    return found.values()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("target")
    parser.add_argument("--each", type=int, default=6, help="samples of each operator, and refusals")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    seen, count = set(), 0
    with open(options.target, "w") as target:
        for op in sorted(op_db, key=lambda op: op.name):
            for line in lines_of(op, options.each):
                if line["src"] in seen:
                    continue
                seen.add(line["src"])
                target.write(json.dumps(line, separators=(",", ":")) + "\n")
                count += 1
    print(f"{count} calls of {len({op.name for op in op_db})} operators, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
