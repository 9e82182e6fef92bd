"""Types of elements; a scalar of one is Python's own number."""


class _ScalarType(type):
    def __instancecheck__(cls, instance):
        if type(instance) in (bool, int, float, complex):
            return _unknown("whether a number is NumPy's own is not followed", "bool")
        return type.__instancecheck__(cls, instance)


class generic(metaclass=_ScalarType):
    kind = "O"

    def __new__(cls, value=0):
        if isinstance(value, (int, float, complex, str, bytes)):
            return cls._python(value)
        from ._array import array

        made = array(value, dtype=cls)
        return made if _is_unknown(made) or made.ndim > 0 else cls._python(made.item())


class number(generic):
    pass


class integer(number):
    kind = "i"
    _python = int


class floating(number):
    kind = "f"
    _python = float


class complexfloating(number):
    kind = "c"
    _python = complex


class bool_(generic):
    kind = "b"
    itemsize = 1
    _python = bool


class int8(integer):
    itemsize = 1


class int16(integer):
    itemsize = 2


class int32(integer):
    itemsize = 4


class int64(integer):
    itemsize = 8


class uint8(integer):
    kind = "u"
    itemsize = 1


class uint16(integer):
    kind = "u"
    itemsize = 2


class uint32(integer):
    kind = "u"
    itemsize = 4


class uint64(integer):
    kind = "u"
    itemsize = 8


class float16(floating):
    itemsize = 2


class float32(floating):
    itemsize = 4


class float64(floating):
    itemsize = 8


class complex64(complexfloating):
    itemsize = 8


class complex128(complexfloating):
    itemsize = 16


class flexible(generic):
    itemsize = 0

    def __new__(cls, value=""):
        return value


class str_(flexible):
    kind = "U"


class object_(generic):
    itemsize = 8

    def __new__(cls, value=None):
        return value


class void(flexible):
    """Whatever is not followed."""

    kind = "V"


half = float16
single = float32
double = float_ = float64
int_ = intp = long = longlong = int64

_BY_NAME = {
    one.__name__: one
    for one in (
        int8, int16, int32, int64, uint8, uint16, uint32, uint64, float16, float32, float64, complex64, complex128,
    )  # fmt: skip
}
_BY_NAME.update({f"{one.kind}{one.itemsize}": one for one in list(_BY_NAME.values())})
_BY_NAME.update({"bool": bool_, "float": float64, "int": int64, "complex": complex128, "f": float32, "d": float64, "i": int32, "l": int64})
_BY_NAME.update({"str": str_, "U": str_, "object": object_, "O": object_, "b1": bool_, "B": uint8, "b": int8, "h": int16, "e": float16})
_BY_CLASS = {float: float64, int: int64, bool: bool_, complex: complex128, str: str_, object: object_}


def type_of(given):
    """The element type that a `dtype` argument means."""
    if given is None or isinstance(given, type) and issubclass(given, generic):
        return given
    if isinstance(given, type):
        return _BY_CLASS.get(given, void)
    return _BY_NAME.get((given if isinstance(given, str) else getattr(given, "name", "")).lstrip("<=|"), void)


# An array of these has the type of the first that is among them.
_BY_RANK = ((str, str_), (complex, complex128), (float, float64))


def common(items):
    """The element type of Python's own values."""
    kinds = set(map(type, items))
    if type(None) in kinds:
        return object_
    for kind, of_kind in _BY_RANK:
        if any(issubclass(one, kind) for one in kinds):
            return of_kind
    if items and all(one is bool for one in kinds):
        return bool_
    return int64 if items else float64
