"""https://pytorch.org/docs/stable/autograd.html#functional-higher-level-api"""
import torch

from torch.func import _transforms


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode"):
    """Of an output (*out) and an input (*in), (*out, *in)"""
    _asks_gradients()
    single = isinstance(inputs, torch.Tensor)
    inputs = (inputs,) if single else tuple(inputs)
    if _on_tape():
        found = _transforms.jacrev(func, tuple(range(len(inputs))))(*inputs)
        if single:
            return tuple(one[0] for one in found) if isinstance(found[0], tuple) else found[0]
        return found
    outputs = func(*inputs)
    rows = tuple(
        tuple(torch.zeros(*output.shape, *input.shape, dtype=output.dtype, device=output.device) for input in inputs)
        for output in ((outputs,) if isinstance(outputs, torch.Tensor) else outputs)
    )
    rows = tuple(row[0] for row in rows) if single else rows
    return rows[0] if isinstance(outputs, torch.Tensor) else rows


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy="reverse-mode"):
    _asks_gradients()
    single = isinstance(inputs, torch.Tensor)
    inputs = (inputs,) if single else tuple(inputs)
    if _on_tape():
        places = tuple(range(len(inputs)))
        found = _transforms.jacrev(_transforms.jacrev(func, places), places)(*inputs)
        return found[0][0] if single else found
    func(*inputs)
    rows = tuple(tuple(torch.zeros(*a.shape, *b.shape, dtype=a.dtype, device=a.device) for b in inputs) for a in inputs)
    return rows[0][0] if single else rows


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    _asks_gradients()
    single = isinstance(inputs, torch.Tensor)
    if _on_tape():
        outputs, back = _transforms.vjp(func, *((inputs,) if single else inputs))
        found = back(torch.ones_like(outputs) if v is None else v)
        return outputs, found[0] if single else found
    outputs = func(inputs) if single else func(*inputs)
    return outputs, torch.zeros_like(inputs) if single else tuple(torch.zeros_like(input) for input in inputs)


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    _asks_gradients()
    if _on_tape():
        given = (inputs,) if isinstance(inputs, torch.Tensor) else tuple(inputs)
        along = tuple(torch.ones_like(one) for one in given) if v is None else (v,) if isinstance(v, torch.Tensor) else v
        return _transforms.jvp(func, given, along)
    outputs = func(inputs) if isinstance(inputs, torch.Tensor) else func(*inputs)
    single = isinstance(outputs, torch.Tensor)
    return outputs, torch.zeros_like(outputs) if single else tuple(torch.zeros_like(output) for output in outputs)
