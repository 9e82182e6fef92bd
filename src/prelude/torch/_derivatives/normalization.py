"""Normalizations."""
import torch
from torch.nn import functional as F


def _normalized(grad, input, weight, dims, shape, eps, needs, mean=None, var=None):
    """Of (x - mean) / sqrt(var + eps) * weight + bias; `shape` is that of weight and bias over x. Mean and variance are those of x unless they are given."""
    own = mean is None
    if own:
        mean = input.mean(dims, True)
        var = ((input - mean) ** 2).mean(dims, True)
    scale = (var + eps).rsqrt()
    x = (input - mean) * scale
    found = {}
    if "input" in needs:
        given = grad if weight is None else grad * weight.reshape(shape)
        if own:
            found["input"] = scale * (given - given.mean(dims, True) - x * (given * x).mean(dims, True))
        else:
            found["input"] = given * scale
    summed = [n for n in range(-input.dim(), 0) if -n > len(shape) or shape[n] == 1]
    for name, each in (("weight", grad * x if "weight" in needs else None), ("bias", grad)):
        if name in needs:
            found[name] = (each.sum(summed) if len(summed) > 0 else each).reshape([size for size in shape if size != 1])
    return found


def _flat(found, shape):
    """Weight and bias as they are."""
    for name in ("weight", "bias"):
        if name in found:
            found[name] = found[name].reshape(shape)
    return found


class batch_norm:
    def _together(grad, input, running_mean, running_var, weight, training, eps, needs):
        channels = [input.shape[1]]
        shape = channels + [1] * (input.dim() - 2)
        dims = [0] + list(range(2, input.dim()))
        mean = var = None
        if not training and running_mean is not None:
            mean, var = running_mean.reshape(shape), running_var.reshape(shape)
        return _flat(_normalized(grad, input, weight, dims, shape, eps, needs, mean, var), channels)


class instance_norm:
    def _together(grad, input, running_mean, running_var, weight, use_input_stats, eps, needs):
        channels = [input.shape[1]]
        shape = channels + [1] * (input.dim() - 2)
        mean = var = None
        if not use_input_stats and running_mean is not None:
            mean, var = running_mean.reshape(shape), running_var.reshape(shape)
        return _flat(_normalized(grad, input, weight, list(range(2, input.dim())), shape, eps, needs, mean, var), channels)


class layer_norm:
    def _together(grad, input, normalized_shape, weight, eps, needs):
        dims = list(range(-len(normalized_shape), 0))
        return _flat(_normalized(grad, input, weight, dims, list(normalized_shape), eps, needs), list(normalized_shape))


class group_norm:
    def _together(grad, input, num_groups, weight, eps, needs):
        return _of_groups(grad, input, num_groups, weight, eps, needs)


def _of_groups(grad, input, groups, weight, eps, needs):
    channels = input.shape[1]
    split = [input.shape[0], groups, channels // groups] + list(input.shape[2:])
    shape = [groups, channels // groups] + [1] * (input.dim() - 2)
    dims = list(range(2, len(split)))
    found = _normalized(grad.reshape(split), input.reshape(split), weight, dims, shape, eps, needs)
    if "input" in found:
        found["input"] = found["input"].reshape(input.shape)
    return _flat(found, [channels])


class native_layer_norm:
    def _composed(input, normalized_shape, weight, bias, eps):
        dims = list(range(-len(normalized_shape), 0))
        mean = input.mean(dims, True)
        scale = (((input - mean) ** 2).mean(dims, True) + eps).rsqrt()
        found = (input - mean) * scale
        found = found if weight is None else found * weight
        return found if bias is None else found + bias


class native_group_norm:
    def _composed(input, weight, bias, N, C, HxW, group, eps):
        split = input.reshape(N, group, -1)
        mean = split.mean(-1, True)
        scale = (((split - mean) ** 2).mean(-1, True) + eps).rsqrt()
        found = ((split - mean) * scale).reshape(input.shape)
        shape = [-1] + [1] * (input.dim() - 2)
        found = found if weight is None else found * weight.reshape(shape)
        found = found if bias is None else found + bias.reshape(shape)
        return found, mean.reshape(N, group), scale.reshape(N, group)


class native_batch_norm:
    def _composed(input, weight, bias, running_mean, running_var, training, eps):
        shape = [-1] + [1] * (input.dim() - 2)
        dims = [0] + list(range(2, input.dim()))
        if training:
            mean = input.mean(dims)
            scale = (((input - mean.reshape(shape)) ** 2).mean(dims) + eps).rsqrt()
        else:
            mean, scale = running_mean, (running_var + eps).rsqrt()
        found = (input - mean.reshape(shape)) * scale.reshape(shape)
        found = found if weight is None else found * weight.reshape(shape)
        found = found if bias is None else found + bias.reshape(shape)
        return found


class rms_norm:
    def _composed(input, normalized_shape, weight, eps):
        dims = list(range(-len(normalized_shape), 0))
        eps = torch.finfo(input.dtype).eps if eps is None else eps
        found = input * ((input * input).mean(dims, True) + eps).rsqrt()
        return found if weight is None else found * weight


class local_response_norm:
    def _composed(input, size, alpha, beta, k):
        squares = (input * input).unsqueeze(1)
        if input.dim() == 3:
            squares = F.avg_pool2d(F.pad(squares, (0, 0, size // 2, (size - 1) // 2)), (size, 1), 1).squeeze(1)
        else:
            shape = input.shape
            squares = squares.reshape(shape[0], 1, shape[1], shape[2], -1)
            squares = F.pad(squares, (0, 0, 0, 0, size // 2, (size - 1) // 2))
            squares = F.avg_pool3d(squares, (size, 1, 1), 1).squeeze(1).reshape(shape)
        return input / (squares * alpha + k) ** beta


class normalize:
    def _composed(input, p, dim, eps):
        return input / torch.linalg.vector_norm(input, p, dim, True).clamp_min(eps)


class cosine_similarity:
    def _composed(x1, x2, dim, eps):
        shape = torch.broadcast_shapes(x1.shape, x2.shape)
        x1, x2 = x1.expand(shape), x2.expand(shape)
        # Lengths that are kept from 0 pass their gradient on.
        first = torch.linalg.vector_norm(x1, 2, dim, True)
        second = torch.linalg.vector_norm(x2, 2, dim, True)
        first = first + (first.clamp_min(eps) - first).detach()
        second = second + (second.clamp_min(eps) - second).detach()
        return ((x1 / first) * (x2 / second)).sum(dim)


class pairwise_distance:
    def _composed(x1, x2, p, eps, keepdim):
        return torch.linalg.vector_norm(x1 - x2 + eps, p, -1, keepdim)
