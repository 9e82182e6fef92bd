"""Classes of fields: https://docs.python.org/3/library/dataclasses.html"""
import copy
import sys
from keyword import iskeyword
from types import MemberDescriptorType


class _Missing:
    pass


MISSING = _Missing()


class _KwOnly:
    pass


KW_ONLY = _KwOnly()


class FrozenInstanceError(AttributeError):
    pass


_type = type


class InitVar:
    def __init__(self, type):
        self.type = type

    def __repr__(self):
        return f"dataclasses.InitVar[{self.type.__name__ if isinstance(self.type, _type) else repr(self.type)}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata if metadata is not None else {}
        self.kw_only = kw_only
        self._field_type = "field"


def field(
    *, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
    kw_only=MISSING,
):  # fmt: skip
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _kind(annotation, home):
    """Whether an annotation makes a field, a class variable, or an argument of `__init__` alone. Its text counts as names of the module."""
    if isinstance(annotation, str):
        prefix, _, name = annotation.split("[")[0].strip().rpartition(".")
        module = getattr(getattr(home, prefix, None), "__name__", prefix)
        if name == "ClassVar" and module in ("", "typing", "typing_extensions"):
            return "classvar"
        return "initvar" if name == "InitVar" and module in ("", "dataclasses") else "field"
    if "ClassVar" in (getattr(annotation, "_name", None), getattr(getattr(annotation, "__origin__", None), "_name", None)):
        return "classvar"
    return "initvar" if isinstance(annotation, InitVar) or annotation is InitVar else "field"


def _own_fields(cls, kw_only, home):
    found = []
    for name, annotation in _class_annotations(cls).items():
        if annotation is KW_ONLY or annotation in ("KW_ONLY", "dataclasses.KW_ONLY"):
            kw_only = True
            continue
        default = getattr(cls, name, MISSING)
        default = MISSING if isinstance(default, MemberDescriptorType) else default
        one = default if isinstance(default, Field) else field(default=default)
        one.name = name
        one.type = annotation
        one._field_type = _kind(annotation, home)
        if one.kw_only is MISSING:
            one.kw_only = kw_only
        if one._field_type == "field" and one.default.__class__.__hash__ is None:
            raise ValueError(
                f"mutable default {type(one.default)} for field {name} is not allowed: use default_factory"
            )
        if isinstance(default, Field):
            if one.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, one.default)
        found.append(one)
    return found


def dataclass(
    cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
    kw_only=False, slots=False, weakref_slot=False,
):  # fmt: skip
    if cls is None:
        return lambda cls: _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)
    return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)


class _DataclassParams:
    def __init__(self, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen
        self.match_args = match_args
        self.kw_only = kw_only
        self.slots = slots
        self.weakref_slot = weakref_slot

    def __repr__(self):
        return (
            f"_DataclassParams(init={self.init!r},repr={self.repr!r},eq={self.eq!r},order={self.order!r},"
            f"unsafe_hash={self.unsafe_hash!r},frozen={self.frozen!r})"
        )


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    known, above = {}, []
    home = sys.modules.get(cls.__module__)
    for base in reversed(cls.__mro__[1:]):
        found = base.__dict__.get("__dataclass_fields__")
        if found is not None:
            known.update(found)
            above.append(base.__dataclass_params__.frozen)
    for one in _own_fields(cls, kw_only, home):
        known[one.name] = one
    cls.__dataclass_fields__ = known
    cls.__dataclass_params__ = _DataclassParams(
        init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot
    )
    if above and not frozen and any(above):
        raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
    if frozen and not all(above):
        raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    own_hash = cls.__dict__.get("__hash__", MISSING)
    has_own_hash = not (own_hash is MISSING or own_hash is None and "__eq__" in cls.__dict__)
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    taking = [one for one in known.values() if one.init and one._field_type != "classvar"]
    positional = [one for one in taking if not one.kw_only]
    optional = False
    for one in positional if init else ():
        if one.default is not MISSING or one.default_factory is not MISSING:
            optional = True
        elif optional:
            raise TypeError(f"non-default argument {one.name!r} follows default argument")
    members = [one for one in known.values() if one._field_type == "field"]
    if init and "__init__" not in cls.__dict__:
        cls.__init__ = _make_init(cls, positional, [one for one in taking if one.kw_only], known, frozen)
    if repr and "__repr__" not in cls.__dict__:
        shown = [one.name for one in members if one.repr]
        cls.__repr__ = _make_repr(shown)
    compared = [one.name for one in members if one.compare]

    def values(self):
        return tuple([getattr(self, name) for name in compared])

    if eq and "__eq__" not in cls.__dict__:
        cls.__eq__ = lambda self, other: values(self) == values(other) if type(other) is type(self) else NotImplemented
    if order:
        for name, compare in _ORDER.items():
            if name in cls.__dict__:
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering")
            setattr(cls, name, _ordering(compare, values))
    if unsafe_hash and has_own_hash:
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    if unsafe_hash or (frozen and eq and not has_own_hash):
        hashed = [one.name for one in members if (one.compare if one.hash is None else one.hash)]
        cls.__hash__ = lambda self: hash(tuple([getattr(self, name) for name in hashed]))
    elif eq and not has_own_hash:
        cls.__hash__ = None
    if not getattr(cls, "__doc__", None):
        cls.__doc__ = _Doc()
    if frozen:
        cls.__setattr__ = _refuse_setattr
        cls.__delattr__ = _refuse_delattr
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(one.name for one in positional)
    if slots:
        if "__slots__" in cls.__dict__:
            raise TypeError(f"{cls.__name__} already specifies __slots__")
        inherited = [name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())]
        own = [one.name for one in members if one.name not in inherited]
        # A slot stands where the default was.
        for name in own:
            if name in cls.__dict__:
                delattr(cls, name)
        cls.__slots__ = tuple(own + (["__weakref__"] if weakref_slot else []))
    return cls


def _make_repr(shown):
    running = set()

    def __repr__(self):
        # What holds itself is told once.
        if id(self) in running:
            return "..."
        running.add(id(self))
        try:
            return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"
        finally:
            running.discard(id(self))

    return __repr__


class _Doc:
    """The docstring of a dataclass without one: its signature, written when it is read."""

    def __get__(self, instance, cls=None):
        from inspect import signature

        return cls.__name__ + str(signature(cls)).replace(" -> None", "")


_ORDER = {
    "__lt__": lambda a, b: a < b,
    "__le__": lambda a, b: a <= b,
    "__gt__": lambda a, b: a > b,
    "__ge__": lambda a, b: a >= b,
}


def _ordering(compare, values):
    return lambda self, other: compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented


def _refuse_setattr(self, name, value):
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delattr(self, name):
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _make_init(cls, positional, keyword_only, known, frozen):
    """A function whose parameters are the fields: whoever calls it or looks at it sees them."""
    taking = [*positional, *keyword_only]
    initvars = [one.name for one in known.values() if one._field_type == "initvar"]
    rest = [one for one in known.values() if one._field_type == "field" and not one.init]

    def _fill(self, values):
        store = object.__setattr__ if frozen else setattr
        extra = {}
        for one, value in zip(taking, values):
            if value is _FACTORY:
                value = one.default_factory()
            if one._field_type == "initvar":
                extra[one.name] = value
            else:
                store(self, one.name, value)
        for one in rest:
            if one.default_factory is not MISSING:
                store(self, one.name, one.default_factory())
        if hasattr(type(self), "__post_init__"):
            self.__post_init__(*(extra[name] for name in initvars))

    names = [one.name for one in taking]
    own = "__dataclass_self__" if "self" in names else "self"
    taken = [own, *map(_parameter, positional), *(["*"] if keyword_only else []), *map(_parameter, keyword_only)]
    values = "".join(f"{name}, " for name in names)
    defaults = {f"_default_{one.name}": _default(one) for one in taking}
    __init__ = eval(f"lambda {', '.join(taken)}: _fill({own}, ({values}))", {"_fill": _fill, **defaults})
    __init__.__name__ = "__init__"
    __init__.__qualname__ = f"{cls.__qualname__}.__init__"
    __init__.__annotations__ = {**{one.name: one.type for one in taking}, "return": None}
    return __init__


class _Factory:
    """Stands for what a field's `default_factory` makes."""

    def __repr__(self):
        return "<factory>"


_FACTORY = _Factory()


def _default(one):
    return one.default if one.default_factory is MISSING else _FACTORY


def _parameter(one):
    return one.name if _default(one) is MISSING else f"{one.name}=_default_{one.name}"


def fields(class_or_instance):
    found = getattr(class_or_instance, "__dataclass_fields__", None)
    if found is None:
        raise TypeError("must be called with a dataclass type or instance")
    return tuple([one for one in found.values() if one._field_type == "field"])


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), "__dataclass_fields__")


def _plain(value, join):
    if is_dataclass(value) and not isinstance(value, type):
        return join(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*[_plain(item, join) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_plain(item, join) for item in value])
    if isinstance(value, dict):
        return type(value)([(_plain(key, join), _plain(item, join)) for key, item in value.items()])
    return copy.deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError("asdict() should be called on dataclass instances")

    def join(value):
        return dict_factory([(one.name, _plain(getattr(value, one.name), join)) for one in fields(value)])

    return join(obj)


def astuple(obj, *, tuple_factory=tuple):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError("astuple() should be called on dataclass instances")

    def join(value):
        return tuple_factory([_plain(getattr(value, one.name), join) for one in fields(value)])

    return join(obj)


def replace(obj, /, **changes):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError("replace() should be called on dataclass instances")
    for one in obj.__dataclass_fields__.values():
        if one._field_type == "classvar":
            continue
        if not one.init:
            if one.name in changes:
                raise ValueError(
                    f"field {one.name} is declared with init=False, it cannot be specified with replace()"
                )
        elif one.name not in changes:
            if one._field_type == "initvar" and one.default is MISSING:
                raise ValueError(f"InitVar {one.name!r} must be specified with replace()")
            changes[one.name] = getattr(obj, one.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, module=None, decorator=None, **options):
    body = dict(namespace or {})
    annotations = {}
    for one in fields:
        if not isinstance(one, str) and len(one) not in (2, 3):
            raise TypeError(f"Invalid field: {one!r}")
        name, annotation, *default = (one, "typing.Any") if isinstance(one, str) else one
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation
        if default:
            body[name] = default[0]
    body["__annotations__"] = annotations
    return (decorator or dataclass)(type(cls_name, tuple(bases), body), **options)
