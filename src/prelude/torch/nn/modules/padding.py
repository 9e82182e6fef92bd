"""Padding: https://pytorch.org/docs/stable/nn.html#padding-layers"""
from .. import functional as F
from .module import Module
from .utils import _ntuple, _pair, _quadruple


class _PadNd(Module):
    """Pads the last dimensions; each rank has a class that spreads one number to all sides."""

    mode = "constant"

    def __init__(self, padding):
        super().__init__()
        self.padding = type(self)._sides(padding)

    def forward(self, input):
        return F.pad(input, self.padding, self.mode)

    def extra_repr(self):
        return f"{self.padding}"


class _ConstantPadNd(_PadNd):
    def __init__(self, padding, value):
        super().__init__(padding)
        self.value = value

    def forward(self, input):
        return F.pad(input, self.padding, "constant", self.value)


class _ZeroPadNd(_ConstantPadNd):
    def __init__(self, padding):
        super().__init__(padding, 0.0)


class _ReflectionPadNd(_PadNd):
    mode = "reflect"


class _ReplicationPadNd(_PadNd):
    mode = "replicate"


class _CircularPadNd(_PadNd):
    mode = "circular"

    def forward(self, input):
        self._check_input_dim(input)
        return F.pad(input, self.padding, "circular")

    def _check_input_dim(self, input):
        rank = len(self.padding) // 2 + 1
        if input.dim() not in (rank, rank + 1):
            raise ValueError(
                "expected {}D or {}D input (got {}D input)".format(rank, rank + 1, input.dim())
            )


class ConstantPad1d(_ConstantPadNd):
    _sides = staticmethod(_pair)


class ConstantPad2d(_ConstantPadNd):
    _sides = staticmethod(_quadruple)


class ConstantPad3d(_ConstantPadNd):
    _sides = staticmethod(_ntuple(6))


class ZeroPad1d(_ZeroPadNd):
    _sides = staticmethod(_pair)


class ZeroPad2d(_ZeroPadNd):
    _sides = staticmethod(_quadruple)


class ZeroPad3d(_ZeroPadNd):
    _sides = staticmethod(_ntuple(6))


class ReflectionPad1d(_ReflectionPadNd):
    _sides = staticmethod(_pair)


class ReflectionPad2d(_ReflectionPadNd):
    _sides = staticmethod(_quadruple)


class ReflectionPad3d(_ReflectionPadNd):
    _sides = staticmethod(_ntuple(6))


class ReplicationPad1d(_ReplicationPadNd):
    _sides = staticmethod(_pair)


class ReplicationPad2d(_ReplicationPadNd):
    _sides = staticmethod(_quadruple)


class ReplicationPad3d(_ReplicationPadNd):
    _sides = staticmethod(_ntuple(6))


class CircularPad1d(_CircularPadNd):
    _sides = staticmethod(_pair)


class CircularPad2d(_CircularPadNd):
    _sides = staticmethod(_quadruple)


class CircularPad3d(_CircularPadNd):
    _sides = staticmethod(_ntuple(6))
