"""Quantized arithmetic, done here in floating point."""
from .modules import FloatFunctional, FXFloatFunctional, QFunctional


def __getattr__(name):
    return _unknown(f"`torch.nn.quantized.{name}` is not followed")
