import math

import einops
import torch
from torch import nn


class Rearrange(nn.Module):
    def __init__(self, pattern, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        self.axes_lengths = axes_lengths

    def forward(self, input):
        return einops.rearrange(input, self.pattern, **self.axes_lengths)

    def extra_repr(self):
        return repr(self.pattern)


class Reduce(nn.Module):
    def __init__(self, pattern, reduction, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        self.reduction = reduction
        self.axes_lengths = axes_lengths

    def forward(self, input):
        return einops.reduce(input, self.pattern, self.reduction, **self.axes_lengths)


class EinMix(nn.Module):
    """A linear layer over any axes: those in `weight_shape` that the result has not are summed over."""

    def __init__(self, pattern, weight_shape, bias_shape=None, **axes_lengths):
        super().__init__()
        left, _, right = pattern.partition("->")
        self.pattern = pattern
        left, right, weight = (_flat(side) for side in (left, right, weight_shape))
        if any(axis not in left + right for axis in weight):
            raise einops.EinopsError(f"Unrecognized identifiers on weight: {weight}")
        missing = [axis for axis in weight if axis not in axes_lengths]
        if missing:
            raise einops.EinopsError(f"Dimension {missing[0]} of weight should be specified")
        sizes = [axes_lengths[axis] for axis in weight]
        fan_in = math.prod(axes_lengths[axis] for axis in weight if axis not in right)
        bound = math.sqrt(3.0 / fan_in)
        self.weight = nn.Parameter(torch.zeros(sizes).uniform_(-bound, bound))
        self.before = _steps(pattern.split("->")[0])
        self.after = _steps(pattern.split("->")[1])
        self.left, self.right, self.axes = " ".join(left), " ".join(right), " ".join(weight)
        self.axes_lengths = axes_lengths
        if bias_shape is not None:
            bias_axes = _flat(bias_shape)
            shape = [axes_lengths[axis] if axis in bias_axes else 1 for axis in right if axis not in ("...",)]
            small = math.sqrt(1.0 / fan_in)
            self.bias = nn.Parameter(torch.zeros(shape).uniform_(-small, small))
        else:
            self.bias = None

    def forward(self, input):
        known = {axis: size for axis, size in self.axes_lengths.items() if axis in self.left.split()}
        x = einops.rearrange(input, f"{self.before} -> {self.left}", **known) if self.before != self.left else input
        x = einops.einsum(x, self.weight, f"{self.left}, {self.axes} -> {self.right}")
        if self.bias is not None:
            x = x + self.bias
        return einops.rearrange(x, f"{self.right} -> {self.after}") if self.after != self.right else x


def _flat(side):
    return side.replace("(", " ").replace(")", " ").split()


def _steps(side):
    return " ".join(side.split())
