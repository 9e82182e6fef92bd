"""Functions over numbers and arrays; of a plain number they give a plain number."""
import builtins
import math

from ._array import given, may_be_array, ndarray
from ._scalars import float64, int64


_OF_COMPLEX = "what NumPy's functions make of complex numbers is not followed"

# Asked first: tables of positions are made number by number.
_NUMBERS = (int, float)


def _each(function, rule="function"):
    """`rule`: what the elements of the results are, of `_types.MAPPED`."""

    def apply(x, *args, **kwargs):
        if type(x) in _NUMBERS:
            return function(x)
        if may_be_array(x):
            return x
        if hasattr(x, "detach"):
            return _unknown("what NumPy's functions make of tensors is not followed")
        if isinstance(x, (ndarray, list, tuple)):
            x = given(x)
            return _unknown(_OF_COMPLEX) if x._type.kind == "c" else x._map(function, rule)
        return _unknown(_OF_COMPLEX) if isinstance(x, complex) else function(x)

    return apply


sqrt = _each(math.sqrt)
exp = _each(math.exp)
log = _each(math.log)
log2 = _each(math.log2)
log10 = _each(math.log10)
log1p = _each(math.log1p)
sin = _each(math.sin)
cos = _each(math.cos)
tan = _each(math.tan)
arcsin = _each(math.asin)
arccos = _each(math.acos)
arctan = _each(math.atan)
sinh = _each(math.sinh)
cosh = _each(math.cosh)
tanh = _each(math.tanh)
deg2rad = _each(math.radians)
rad2deg = _each(math.degrees)
floor = _each(lambda x: float(math.floor(x)), "float")
ceil = _each(lambda x: float(math.ceil(x)), "float")
trunc = _each(lambda x: float(math.trunc(x)), "float")
rint = _each(lambda x: float(builtins.round(x)), "float")


def abs(x):
    return x if may_be_array(x) else builtins.abs(given(x) if isinstance(x, (list, tuple)) else x)


absolute = abs

square = _each(lambda x: x * x, "number")
negative = _each(lambda x: -x, "number")
sign = _each(lambda x: type(x)((x > 0) - (x < 0)), "number")
isnan = _each(math.isnan, "bool")
isinf = _each(math.isinf, "bool")
isfinite = _each(math.isfinite, "bool")
logical_not = _each(lambda x: not x, "bool")


def round(a, decimals=0):
    return _each(lambda x: builtins.round(x, decimals) if isinstance(x, float) else x, "float")(a)


around = round


def _both(function, rule="same"):
    def apply(x1, x2, **kwargs):
        if type(x1) in _NUMBERS and type(x2) in _NUMBERS:
            return function(x1, x2)
        if may_be_array(x1):
            return x1
        if may_be_array(x2):
            return x2
        if hasattr(x1, "detach") or hasattr(x2, "detach"):
            return _unknown("what NumPy's functions make of tensors is not followed")
        if isinstance(x1, (ndarray, list, tuple)) or isinstance(x2, (ndarray, list, tuple)):
            return given(x1)._with(x2, function, rule)
        return function(x1, x2)

    return apply


add = _both(lambda a, b: a + b)
subtract = _both(lambda a, b: a - b, "remainder")
multiply = _both(lambda a, b: a * b)
divide = true_divide = _both(lambda a, b: a / b, "quotient")
floor_divide = _both(lambda a, b: a // b, "remainder")
power = _both(lambda a, b: a**b, "remainder")
maximum = _both(lambda a, b: a if a > b else b)
minimum = _both(lambda a, b: a if a < b else b)
equal = _both(lambda a, b: a == b, "bool")
logical_and = _both(lambda a, b: bool(a) and bool(b), "bool")
logical_or = _both(lambda a, b: bool(a) or bool(b), "bool")


def prod(a, axis=None, dtype=None, **kwargs):
    """Of a shape, the product of its sizes, symbolic ones too."""
    if axis is None and not isinstance(a, ndarray) and hasattr(a, "__iter__"):
        items = list(a)
        if not builtins.any(hasattr(item, "__iter__") for item in items):
            return math.prod(items) if items else 1.0
    return given(a).prod(axis)


product = prod


def sum(a, axis=None, dtype=None, keepdims=False):
    return given(a).sum(axis, dtype, keepdims)


def mean(a, axis=None, dtype=None, keepdims=False):
    return given(a).mean(axis, dtype, keepdims)


average = mean


def std(a, axis=None, keepdims=False):
    return given(a).std(axis, keepdims)


def var(a, axis=None, keepdims=False):
    return given(a).var(axis, keepdims)


def max(a, axis=None, keepdims=False):
    return given(a).max(axis, keepdims)


def min(a, axis=None, keepdims=False):
    return given(a).min(axis, keepdims)


def argmax(a, axis=None, keepdims=False):
    return given(a).argmax(axis, keepdims)


def argmin(a, axis=None, keepdims=False):
    return given(a).argmin(axis, keepdims)


def any(a, axis=None, keepdims=False):
    return given(a).any(axis, keepdims)


def all(a, axis=None, keepdims=False):
    return given(a).all(axis, keepdims)


def count_nonzero(a, axis=None, keepdims=False):
    return given(a)._reduce(lambda items: builtins.sum(1 for item in items if item), "index", axis, keepdims)


def median(a, axis=None, keepdims=False):
    def middle(items):
        ordered, half = sorted(items), len(items) // 2
        return float(ordered[half]) if len(items) % 2 else (ordered[half - 1] + ordered[half]) / 2

    return given(a)._reduce(middle, "mean", axis, keepdims)


def percentile(a, q, axis=None):
    def at(items):
        ordered, place = sorted(items), (len(items) - 1) * q / 100
        low = math.floor(place)
        high = builtins.min(low + 1, len(items) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    if not isinstance(q, (int, float)):
        return _unknown("several percentiles at once are not followed")
    return given(a)._reduce(at, "mean", axis)


def sort(a, axis=-1):
    a = given(a) if axis is not None else given(a).ravel()
    if _is_unknown(a):
        return a
    return a._alike(a.shape, None if a._items is None or a.ndim > 1 else sorted(a._items))


def argsort(a, axis=-1):
    a = given(a) if axis is not None else given(a).ravel()
    if _is_unknown(a):
        return a
    items = None if a._items is None or a.ndim > 1 else sorted(range(a.size), key=lambda at: a._items[at])
    return ndarray(a.shape, items, int64)


def unique(ar):
    ar = given(ar)
    if ar._items is None:
        return _unknown("it depends on the array's values")
    found = sorted(set(ar._items))
    return ar._alike((len(found),), found)


def bincount(x, weights=None, minlength=0):
    x = given(x)
    if _is_unknown(x):
        return x
    if x._items is None or builtins.any(_is_unknown(one) for one in x._items):
        return _unknown("it depends on the array's values")
    length = builtins.max([minlength] + [one + 1 for one in x._items])
    if weights is not None:
        return ndarray((length,), None, float64)
    counts = [0] * length
    for one in x._items:
        counts[one] += 1
    return ndarray((length,), counts, int64)


def _triangle(m, keeps):
    m = given(m)
    if _is_unknown(m):
        return m
    if m.ndim < 2:
        return _unknown("triangles of vectors are not followed")
    rows, columns = m.shape[-2:]
    if m._items is None:
        return m._alike(m.shape, None)
    items = [
        item if keeps(at // columns % rows, at % columns) else m._type(0) for at, item in enumerate(m._items)
    ]
    return m._alike(m.shape, items)


def triu(m, k=0):
    return _triangle(m, lambda row, column: column >= row + k)


def tril(m, k=0):
    return _triangle(m, lambda row, column: column <= row + k)


def dot(a, b):
    if isinstance(a, (int, float)) or isinstance(b, (int, float)):
        return a * b
    return given(a).dot(b)


def matmul(x1, x2):
    return given(x1) @ given(x2)


def size(a, axis=None):
    a = given(a)
    return a.size if axis is None else a.shape[axis]


def array_equal(a1, a2):
    a1, a2 = given(a1), given(a2)
    return a1.shape == a2.shape and (a1 == a2).all()


def allclose(a, b, rtol=1e-5, atol=1e-8):
    return _unknown("it depends on the arrays' values", "bool")
