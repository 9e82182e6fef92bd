"""https://pytorch.org/docs/stable/utils.html"""
from . import _pytree, benchmark, checkpoint, cpp_extension, data, hooks, model_zoo, tensorboard


def set_module(obj, mod):
    return None


def swap_tensors(t1, t2):
    return None


def __getattr__(name):
    return _unknown(f"`torch.utils.{name}` is not followed")
