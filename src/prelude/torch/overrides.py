"""Overrides by `__torch_function__` are the machine's own matter."""
from contextlib import nullcontext

import torch


def has_torch_function(relevant_args):
    return False


def has_torch_function_unary(arg):
    return False


def has_torch_function_variadic(*relevant_args):
    return False


def handle_torch_function(public_api, relevant_args, *args, **kwargs):
    return public_api(*args, **kwargs)


def is_tensor_like(inp):
    return isinstance(inp, torch.Tensor)


def wrap_torch_function(dispatcher):
    return lambda func: func


class TorchFunctionMode:
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None


def __getattr__(name):
    return _unknown(f"`torch.overrides.{name}` is not followed")
