"""Classes whose bodies say types: named tuples, dicts with known keys, and new names of types."""
import collections
from types import GenericAlias
from typing import Annotated, Generic, NotRequired, Required, Union, get_args, get_origin
from ._alias import _type_check

_PROHIBITED = ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types", "_make", "_replace", "_asdict", "_source")
_SPECIAL = ("__module__", "__name__", "__annotations__", "__qualname__", "__dict__", "__weakref__")


def _named_tuple(name, types, defaults, module):
    """The class of a named tuple, that says the types of its fields."""
    types = {field: _type_check(one, f"field {field} annotation must be a type") for field, one in types.items()}
    made = collections.namedtuple(name, list(types), defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = types
    return made


class NamedTupleMeta(type):
    __module__ = "typing"

    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        types = ns.get("__annotations__", {})
        with_default = []
        for field in types:
            if field in ns:
                with_default.append(field)
            elif with_default:
                several = "s" if len(with_default) > 1 else ""
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default field{several} {', '.join(with_default)}")
        made = _named_tuple(typename, types, [ns[field] for field in with_default], ns["__module__"])
        if any(base is Generic for base in bases):
            made = type(typename, (made, Generic), {"__module__": ns["__module__"], "__orig_bases__": ns.get("__orig_bases__", ())})
        for key, value in ns.items():
            if key in _PROHIBITED:
                raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
            if key not in _SPECIAL and key not in made._fields:
                setattr(made, key, value)
        return made


def NamedTuple(typename, fields=None, /, **kwargs):
    """A tuple whose items have names and types: as a base class, or as a function."""
    if fields is None:
        fields = kwargs.items()
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    return _named_tuple(typename, dict(fields), (), _frame(1).f_globals.get("__name__"))


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})


def _entries_of_named_tuple(bases):
    if len(bases) > 1:
        raise TypeError("Multiple inheritance with NamedTuple is not supported") if not _with_generic(bases) else None
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _entries_of_named_tuple


def _with_generic(bases):
    return all(one is NamedTuple or one is Generic or getattr(one, "__origin__", None) is Generic for one in bases)


class _TypedDictMeta(type):
    __module__ = "typing"

    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(base, Generic) for base in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {key: _type_check(one, msg, module=made.__module__) for key, one in ns.get("__annotations__", {}).items()}
        annotations, required, optional = {}, set(), set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required.update(base.__dict__.get("__required_keys__", ()))
            optional.update(base.__dict__.get("__optional_keys__", ()))
        annotations.update(own)
        for key, one in own.items():
            origin = get_origin(one)
            if origin is Annotated:
                origin = get_origin(get_args(one)[0])
            needed = origin is Required or total and origin is not NotRequired
            (required if needed else optional).add(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        if "__total__" not in made.__dict__:
            made.__total__ = total
        return made

    def __call__(cls, /, *args, **kwargs):
        return dict(*args, **kwargs)

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    def __instancecheck__(cls, instance):
        raise TypeError("TypedDict does not support instance and class checks")


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A dict with known keys: as a base class, or as a function."""
    if fields is None:
        fields = kwargs
    elif kwargs:
        raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
    ns = {"__annotations__": dict(fields), "__module__": _frame(1).f_globals.get("__name__")}
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


class NewType:
    """A type's other name, that takes any value."""

    __module__ = "typing"

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = _frame(1).f_globals.get("__name__")
        if module is not None and not module.startswith("typing"):
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__
        raise TypeError(
            f"Cannot subclass an instance of NewType. Perhaps you were looking for: `MyType = NewType('MyType', {name})`"
        )

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]
