"""Names for annotations: https://docs.python.org/3/library/typing.html"""
import collections
import collections.abc
from types import UnionType
from ._alias import (
    _AnnotatedAlias,
    _BareForm,
    _BaseGenericAlias,
    _CallableGenericAlias,
    _CallableType,
    _checked,
    _ConcatenateGenericAlias,
    _GenericAlias,
    _LiteralGenericAlias,
    _SpecialForm,
    _SpecialGenericAlias,
    _TupleType,
    _type_check,
    _type_convert,
    _type_repr,
    _UnionGenericAlias,
    _UnpackGenericAlias,
    _with_types,
)
from ._classes import NamedTuple, NamedTupleMeta, NewType, TypedDict, _TypedDictMeta, is_typeddict
from ._generic import Generic, Protocol, _ProtocolMeta, runtime_checkable
from ._hints import ForwardRef, _eval_type, _strip_annotations, get_args, get_origin, get_type_hints
from ._protocols import (
    IO,
    BinaryIO,
    SupportsAbs,
    SupportsBytes,
    SupportsComplex,
    SupportsFloat,
    SupportsIndex,
    SupportsInt,
    SupportsRound,
    TextIO,
)
from ._variables import ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeVar, TypeVarTuple

TYPE_CHECKING = False
Text = str
AnyStr = TypeVar("AnyStr", bytes, str)


class _AnyMeta(type):
    def __instancecheck__(cls, obj):
        if cls is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(cls):
        return "typing.Any" if cls is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Any type at all."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


NoReturn = _BareForm("NoReturn")
Never = _BareForm("Never")
Self = _BareForm("Self")
LiteralString = _BareForm("LiteralString")
TypeAlias = _BareForm("TypeAlias")


def _single(form, parameters):
    return _GenericAlias(form, (_type_check(parameters, f"{form} accepts only single type."),))


@_SpecialForm
def ClassVar(self, parameters):
    """A variable of the class, not of its instances."""
    return _single(self, parameters)


@_SpecialForm
def Final(self, parameters):
    """A name that is bound once."""
    return _single(self, parameters)


@_SpecialForm
def TypeGuard(self, parameters):
    """What a function tells of its argument where it returns true."""
    return _single(self, parameters)


@_SpecialForm
def Required(self, parameters):
    """A key that a `TypedDict` always has."""
    return _GenericAlias(self, (_type_check(parameters, f"{self._name} accepts only a single type."),))


@_SpecialForm
def NotRequired(self, parameters):
    """A key that a `TypedDict` may lack."""
    return _GenericAlias(self, (_type_check(parameters, f"{self._name} accepts only a single type."),))


@_SpecialForm
def Unpack(self, parameters):
    """Each of several types."""
    return _UnpackGenericAlias(self, (_type_check(parameters, f"{self} accepts only single type."),))


@_SpecialForm
def Union(self, parameters):
    """One of several types."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    flat = []
    for one in _checked(parameters, "Union[arg, ...]: each arg must be a type."):
        flat.extend(one.__args__ if not _is_unknown(one) and isinstance(one, (_UnionGenericAlias, UnionType)) else (one,))
    known = dict.fromkeys(one for one in flat if not _is_unknown(one))
    distinct = (*known, *[one for one in flat if _is_unknown(one)])
    if len(distinct) == 1:
        return distinct[0]
    return _UnionGenericAlias(self, distinct, name="Optional" if len(distinct) == 2 and type(None) in known else None)


@_SpecialForm
def Optional(self, parameters):
    """A type or None."""
    return Union[_type_check(parameters, f"{self} requires a single type."), type(None)]


@_SpecialForm
def Literal(self, parameters):
    """One of several values."""
    flat = []
    for one in parameters if isinstance(parameters, tuple) else (parameters,):
        flat.extend(one.__args__ if not _is_unknown(one) and isinstance(one, _LiteralGenericAlias) else (one,))
    try:
        flat = [value for value, _ in dict.fromkeys(_with_types(flat))]
    except TypeError:
        pass  # What can't be hashed is kept, however often it is there.
    return _LiteralGenericAlias(self, tuple(flat))


@_SpecialForm
def Concatenate(self, parameters):
    """Parameters before those of a `ParamSpec`."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    *first, last = parameters if isinstance(parameters, tuple) else (parameters,)
    if not (last is ... or isinstance(last, ParamSpec) or _is_unknown(last)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    return _ConcatenateGenericAlias(self, (*_checked(tuple(first), "Concatenate[arg, ...]: each arg must be a type."), last))


class Annotated:
    """A type, and what is said about it: https://peps.python.org/pep-0593/"""

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
        origin = _type_check(params[0], "Annotated[t, ...]: t must be a type.", allow_special_forms=True)
        return _AnnotatedAlias(origin, params[1:])

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f"Cannot subclass {cls.__module__}.Annotated")


_alias = _SpecialGenericAlias
Hashable = _alias(collections.abc.Hashable, 0)
Awaitable = _alias(collections.abc.Awaitable, 1)
Coroutine = _alias(collections.abc.Coroutine, 3)
AsyncIterable = _alias(collections.abc.AsyncIterable, 1)
AsyncIterator = _alias(collections.abc.AsyncIterator, 1)
Iterable = _alias(collections.abc.Iterable, 1)
Iterator = _alias(collections.abc.Iterator, 1)
Reversible = _alias(collections.abc.Reversible, 1)
Sized = _alias(collections.abc.Sized, 0)
Container = _alias(collections.abc.Container, 1)
Collection = _alias(collections.abc.Collection, 1)
Callable = _CallableType(collections.abc.Callable, 2)
AbstractSet = _alias(collections.abc.Set, 1, name="AbstractSet")
MutableSet = _alias(collections.abc.MutableSet, 1)
Mapping = _alias(collections.abc.Mapping, 2)
MutableMapping = _alias(collections.abc.MutableMapping, 2)
Sequence = _alias(collections.abc.Sequence, 1)
MutableSequence = _alias(collections.abc.MutableSequence, 1)
ByteString = _alias(collections.abc.ByteString, 0)
Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")
List = _alias(list, 1, inst=False, name="List")
Deque = _alias(collections.deque, 1, name="Deque")
Set = _alias(set, 1, inst=False, name="Set")
FrozenSet = _alias(frozenset, 1, inst=False, name="FrozenSet")
MappingView = _alias(collections.abc.MappingView, 1)
KeysView = _alias(collections.abc.KeysView, 1)
ItemsView = _alias(collections.abc.ItemsView, 2)
ValuesView = _alias(collections.abc.ValuesView, 1)
Dict = _alias(dict, 2, inst=False, name="Dict")
DefaultDict = _alias(collections.defaultdict, 2, name="DefaultDict")
OrderedDict = _alias(collections.OrderedDict, 2)
Counter = _alias(collections.Counter, 1)
ChainMap = _alias(collections.ChainMap, 2)
Generator = _alias(collections.abc.Generator, 3, fewest=1)
AsyncGenerator = _alias(collections.abc.AsyncGenerator, 2, fewest=1)
Type = _alias(type, 1, inst=False, name="Type")


def cast(typ, val):
    """`val`, whatever it is."""
    return val


def assert_type(val, typ, /):
    return val


def reveal_type(obj, /):
    return obj


def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be "
        "followed by an implementation that is not @overload-ed."
    )


def overload(func):
    """One of several signatures of the function that follows."""
    return _overload_dummy


def get_overloads(func):
    return _unknown("which signatures a function was overloaded with is not kept")


def clear_overloads():
    pass


def _marked(one, mark):
    try:
        setattr(one, mark, True)
    except (AttributeError, TypeError):
        pass
    return one


def final(f):
    """A class without subclasses, or a method that none overrides."""
    return _marked(f, "__final__")


def override(method, /):
    return _marked(method, "__override__")


def no_type_check(arg):
    """Takes annotations for something else than types."""
    if isinstance(arg, type):
        for value in arg.__dict__.values():
            if hasattr(value, "__annotations__") and not isinstance(value, type):
                value.__no_type_check__ = True
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, field_specifiers=(), **kwargs):
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default,
            "order_default": order_default,
            "kw_only_default": kw_only_default,
            "field_specifiers": field_specifiers,
            "kwargs": kwargs,
        }
        return cls_or_fn

    return decorator


def deprecated(msg, /, **options):
    return lambda arg: arg


def _lazy(name):
    """Aliases of classes in modules that most programs do without."""
    import contextlib
    import re

    made = {
        "Pattern": (re.Pattern, 1),
        "Match": (re.Match, 1),
        "ContextManager": (contextlib.AbstractContextManager, 1),
        "AsyncContextManager": (contextlib.AbstractAsyncContextManager, 1),
    }
    return _alias(*made[name], name=name)


def __getattr__(attr):
    if attr in ("Pattern", "Match", "ContextManager", "AsyncContextManager"):
        globals()[attr] = _lazy(attr)
        return globals()[attr]
    return _unknown(f"`typing.{attr}` is not followed")
