"""Initialisation of parameters: https://pytorch.org/docs/stable/nn.init.html

Bounds and deviations are computed as numbers; what fills the tensor is an in-place operator.
"""
import math
import warnings

import torch

_GAINS = {
    "linear": 1, "conv1d": 1, "conv2d": 1, "conv3d": 1, "conv_transpose1d": 1, "conv_transpose2d": 1,
    "conv_transpose3d": 1, "sigmoid": 1, "tanh": 5.0 / 3, "relu": math.sqrt(2.0), "selu": 3.0 / 4,
}  # fmt: skip


def calculate_gain(nonlinearity, param=None):
    if nonlinearity in _GAINS:
        return _GAINS[nonlinearity]
    if nonlinearity == "leaky_relu":
        if param is None:
            slope = 0.01
        elif isinstance(param, (int, float)) and not isinstance(param, bool):
            slope = param
        else:
            raise ValueError("negative_slope {} not a valid number".format(param))
        return math.sqrt(2.0 / (1 + slope**2))
    raise ValueError("Unsupported nonlinearity {}".format(nonlinearity))


def uniform_(tensor, a=0.0, b=1.0, generator=None):
    return _without_gradient(tensor.uniform_, a, b)


def normal_(tensor, mean=0.0, std=1.0, generator=None):
    return _without_gradient(tensor.normal_, mean, std)


def trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None):
    """A normal distribution cut at `a` and `b`: uniform numbers through the inverse of its distribution function."""
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. "
            "The distribution of values may be incorrect.",
            stacklevel=2,
        )
    low = (1.0 + math.erf((a - mean) / std / math.sqrt(2.0))) / 2.0
    high = (1.0 + math.erf((b - mean) / std / math.sqrt(2.0))) / 2.0
    _without_gradient(tensor.uniform_, 2 * low - 1, 2 * high - 1)
    _without_gradient(tensor.erfinv_)
    _without_gradient(tensor.mul_, std * math.sqrt(2.0))
    _without_gradient(tensor.add_, mean)
    return _without_gradient(tensor.clamp_, min=a, max=b)


def constant_(tensor, val):
    return _without_gradient(tensor.fill_, val)


def ones_(tensor):
    return _without_gradient(tensor.fill_, 1.0)


def zeros_(tensor):
    return _without_gradient(tensor.zero_)


def eye_(tensor):
    if tensor.ndimension() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    return _without_gradient(tensor.copy_, torch.eye(*tensor.shape))


def dirac_(tensor, groups=1):
    """Each channel passes through at the kernel's centre."""
    dimensions = tensor.ndimension()
    if dimensions not in [3, 4, 5]:
        raise ValueError("Only tensors with 3, 4, or 5 dimensions are supported")
    sizes = tensor.size()
    if sizes[0] % groups != 0:
        raise ValueError("dim 0 must be divisible by groups")
    _without_gradient(tensor.zero_)
    out_channels = sizes[0] // groups
    channels = min(out_channels, sizes[1])
    centre = [size // 2 for size in sizes[2:]]
    for group in range(groups):
        for channel in range(channels):
            _without_gradient(tensor.__setitem__, (group * out_channels + channel, channel, *centre), 1)
    return tensor


def _calculate_fan_in_and_fan_out(tensor):
    if tensor.dim() < 2:
        raise ValueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
    field = 1
    for size in tensor.shape[2:]:
        field *= size
    return tensor.size(1) * field, tensor.size(0) * field


def _calculate_correct_fan(tensor, mode):
    mode = mode.lower()
    if mode not in ["fan_in", "fan_out"]:
        raise ValueError("Mode {} not supported, please use one of {}".format(mode, ["fan_in", "fan_out"]))
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return fan_in if mode == "fan_in" else fan_out


def xavier_uniform_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    bound = math.sqrt(3.0) * gain * math.sqrt(2.0 / float(fan_in + fan_out))
    return _without_gradient(tensor.uniform_, -bound, bound)


def xavier_normal_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return _without_gradient(tensor.normal_, 0.0, gain * math.sqrt(2.0 / float(fan_in + fan_out)))


def kaiming_uniform_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    if 0 in tensor.shape:
        warnings.warn("Initializing zero-element tensors is a no-op")
        return tensor
    bound = math.sqrt(3.0) * calculate_gain(nonlinearity, a) / math.sqrt(_calculate_correct_fan(tensor, mode))
    return _without_gradient(tensor.uniform_, -bound, bound)


def kaiming_normal_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    if 0 in tensor.shape:
        warnings.warn("Initializing zero-element tensors is a no-op")
        return tensor
    std = calculate_gain(nonlinearity, a) / math.sqrt(_calculate_correct_fan(tensor, mode))
    return _without_gradient(tensor.normal_, 0, std)


def fan_uniform_(weight, bias=None):
    """How linear and convolution layers begin: `kaiming_uniform_(weight, a=sqrt(5))`, whose bound is 1/sqrt(fan_in); the bias likewise."""
    fan_in, _ = _calculate_fan_in_and_fan_out(weight)
    bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
    _without_gradient(weight.uniform_, -bound, bound)
    if bias is not None:
        _without_gradient(bias.uniform_, -bound, bound)


def orthogonal_(tensor, gain=1, generator=None):
    if tensor.ndimension() < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    if 0 in tensor.shape:
        return tensor
    rows = tensor.size(0)
    columns = tensor.numel() // rows
    flattened = torch.empty(rows, columns, dtype=tensor.dtype).normal_(0, 1)
    if rows < columns:
        flattened = flattened.t()
    q, r = torch.linalg.qr(flattened)
    q = q * torch.diag(r, 0).sign()
    if rows < columns:
        q = q.t()
    _without_gradient(tensor.copy_, q.reshape(tensor.shape))
    return _without_gradient(tensor.mul_, gain)


def sparse_(tensor, sparsity, std=0.01, generator=None):
    if tensor.ndimension() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    rows, columns = tensor.shape
    zeros = int(math.ceil(sparsity * rows))
    _without_gradient(tensor.normal_, 0, std)
    for column in range(columns):
        _without_gradient(tensor.__setitem__, (torch.randperm(rows)[:zeros], column), 0)
    return tensor


_no_grad_uniform_ = uniform_
_no_grad_normal_ = normal_
_no_grad_trunc_normal_ = trunc_normal_
_no_grad_fill_ = constant_
_no_grad_zero_ = zeros_


def _deprecated(replacement):
    def init(*args, **kwargs):
        name = replacement.__name__
        _note("deprecated", f"torch.nn.init.{name[:-1]}", f"`{name}` does it")
        return replacement(*args, **kwargs)

    return init


uniform = _deprecated(uniform_)
normal = _deprecated(normal_)
constant = _deprecated(constant_)
eye = _deprecated(eye_)
dirac = _deprecated(dirac_)
xavier_uniform = _deprecated(xavier_uniform_)
xavier_normal = _deprecated(xavier_normal_)
kaiming_uniform = _deprecated(kaiming_uniform_)
kaiming_normal = _deprecated(kaiming_normal_)
orthogonal = _deprecated(orthogonal_)
sparse = _deprecated(sparse_)
