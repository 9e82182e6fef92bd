"""Convolutions: of each, the gradients are convolutions."""
import torch
from torch.nn import functional as F


def _forward(rank):
    return (F.conv1d, F.conv2d, F.conv3d)[rank - 1]


def _transposed(rank):
    return (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)[rank - 1]


def _each(value, rank):
    values = list(value) if isinstance(value, (tuple, list)) else [value]
    return values * rank if len(values) == 1 else values


def _of_weight(large, small, shape, stride, padding, dilation, groups):
    """(G*O, C, *K): what meets, at each place of the kernel, of the larger (N, G*C, ...) and the smaller side (N, G*O, ...) of a convolution."""
    rank = large.dim() - 2
    batch, per = large.shape[0], large.shape[1] // groups
    outs = small.shape[1] // groups
    sizes, others = list(large.shape[2:]), list(small.shape[2:])
    # (C, G*N, ...) with kernels (G*O, N, ...)
    first = large.reshape([batch, groups, per] + sizes).permute([2, 1, 0] + list(range(3, rank + 3)))
    second = small.reshape([batch, groups * outs] + others).transpose(0, 1)
    found = _forward(rank)(first.reshape([per, groups * batch] + sizes), second, None, dilation, padding, stride, groups)
    for n in range(rank):
        found = found.narrow(n + 2, 0, shape[n + 2])
    return found.transpose(0, 1)


def _bias(grad, rank):
    return grad.sum([0] + list(range(2, rank + 2)))


def _convolution(grad, input, weight, input_shape, weight_shape, stride, padding, dilation, groups, needs):
    rank = len(weight_shape) - 2
    single = grad.dim() == rank + 1
    if single:
        grad, input = grad.unsqueeze(0), input.unsqueeze(0)
        input_shape = (1,) + tuple(input_shape)
    stride, dilation = _each(stride, rank), _each(dilation, rank)
    around = None
    if isinstance(padding, str):
        amounts = [dilation[n] * (weight_shape[n + 2] - 1) if padding == "same" else 0 for n in range(rank)]
        padding = [amount // 2 for amount in amounts]
        if any(amount % 2 for amount in amounts):
            around = []
            for amount in reversed(amounts):
                around += [amount // 2, amount - amount // 2]
            padding = [0] * rank
            input = F.pad(input, around)
            input_shape = input.shape
    padding = _each(padding, rank)
    found = {}
    if "input" in needs:
        missing = []
        for n in range(rank):
            reached = (grad.shape[n + 2] - 1) * stride[n] - 2 * padding[n] + dilation[n] * (weight_shape[n + 2] - 1) + 1
            missing.append(input_shape[n + 2] - reached)
        part = _transposed(rank)(grad, weight, None, stride, padding, missing, groups, dilation)
        if around is not None:
            part = F.pad(part, [-amount for amount in around])
        found["input"] = part.squeeze(0) if single else part
    if "weight" in needs:
        found["weight"] = _of_weight(input, grad, weight_shape, stride, padding, dilation, groups)
    if "bias" in needs:
        found["bias"] = _bias(grad, rank)
    return found


class conv1d:
    def _together(grad, input, weight, input_shape, weight_shape, stride, padding, dilation, groups, needs):
        return _convolution(grad, input, weight, input_shape, weight_shape, stride, padding, dilation, groups, needs)


class conv2d(conv1d):
    pass


class conv3d(conv1d):
    pass


class conv_transpose1d:
    def _together(grad, input, weight, weight_shape, stride, padding, groups, dilation, needs):
        rank = len(weight_shape) - 2
        single = grad.dim() == rank + 1
        if single:
            grad, input = grad.unsqueeze(0), input.unsqueeze(0)
        stride, padding, dilation = _each(stride, rank), _each(padding, rank), _each(dilation, rank)
        found = {}
        if "input" in needs:
            part = _forward(rank)(grad, weight, None, stride, padding, dilation, groups)
            # An output padding of a whole step reaches further.
            for n in range(rank):
                part = part.narrow(n + 2, 0, input.shape[n + 2])
            found["input"] = part.squeeze(0) if single else part
        if "weight" in needs:
            found["weight"] = _of_weight(grad, input, weight_shape, stride, padding, dilation, groups)
        if "bias" in needs:
            found["bias"] = _bias(grad, rank)
        return found


class conv_transpose2d(conv_transpose1d):
    pass


class conv_transpose3d(conv_transpose1d):
    pass


class convolution:
    def _composed(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups):
        rank = weight.dim() - 2
        if transposed:
            return _transposed(rank)(input, weight, bias, stride, padding, output_padding, groups, dilation)
        return _forward(rank)(input, weight, bias, stride, padding, dilation, groups)


class conv_tbc:
    def _composed(self, weight, bias, pad):
        return F.conv1d(self.permute(1, 2, 0), weight.permute(2, 1, 0), bias, 1, pad).permute(2, 0, 1)


class im2col:
    def input(grad, input_shape, kernel_size, dilation, padding, stride):
        return F.fold(grad, tuple(input_shape[-2:]), kernel_size, dilation, padding, stride)


class col2im:
    def input(grad, kernel_size, dilation, padding, stride):
        return F.unfold(grad, kernel_size, dilation, padding, stride)
