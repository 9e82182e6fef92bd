"""Names for annotations, which change nothing: https://docs.python.org/3/library/typing.html"""
import collections
import collections.abc
from types import GenericAlias, UnionType, _parameters, _substituted, _text

TYPE_CHECKING = False


class _Form:
    """`Optional`, `Union`, `Callable` … and what they make of their arguments."""

    def __init__(self, name, origin=None, args=()):
        self._name = name
        self.__origin__ = origin
        self.__args__ = args

    def __getitem__(self, args):
        args = args if isinstance(args, tuple) else (args,)
        if self._name == "Optional":
            args = (*args, type(None))
        flat = []
        for arg in args:
            is_union = isinstance(arg, UnionType) or isinstance(arg, _Form) and arg._name in ("Union", "Optional")
            nested = self._name in ("Union", "Optional") and is_union
            flat.extend(arg.__args__ if nested else (arg,))
        if self._name in ("Union", "Optional"):
            flat = [type(None) if arg is None else arg for arg in flat]
            distinct = [arg for at, arg in enumerate(flat) if arg not in flat[:at]]
            return distinct[0] if len(distinct) == 1 else _Form("Union", Union, tuple(distinct))
        return _Form(self._name, self if self.__origin__ is None else self.__origin__, tuple(flat))

    def __eq__(self, other):
        if not isinstance(other, _Form) or self._name != other._name:
            return False
        if self._name == "Union":
            return set(self.__args__) == set(other.__args__)
        return self.__args__ == other.__args__

    def __hash__(self):
        return hash((self._name, frozenset(self.__args__) if self._name == "Union" else self.__args__))

    @property
    def __parameters__(self):
        return _parameters(self.__args__)

    @property
    def __metadata__(self):
        return self.__args__[1:]

    def __call__(self, *args, **kwargs):
        if isinstance(self.__origin__, type):
            return self.__origin__(*args, **kwargs)
        name = "Union" if self._name == "Optional" and self.__args__ else self._name
        if self._name == "Annotated" and self.__args__:
            return self.__args__[0](*args, **kwargs)
        raise TypeError(f"Cannot instantiate typing.{name}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        return ()

    def __instancecheck__(self, instance):
        return any(isinstance(instance, arg) for arg in self.__args__)

    def __repr__(self):
        if not self.__args__:
            return f"typing.{self._name}"
        if self._name == "Union" and len(self.__args__) == 2 and type(None) in self.__args__:
            return f"typing.Optional[{_text([arg for arg in self.__args__ if arg is not type(None)][0])}]"
        return f"typing.{self._name}[{', '.join(_text(arg) for arg in self.__args__)}]"


_GenericAlias = _Form


class _Alias(GenericAlias):
    """`List`: a class of Python's own under another name."""

    def __init__(self, origin):
        self.__origin__ = origin
        self.__args__ = ()
        self.__parameters__ = ()

    def __instancecheck__(self, instance):
        return isinstance(instance, self.__origin__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)

    def __getitem__(self, args):
        return _Subscripted(self, args)

    def __repr__(self):
        return f"typing.{'FrozenSet' if self.__origin__ is frozenset else self.__origin__.__name__.capitalize()}"


class _Subscripted(GenericAlias):
    """`List[int]`"""

    def __init__(self, alias, args):
        args = args if isinstance(args, tuple) else (args,)
        GenericAlias.__init__(self, alias.__origin__, tuple(type(None) if arg is None else arg for arg in args))
        self._alias = alias

    def __getitem__(self, items):
        return _Subscripted(self._alias, _substituted(self, items))

    def __instancecheck__(self, instance):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __eq__(self, other):
        return isinstance(other, _Subscripted) and GenericAlias.__eq__(self, other)

    def __hash__(self):
        return GenericAlias.__hash__(self)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return f"{self._alias!r}[{', '.join('None' if arg is type(None) else _text(arg) for arg in self.__args__) or '()'}]"


class _AnyMeta(type):
    def __repr__(cls):
        return "typing.Any" if cls is Any else super().__repr__()

    def __instancecheck__(cls, instance):
        if cls is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(instance)


class Any(metaclass=_AnyMeta):
    def __new__(cls, *args, **kwargs):
        raise TypeError("Any cannot be instantiated")


Union = _Form("Union")
Optional = _Form("Optional")
Literal = _Form("Literal")
LiteralString = str
Final = _Form("Final")
ClassVar = _Form("ClassVar")
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
Concatenate = _Form("Concatenate")
TypeGuard = _Form("TypeGuard")
TypeAlias = _Form("TypeAlias")
Required = _Form("Required")
NotRequired = _Form("NotRequired")
Unpack = _Form("Unpack")
Annotated = _Form("Annotated")
Text = str
AnyStr = str

List = _Alias(list)
Dict = _Alias(dict)
Tuple = _Alias(tuple)
Set = _Alias(set)
FrozenSet = _Alias(frozenset)
Type = _Alias(type)
DefaultDict = collections.defaultdict
OrderedDict = collections.OrderedDict
Counter = collections.Counter
Deque = collections.deque
ChainMap = collections.ChainMap
Callable = collections.abc.Callable
Iterable = collections.abc.Iterable
Iterator = collections.abc.Iterator
Generator = collections.abc.Generator
Sequence = collections.abc.Sequence
MutableSequence = collections.abc.MutableSequence
Mapping = collections.abc.Mapping
MutableMapping = collections.abc.MutableMapping
AbstractSet = collections.abc.Set
MutableSet = collections.abc.MutableSet
Collection = collections.abc.Collection
Container = collections.abc.Container
Hashable = collections.abc.Hashable
Sized = collections.abc.Sized
Reversible = collections.abc.Reversible
Awaitable = collections.abc.Awaitable
Coroutine = collections.abc.Coroutine
AsyncIterable = collections.abc.AsyncIterable
AsyncIterator = collections.abc.AsyncIterator
KeysView = collections.abc.KeysView
ValuesView = collections.abc.ValuesView
ItemsView = collections.abc.ItemsView
ByteString = bytes


class Generic:
    def __class_getitem__(cls, item):
        return cls


class _ProtocolMeta(type):
    """Protocols are compared by their members: https://peps.python.org/pep-0544/"""

    def __call__(cls, *args, **kwargs):
        if Protocol in cls.__bases__:
            raise TypeError("Protocols cannot be instantiated")
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        if Protocol not in cls.__bases__:
            return False
        names = [name for base in cls.__mro__ for name in base.__dict__ if base is not object and not name.startswith("_")]
        return all(hasattr(instance, name) for name in names) if names else _unknown("the protocol has no members", "bool")


class Protocol(metaclass=_ProtocolMeta):
    def __class_getitem__(cls, item):
        return cls


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, default=None):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__name__ = name
        self.__bound__ = bound
        self.__constraints__ = constraints
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)

    def __repr__(self):
        return f"{'+' if self.__covariant__ else '-' if self.__contravariant__ else '~'}{self.__name__}"

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(TypeVar):
    def __iter__(self):
        yield self


class ForwardRef:
    def __init__(self, arg):
        self.__forward_arg__ = arg


class SupportsInt:
    pass


class SupportsFloat:
    pass


class SupportsIndex:
    pass


class SupportsAbs:
    pass


class IO:
    pass


class TextIO(IO):
    pass


class BinaryIO(IO):
    pass


class Pattern:
    pass


class Match:
    pass


class _NamedTupleMeta(type):
    def __new__(metacls, name, bases, namespace):
        if name == "_NamedTupleBase":
            return super().__new__(metacls, name, bases, namespace)
        plain = type(name, (), namespace)
        fields = list(_class_annotations(plain))
        defaults = [namespace[field] for field in fields if field in namespace]
        made = collections.namedtuple(name, fields, defaults=defaults)
        for key, value in namespace.items():
            if key not in fields and key not in ("__module__", "__qualname__", "__dict__", "__weakref__"):
                setattr(made, key, value)
        return made


class _NamedTupleBase(metaclass=_NamedTupleMeta):
    pass


class _NamedTuple:
    """`NamedTuple` as a base class, and as a function."""

    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)

    def __call__(self, typename, fields=(), **kwargs):
        names = [name for name, _ in fields] + list(kwargs)
        return collections.namedtuple(typename, names)


NamedTuple = _NamedTuple()


class _TypedDictMeta(type):
    def __new__(metacls, name, bases, namespace, total=True):
        return super().__new__(metacls, name, (dict,), namespace)

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)


class _TypedDictBase(dict, metaclass=_TypedDictMeta):
    pass


class _TypedDict:
    """`TypedDict` as a base class, and as a function."""

    def __mro_entries__(self, bases):
        return (_TypedDictBase,)

    def __call__(self, typename, fields=(), *, total=True, **kwargs):
        return dict


TypedDict = _TypedDict()


def NewType(name, tp):
    return lambda value: value


def cast(typ, val):
    return val


def overload(func):
    return func


def final(f):
    return f


def override(f):
    return f


def no_type_check(arg):
    return arg


def runtime_checkable(cls):
    return cls


def dataclass_transform(**options):
    return lambda cls: cls


def deprecated(msg, /, **options):
    return lambda arg: arg


def assert_type(val, typ, /):
    return val


def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def reveal_type(obj, /):
    return obj


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    found = dict(getattr(obj, "__annotations__", {}))
    if any(isinstance(value, str) for value in found.values()):
        return _unknown("annotations that are text are not evaluated")
    return found


def _is_generic(tp):
    """A class may stand for itself or for what was made of it with `[...]`."""
    if not isinstance(tp, type):
        return False
    return hasattr(tp, "__class_getitem__") or tp.__module__.startswith("collections")


def get_origin(tp):
    if _is_generic(tp):
        return _unknown("arguments of generic classes are not kept")
    return UnionType if isinstance(tp, UnionType) else getattr(tp, "__origin__", None)


def get_args(tp):
    if _is_generic(tp):
        return _unknown("arguments of generic classes are not kept")
    return getattr(tp, "__args__", ())


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


def __getattr__(name):
    return _unknown(f"`typing.{name}` is not followed")
