#!/usr/bin/env python3
"""Record PyTorch's values and gradients of small calls: of its own operator samples (OpInfo), one JSON object a line.

    python3 tools/record/gradients.py test/oracle/gradients.jsonl [--each 2] [--numel 60] [--only TEXT]

Runs in any Python that has torch and its testing package (expecttest, numpy). Every line has the operator's name, the body of a function that
makes its tensors, calls the operator and takes the gradient of a sum of all that it gives (each element with a weight of its own), and what this
gave: the results' numbers, then the gradients' (null where there is none). The body needs `torch` and `weighted`, which stands in `HEAD`.
"""
import argparse, collections, json, math, random, warnings

import torch
from torch.testing._internal.common_methods_invocations import op_db

from opinfo import BINARY, NotPlain, source

HEAD = """
def weighted(out):
    total = None
    for one in out if isinstance(out, (tuple, list)) else (out,):
        if not isinstance(one, torch.Tensor) or not one.requires_grad:
            continue
        one = torch.view_as_real(one) if one.is_complex() else one
        one = (one * torch.linspace(-1.0, 1.5, one.numel()).reshape(one.shape)).sum()
        total = one if total is None else total + one
    return total


def listed(out):
    return [one for one in (out if isinstance(out, (tuple, list)) else (out,)) if isinstance(one, torch.Tensor)]
"""

#: What depends on chance, on memory, or on values that no other library gives the same.
SKIPPED = {
    "empty_like", "new_empty", "new_empty_strided", "bernoulli", "normal", "multinomial", "rand_like", "randn_like", "randint_like",
    "nn.functional.dropout", "nn.functional.dropout2d", "nn.functional.dropout3d", "nn.functional.alpha_dropout",
    "nn.functional.feature_alpha_dropout", "nn.functional.rrelu", "nn.functional.fractional_max_pool2d",
    "nn.functional.fractional_max_pool3d", "pca_lowrank", "svd_lowrank", "native_dropout_backward", "uniform", "to_sparse",
    # PyTorch gives the gradient to what was overwritten: `as_strided_scatter(t, zeros(1), (1,), (1,))` has none there.
    "as_strided_scatter",
    "linalg.lstsq", "chalf", "half", "bfloat16", "sparse.sampled_addmm", "sparse.mm", "geqrf", "bool", "byte", "char", "int", "long", "short",
}  # fmt: skip


#: The signs of vectors are any library's own choice.
TURNED = {"svd", "linalg.svd", "linalg.eigh", "linalg.qr", "qr"}


def numbers(tensor):
    """A tensor as the source of one with the same numbers, to six digits."""
    if tensor.layout != torch.strided or tensor.is_nested:
        raise NotPlain(tensor.layout)
    if tensor.is_complex():
        real = torch.view_as_real(tensor.detach().resolve_conj()).reshape(-1).tolist()
        return f"torch.view_as_complex(torch.tensor({real!r}).reshape({tuple(tensor.shape) + (2,)}))"
    flat = tensor.detach().reshape(-1).tolist()
    if tensor.is_floating_point():
        flat = [float(f"{x:.6g}") for x in flat]
    text = ", ".join(repr(x) if not isinstance(x, float) or math.isfinite(x) else f"float('{x}')" for x in flat)
    dtype = "" if tensor.dtype == torch.float32 else f", dtype={tensor.dtype}"
    if not flat and not dtype:
        dtype = ", dtype=torch.float32"
    return f"torch.tensor([{text}]{dtype}).reshape({tuple(tensor.shape)})"


class Body:
    def __init__(self, numel):
        self.lines, self.followed, self.numel = [], [], numel

    def argument(self, value):
        if isinstance(value, torch.Tensor):
            if value.numel() > self.numel:
                raise NotPlain("large")
            name = f"t{len(self.lines)}"
            asked = ".requires_grad_()" if value.requires_grad else ""
            self.lines.append(f"{name} = {numbers(value)}{asked}")
            if value.requires_grad:
                self.followed.append(name)
            return name
        if isinstance(value, torch.Size):
            value = tuple(value)
        if type(value) is tuple:
            return f"({', '.join(map(self.argument, value))}{',' if len(value) == 1 else ''})"
        if type(value) is list:
            return f"[{', '.join(map(self.argument, value))}]"
        return source(value)


def body(op, sample, numel, follows=True):
    made = Body(numel)
    own = made.argument(sample.input)
    args = [made.argument(arg) for arg in sample.args]
    kwargs = [f"{name}={made.argument(value)}" for name, value in sample.kwargs.items()]
    name = op.name
    if name in ("nn.functional.embedding_bag", "nn.functional.embedding"):
        # Samples have the table first, as the operator behind the function has.
        own, args = args[0], [own, *args[1:]]
    if name.startswith("torch."):
        name = name[len("torch.") :]
    if name == "__getitem__":
        call = f"{own}[{args[0]}]"
    elif name.startswith("__") and name.strip("_") in BINARY and len(args) == 1:
        call = f"{own} {BINARY[name.strip('_')]} {args[0]}"
    elif name.startswith("__r") and name.strip("_")[1:] in BINARY and len(args) == 1:
        call = f"{args[0]} {BINARY[name.strip('_')[1:]]} {own}"
    else:
        found = torch
        for part in name.split("."):
            found = getattr(found, part, None)
        if callable(found) and not name.startswith("_") and not name.startswith("ops."):
            call = f"torch.{name}({', '.join([own, *args, *kwargs])})"
        elif isinstance(sample.input, torch.Tensor) and "." not in name and callable(getattr(torch.Tensor, name, None)):
            call = f"{own}.{name}({', '.join([*args, *kwargs])})"
        else:
            raise NotPlain(name)
    if follows and not made.followed:
        raise NotPlain("nothing to follow")
    followed = ", ".join(made.followed)
    return [
        *made.lines,
        f"out = {call}",
        *(["out = [one.abs() for one in out]"] if name in TURNED else []),
        f"return listed(out) + list(torch.autograd.grad(weighted(out), [{followed}], allow_unused=True))",
    ]


def evaluated(lines):
    names = {"torch": torch}
    exec(HEAD, names)
    exec("def f():\n" + "\n".join("    " + line for line in lines), names)
    return names["f"]()


def flat(tensor):
    if tensor is None:
        return None
    tensor = tensor.detach().resolve_conj()
    tensor = torch.view_as_real(tensor) if tensor.is_complex() else tensor
    values = tensor.reshape(-1).tolist()
    return [float(f"{x:.8g}") if isinstance(x, float) and math.isfinite(x) else str(x) if isinstance(x, float) else int(x) for x in values]


def recorded(op, each, numel, counts):
    """Lines of one operator: `each` of its samples, spread over them."""
    torch.manual_seed(0)
    samples = list(op.sample_inputs("cpu", torch.float32, requires_grad=True))
    chosen = random.Random(op.name).sample(range(len(samples)), len(samples))
    found = []
    for n in chosen:
        if len(found) == each:
            break
        if samples[n].kwargs.get("hermitian"):
            continue  # made symmetric by a wrapper that is not recorded
        try:
            lines = body(op, samples[n], numel)
            want = [flat(tensor) for tensor in evaluated(lines)]
        except Exception as error:
            counts[type(error).__name__] += 1
            continue
        found.append({"op": op.name, "body": lines, "want": want})
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--numel", type=int, default=60)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    counts, seen = collections.Counter(), set()
    with open(options.output, "w") as out:
        for op in op_db:
            if options.only not in op.name or op.name in SKIPPED or not op.supports_autograd or torch.float32 not in op.dtypes:
                continue
            try:
                lines = recorded(op, options.each, options.numel, counts)
            except Exception as error:
                counts[f"samples: {type(error).__name__}"] += 1
                continue
            for line in lines:
                text = json.dumps(line)
                if text not in seen:
                    seen.add(text)
                    out.write(text + "\n")
    print(f"{len(seen)} calls; left out: {dict(counts)}")


if __name__ == "__main__":
    main()
