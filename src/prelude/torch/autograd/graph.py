"""https://pytorch.org/docs/stable/autograd.html#saved-tensors"""
from contextlib import nullcontext


def saved_tensors_hooks(pack_hook, unpack_hook):
    return nullcontext()


def save_on_cpu(pin_memory=False, device_type="cuda"):
    return nullcontext()


def disable_saved_tensors_hooks(error_message):
    return nullcontext()


def __getattr__(name):
    return _unknown(f"`torch.autograd.graph.{name}` is not followed")
