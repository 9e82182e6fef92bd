"""Gradients, which the analysis does not compute: https://pytorch.org/docs/stable/autograd.html"""
import torch

from . import forward_ad, function, functional, graph, profiler
from .function import Function
from .grad_mode import enable_grad, inference_mode, no_grad, set_grad_enabled
from .anomaly_mode import detect_anomaly, set_detect_anomaly
from .variable import Variable


def _tensors(value):
    return (value,) if isinstance(value, torch.Tensor) else tuple(value)


def _run_backward(outputs, gradients, retain_graph, create_graph):
    for at, (output, given) in enumerate(zip(outputs, () if gradients is None else _tensors(gradients))):
        if isinstance(given, torch.Tensor) and given.shape != output.shape:
            raise RuntimeError(
                f"Mismatch in shape: grad_output[{at}] has a shape of {given.shape} and output[{at}] has a shape of {output.shape}."
            )
    retained = create_graph if retain_graph is None else retain_graph
    passed = _pass_backward(outputs, retained)
    if isinstance(passed, str):
        raise RuntimeError(passed)
    for ctx in passed:
        function._run_backward(ctx, retained)


def grad(
    outputs,
    inputs,
    grad_outputs=None,
    retain_graph=None,
    create_graph=False,
    only_inputs=True,
    allow_unused=None,
    is_grads_batched=False,
    materialize_grads=False,
):
    """Of each input, a tensor of its shape."""
    _not_computed("gradients are")
    outputs, inputs = _tensors(outputs), _tensors(inputs)
    _run_backward(outputs, grad_outputs, retain_graph, create_graph)
    _note("backward", outputs)
    if not allow_unused and not materialize_grads:
        unused = _unused_input(outputs, inputs)
        if unused is not None:
            raise RuntimeError(
                f"The differentiated Tensor at index {unused} appears to not have been used in the graph. "
                "Set allow_unused=True if this is the desired behavior."
            )
    return tuple(torch.zeros_like(input) for input in inputs)


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, *args, **kwargs):
    _not_computed("gradients are")
    _run_backward(_tensors(tensors), grad_tensors, retain_graph, create_graph)
    _note("backward", tensors)


def gradcheck(func, inputs, *args, **kwargs):
    return True


gradgradcheck = gradcheck


def __getattr__(name):
    return _unknown(f"`torch.autograd.{name}` is not followed")
