"""What the elements of results are, as NumPy 1 and 2 agree on it: https://numpy.org/doc/stable/reference/arrays.promotion.html"""
from ._scalars import (
    bool_, complex64, complex128, float16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64,
)  # fmt: skip

_SIGNED = (int8, int16, int32, int64)
_UNSIGNED = (uint8, uint16, uint32, uint64)
_FLOATS = (float16, float32, float64)
_COMPLEX = (complex64, complex128)


def _least(types, size):
    """The first type of elements of at least so many bytes."""
    for one in types:
        if one.itemsize >= size:
            return one
    return None


def promoted(a, b):
    """The type that holds elements of two arrays, each with a dimension; None where it is not followed."""
    if a is b:
        return a
    if a.kind not in "biufc" or b.kind not in "biufc":
        return None
    if a is bool_ or b is bool_:
        return b if a is bool_ else a
    for kind in (_SIGNED, _UNSIGNED, _FLOATS, _COMPLEX):
        if a in kind and b in kind:
            return a if a.itemsize > b.itemsize else b
    if a in _COMPLEX or b in _COMPLEX:
        held, other = (a, b) if a in _COMPLEX else (b, a)
        number = other if other in _FLOATS else _float_of(other)
        return held if number is not None and held.itemsize >= 2 * number.itemsize else complex128
    if a in _FLOATS or b in _FLOATS:
        held, other = (a, b) if a in _FLOATS else (b, a)
        return promoted(held, _float_of(other))
    signed, unsigned = (a, b) if a in _SIGNED else (b, a)
    if signed not in _SIGNED or unsigned not in _UNSIGNED:
        return None
    return _least(_SIGNED, max(signed.itemsize, 2 * unsigned.itemsize)) or float64


def _float_of(type):
    """The float that holds all integers of a type, or all that it can."""
    return _least(_FLOATS, 2 * type.itemsize) or float64


def function_type(type):
    """Of `exp` and its like: floats stay what they are."""
    return type if type in _FLOATS or type in _COMPLEX else _float_of(type)


def _mean_type(type):
    return type if type in _FLOATS or type in _COMPLEX else float64


def _sum_type(type):
    if type is bool_ or type in _SIGNED:
        return int64
    return uint64 if type in _UNSIGNED else type


BESIDE_A_TENSOR = "what an array and a tensor make depends on the versions of NumPy and PyTorch"

#: What a reduction makes of elements, by its rule.
REDUCED = {
    "same": lambda type: type,
    "sum": _sum_type,
    "mean": _mean_type,
    "bool": lambda type: bool_,
    "index": lambda type: int64,
}
#: Likewise, of what a function makes of each; None where versions of NumPy differ.
MAPPED = {
    "same": lambda type: type,
    "number": lambda type: None if type is bool_ else type,
    "float": lambda type: type if type in _FLOATS else None,
    "function": function_type,
    "bool": lambda type: bool_,
}


def quotient(type):
    """Of true division: it is of floats."""
    return type if type in _FLOATS or type in _COMPLEX else float64
