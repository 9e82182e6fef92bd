"""What Python makes of an array, which has `shape`, `size`, `_type` (certain where `_exact` is set) and `_known()`, its elements in order:
https://numpy.org/doc/stable/reference/arrays.ndarray.html#special-methods"""

_ONE = "only 0-dimensional arrays can be converted to Python scalars"
_INDEX = "only integer scalar arrays can be converted to a scalar index"
_TRUTH = "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"


def item(self, *args):
    if args:
        return self[args if len(args) > 1 else args[0]]
    if self.size != 1:
        raise ValueError("can only convert an array of size 1 to a Python scalar")
    return self._known()[0]


def one(self):
    if not self.shape:
        return self._known()[0]
    if self.size != 1:
        raise TypeError(_ONE)
    # https://numpy.org/doc/stable/release/1.25.0-notes.html#deprecations
    return _unknown("NumPy up to 2.3 takes an array of one element for a number, and newer ones do not")


def to_float(self):
    return float(one(self))


def to_int(self):
    return int(one(self))


def to_complex(self):
    return complex(one(self))


def to_index(self):
    if self._exact and self._type.kind not in "iu":
        raise TypeError(_INDEX)
    if self.shape:
        if self.size != 1:
            raise TypeError(_INDEX)
        return _unknown("whether an array of one element is an index is not followed", "int")
    return int(self._known()[0])


def to_bool(self):
    if self.shape and self.size == 0:
        return _unknown("whether an array without elements is false depends on NumPy's version", "bool")
    if self.size != 1:
        raise ValueError(_TRUTH)
    return bool(self._known()[0])


def to_rounded(self, ndigits=None):
    raise TypeError("type numpy.ndarray doesn't define __round__ method")


def to_format(self, format_spec):
    if not self.shape:
        return format(self._known()[0], format_spec)
    if format_spec != "":
        raise TypeError("unsupported format string passed to numpy.ndarray.__format__")
    return str(self)


def to_text(self):
    return _unknown("how NumPy writes arrays is not followed", "str") if self.shape else str(self._known()[0])
