from . import nn, quantization


def __getattr__(name):
    return _unknown(f"`torch.ao.{name}` is not followed")
