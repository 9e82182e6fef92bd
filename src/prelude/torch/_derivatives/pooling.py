"""Pooling."""
import torch
from torch.nn import functional as F

from .convolution import _each


def _to_places(grad, shape, indices, rank):
    """Each gradient goes to the place of its window that was taken; places count through the last `rank` dimensions."""
    left = list(shape[: len(shape) - rank])
    count = 1
    for size in shape[len(shape) - rank :]:
        count *= size
    zeros = torch.zeros(left + [count], dtype=grad.dtype, device=grad.device)
    return zeros.scatter_add(-1, indices.reshape(left + [-1]), grad.reshape(left + [-1])).reshape(shape)


def _of_max_pool(rank, grad, self, kernel_size, stride, padding, dilation, ceil_mode):
    function = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[rank - 1]
    stride = kernel_size if stride is None or len(stride) == 0 else stride
    _, indices = function(self.detach(), kernel_size, stride, padding, dilation, ceil_mode, return_indices=True)
    return _to_places(grad, self.shape, indices, rank)


class max_pool1d:
    def self(grad, self, kernel_size, stride, padding, dilation, ceil_mode):
        return _of_max_pool(1, grad, self, kernel_size, stride, padding, dilation, ceil_mode)


class max_pool2d:
    def self(grad, self, kernel_size, stride, padding, dilation, ceil_mode):
        return _of_max_pool(2, grad, self, kernel_size, stride, padding, dilation, ceil_mode)


class max_pool3d:
    def self(grad, self, kernel_size, stride, padding, dilation, ceil_mode):
        return _of_max_pool(3, grad, self, kernel_size, stride, padding, dilation, ceil_mode)


class max_pool1d_with_indices:
    def self(grad, self_shape, result_1):
        return _to_places(grad, self_shape, result_1, 1)


class max_pool2d_with_indices:
    def self(grad, self_shape, result_1):
        return _to_places(grad, self_shape, result_1, 2)


class max_pool3d_with_indices:
    def self(grad, self_shape, result_1):
        return _to_places(grad, self_shape, result_1, 3)


class adaptive_max_pool1d_with_indices(max_pool1d_with_indices):
    pass


class adaptive_max_pool2d_with_indices(max_pool2d_with_indices):
    pass


class adaptive_max_pool3d_with_indices(max_pool3d_with_indices):
    pass


class fractional_max_pool2d_with_indices:
    def input(grad, input_shape, result_1):
        return _to_places(grad, input_shape, result_1, 2)


class fractional_max_pool3d_with_indices:
    def input(grad, input_shape, result_1):
        return _to_places(grad, input_shape, result_1, 3)


class adaptive_max_pool1d:
    def self(grad, self, output_size):
        return _to_places(grad, self.shape, F.adaptive_max_pool1d(self.detach(), output_size, True)[1], 1)


class adaptive_max_pool2d:
    def self(grad, self, output_size):
        return _to_places(grad, self.shape, F.adaptive_max_pool2d(self.detach(), output_size, True)[1], 2)


class adaptive_max_pool3d:
    def self(grad, self, output_size):
        return _to_places(grad, self.shape, F.adaptive_max_pool3d(self.detach(), output_size, True)[1], 3)


class max_unpool1d:
    def input(grad, input_shape, indices):
        return _from_places(grad, input_shape, indices, 1)


class max_unpool2d:
    def input(grad, input_shape, indices):
        return _from_places(grad, input_shape, indices, 2)


class max_unpool3d:
    def input(grad, input_shape, indices):
        return _from_places(grad, input_shape, indices, 3)


def _from_places(grad, shape, indices, rank):
    left = list(shape[: len(shape) - rank])
    return grad.reshape(left + [-1]).gather(-1, indices.reshape(left + [-1])).reshape(shape)


def _along(x, matrix, dim):
    """`matrix` (O, L) undone along a dimension: (..., O, ...) -> (..., L, ...)"""
    return (x.movedim(dim, -1) @ matrix).movedim(-1, dim)


def _of_avg_pool(rank, grad, self_shape, kernel_size, stride, padding, count_include_pad, divisor_override):
    kernel = _each(kernel_size, rank)
    stride = kernel if stride is None or len(stride) == 0 else _each(stride, rank)
    padding = _each(padding, rank)
    counts, matrices = None, []
    for n in range(rank):
        length, outs = self_shape[n - rank], grad.shape[n - rank]
        start = torch.arange(outs) * stride[n] - padding[n]
        end = (start + kernel[n]).clamp(max=length + padding[n])
        inside, until = start.clamp(min=0), end.clamp(max=length)
        size = end - start if count_include_pad else until - inside
        shape = [1] * rank
        shape[n] = outs
        size = size.reshape(shape).to(grad.dtype)
        counts = size if counts is None else counts * size
        place = torch.arange(length)
        covered = (place >= inside.unsqueeze(1)) & (place < until.unsqueeze(1))
        matrices.append(covered.to(grad.dtype))
    grad = grad / (counts if divisor_override is None else divisor_override)
    for n, matrix in enumerate(matrices):
        grad = _along(grad, matrix, n - rank)
    return grad


class avg_pool1d:
    def self(grad, self_shape, kernel_size, stride, padding, count_include_pad, divisor_override):
        return _of_avg_pool(1, grad, self_shape, kernel_size, stride, padding, count_include_pad, divisor_override)


class avg_pool2d:
    def self(grad, self_shape, kernel_size, stride, padding, count_include_pad, divisor_override):
        return _of_avg_pool(2, grad, self_shape, kernel_size, stride, padding, count_include_pad, divisor_override)


class avg_pool3d:
    def self(grad, self_shape, kernel_size, stride, padding, count_include_pad, divisor_override):
        return _of_avg_pool(3, grad, self_shape, kernel_size, stride, padding, count_include_pad, divisor_override)


def _of_adaptive(rank, grad, self_shape):
    for n in range(-rank, 0):
        length, outs = self_shape[n], grad.shape[n]
        at = torch.arange(outs)
        start = torch.div(at * length, outs, rounding_mode="floor")
        end = torch.div((at + 1) * length + outs - 1, outs, rounding_mode="floor")
        place = torch.arange(length)
        covered = ((place >= start.unsqueeze(1)) & (place < end.unsqueeze(1))).to(grad.dtype)
        grad = _along(grad, covered / (end - start).unsqueeze(1), n)
    return grad


class adaptive_avg_pool1d:
    def self(grad, self_shape):
        return _of_adaptive(1, grad, self_shape)


class adaptive_avg_pool2d:
    def self(grad, self_shape):
        return _of_adaptive(2, grad, self_shape)


class adaptive_avg_pool3d:
    def self(grad, self_shape):
        return _of_adaptive(3, grad, self_shape)


def _powers(rank, input, norm_type, kernel_size, stride, ceil_mode):
    kernel = _each(kernel_size, rank)
    count = 1
    for one in kernel:
        count *= one
    pool = (F.avg_pool1d, F.avg_pool2d, F.avg_pool3d)[rank - 1]
    means = pool(input**norm_type, kernel, stride, 0, ceil_mode)
    return (means.sign() * F.relu(means.abs()) * count) ** (1.0 / norm_type)


class lp_pool1d:
    def _composed(input, norm_type, kernel_size, stride, ceil_mode):
        return _powers(1, input, norm_type, kernel_size, stride, ceil_mode)


class lp_pool2d:
    def _composed(input, norm_type, kernel_size, stride, ceil_mode):
        return _powers(2, input, norm_type, kernel_size, stride, ceil_mode)


class lp_pool3d:
    def _composed(input, norm_type, kernel_size, stride, ceil_mode):
        return _powers(3, input, norm_type, kernel_size, stride, ceil_mode)
