"""Shapes and the dimensions that an argument `axis` names: https://numpy.org/doc/stable/glossary.html#term-axis"""
import math


def _count(shape):
    return math.prod(shape)


def _text(shape):
    return str(tuple(shape)).replace(" ", "")


def _sizes(shape):
    return tuple(shape) if hasattr(shape, "__iter__") else (shape,)


def _slice_length(at, size):
    if at.start is None and at.stop is None and at.step in (None, 1, -1):
        return size
    return len(range(size)[at])


class AxisError(ValueError, IndexError):
    pass


def _axis(axis, ndim):
    if not -ndim <= axis < ndim:
        raise AxisError(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return axis % ndim


def _axes(axis, ndim):
    """The dimensions that an argument `axis` names: None names all."""
    if axis is None:
        return tuple(range(ndim))
    return tuple(_axis(one, ndim) for one in axis) if isinstance(axis, (tuple, list)) else (_axis(axis, ndim),)
