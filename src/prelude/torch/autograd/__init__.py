"""Gradients, which a run on numbers computes: https://pytorch.org/docs/stable/autograd.html"""
import torch

from . import forward_ad, function, functional, graph, profiler
from .function import Function
from .grad_mode import enable_grad, inference_mode, no_grad, set_grad_enabled
from .anomaly_mode import detect_anomaly, set_detect_anomaly
from .variable import Variable


def _tensors(value):
    return (value,) if isinstance(value, torch.Tensor) else tuple(value)


_UNUSED = (
    "The differentiated Tensor at index {} appears to not have been used in the graph. "
    "Set allow_unused=True if this is the desired behavior."
)


def _check_given(outputs, gradients):
    for at, (output, given) in enumerate(zip(outputs, () if gradients is None else _tensors(gradients))):
        if isinstance(given, torch.Tensor) and given.shape != output.shape:
            raise RuntimeError(
                f"Mismatch in shape: grad_output[{at}] has a shape of {given.shape} and output[{at}] has a shape of {output.shape}."
            )


def _run_backward(outputs, gradients, retain_graph, create_graph):
    _check_given(outputs, gradients)
    retained = create_graph if retain_graph is None else retain_graph
    for ctx in _pass_backward(outputs, retained):
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
    _asks_gradients()
    outputs, inputs = _tensors(outputs), _tensors(inputs)
    if _on_tape():
        _check_given(outputs, grad_outputs)
        if is_grads_batched:
            rows = [
                grad(outputs, inputs, [one[n] for one in _tensors(grad_outputs)], True, create_graph, True, True)
                for n in range(len(_tensors(grad_outputs)[0]))
            ]
            return tuple(None if column[0] is None else torch.stack(column) for column in zip(*rows))
        for at, one in enumerate(inputs):
            if not one.requires_grad:
                raise RuntimeError("One of the differentiated Tensors does not require grad")
        given = () if grad_outputs is None else _tensors(grad_outputs)
        found = _gradients(outputs, given, inputs, retain_graph, create_graph)
        if materialize_grads:
            return tuple(torch.zeros_like(input) if one is None else one for one, input in zip(found, inputs))
        for at, one in enumerate(found):
            if one is None and not allow_unused:
                raise RuntimeError(_UNUSED.format(at))
        return found
    _run_backward(outputs, grad_outputs, retain_graph, create_graph)
    _note("backward", outputs, "gives")
    if not allow_unused and not materialize_grads:
        unused = _unused_input(outputs, inputs)
        if unused is not None:
            raise RuntimeError(_UNUSED.format(unused))
    return tuple(torch.zeros_like(input) for input in inputs)


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None):
    _asks_gradients()
    if _on_tape():
        _check_given(_tensors(tensors), grad_tensors)
        given = () if grad_tensors is None else _tensors(grad_tensors)
        _accumulate_gradients(
            _tensors(tensors), given, None if inputs is None else _tensors(inputs), retain_graph, create_graph
        )
        return
    _run_backward(_tensors(tensors), grad_tensors, retain_graph, create_graph)
    retained = create_graph if retain_graph is None else retain_graph
    _note("backward", tensors, "creates" if create_graph else "retains" if retained else "frees")


def gradcheck(func, inputs, *args, **kwargs):
    return True


gradgradcheck = gradcheck


def __getattr__(name):
    return _unknown(f"`torch.autograd.{name}` is not followed")
