"""Sums, products, quotients and powers."""
import math

import torch


def _conj(x):
    return x.conj() if isinstance(x, torch.Tensor) and x.is_complex() else x


def _scaled(grad, factor):
    return grad if isinstance(factor, (int, float)) and factor == 1 else grad * factor


class add:
    def self(grad):
        return grad

    def other(grad, alpha):
        return _scaled(grad, alpha)


class sub:
    def self(grad):
        return grad

    def other(grad, alpha):
        return -_scaled(grad, alpha)


class rsub:
    def self(grad, alpha):
        return -_scaled(grad, alpha)

    def other(grad):
        return grad


class neg:
    def self(grad):
        return -grad


class positive:
    def self(grad):
        return grad


class mul:
    def self(grad, other):
        return grad * _conj(other)

    def other(grad, self):
        return grad * _conj(self)


class div:
    def self(grad, other, rounding_mode):
        return grad / _conj(other) if rounding_mode is None else torch.zeros_like(grad)

    def other(grad, self, other, rounding_mode):
        if rounding_mode is not None:
            return torch.zeros_like(grad)
        return -grad * _conj((self / other) / other)


class true_divide:
    def self(grad, other):
        return grad / _conj(other)

    def other(grad, self, other):
        return -grad * _conj((self / other) / other)


class floor_divide:
    def self(grad):
        return torch.zeros_like(grad)

    def other(grad):
        return torch.zeros_like(grad)


class fmod:
    def self(grad):
        return grad

    def other(grad, self, other):
        return -grad * torch.div(self, other, rounding_mode="trunc")


class remainder:
    def self(grad):
        return grad

    def other(grad, self, other):
        return -grad * torch.div(self, other, rounding_mode="floor")


def _power_base(grad, base, exponent):
    """Of base ** exponent, by the base."""
    if not isinstance(exponent, torch.Tensor):
        if exponent == 0:
            return torch.zeros_like(grad)
        return grad * _conj(exponent * base ** (exponent - 1))
    none = exponent == 0
    return torch.where(none, torch.zeros_like(grad), grad * _conj(exponent * base ** torch.where(none, torch.ones_like(exponent), exponent - 1)))


def _power_exponent(grad, base, exponent, result):
    """Of base ** exponent, by the exponent: 0 at 0 ** exponent."""
    if not isinstance(base, torch.Tensor):
        if base == 0:
            return torch.where(exponent >= 0, torch.zeros_like(grad), grad * result * -math.inf)
        return grad * _conj(result * (math.log(base) if base > 0 else math.nan))
    none = (base == 0) & (exponent.real >= 0 if isinstance(exponent, torch.Tensor) and exponent.is_complex() else exponent >= 0)
    return torch.where(none, torch.zeros_like(grad), grad * _conj(result * torch.where(none, torch.ones_like(base), base).log()))


class pow:
    def self(grad, self, exponent):
        return _power_base(grad, self, exponent)

    def exponent(grad, self, exponent, result):
        return _power_exponent(grad, self, exponent, result)


class float_power:
    def self(grad, self, exponent):
        return _power_base(grad, self.double(), exponent)

    def exponent(grad, self, exponent, result):
        return _power_exponent(grad, self.double() if isinstance(self, torch.Tensor) else self, exponent, result)


class square:
    def self(grad, self):
        return grad * (2 * _conj(self))


class reciprocal:
    def self(grad, result):
        return -grad * _conj(result * result)


class sqrt:
    def self(grad, result):
        return grad / (2 * _conj(result))


class rsqrt:
    def self(grad, result):
        return -0.5 * grad * _conj(result * result * result)


class abs:
    def self(grad, self):
        return grad * self.sgn()


class addcmul:
    def self(grad):
        return grad

    def tensor1(grad, tensor2, value):
        return grad * (tensor2 * value)

    def tensor2(grad, tensor1, value):
        return grad * (tensor1 * value)


class addcdiv:
    def self(grad):
        return grad

    def tensor1(grad, tensor2, value):
        return grad * (value / tensor2)

    def tensor2(grad, tensor1, tensor2, value):
        return -grad * (value * tensor1 / (tensor2 * tensor2))


class lerp:
    def self(grad, weight):
        return grad * (1 - weight)

    def end(grad, weight):
        return grad * weight

    def weight(grad, self, end):
        return grad * (end - self)


class ldexp:
    def self(grad, other):
        return grad * 2.0**other

    def other(grad, result):
        return grad * result * math.log(2)


class hypot:
    def self(grad, self, result):
        return grad * (self / result)

    def other(grad, other, result):
        return grad * (other / result)


class atan2:
    def self(grad, self, other):
        return grad * (other / (self * self + other * other))

    def other(grad, self, other):
        return -grad * (self / (self * self + other * other))


class xlogy:
    def self(grad, self, other):
        log = torch.log(other if isinstance(other, torch.Tensor) else torch.tensor(other))
        return torch.where((self == 0) & (other <= 0), torch.zeros_like(grad), grad * log)

    def other(grad, self, other):
        return grad * self / other


class special_xlog1py:
    def self(grad, self, other):
        log = torch.log1p(other if isinstance(other, torch.Tensor) else torch.tensor(other))
        return torch.where((self == 0) & (other <= -1), torch.zeros_like(grad), grad * log)

    def other(grad, self, other):
        return grad * self / (other + 1)


class logaddexp:
    def self(grad, self, other):
        return grad / (1 + torch.exp(other - self))

    def other(grad, self, other):
        return grad / (1 + torch.exp(self - other))


class logaddexp2:
    def self(grad, self, other):
        return grad / (1 + torch.exp2(other - self))

    def other(grad, self, other):
        return grad / (1 + torch.exp2(self - other))


class copysign:
    def self(grad, self, result):
        return torch.where(self == 0, torch.zeros_like(grad), grad * (result / self))

    def other(grad):
        return torch.zeros_like(grad)


class nextafter:
    def self(grad, self, other):
        return torch.where(self == other, torch.zeros_like(grad), grad)

    def other(grad, self, other):
        return torch.where(self == other, grad, torch.zeros_like(grad))


class heaviside:
    def self(grad):
        return torch.zeros_like(grad)

    def other(grad):
        return torch.zeros_like(grad)
