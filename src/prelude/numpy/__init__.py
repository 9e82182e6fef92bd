"""NumPy, for the sizes and settings that models compute with it: https://numpy.org/doc/stable/reference

Arrays keep their values while they are small; of larger and of random ones only shape and type are known.
"""
import math

from . import linalg, random
from ._arrange import (
    atleast_1d, atleast_2d, clip, concatenate, cumprod, cumsum, diag, diff, flip, hstack, meshgrid, mod, moveaxis, nan_to_num, outer,
    pad, repeat, split, stack, tile, vstack, where,
)  # fmt: skip
from ._array import (
    arange, array, asarray, ascontiguousarray, broadcast_to, copy, dtype, empty, empty_like, expand_dims, eye, full, full_like,
    identity, isscalar, linspace, logspace, ndarray, ones, ones_like, ravel, reshape, squeeze, swapaxes, transpose, zeros, zeros_like,
)  # fmt: skip
from ._functions import (
    abs, absolute, add, all, allclose, any, arccos, arcsin, arctan, argmax, argmin, argsort, around, array_equal, average, bincount, ceil,
    cos, cosh, count_nonzero, deg2rad, divide, dot, equal, exp, floor, floor_divide, isfinite, isinf, isnan, log, log10, log1p, log2,
    logical_and, logical_not, logical_or, matmul, max, maximum, mean, median, min, minimum, multiply, negative, percentile, power,
    prod, product, rad2deg, rint, round, sign, sin, sinh, size, sort, sqrt, square, std, subtract, sum, tan, tanh, tril, triu, true_divide,
    trunc, unique, var,
)  # fmt: skip
from ._scalars import (
    bool_, complex64, complex128, double, float16, float32, float64, float_, floating, generic, half, int8, int16, int32, int64,
    int_, integer, intp, long, longlong, number, object_, single, str_, uint8, uint16, uint32, uint64,
)  # fmt: skip

amax = max
amin = min
pi = math.pi
e = math.e
inf = Inf = math.inf
nan = NaN = math.nan
newaxis = None
__version__ = "1.26.0"


def shape(a):
    return asarray(a).shape


def ndim(a):
    return asarray(a).ndim


def set_printoptions(*args, **kwargs):
    return None


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    return _unknown("the settings before are not followed")


def load(file, *args, **kwargs):
    return _unknown("what a file holds is not read")


def loadtxt(fname, *args, **kwargs):
    return _unknown("what a file holds is not read")


genfromtxt = loadtxt


def fromfile(file, *args, **kwargs):
    return _unknown("what a file holds is not read")


def save(file, arr, *args, **kwargs):
    return None


def savez(file, *args, **kwds):
    return None


savez_compressed = savez


def savetxt(fname, X, *args, **kwargs):
    return None


def __getattr__(name):
    return _unknown(f"`numpy.{name}` is not followed")
