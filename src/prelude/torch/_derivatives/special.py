"""Functions with names of their own: gamma, Bessel, error functions and their like."""
import math

import torch

from .pointwise import _Flat


class lgamma:
    def self(grad, self):
        return grad * self.digamma()


class digamma:
    def self(grad, self):
        return grad * torch.polygamma(1, self)


class polygamma:
    def self(grad, n, self):
        return grad * torch.polygamma(n + 1, self)


class mvlgamma:
    def self(grad, self, p):
        steps = torch.arange(0, -p, -1, dtype=self.dtype) / 2
        return grad * (self.unsqueeze(-1) + steps).digamma().sum(-1)


class igamma:
    def other(grad, self, other):
        return grad * ((self - 1) * other.log() - other - self.lgamma()).exp()


class igammac:
    def other(grad, self, other):
        return -grad * ((self - 1) * other.log() - other - self.lgamma()).exp()


class special_zeta:
    def other(grad, self, other):
        return grad * -self * torch.special.zeta(self + 1, other)


class i0:
    def self(grad, self):
        return grad * torch.special.i1(self)


class special_i0e:
    def self(grad, self, result):
        return grad * (torch.special.i1e(self) - self.sgn() * result)


class special_i1:
    def self(grad, self, result):
        other = torch.where(self == 0, torch.ones_like(self), self)
        return grad * torch.where(self == 0, torch.full_like(self, 0.5), torch.i0(self) - result / other)


class special_i1e:
    def self(grad, self, result):
        other = torch.where(self == 0, torch.ones_like(self), self)
        slope = torch.special.i0e(self) - result * (self.sgn() + 1 / other)
        return grad * torch.where(self == 0, torch.full_like(self, 0.5), slope)


class special_entr:
    def self(grad, self):
        return grad * (-self.log() - 1)


class special_ndtr:
    def self(grad, self):
        return grad * ((self**2 * -0.5).exp() / math.sqrt(2 * math.pi))


class special_log_ndtr:
    def self(grad, self, result):
        return grad * ((self**2 * -0.5).exp() / math.sqrt(2 * math.pi)) / result.exp()


class special_ndtri:
    def self(grad, result):
        return grad * math.sqrt(2 * math.pi) * (result**2 * 0.5).exp()


class special_erfcx:
    def self(grad, self, result):
        return grad * (2 * self * result - 2 / math.sqrt(math.pi))


class special_bessel_j0:
    def self(grad, self):
        return -grad * torch.special.bessel_j1(self)


class special_bessel_j1:
    def self(grad, self, result):
        other = torch.where(self == 0, torch.ones_like(self), self)
        slope = torch.special.bessel_j0(self) - result / other
        return grad * torch.where(self == 0, torch.full_like(self, 0.5), slope)


class special_bessel_y0:
    def self(grad, self):
        return -grad * torch.special.bessel_y1(self)


class special_bessel_y1:
    def self(grad, self, result):
        return grad * (torch.special.bessel_y0(self) - result / self)


class special_modified_bessel_i0:
    def self(grad, self):
        return grad * torch.special.modified_bessel_i1(self)


class special_modified_bessel_i1:
    def self(grad, self, result):
        other = torch.where(self == 0, torch.ones_like(self), self)
        slope = torch.special.modified_bessel_i0(self) - result / other
        return grad * torch.where(self == 0, torch.full_like(self, 0.5), slope)


class special_modified_bessel_k0:
    def self(grad, self):
        return -grad * torch.special.modified_bessel_k1(self)


class special_modified_bessel_k1:
    def self(grad, self, result):
        return grad * (-torch.special.modified_bessel_k0(self) - result / self)
