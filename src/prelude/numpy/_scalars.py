"""Types of elements; a scalar of one is Python's own number."""


class generic:
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
    _python = bool


class int8(integer):
    pass


class int16(integer):
    pass


class int32(integer):
    pass


class int64(integer):
    pass


class uint8(integer):
    kind = "u"


class uint16(integer):
    kind = "u"


class uint32(integer):
    kind = "u"


class uint64(integer):
    kind = "u"


class float16(floating):
    pass


class float32(floating):
    pass


class float64(floating):
    pass


class complex64(complexfloating):
    pass


class complex128(complexfloating):
    pass


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
_BY_NAME.update({"bool": bool_, "float": float64, "int": int64, "f": float32, "d": float64, "i": int32, "f4": float32, "f8": float64})


def type_of(given):
    """The element type that a `dtype` argument means."""
    if given is None or isinstance(given, type) and issubclass(given, generic):
        return given
    if given is float:
        return float64
    if given is int:
        return int64
    if given is bool:
        return bool_
    return _BY_NAME.get(given if isinstance(given, str) else getattr(given, "name", "float64"), float64)


def common(items):
    """The element type of Python numbers."""
    if any(isinstance(item, complex) for item in items):
        return complex128
    if any(isinstance(item, float) for item in items):
        return float64
    if items and all(isinstance(item, bool) for item in items):
        return bool_
    return int64 if items else float64
