"""Functions of each element: exponentials, logarithms, trigonometry, rounding, limits."""
import math

import torch

from .arithmetic import _conj


class exp:
    def self(grad, result):
        return grad * _conj(result)


class exp2:
    def self(grad, result):
        return grad * _conj(result * math.log(2))


class expm1:
    def self(grad, result):
        return grad * _conj(result + 1)


class log:
    def self(grad, self):
        return grad / _conj(self)


class log2:
    def self(grad, self):
        return grad / _conj(self * math.log(2))


class log10:
    def self(grad, self):
        return grad / _conj(self * math.log(10))


class log1p:
    def self(grad, self):
        return grad / _conj(self + 1)


class sin:
    def self(grad, self):
        return grad * _conj(self.cos())


class cos:
    def self(grad, self):
        return -grad * _conj(self.sin())


class tan:
    def self(grad, result):
        return grad * _conj(1 + result * result)


class asin:
    def self(grad, self):
        return grad * _conj((1 - self * self).rsqrt())


class acos:
    def self(grad, self):
        return -grad * _conj((1 - self * self).rsqrt())


class atan:
    def self(grad, self):
        return grad / _conj(self * self + 1)


class sinh:
    def self(grad, self):
        return grad * _conj(self.cosh())


class cosh:
    def self(grad, self):
        return grad * _conj(self.sinh())


class tanh:
    def self(grad, result):
        return grad * _conj(1 - result * result)


class asinh:
    def self(grad, self):
        return grad * _conj((self * self + 1).rsqrt())


class acosh:
    def self(grad, self):
        return grad * _conj((self * self - 1).rsqrt())


class atanh:
    def self(grad, self):
        return grad / _conj(1 - self * self)


class sigmoid:
    def self(grad, result):
        return grad * _conj(result * (1 - result))


class logit:
    def self(grad, self, eps):
        slope = grad / (self * (1 - self))
        if eps is None:
            return torch.where((self < 0) | (self > 1), torch.full_like(grad, math.nan), slope)
        return torch.where((self < eps) | (self > 1 - eps), torch.zeros_like(grad), slope)


class sinc:
    def self(grad, self):
        x = self * math.pi
        slope = grad * ((x * x.cos() - x.sin()) / (x * self))
        return torch.where(self == 0, torch.zeros_like(grad), slope)


class erf:
    def self(grad, self):
        return grad * (2 / math.sqrt(math.pi) * torch.exp(-self * self))


class erfc:
    def self(grad, self):
        return grad * (-2 / math.sqrt(math.pi) * torch.exp(-self * self))


class erfinv:
    def self(grad, self):
        return grad * (math.sqrt(math.pi) / 2 * torch.exp(self.erfinv() ** 2))


class deg2rad:
    def self(grad):
        return grad * (math.pi / 180)


class rad2deg:
    def self(grad):
        return grad * (180 / math.pi)


class frac:
    def self(grad):
        return grad


class _Flat:
    """Steps: nothing passes."""

    def self(grad):
        return torch.zeros_like(grad)


class floor(_Flat):
    pass


class ceil(_Flat):
    pass


class round(_Flat):
    pass


class trunc(_Flat):
    pass


class sign(_Flat):
    pass


class sgn:
    def self(grad, self, result):
        if not self.is_complex():
            return torch.zeros_like(grad)
        size = self.abs()
        slope = (grad - (result * (grad.conj() * result).real)) / size
        return torch.where(size == 0, torch.zeros_like(grad), slope)


class angle:
    def self(grad, self):
        if not self.is_complex():
            return torch.zeros_like(grad)
        size = self.real**2 + self.imag**2
        return torch.complex(-grad * self.imag / size, grad * self.real / size)


class nan_to_num:
    def self(grad, self):
        return torch.where(torch.isfinite(self), grad, torch.zeros_like(grad))


class frexp:
    def self(grad, result_1):
        return grad * 2.0 ** (-result_1)


class clamp:
    def self(grad, self, min, max):
        inside = torch.ones_like(self, dtype=torch.bool)
        if min is not None:
            inside = inside & (self >= min)
        if max is not None:
            inside = inside & (self <= max)
        return torch.where(inside, grad, torch.zeros_like(grad))

    def min(grad, self, min, max):
        low = self < min
        return torch.where(low if max is None else low & (min < max), grad, torch.zeros_like(grad))

    def max(grad, self, min, max):
        high = self > max
        return torch.where(high if min is None else high | (min > max), grad, torch.zeros_like(grad))


class clamp_min:
    def self(grad, self, min):
        return torch.where(self >= min, grad, torch.zeros_like(grad))

    def min(grad, self, min):
        return torch.where(self < min, grad, torch.zeros_like(grad))


class clamp_max:
    def self(grad, self, max):
        return torch.where(self <= max, grad, torch.zeros_like(grad))

    def max(grad, self, max):
        return torch.where(self > max, grad, torch.zeros_like(grad))


def _of_larger(grad, self, other):
    """The larger of two gets it, and half of it where they are the same."""
    half = torch.where(self == other, grad / 2, grad)
    return half


class maximum:
    def self(grad, self, other):
        return torch.where(self < other, torch.zeros_like(grad), _of_larger(grad, self, other))

    def other(grad, self, other):
        return torch.where(self > other, torch.zeros_like(grad), _of_larger(grad, self, other))


class minimum:
    def self(grad, self, other):
        return torch.where(self > other, torch.zeros_like(grad), _of_larger(grad, self, other))

    def other(grad, self, other):
        return torch.where(self < other, torch.zeros_like(grad), _of_larger(grad, self, other))


max_other = maximum
min_other = minimum


class fmax:
    def self(grad, self, other):
        return torch.where((self >= other) | other.isnan(), grad, torch.zeros_like(grad))

    def other(grad, self, other):
        return torch.where((self >= other) | other.isnan(), torch.zeros_like(grad), grad)


class fmin:
    def self(grad, self, other):
        return torch.where((self <= other) | other.isnan(), grad, torch.zeros_like(grad))

    def other(grad, self, other):
        return torch.where((self <= other) | other.isnan(), torch.zeros_like(grad), grad)


class where:
    def self(grad, condition):
        return torch.where(condition, grad, torch.zeros_like(grad))

    def other(grad, condition):
        return torch.where(condition, torch.zeros_like(grad), grad)


class complex:
    def real(grad):
        return grad.real

    def imag(grad):
        return grad.imag


class polar:
    def abs(grad, abs, angle):
        return (grad * torch.complex(angle.cos(), -angle.sin())).real

    def angle(grad, result):
        return (grad.conj() * result).imag * -1


class real:
    def self(grad):
        return torch.complex(grad, torch.zeros_like(grad))


class imag:
    def self(grad):
        return torch.complex(torch.zeros_like(grad), grad)


class conj:
    def self(grad):
        return _conj(grad)


conj_physical = conj


class adjoint:
    def self(grad):
        return _conj(grad.mT)


class view_as_real:
    def self(grad):
        return torch.view_as_complex(grad.contiguous())


class view_as_complex:
    def self(grad):
        return torch.view_as_real(grad)


view_as_real_copy = view_as_real
view_as_complex_copy = view_as_complex


class _Constant:
    """What its result says has nothing to do with how its argument came about."""

    _constant = True


class zeros_like(_Constant):
    pass


ones_like = full_like = empty_like = rand_like = randn_like = randint_like = zeros_like
new_zeros = new_ones = new_full = new_empty = new_empty_strided = new_tensor = new = zeros_like
detach = detach_copy = tensor = asarray = from_numpy = zeros_like
one_hot = bucketize = searchsorted = histc = bincount = histogram = histogramdd = multinomial = poisson = binomial = zeros_like
linalg_matrix_rank = zeros_like
