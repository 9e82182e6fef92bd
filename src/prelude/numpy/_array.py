"""Arrays: https://numpy.org/doc/stable/reference/arrays.html"""
import math

from . import _conversions
from ._axes import AxisError, _axes, _axis, _count, _sizes, _slice_length, _text
from ._flat import flatiter
from ._scalars import bool_, common, complex128, float32, float64, int64, object_, str_, type_of, uint8, void
from ._types import BESIDE_A_TENSOR, MAPPED, REDUCED, promoted, quotient

LIMIT = 4096
_NUMBERS = {bool, int, float}


def _ndim(places):
    return places.ndim if isinstance(places, ndarray) else 1


def _holds_bools(places):
    if isinstance(places, ndarray):
        return places._type is bool_
    items = list(places)
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
        self._items = items if items is None or len(items) <= LIMIT or _on_numbers() else None
        self._shared = False
        self._type = dtype if dtype is not None else float64 if items is None else common(items)
        self._exact = exact and dtype not in (None, void)
        if self._type is str_ and self._items and not all(isinstance(item, str) for item in self._items):
            self._items = None

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
        return dtype(self._type) if self._exact and self._type is not str_ else _unknown("the type of the array's elements is not known")

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
        return flatiter(self.ravel())

    def _scalar(self, item):
        """An element by itself. NumPy's small floats are no plain numbers: what arrays are made of them again has their type."""
        if item is None or self._exact and self._type.kind == "f" and self._type is not float64 and not _on_numbers():
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

    item = _conversions.item
    __float__ = _conversions.to_float
    __int__ = _conversions.to_int
    __complex__ = _conversions.to_complex
    __index__ = _conversions.to_index
    __bool__ = _conversions.to_bool
    __round__ = _conversions.to_rounded
    __format__ = _conversions.to_format
    __str__ = _conversions.to_text

    def _positions(self, at, size, dim):
        """The places along one dimension that an index takes, and whether the dimension stays."""
        if isinstance(at, slice):
            return list(range(size))[at], True
        if isinstance(at, (list, range, ndarray)):
            listed = at.tolist() if isinstance(at, ndarray) else list(at)
            if _holds_bools(at):
                return [place for place, chosen in enumerate(listed) if chosen], True
            return [place % size for place in listed], True
        if not -size <= at < size:
            raise IndexError(f"index {at} is out of bounds for axis {dim} with size {size}")
        return [at % size], False

    def _select(self, index):
        index = tuple(
            asarray(at) if hasattr(at, "detach") else at for at in (index if isinstance(index, tuple) else (index,))
        )
        for at in index:
            if may_be_array(at):
                return _unknown("an index is not known"), None
            if isinstance(at, ndarray) and (at.ndim != 1 or not at._exact or at._type is bool_ and at._items is None):
                return _unknown("it depends on the array of indices"), None
            if isinstance(at, list) and any(isinstance(one, (list, tuple, ndarray)) or hasattr(one, "detach") for one in at):
                return _unknown("lists of indices in several dimensions are not followed"), None
        given = sum(1 for at in index if at is not None and at is not Ellipsis)
        if given > self.ndim:
            raise IndexError(f"too many indices for array: array is {self.ndim}-dimensional, but {given} were indexed")
        if any(at is Ellipsis for at in index):
            place = [at is Ellipsis for at in index].index(True)
            index = (*index[:place], *[slice(None)] * (len(self.shape) - given), *index[place + 1 :])
        else:
            index = (*index, *[slice(None)] * (len(self.shape) - given))
        picked = [at for at in index if isinstance(at, (list, range, ndarray))]
        if len(picked) > 1:
            return self._select_pairs(index, picked)
        if self._items is None:
            return self._selected_shape(index), None
        chosen, shape, dim = [], [], 0
        for at in index:
            if at is None:
                shape.append(1)
                continue
            positions, stays = self._positions(at, self.shape[dim], dim)
            chosen.append(positions)
            if stays:
                shape.append(len(positions))
            dim += 1
        places = [0]
        for size, positions in zip(self.shape, chosen):
            places = [place * size + position for place in places for position in positions]
        return tuple(shape), places

    def _selected_shape(self, index):
        """As `_select`, of an array whose elements and sizes need not be known."""
        shape, dim = [], 0
        for at in index:
            if at is None:
                shape.append(1)
                continue
            size = self.shape[dim]
            if isinstance(at, slice):
                shape.append(_slice_length(at, size))
            elif isinstance(at, (list, range, ndarray)):
                shape.append(sum(1 for chosen in at if chosen) if _holds_bools(at) else len(at))
            elif not -size <= at < size:
                raise IndexError(f"index {at} is out of bounds for axis {dim} with size {size}")
            dim += 1
        return tuple(shape)

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
        for dim, (at, size) in enumerate(zip(picked, self.shape)):
            positions, _ = self._positions(at, size, dim)
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

    def _write(self):
        """Before the elements are written."""
        if self._shared:
            _not_computed("writes to an array that shares the storage of a tensor are")

    def __setitem__(self, index, value):
        self._write()
        shape, places = self._select(index)
        if places is None or may_be_array(value):
            self._items = None
            return
        values = broadcast_to(asarray(value), shape)._items
        if values is None:
            self._items = None
        else:
            for place, item in zip(places, values):
                self._items[place] = self._type(item)

    def _with(self, other, function, rule="same"):
        """`rule`: what of the type that holds both the result has; `bool` of comparisons, `remainder` where bools become numbers."""
        if may_be_array(other):
            return other
        if not isinstance(other, ndarray) and hasattr(other, "__array__"):
            return _unknown(BESIDE_A_TENSOR)
        other = asarray(other)
        if _is_unknown(other):
            return other
        shape = _joined_shape(self.shape, other.shape)
        type, exact = self._type_with(other, rule)
        if not shape:
            known = self._items is not None and other._items is not None
            return function(self._items[0], other._items[0]) if known else self._scalar(None)
        left, right = broadcast_to(self, shape), broadcast_to(other, shape)
        if left._items is None or right._items is None:
            return ndarray(shape, None, type, exact)
        return _made(shape, [function(a, b) for a, b in zip(left._items, right._items)], type, exact)

    def _type_with(self, other, rule):
        """The type of what is made of two arrays, and whether it is certain: NumPy 1 and 2 differ on scalars, which may be NumPy's own."""
        if rule == "bool":
            return bool_, True
        both = promoted(self._type, other._type) if self._exact and other._exact else None
        if both is bool_ and rule == "remainder":
            both = None
        if self.shape and other.shape and both is not None:
            return (quotient(both) if rule == "quotient" else both), True
        array, scalar = (self, other) if self.shape else (other, self)
        if array._exact and array._type is float64 and scalar._type in (bool_, int64, float64) and not scalar.shape:
            return float64, True
        # On numbers a scalar is taken for Python's own, which leaves the array's type where that holds it.
        if _on_numbers() and array._exact and scalar._type in (bool_, int64, float64) and (array._type.kind == "f" or scalar._type is not float64):
            return array._type, True
        if array._exact and array._type is int64 and not scalar.shape:
            # Of whole numbers that are NumPy's own, none is wider.
            if scalar._type in (bool_, int64) and rule in ("same", "quotient"):
                return (float64 if rule == "quotient" else int64), True
            if scalar._type is float64:
                return float64, True
        return (self._type if self._type.kind == "f" else other._type), False

    def _map(self, function, rule):
        type = MAPPED[rule](self._type)
        exact = self._exact and type is not None
        if self._items is None:
            return ndarray(self.shape, None, type, exact) if self.shape else self._scalar(None)
        items = [function(item) for item in self._items]
        return _made(self.shape, items, type, exact) if self.shape else items[0]

    def _become(self, made):
        """Written in place: the type stays."""
        self._write()
        known = isinstance(made, ndarray) and made._items is not None
        self._items = [self._type(item) for item in made._items] if known and self._type in _PLAIN else None
        return self

    def __iadd__(self, other):
        return self._become(self + other)

    def __isub__(self, other):
        return self._become(self - other)

    def __imul__(self, other):
        return self._become(self * other)

    def __itruediv__(self, other):
        return self._become(self / other)

    def __add__(self, other):
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._with(other, lambda a, b: a - b, "remainder")

    def __mul__(self, other):
        return self._with(other, lambda a, b: a * b)

    def __truediv__(self, other):
        return self._with(other, lambda a, b: a / b, "quotient")

    def __floordiv__(self, other):
        return self._with(other, lambda a, b: a // b, "remainder")

    def __mod__(self, other):
        return self._with(other, lambda a, b: a % b, "remainder")

    def __pow__(self, other):
        return self._with(other, lambda a, b: a**b, "remainder")

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return self._with(other, lambda a, b: b - a, "remainder")

    def __rtruediv__(self, other):
        return self._with(other, lambda a, b: b / a, "quotient")

    def __rfloordiv__(self, other):
        return self._with(other, lambda a, b: b // a, "remainder")

    def __rpow__(self, other):
        return self._with(other, lambda a, b: b**a, "remainder")

    def __neg__(self):
        return self._map(lambda a: -a, "number")

    def __abs__(self):
        return self._map(abs, "same") if self._type.kind != "c" else _unknown("moduli of complex numbers are not followed")

    def __eq__(self, other):
        return self._with(other, lambda a, b: a == b, "bool")

    def __ne__(self, other):
        return self._with(other, lambda a, b: a != b, "bool")

    def __lt__(self, other):
        return self._with(other, lambda a, b: a < b, "bool")

    def __le__(self, other):
        return self._with(other, lambda a, b: a <= b, "bool")

    def __gt__(self, other):
        return self._with(other, lambda a, b: a > b, "bool")

    def __ge__(self, other):
        return self._with(other, lambda a, b: a >= b, "bool")

    def __and__(self, other):
        return self._with(other, lambda a, b: a & b)

    def __or__(self, other):
        return self._with(other, lambda a, b: a | b)

    def __invert__(self):
        return self._map(lambda a: not a if isinstance(a, bool) else ~a, "same")

    def __matmul__(self, other):
        if not isinstance(other, ndarray) and hasattr(other, "__array__"):
            return _unknown(BESIDE_A_TENSOR)
        other = asarray(other)
        if _is_unknown(other):
            return other
        left = self if self.ndim > 1 else self.reshape(1, -1)
        right = other if other.ndim > 1 else other.reshape(-1, 1)
        if left.shape[-1] != right.shape[-2]:
            raise ValueError(
                f"matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size {right.shape[-2]} is different from {left.shape[-1]})"
            )
        batch = _joined_shape(left.shape[:-2], right.shape[:-2])
        shape = (*batch, *(self.shape[-2:-1] if self.ndim > 1 else ()), *(other.shape[-1:] if other.ndim > 1 else ()))
        type, exact = self._type_with(other, "same")
        if left._items is None or right._items is None or left.ndim > 2 or right.ndim > 2:
            return ndarray(shape, None, type, exact) if shape else self._scalar(None)
        rows, inner, columns = left.shape[0], left.shape[1], right.shape[1]
        items = _matrix_product(left._items, right._items, rows, columns) or [
            sum(left._items[row * inner + k] * right._items[k * columns + column] for k in range(inner))
            for row in range(rows)
            for column in range(columns)
        ]
        return _made(shape, items, type, exact) if shape else items[0]

    def __array__(self, dtype=None, copy=None):
        return asarray(self, dtype)

    def dot(self, b, out=None):
        b = asarray(b)
        if not _is_unknown(b) and (self.ndim > 2 or b.ndim > 2):
            return _unknown("`dot` of more than two dimensions is not followed")
        return self @ b

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
        axes = [at for at, size in enumerate(self.shape) if size == 1] if axis is None else _axes(axis, self.ndim)
        if any(self.shape[at] != 1 for at in axes):
            raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
        return self.reshape([size for at, size in enumerate(self.shape) if at not in axes])

    def transpose(self, *axes):
        axes = axes[0] if len(axes) == 1 and (axes[0] is None or hasattr(axes[0], "__iter__")) else axes
        order = [_axis(axis, self.ndim) for axis in axes] if axes else list(reversed(range(self.ndim)))
        if len(order) != self.ndim:
            raise ValueError("axes don't match array")
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
        axis1, axis2 = _axes((axis1, axis2), self.ndim)
        order[axis1], order[axis2] = order[axis2], order[axis1]
        return self.transpose(order)

    def repeat(self, repeats, axis=None):
        from ._arrange import repeat

        return repeat(self, repeats, axis)

    def fill(self, value):
        self._items = [value] * self.size if self.size <= LIMIT else None

    def _reduce(self, function, rule, axis=None, keepdims=False):
        axes = _axes(axis, self.ndim)
        others = [at for at in range(self.ndim) if at not in axes]
        kept = tuple(1 if at in axes else size for at, size in enumerate(self.shape))
        shape = kept if keepdims else tuple(self.shape[at] for at in others)
        type, exact = REDUCED[rule](self._type), self._exact or rule in ("bool", "index")
        if self._items is None:
            return ndarray(shape, None, type, exact) if shape else _unknown("the array's values are not known")
        moved = self.transpose([*others, *axes])._items
        length = _count([self.shape[at] for at in axes])
        items = [function(moved[at * length : (at + 1) * length]) for at in range(_count([self.shape[at] for at in others]))]
        return _made(shape, items, type, exact) if shape else items[0]

    def sum(self, axis=None, dtype=None, keepdims=False):
        return _as(self._reduce(sum, "sum", axis, keepdims), dtype)

    def prod(self, axis=None, dtype=None, keepdims=False):
        return _as(self._reduce(math.prod, "sum", axis, keepdims), dtype)

    def max(self, axis=None, keepdims=False):
        return self._reduce(max, "same", axis, keepdims)

    def min(self, axis=None, keepdims=False):
        return self._reduce(min, "same", axis, keepdims)

    def mean(self, axis=None, dtype=None, keepdims=False):
        return _as(self._reduce(_mean, "mean", axis, keepdims), dtype)

    def var(self, axis=None, keepdims=False):
        return self._reduce(_variance, "mean", axis, keepdims) if self._type.kind != "c" else _unknown(_COMPLEX)

    def std(self, axis=None, keepdims=False):
        if self._type.kind == "c":
            return _unknown(_COMPLEX)
        return self._reduce(lambda items: math.sqrt(_variance(items)), "mean", axis, keepdims)

    def any(self, axis=None, keepdims=False):
        return self._reduce(any, "bool", axis, keepdims)

    def all(self, axis=None, keepdims=False):
        return self._reduce(all, "bool", axis, keepdims)

    def argmax(self, axis=None, keepdims=False):
        return self._reduce(lambda items: items.index(max(items)), "index", axis, keepdims)

    def argmin(self, axis=None, keepdims=False):
        return self._reduce(lambda items: items.index(min(items)), "index", axis, keepdims)

    def cumsum(self, axis=None):
        from ._arrange import cumsum

        return cumsum(self, axis)

    def round(self, decimals=0):
        return self._map(lambda item: round(item, decimals), "float")

    def resize(self, *new_shape, refcheck=True):
        self.shape = _sizes(new_shape[0] if len(new_shape) == 1 else new_shape)
        known = self._items is not None and isinstance(self.size, int) and self.size <= LIMIT
        self._items = (self._items + [0] * self.size)[: self.size] if known else None

    def clip(self, a_min=None, a_max=None):
        from ._arrange import clip

        return clip(self, a_min, a_max)


_COMPLEX = "spreads of complex numbers are not followed"


def _as(made, dtype):
    """A result in the type that was asked for."""
    return made if dtype is None else made.astype(dtype) if isinstance(made, ndarray) else asarray(made, dtype).item()


def _made(shape, items, type, exact):
    """An array of a type that follows: where Python's numbers are others than the type's, only shape and type are known."""
    if not exact or type is None:
        return ndarray(shape, items)
    if type in _PLAIN:
        return ndarray(shape, [type(item) for item in items], type)
    # What smaller types round to is told on numbers alone.
    return ndarray(shape, [_rounded(item, type) for item in items] if _on_numbers() else None, type)


def _rounded(item, type):
    """A number as it is held by NumPy's types that Python has not."""
    if type is float32:
        return _to_float32(item)
    return item if type.kind in "iub" else _not_computed(f"arrays of {type.__name__} are")


def _of_tensor(tensor):
    """The array that a tensor becomes; of what either is filled with later the other has it too, which is not followed."""
    made = ndarray(tuple(tensor.shape), None, type_of(str(tensor.dtype).removeprefix("torch.")))
    if _on_numbers():
        made._items, made._shared = tensor.flatten().tolist(), True
    return made


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
    joined = types[0]
    for type in types[1:]:
        joined = None if joined is None else promoted(joined, type)
    return joined, exact and joined is not None


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


def _all_numbers(object):
    """Whether something is a list of known numbers: it need not be looked at item by item."""
    return type(object) in (list, tuple) and set(map(type, object)) <= _NUMBERS and not any(map(_is_unknown, object)) and len(object) > 0


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
        made = object.numpy()
        if _is_unknown(made):
            return made
    elif hasattr(object, "__array_shape__"):
        made = object.__array_shape__()
        if _is_unknown(made):
            return made
        made = ndarray(made, None, uint8)
    elif _all_numbers(object):
        held = common(object)
        made = ndarray((len(object),), [held(item) for item in object] if held is float64 else list(object), held)
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


def given(a):
    """The array that a function is given; a tensor it asks for its own method, or gives back another one."""
    return _unknown("NumPy leaves it to the tensor") if hasattr(a, "detach") else asarray(a)


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
    array = given(array)
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
    return given(a).reshape(newshape)


def ravel(a, order="C"):
    return given(a).ravel()


def transpose(a, axes=None):
    return given(a).transpose() if axes is None else given(a).transpose(axes)


def swapaxes(a, axis1, axis2):
    return given(a).swapaxes(axis1, axis2)


def squeeze(a, axis=None):
    return given(a).squeeze(axis)


def expand_dims(a, axis):
    a = given(a)
    shape = list(a.shape)
    shape.insert(axis if axis >= 0 else axis + a.ndim + 1, 1)
    return a.reshape(shape)
