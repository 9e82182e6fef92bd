#!/usr/bin/env python3
"""Record what PyTorch keeps of an operator's arguments and results for its backward pass, one JSON object.

    python3 tools/record/saved.py test/oracle/saved-2.15.json

Runs in any Python that has torch and its testing package (expecttest, numpy). Each of PyTorch's own operator samples is run with one of its
tensors requiring a gradient at a time. The graph from the results back to that tensor is walked; a tensor that a node has saved
(`grad_fn._saved_*`) is told by whose storage it shares: an argument, by its place or name, a result ("result", "result 1"), or neither
("inner"). What is kept in every sample counts: `{"mul": {"0": ["1"], "1": ["0"]}, "sigmoid": {"0": ["result"]}}`.
"""
import json, sys, warnings

import torch
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.opinfo.core import SampleInput


def tensors(value, name):
    """Tensors of an argument, with the argument's name."""
    if isinstance(value, torch.Tensor):
        yield name, value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors(item, name)


def arguments(sample):
    yield from tensors(sample.input, "0")
    for at, value in enumerate(sample.args, 1):
        yield from tensors(value, str(at))
    for name, value in sample.kwargs.items():
        yield from tensors(value, name)


def storage(tensor):
    return tensor.untyped_storage()._cdata


def nodes(results):
    seen, waiting = set(), [result.grad_fn for result in results if result.grad_fn is not None]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        yield node
        waiting.extend(inner for inner, _ in node.next_functions)


def saved(node):
    for name in dir(node):
        if name.startswith("_saved_"):
            try:
                value = getattr(node, name)
            except RuntimeError:
                continue
            for _, tensor in tensors(value, name):
                yield tensor


def kept(op, sample, at):
    """What is saved where only the tensors of argument `at` require a gradient; None where nothing can be told."""
    own = [(name, value) for name, value in arguments(sample)]
    for name, value in own:
        value.requires_grad_(name == at)
    results = [value for _, value in tensors(op(sample.input, *sample.args, **sample.kwargs), "")]
    if not any(result.requires_grad for result in results):
        return None
    of = {storage(value): f"result {n}" if n else "result" for n, value in reversed(list(enumerate(results)))}
    of.update({storage(value): name for name, value in own})
    return {of.get(storage(tensor), "inner") for node in nodes(results) for tensor in saved(node)}


def shape_of(sample):
    """Which arguments are tensors, and of how many dimensions: `0:4 1:4`."""
    return " ".join(f"{name}:{value.dim()}" for name, value in arguments(sample))


#: Arguments that are plain numbers, of which the samples have none.
NUMBERS = {"pow": (2, 3.0, 0.5)}


def samples(op):
    yield from op.sample_inputs("cpu", torch.float32, requires_grad=False)
    for number in NUMBERS.get(op.name, ()):
        yield SampleInput(torch.rand(3, 4), args=(number,))


def record(op, found):
    for sample in samples(op):
        # Options (a rounding mode, a reduction) change what is kept: what an operator does without them counts.
        plain = all(isinstance(value, torch.Tensor) for value in sample.kwargs.values())
        if len(shape_of(sample).split()) > 6:
            continue
        names = {name for name, value in arguments(sample) if value.is_floating_point() and value.layout == torch.strided}
        for at in names:
            try:
                keeps = kept(op, sample, at)
            except (RuntimeError, TypeError, ValueError, NotImplementedError):
                continue
            if keeps is not None:
                found.setdefault((plain, shape_of(sample), at), []).append(keeps)


def row(found):
    """`{"0 1": {"0": ["1"]}}` by the arguments that are tensors; with their dimensions where these matter: `{"0:2 1:2": …}`."""
    if any(plain for plain, _, _ in found):
        found = {key: keeps for key, keeps in found.items() if key[0]}
    exact = {}
    for (_, shapes, at), keeps in found.items():
        exact.setdefault(shapes, {})[at] = sorted(set.intersection(*keeps))
    alike = {}
    for shapes, by in exact.items():
        alike.setdefault(" ".join(part.split(":")[0] for part in shapes.split()), []).append((shapes, by))
    rows = {}
    for names, group in alike.items():
        if all(by == group[0][1] for _, by in group):
            rows[names] = group[0][1]
        else:
            rows.update(group)
    return {shapes: {at: keeps for at, keeps in by.items() if keeps} for shapes, by in sorted(rows.items()) if any(by.values())}


def main(path):
    warnings.simplefilter("ignore")
    found = {}
    for op in op_db:
        # An operator that is a lambda takes its arguments in another order than the function of its name.
        if op.supports_autograd and torch.float32 in op.dtypes and getattr(op.op, "__name__", "") != "<lambda>":
            torch.manual_seed(0)
            record(op, found.setdefault(op.name.removeprefix("nn.functional."), {}))
    rows = {name: row(by) for name, by in found.items()}
    with open(path, "w") as file:
        json.dump({"version": torch.__version__.split("+")[0], "saved": {name: by for name, by in rows.items() if by}}, file, indent=0, sort_keys=True)


main(sys.argv[1])
