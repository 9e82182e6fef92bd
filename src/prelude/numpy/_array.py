"""Arrays: https://numpy.org/doc/stable/reference/arrays.html"""
import math

from ._scalars import bool_, common, complex128, float64, int64, object_, type_of, uint8, void

LIMIT = 4096


def _count(shape):
    return math.prod(shape)


def _text(shape):
    return str(tuple(shape)).replace(" ", "")


def _sizes(shape):
    return tuple(shape) if hasattr(shape, "__iter__") else (shape,)


def _ndim(places):
    return places.ndim if isinstance(places, ndarray) else 1


def _holds_bools(places):
    items = places.tolist() if isinstance(places, ndarray) else list(places)
    return len(items) > 0 and isinstance(items[0], bool)


class dtype:
    def __init__(self, given):
        self.type = type_of(given)
        self.name = self.type.__name__.rstrip("_")
        self.kind = self.type.kind

    def __eq__(self, other):
        return self.type is type_of(other.type if isinstance(other, dtype) else other)

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"dtype('{self.name}')"

    def __str__(self):
        return self.name


class ndarray:
    """
    `_items` holds the elements in row-major order, or None where they are not known. Where `_exact` is not set, `_type` is only likely:
    NumPy's own scalars are plain numbers here, and what an operation makes of them is not followed.
    """

    def __init__(self, shape, items=None, dtype=None, exact=True):
        self.shape = tuple(shape)
        self._items = items if items is None or len(items) <= LIMIT else None
        self._type = dtype if dtype is not None else float64 if items is None else common(items)
        self._exact = exact and dtype is not None and dtype is not void

    def _alike(self, shape, items):
        return ndarray(shape, items, self._type, self._exact)

    @property
    def __array_interface__(self):
        """https://numpy.org/doc/stable/reference/arrays.interface.html; `data` are the elements themselves, where they are known."""
        if not self._exact:
            return _unknown("the type of the array's elements is not known")
        return {"version": 3, "shape": self.shape, "typestr": f"<{self._type.kind}{self._type.itemsize}", "data": self._items}

    @property
    def dtype(self):
        return dtype(self._type) if self._exact else _unknown("the type of the array's elements is not known")

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def size(self):
        return _count(self.shape)

    @property
    def T(self):
        return self.transpose()

    @property
    def flat(self):
        return iter(self.ravel())

    def _scalar(self, item):
        """An element by itself. NumPy's small floats are no plain numbers: what arrays are made of them again has their type."""
        if item is None or self._exact and self._type.kind == "f" and self._type is not float64:
            return _unknown("the array's values are not known", "float" if self._type.kind == "f" else "any")
        return item

    def _known(self):
        return self._items if self._items is not None else [_unknown("the array's values are not known") for _ in range(self.size)]

    def __len__(self):
        if not self.shape:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    def __iter__(self):
        return iter([self[at] for at in range(len(self))])

    def tolist(self):
        if not self.shape:
            return self._known()[0]
        return list(self._known()) if len(self.shape) == 1 else [part.tolist() for part in self]

    def item(self, *args):
        if args:
            return self[args if len(args) > 1 else args[0]]
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self._known()[0]

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __index__(self):
        return int(self.item())

    def __bool__(self):
        return bool(self.item())

    def _positions(self, at, size):
        """The places along one dimension that an index takes, and whether the dimension stays."""
        if isinstance(at, slice):
            return list(range(size))[at], True
        if isinstance(at, (list, range, ndarray)):
            listed = at.tolist() if isinstance(at, ndarray) else list(at)
            if listed and isinstance(listed[0], bool):
                return [place for place, chosen in enumerate(listed) if chosen], True
            return [place % size for place in listed], True
        if not -size <= at < size:
            raise IndexError(f"index {at} is out of bounds for axis 0 with size {size}")
        return [at % size], False

    def _select(self, index):
        index = index if isinstance(index, tuple) else (index,)
        given = sum(1 for at in index if at is not None and at is not Ellipsis)
        if any(at is Ellipsis for at in index):
            place = [at is Ellipsis for at in index].index(True)
            index = (*index[:place], *[slice(None)] * (len(self.shape) - given), *index[place + 1 :])
        else:
            index = (*index, *[slice(None)] * (len(self.shape) - given))
        picked = [at for at in index if isinstance(at, (list, range, ndarray))]
        if len(picked) > 1:
            return self._select_pairs(index, picked)
        chosen, shape, dim = [], [], 0
        for at in index:
            if at is None:
                shape.append(1)
                continue
            positions, stays = self._positions(at, self.shape[dim])
            chosen.append(positions)
            if stays:
                shape.append(len(positions))
            dim += 1
        if self._items is None:
            return tuple(shape), None
        places = [0]
        for size, positions in zip(self.shape, chosen):
            places = [place * size + position for place in places for position in positions]
        return tuple(shape), places

    def _select_pairs(self, index, picked):
        """Several lists of places go together, one place of each; with more between them the order of the axes is not followed."""
        if len(index) != len(picked) or any(_ndim(at) != 1 or _holds_bools(at) for at in picked):
            return _unknown("arrays of indices in several dimensions are not followed"), None
        lengths = [len(at) for at in picked]
        count = max(lengths)
        if any(length not in (1, count) for length in lengths):
            raise IndexError("shape mismatch: indexing arrays could not be broadcast together")
        if self._items is None:
            return (count,), None
        columns = []
        for at, size in zip(picked, self.shape):
            positions, _ = self._positions(at, size)
            columns.append(positions * count if len(positions) == 1 else positions)
        places = []
        for row in zip(*columns):
            place = 0
            for size, position in zip(self.shape, row):
                place = place * size + position
            places.append(place)
        return (count,), places

    def __getitem__(self, index):
        shape, places = self._select(index)
        if _is_unknown(shape):
            return shape
        if not shape:
            return self._scalar(None if places is None else self._items[places[0]])
        return self._alike(shape, None if places is None else [self._items[place] for place in places])

    def __setitem__(self, index, value):
        shape, places = self._select(index)
        if places is None:
            self._items = None
            return
        values = broadcast_to(asarray(value), shape)._items
        if values is None:
            self._items = None
        else:
            for place, item in zip(places, values):
                self._items[place] = self._type(item)

    def _with(self, other, function):
        other = asarray(other)
        shape = _joined_shape(self.shape, other.shape)
        left, right = broadcast_to(self, shape), broadcast_to(other, shape)
        if left._items is None or right._items is None:
            return ndarray(shape, None, self._type if self._type.kind == "f" else other._type, False)
        items = [function(a, b) for a, b in zip(left._items, right._items)]
        return ndarray(shape, items) if shape else items[0]

    def _map(self, function):
        if self._items is None:
            return ndarray(self.shape)
        items = [function(item) for item in self._items]
        return ndarray(self.shape, items) if self.shape else items[0]

    def __add__(self, other):
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._with(other, lambda a, b: a - b)

    def __mul__(self, other):
        return self._with(other, lambda a, b: a * b)

    def __truediv__(self, other):
        return self._with(other, lambda a, b: a / b)

    def __floordiv__(self, other):
        return self._with(other, lambda a, b: a // b)

    def __mod__(self, other):
        return self._with(other, lambda a, b: a % b)

    def __pow__(self, other):
        return self._with(other, lambda a, b: a**b)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return self._with(other, lambda a, b: b - a)

    def __rtruediv__(self, other):
        return self._with(other, lambda a, b: b / a)

    def __rfloordiv__(self, other):
        return self._with(other, lambda a, b: b // a)

    def __rpow__(self, other):
        return self._with(other, lambda a, b: b**a)

    def __neg__(self):
        return self._map(lambda a: -a)

    def __abs__(self):
        return self._map(abs)

    def __eq__(self, other):
        return self._with(other, lambda a, b: a == b)

    def __ne__(self, other):
        return self._with(other, lambda a, b: a != b)

    def __lt__(self, other):
        return self._with(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._with(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._with(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._with(other, lambda a, b: a >= b)

    def __and__(self, other):
        return self._with(other, lambda a, b: a & b)

    def __or__(self, other):
        return self._with(other, lambda a, b: a | b)

    def __invert__(self):
        return self._map(lambda a: not a if isinstance(a, bool) else ~a)

    def __matmul__(self, other):
        other = asarray(other)
        left = self if self.ndim > 1 else self.reshape(1, -1)
        right = other if other.ndim > 1 else other.reshape(-1, 1)
        if left.shape[-1] != right.shape[0]:
            raise ValueError(
                f"matmul: Input operand 1 has a mismatch in its core dimension 0 (size {right.shape[0]} is different from {left.shape[-1]})"
            )
        shape = (*(self.shape[:-1] if self.ndim > 1 else ()), *(other.shape[1:] if other.ndim > 1 else ()))
        if left._items is None or right._items is None or left.ndim > 2:
            return ndarray(shape)
        rows, inner, columns = left.shape[0], left.shape[1], right.shape[1]
        items = [
            sum(left._items[row * inner + k] * right._items[k * columns + column] for k in range(inner))
            for row in range(rows)
            for column in range(columns)
        ]
        return ndarray(shape, items) if shape else items[0]

    dot = __matmul__

    def __repr__(self):
        return f"array({self.tolist()})" if self._items is not None else f"array(shape={self.shape})"

    def astype(self, dtype, copy=True):
        wanted = type_of(dtype)
        items = None if self._items is None else [wanted(item) for item in self._items]
        return ndarray(self.shape, items, wanted)

    def copy(self, order="C"):
        return self._alike(self.shape, None if self._items is None else list(self._items))

    def reshape(self, *shape, order="C"):
        shape = _sizes(shape[0]) if len(shape) == 1 else shape
        if -1 in shape:
            rest = _count([size for size in shape if size != -1])
            shape = [self.size // rest if size == -1 else size for size in shape]
        if _count(shape) != self.size:
            raise ValueError(f"cannot reshape array of size {self.size} into shape {_text(shape)}")
        return self._alike(shape, self._items)

    def ravel(self, order="C"):
        return self.reshape(-1)

    def flatten(self, order="C"):
        return self.copy().reshape(-1)

    def squeeze(self, axis=None):
        return self.reshape([size for size in self.shape if size != 1])

    def transpose(self, *axes):
        axes = axes[0] if len(axes) == 1 and hasattr(axes[0], "__iter__") else axes
        order = [axis % self.ndim for axis in axes] if axes else list(reversed(range(self.ndim)))
        shape = [self.shape[axis] for axis in order]
        if self._items is None:
            return self._alike(shape, None)
        strides = [_count(self.shape[axis + 1 :]) for axis in order]
        places = [0]
        for size, stride in zip(shape, strides):
            places = [place + at * stride for place in places for at in range(size)]
        return self._alike(shape, [self._items[place] for place in places])

    def swapaxes(self, axis1, axis2):
        order = list(range(self.ndim))
        order[axis1], order[axis2] = order[axis2], order[axis1]
        return self.transpose(order)

    def repeat(self, repeats, axis=None):
        return repeat(self, repeats, axis)

    def fill(self, value):
        self._items = [value] * self.size if self.size <= LIMIT else None

    def _reduce(self, function, axis=None, keepdims=False):
        if axis is None:
            result = function(self._known()) if self.size <= LIMIT else _unknown("the array's values are not known")
            return full((1,) * self.ndim, result) if keepdims else result
        axis = axis % self.ndim
        shape = [size for at, size in enumerate(self.shape) if at != axis]
        kept = [1 if at == axis else size for at, size in enumerate(self.shape)]
        moved = self.transpose([at for at in range(self.ndim) if at != axis] + [axis])
        if moved._items is None:
            return ndarray(kept if keepdims else shape, None, self._type, False)
        length = self.shape[axis]
        items = [function(moved._items[at * length : (at + 1) * length]) for at in range(_count(shape))]
        return ndarray(kept if keepdims else shape, items) if shape or keepdims else items[0]

    def sum(self, axis=None, dtype=None, keepdims=False):
        return self._reduce(sum, axis, keepdims)

    def prod(self, axis=None, dtype=None, keepdims=False):
        return self._reduce(math.prod, axis, keepdims)

    def max(self, axis=None, keepdims=False):
        return self._reduce(max, axis, keepdims)

    def min(self, axis=None, keepdims=False):
        return self._reduce(min, axis, keepdims)

    def mean(self, axis=None, dtype=None, keepdims=False):
        return self._reduce(_mean, axis, keepdims)

    def var(self, axis=None, keepdims=False):
        return self._reduce(_variance, axis, keepdims)

    def std(self, axis=None, keepdims=False):
        return self._reduce(lambda items: math.sqrt(_variance(items)), axis, keepdims)

    def any(self, axis=None):
        return self._reduce(any, axis)

    def all(self, axis=None):
        return self._reduce(all, axis)

    def argmax(self, axis=None):
        return self._reduce(lambda items: items.index(max(items)), axis)

    def argmin(self, axis=None):
        return self._reduce(lambda items: items.index(min(items)), axis)

    def cumsum(self, axis=None):
        return cumsum(self, axis)

    def round(self, decimals=0):
        return self._map(lambda item: round(item, decimals))

    def clip(self, a_min=None, a_max=None):
        return clip(self, a_min, a_max)


def _mean(items):
    return sum(items) / len(items)


def _variance(items):
    middle = _mean(items)
    return sum((item - middle) ** 2 for item in items) / len(items)


def _joined_shape(a, b):
    shape = []
    for at in range(1, max(len(a), len(b)) + 1):
        x = a[-at] if at <= len(a) else 1
        y = b[-at] if at <= len(b) else 1
        if x != y and x != 1 and y != 1:
            raise ValueError(f"operands could not be broadcast together with shapes {_text(a)} {_text(b)} ")
        shape.insert(0, y if x == 1 else x)
    return tuple(shape)


#: Types of Python's own numbers: of two of them the later one holds both.
_PLAIN = (bool_, int64, float64, complex128)


def _one_type(arrays):
    """The type of arrays that are joined, and whether it is certain."""
    types = [one._type for one in arrays] or [float64]
    exact = all(one._exact for one in arrays)
    if all(type in _PLAIN for type in types):
        return max(types, key=_PLAIN.index), exact
    return (types[0], exact) if all(type is types[0] for type in types) else (None, False)


def may_be_array(value):
    """Whether a value is not known, and no number or text either: it may have any number of dimensions."""
    if not _is_unknown(value):
        return False
    scalar = isscalar(value)
    return _is_unknown(scalar) or not scalar


_OBJECTS = "arrays of records and of objects are not followed"


def _of_objects(given):
    """Whether the elements of arrays of a dtype are no numbers: what looks like a sequence may be one of them."""
    return type_of(given.type if isinstance(given, dtype) else given) in (void, object_)


def array(object, dtype=None, copy=True, ndmin=0, **kwargs):
    if may_be_array(object):
        return object
    if dtype is not None and _of_objects(dtype):
        return _unknown(_OBJECTS)
    if isscalar(object):
        made = ndarray((), [object], common([object]), not _is_unknown(object))
    elif isinstance(object, ndarray):
        made = object.copy()
    elif hasattr(object, "detach"):
        made = ndarray(tuple(object.shape))
    elif hasattr(object, "__array_shape__"):
        made = object.__array_shape__()
        if _is_unknown(made):
            return made
        made = ndarray(made, None, uint8)
    elif isinstance(object, (list, tuple, range)):
        parts = [array(part) for part in object]
        for part in parts:
            if _is_unknown(part):
                return part
        inner = parts[0].shape if parts else ()
        if any(part.shape != inner for part in parts):
            raise ValueError(
                "setting an array element with a sequence. The requested array has an inhomogeneous shape"
            )
        known = all(part._items is not None for part in parts)
        items = [item for part in parts for item in part._items] if known else None
        made = ndarray((len(parts), *inner), items, *_one_type(parts))
    else:
        made = ndarray((), [object])
    return made if dtype is None else made.astype(dtype)


def asarray(a, dtype=None, **kwargs):
    return a if isinstance(a, ndarray) and dtype is None else array(a, dtype)


ascontiguousarray = asarray


def copy(a):
    return asarray(a).copy()


def isscalar(element):
    return isinstance(element, (int, float, complex, str, bool))


def full(shape, fill_value, dtype=None):
    if dtype is not None and _of_objects(dtype):
        return _unknown(_OBJECTS)
    shape = _sizes(shape)
    count = _count(shape)
    items = [fill_value] * count if isinstance(count, int) and count <= LIMIT else None
    made = ndarray(shape, items, common([fill_value]), not _is_unknown(fill_value))
    return made if dtype is None else made.astype(dtype)


def zeros(shape, dtype=float, **kwargs):
    return full(shape, 0.0, dtype)


def ones(shape, dtype=float, **kwargs):
    return full(shape, 1.0, dtype)


def empty(shape, dtype=float, **kwargs):
    return full(shape, 0.0, dtype)


def full_like(a, fill_value, dtype=None):
    a = asarray(a)
    return full(a.shape, fill_value, dtype or a._type)


def zeros_like(a, dtype=None):
    return full_like(a, 0, dtype)


def ones_like(a, dtype=None):
    return full_like(a, 1, dtype)


empty_like = zeros_like


def eye(N, M=None, k=0, dtype=float):
    M = N if M is None else M
    return ndarray((N, M), [1.0 if column - row == k else 0.0 for row in range(N) for column in range(M)]).astype(dtype)


def identity(n, dtype=float):
    return eye(n, dtype=dtype)


def arange(start, stop=None, step=1, dtype=None):
    start, stop = (0, start) if stop is None else (start, stop)
    count = max(0, math.ceil((stop - start) / step))
    exact = not any(_is_unknown(one) for one in (start, stop, step))
    items = [start + at * step for at in range(count)] if count <= LIMIT else None
    made = ndarray((count,), items, common([start, stop, step]), exact)
    return made if dtype is None else made.astype(dtype)


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None):
    parts = num - 1 if endpoint else num
    step = (stop - start) / parts if parts > 0 else 0.0
    items = [float(start + at * step) for at in range(num)]
    if endpoint and num > 1:
        items[-1] = float(stop)
    made = ndarray((num,), items, float64)
    made = made if dtype is None else made.astype(dtype)
    return (made, step) if retstep else made


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None):
    return linspace(start, stop, num, endpoint)._map(lambda item: base**item)


def broadcast_to(array, shape):
    array = asarray(array)
    shape = _sizes(shape)
    if array.shape == shape:
        return array
    if array._items is None:
        return array._alike(shape, None)
    padded = (1,) * (len(shape) - len(array.shape)) + array.shape
    places = [0]
    for at, size in enumerate(shape):
        if padded[at] not in (1, size):
            raise ValueError(
                f"operands could not be broadcast together with remapped shapes [original->remapped]: {array.shape} and requested shape {shape}"
            )
        stride = _count(padded[at + 1 :]) if padded[at] != 1 else 0
        places = [place + step * stride for place in places for step in range(size)]
    return array._alike(shape, [array._items[place] for place in places])


def reshape(a, newshape, order="C"):
    return asarray(a).reshape(newshape)


def ravel(a, order="C"):
    return asarray(a).ravel()


def transpose(a, axes=None):
    return asarray(a).transpose() if axes is None else asarray(a).transpose(axes)


def swapaxes(a, axis1, axis2):
    return asarray(a).swapaxes(axis1, axis2)


def squeeze(a, axis=None):
    return asarray(a).squeeze(axis)


def expand_dims(a, axis):
    a = asarray(a)
    shape = list(a.shape)
    shape.insert(axis if axis >= 0 else axis + a.ndim + 1, 1)
    return a.reshape(shape)


def concatenate(arrays, axis=0):
    if _is_unknown(arrays):
        return arrays
    arrays = [asarray(one) for one in arrays]
    for one in arrays:
        if _is_unknown(one):
            return one
    first = arrays[0]
    axis = axis % first.ndim
    order = [axis] + [at for at in range(first.ndim) if at != axis]
    moved = [one.transpose(order) for one in arrays]
    shape = (sum(one.shape[0] for one in moved), *moved[0].shape[1:])
    known = all(one._items is not None for one in moved)
    joined = ndarray(shape, [item for one in moved for item in one._items] if known else None, *_one_type(moved))
    back = [order.index(at) for at in range(first.ndim)]
    return joined.transpose(back)


def stack(arrays, axis=0):
    return concatenate([expand_dims(one, axis) for one in arrays], axis)


def vstack(tup):
    return concatenate([one if asarray(one).ndim > 1 else expand_dims(one, 0) for one in tup], 0)


def hstack(tup):
    return concatenate(tup, 0 if asarray(tup[0]).ndim == 1 else 1)


def repeat(a, repeats, axis=None):
    a = asarray(a)
    a, axis = (a.reshape(-1), 0) if axis is None else (a, axis)
    order = [at for size in [a.shape[axis]] for at in range(size) for _ in range(repeats)]
    return a[(slice(None),) * (axis % a.ndim) + (order,)]


def tile(A, reps):
    A = asarray(A)
    reps = _sizes(reps)
    shape = (1,) * (len(reps) - A.ndim) + A.shape
    reps = (1,) * (len(shape) - len(reps)) + tuple(reps)
    tiled = A.reshape(shape)
    for axis, times in enumerate(reps):
        tiled = concatenate([tiled] * times, axis)
    return tiled


def flip(m, axis=None):
    m = asarray(m)
    axes = range(m.ndim) if axis is None else [axis % m.ndim]
    return m[tuple(list(range(size))[::-1] if at in axes else slice(None) for at, size in enumerate(m.shape))]


def meshgrid(*xi, indexing="xy", sparse=False, copy=True):
    xi = [asarray(one).ravel() for one in xi]
    order = [1, 0, *range(2, len(xi))] if indexing == "xy" and len(xi) > 1 else list(range(len(xi)))
    shape = [xi[at].size for at in order]
    grids = []
    for at, one in enumerate(xi):
        around = [1] * len(xi)
        around[order.index(at)] = one.size
        grids.append(broadcast_to(one.reshape(around), shape))
    return grids


def diag(v, k=0):
    v = asarray(v)
    if v.ndim == 2:
        return array([v[at, at] for at in range(min(v.shape))])
    return array([[v[row] if row == column else 0 for column in range(v.size)] for row in range(v.size)])


def outer(a, b):
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)


def where(condition, x=None, y=None):
    condition = asarray(condition)
    if x is None:
        return _unknown("it depends on the array's values")
    shape = _joined_shape(_joined_shape(condition.shape, asarray(x).shape), asarray(y).shape)
    parts = [broadcast_to(one, shape)._items for one in (condition, x, y)]
    if any(part is None for part in parts):
        return ndarray(shape)
    return ndarray(shape, [b if a else c for a, b, c in zip(*parts)])


def clip(a, a_min, a_max):
    def limited(item):
        item = item if a_min is None or item > a_min else a_min
        return item if a_max is None or item < a_max else a_max

    return asarray(a)._map(limited)


def _running(a, axis, function):
    a = asarray(a)
    a, axis = (a.reshape(-1), 0) if axis is None else (a, axis % a.ndim)
    parts, total = [], None
    for at in range(a.shape[axis]):
        part = a[(slice(None),) * axis + (at,)]
        total = part if total is None else function(total, part)
        parts.append(total)
    return stack(parts, axis)


def cumsum(a, axis=None):
    return _running(a, axis, lambda x, y: x + y)


def cumprod(a, axis=None):
    return _running(a, axis, lambda x, y: x * y)


def diff(a, n=1):
    a = asarray(a)
    return a[1:] - a[:-1]


def mod(x, y):
    return x % y


def nan_to_num(x):
    return x
