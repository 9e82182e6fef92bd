"""Arrays of arrays: joined, repeated, chosen from, and summed step by step."""
from ._array import (
    _axes, _axis, _joined_shape, _made, _one_type, _sizes, array, asarray, broadcast_to, expand_dims, given, isscalar, ndarray,
)  # fmt: skip
from ._scalars import float64
from ._types import REDUCED


def _arrays(given):
    """Arrays to be joined; unknown where one of them is."""
    if _is_unknown(given):
        return given
    arrays = [asarray(one) for one in given]
    for one in arrays:
        if _is_unknown(one):
            return one
    return arrays


def concatenate(arrays, axis=0):
    arrays = _arrays(arrays)
    if _is_unknown(arrays):
        return arrays
    if not arrays:
        raise ValueError("need at least one array to concatenate")
    if axis is None:
        arrays, axis = [one.ravel() for one in arrays], 0
    first = arrays[0]
    if not first.shape:
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    axis = _axis(axis, first.ndim)
    for at, one in enumerate(arrays):
        if one.ndim != first.ndim:
            raise ValueError(
                f"all the input arrays must have same number of dimensions, but the array at index 0 has {first.ndim} dimension(s) and the array at index {at} has {one.ndim} dimension(s)"
            )
        for dim in range(first.ndim):
            if dim != axis and one.shape[dim] != first.shape[dim]:
                raise ValueError(
                    f"all the input array dimensions except for the concatenation axis must match exactly, but along dimension {dim}, the array at index 0 has size {first.shape[dim]} and the array at index {at} has size {one.shape[dim]}"
                )
    order = [axis] + [at for at in range(first.ndim) if at != axis]
    moved = [one.transpose(order) for one in arrays]
    shape = (sum(one.shape[0] for one in moved), *moved[0].shape[1:])
    known = all(one._items is not None for one in moved)
    joined = ndarray(shape, [item for one in moved for item in one._items] if known else None, *_one_type(moved))
    back = [order.index(at) for at in range(first.ndim)]
    return joined.transpose(back)


def stack(arrays, axis=0):
    arrays = _arrays(arrays)
    if _is_unknown(arrays):
        return arrays
    if not arrays:
        raise ValueError("need at least one array to stack")
    if any(one.shape != arrays[0].shape for one in arrays):
        raise ValueError("all input arrays must have the same shape")
    return concatenate([expand_dims(one, axis) for one in arrays], axis)


def vstack(tup):
    return concatenate([atleast_2d(one) for one in tup], 0)


def hstack(tup):
    arrays = [atleast_1d(one) for one in tup]
    for one in arrays:
        if _is_unknown(one):
            return one
    return concatenate(arrays, 0 if arrays and arrays[0].ndim == 1 else 1)


def atleast_1d(a):
    a = given(a)
    return a if _is_unknown(a) or a.shape else a.reshape(1)


def atleast_2d(a):
    a = given(a)
    return a if _is_unknown(a) or a.ndim > 1 else a.reshape(1, -1)


def repeat(a, repeats, axis=None):
    a = given(a)
    if not isinstance(repeats, int):
        return _unknown("`repeat` with a number for each element is not followed")
    a, axis = (a.reshape(-1), 0) if axis is None else (a, _axis(axis, a.ndim))
    if a._items is None:
        return a._alike([size * repeats if at == axis else size for at, size in enumerate(a.shape)], None)
    order = [at for at in range(a.shape[axis]) for _ in range(repeats)]
    return a[(slice(None),) * (axis % a.ndim) + (order,)]


def tile(A, reps):
    A = given(A)
    reps = _sizes(reps)
    shape = (1,) * (len(reps) - A.ndim) + A.shape
    reps = (1,) * (len(shape) - len(reps)) + tuple(reps)
    tiled = A.reshape(shape)
    for axis, times in enumerate(reps):
        tiled = concatenate([tiled] * times, axis)
    return tiled


def flip(m, axis=None):
    m = given(m)
    axes = range(m.ndim) if axis is None else [axis % m.ndim]
    return m[tuple(slice(None, None, -1) if at in axes else slice(None) for at in range(m.ndim))]


def meshgrid(*xi, indexing="xy", sparse=False, copy=True):
    xi = [given(one).ravel() for one in xi]
    order = [1, 0, *range(2, len(xi))] if indexing == "xy" and len(xi) > 1 else list(range(len(xi)))
    shape = [xi[at].size for at in order]
    grids = []
    for at, one in enumerate(xi):
        around = [1] * len(xi)
        around[order.index(at)] = one.size
        grids.append(broadcast_to(one.reshape(around), shape))
    return grids


def diag(v, k=0):
    v = given(v)
    down, right = max(-k, 0), max(k, 0)
    if v.ndim == 2:
        length = max(min(v.shape[0] - down, v.shape[1] - right), 0)
        return array([v[at + down, at + right] for at in range(length)])
    size = v.size + abs(k)
    return array([[v[row - down] if column - row == k else 0 for column in range(size)] for row in range(size)])


def outer(a, b):
    return given(a).reshape(-1, 1) * given(b).reshape(1, -1)


def where(condition, x=None, y=None):
    condition, x, y = given(condition), x if x is None else given(x), y if y is None else given(y)
    if _is_unknown(condition) or _is_unknown(x) or _is_unknown(y):
        return _unknown("NumPy leaves it to the tensor")
    if x is None:
        return _unknown("it depends on the array's values")
    shape = _joined_shape(_joined_shape(condition.shape, x.shape), y.shape)
    if condition._items is None or x._items is None or y._items is None:
        return ndarray(shape, None, *x._type_with(y, "same"))
    parts = [broadcast_to(one, shape)._items for one in (condition, x, y)]
    items = [b if a else c for a, b, c in zip(*parts)]
    return _made(shape, items, *x._type_with(y, "same")) if _on_numbers() else ndarray(shape, items)


def clip(a, a_min, a_max):
    def limited(item):
        item = item if a_min is None or item > a_min else a_min
        return item if a_max is None or item < a_max else a_max

    a = given(a)
    if _is_unknown(a):
        return a
    if not isscalar(a_min) and a_min is not None or not isscalar(a_max) and a_max is not None:
        return _unknown("limits that are arrays are not followed")
    exact = a._exact and (a._type is float64 or _on_numbers())
    made = ndarray(a.shape, None if a._items is None else [limited(item) for item in a._items], a._type, exact)
    return made if a.shape else made._scalar(made._items and made._items[0])


def moveaxis(a, source, destination):
    a = given(a)
    source, destination = _axes(source, a.ndim), _axes(destination, a.ndim)
    order = [at for at in range(a.ndim) if at not in source]
    for to, at in sorted(zip(destination, source)):
        order.insert(to, at)
    return a.transpose(order)


def split(ary, indices_or_sections, axis=0):
    ary = given(ary)
    axis = _axis(axis, ary.ndim)
    size = ary.shape[axis]
    if isinstance(indices_or_sections, int):
        if size % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
        part = size // indices_or_sections
        ends = [part * (at + 1) for at in range(indices_or_sections)]
    elif isinstance(indices_or_sections, (list, tuple)):
        ends = [*indices_or_sections, size]
    else:
        return _unknown("where it is split is not known")
    before = (slice(None),) * axis
    return [ary[(*before, slice(start, end))] for start, end in zip([0, *ends], ends)]


def pad(array, pad_width, mode="constant", **kwargs):
    array = given(array)
    if not isinstance(pad_width, (int, list, tuple)) or callable(mode):
        return _unknown("how wide it is padded is not known")
    widths = pad_width if isinstance(pad_width, (list, tuple)) else [pad_width]
    if not any(isinstance(one, (list, tuple)) for one in widths):
        widths = [[*widths, *widths][:2]]
    widths = [[*one, *one][:2] for one in widths]
    widths = widths * array.ndim if len(widths) == 1 else widths
    if len(widths) != array.ndim:
        return _unknown("how wide it is padded is not known")
    return array._alike([before + size + after for size, (before, after) in zip(array.shape, widths)], None)


def _running(a, axis, function):
    a = given(a)
    if _is_unknown(a):
        return a
    a, axis = (a.reshape(-1), 0) if axis is None else (a, _axis(axis, a.ndim))
    if a._items is None:
        return ndarray(a.shape, None, REDUCED["sum"](a._type), a._exact)
    parts, total = [], None
    for at in range(a.shape[axis]):
        part = a[(slice(None),) * axis + (at,)]
        total = part if total is None else function(total, part)
        parts.append(total)
    made = stack(parts, axis)
    return ndarray(made.shape, made._items, REDUCED["sum"](a._type), a._exact)


def cumsum(a, axis=None):
    return _running(a, axis, lambda x, y: x + y)


def cumprod(a, axis=None):
    return _running(a, axis, lambda x, y: x * y)


def diff(a, n=1, axis=-1):
    a = given(a)
    before = (slice(None),) * _axis(axis, a.ndim)
    for _ in range(n):
        a = a[(*before, slice(1, None))] - a[(*before, slice(None, -1))]
    return a


def mod(x, y):
    return x % y


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    x = given(x)
    if _is_unknown(x):
        return x
    return x._alike(x.shape, None) if x.shape else _unknown("the array's values are not known", "float")
