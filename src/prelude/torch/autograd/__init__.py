"""Gradients, which the analysis does not compute: https://pytorch.org/docs/stable/autograd.html"""
import torch

from . import forward_ad, functional, graph, profiler
from .function import Function
from .grad_mode import enable_grad, inference_mode, no_grad, set_grad_enabled
from .anomaly_mode import detect_anomaly, set_detect_anomaly
from .variable import Variable


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, *args, **kwargs):
    """Of each input, a tensor of its shape."""
    inputs = (inputs,) if isinstance(inputs, torch.Tensor) else inputs
    _note("backward", outputs)
    return tuple(torch.zeros_like(input) for input in inputs)


def backward(tensors, grad_tensors=None, *args, **kwargs):
    _note("backward", tensors)


def gradcheck(func, inputs, *args, **kwargs):
    return True


gradgradcheck = gradcheck


def __getattr__(name):
    return _unknown(f"`torch.autograd.{name}` is not followed")
