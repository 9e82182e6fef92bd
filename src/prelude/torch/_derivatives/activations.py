"""Activations."""
import math

import torch
from torch.nn import functional as F


class relu:
    def self(grad, result):
        return torch.where(result > 0, grad, torch.zeros_like(grad))


class relu6:
    def self(grad, self):
        return torch.where((self > 0) & (self < 6), grad, torch.zeros_like(grad))


class hardtanh:
    def self(grad, self, min_val, max_val):
        return torch.where((self > min_val) & (self < max_val), grad, torch.zeros_like(grad))


class hardsigmoid:
    def self(grad, self):
        return torch.where((self > -3) & (self < 3), grad / 6, torch.zeros_like(grad))


class hardswish:
    def self(grad, self):
        slope = torch.where(self <= -3, torch.zeros_like(self), torch.where(self < 3, self / 3 + 0.5, torch.ones_like(self)))
        return grad * slope


class hardshrink:
    def self(grad, self, lambd):
        return torch.where((self >= -lambd) & (self <= lambd), torch.zeros_like(grad), grad)


class softshrink(hardshrink):
    pass


class tanhshrink:
    def self(grad, self):
        return grad * self.tanh() ** 2


class threshold:
    def self(grad, self, threshold):
        return torch.where(self > threshold, grad, torch.zeros_like(grad))


class leaky_relu:
    def self(grad, self, negative_slope):
        return torch.where(self > 0, grad, grad * negative_slope)


class elu:
    def self(grad, self, alpha):
        return torch.where(self > 0, grad, grad * alpha * self.exp())


class celu:
    def self(grad, self, alpha):
        return torch.where(self > 0, grad, grad * (self / alpha).exp())


class selu:
    def self(grad, self):
        alpha, scale = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946
        return torch.where(self > 0, grad * scale, grad * (scale * alpha) * self.exp())


class gelu:
    def self(grad, self, approximate):
        if approximate == "tanh":
            inner = math.sqrt(2 / math.pi) * (self + 0.044715 * self**3)
            turned = inner.tanh()
            slope = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * self**2)
            return grad * (0.5 * (1 + turned) + 0.5 * self * (1 - turned**2) * slope)
        density = (self**2 * -0.5).exp() / math.sqrt(2 * math.pi)
        return grad * (0.5 * (1 + torch.erf(self / math.sqrt(2))) + self * density)


class silu:
    def self(grad, self):
        gate = self.sigmoid()
        return grad * (gate * (1 + self * (1 - gate)))


class mish:
    def self(grad, self):
        turned = F.softplus(self).tanh()
        return grad * (turned + self * self.sigmoid() * (1 - turned * turned))


class softplus:
    def self(grad, self, beta, threshold):
        return torch.where(self * beta > threshold, grad, grad * (self * beta).sigmoid())


class softsign:
    def self(grad, self):
        return grad / (1 + self.abs()) ** 2


class logsigmoid:
    def self(grad, self):
        return grad * (-self).sigmoid()


class prelu:
    def self(grad, self, weight):
        return torch.where(self > 0, grad, grad * _by_channel(weight, self))

    def weight(grad, self, weight_shape):
        each = torch.where(self > 0, torch.zeros_like(grad), grad * self)
        if len(weight_shape) == 0 or weight_shape[0] == 1:
            return each.sum().reshape(weight_shape)
        return each.sum([n for n in range(each.dim()) if n != 1]) if each.dim() > 1 else each


def _by_channel(weight, self):
    if weight.numel() == 1 or self.dim() < 2:
        return weight
    return weight.reshape([-1 if n == 1 else 1 for n in range(self.dim())])


class rrelu:
    def self(grad, self, result):
        return torch.where(self > 0, grad, grad * (result / torch.where(self == 0, torch.ones_like(self), self)))


class glu:
    def self(grad, self, dim):
        half = self.shape[dim] // 2
        value, gate = self.narrow(dim, 0, half), self.narrow(dim, half, half).sigmoid()
        return torch.cat([grad * gate, grad * value * gate * (1 - gate)], dim)


def _implicit(dim, rank):
    """The dimension of a softmax that names none."""
    return dim if dim is not None else 0 if rank in (0, 1, 3) else 1


def _of_softmax(grad, result, dim):
    product = grad * result
    return product - result * product.sum(dim, True)


class softmax:
    def self(grad, dim, result):
        return _of_softmax(grad, result, dim)


class softmax_functional:
    def self(grad, dim, result):
        return _of_softmax(grad, result, _implicit(dim, result.dim()))


class softmin_functional:
    def self(grad, dim, result):
        return -_of_softmax(grad, result, _implicit(dim, result.dim()))


softmin = softmin_functional


class log_softmax:
    def self(grad, dim, result):
        return grad - result.exp() * grad.sum(dim, True)


class log_softmax_functional:
    def self(grad, dim, result):
        return grad - result.exp() * grad.sum(_implicit(dim, result.dim()), True)


class torch_ops_aten__safe_softmax_default:
    def self(grad, dim, result):
        return _of_softmax(grad, result, dim)


class gumbel_softmax:
    def logits(grad, again, logits, tau, dim):
        soft = again(logits, hard=False)
        return _of_softmax(grad, soft, dim) / tau
