"""Quantized layers are not modelled."""
from . import quantized


def __getattr__(name):
    return _unknown(f"`torch.ao.nn.{name}` is not followed")
