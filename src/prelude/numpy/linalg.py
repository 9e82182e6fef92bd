"""https://numpy.org/doc/stable/reference/routines.linalg.html"""
import math

from ._array import given, ndarray


def norm(x, ord=None, axis=None, keepdims=False):
    if ord is not None:
        return _unknown("norms by an order are not followed")
    return given(x)._reduce(lambda items: math.sqrt(sum(item * item for item in items)), "mean", axis, keepdims)


def inv(a):
    a = given(a)
    return a if _is_unknown(a) else ndarray(a.shape)


def pinv(a, rcond=None, hermitian=False):
    a = given(a)
    return a if _is_unknown(a) else ndarray((*a.shape[:-2], a.shape[-1], a.shape[-2]))


def det(a):
    return _unknown("it depends on the array's values", "float")


def svd(a, full_matrices=True):
    a = given(a)
    if _is_unknown(a):
        return a, a, a
    rows, columns = a.shape
    least = min(rows, columns)
    return ndarray((rows, rows if full_matrices else least)), ndarray((least,)), ndarray((columns if full_matrices else least, columns))


def eigh(a):
    a = given(a)
    if _is_unknown(a):
        return a, a
    size = a.shape[0]
    return ndarray((size,)), ndarray((size, size))


eig = eigh


def __getattr__(name):
    return _unknown(f"`numpy.linalg.{name}` is not followed")
