"""Generic classes, and protocols: https://peps.python.org/pep-0484/ and https://peps.python.org/pep-0544/"""
from abc import ABCMeta
from types import _parameters, _prepared
from ._alias import _BaseGenericAlias, _GenericAlias, _type_convert


class Generic:
    """Base of classes that take types between brackets: `class Box(Generic[T])`, `Box[int]`."""

    __module__ = "typing"
    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        params = tuple([_type_convert(one) for one in (params if isinstance(params, tuple) else (params,))])
        if cls is not Generic and cls is not Protocol:
            return _GenericAlias(cls, _arguments(cls, params))
        if not params:
            raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
        known = [one for one in params if not _is_unknown(one)]
        if not all(hasattr(one, "__typing_subst__") or getattr(one, "__typing_is_unpacked_typevartuple__", False) for one in known):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter specification variables.")
        if len(set(known)) != len(known):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        bases = cls.__dict__.get("__orig_bases__", ())
        plain = bases if "__orig_bases__" in cls.__dict__ else cls.__bases__
        if any(not _is_unknown(one) and one is Generic for one in plain) and cls.__name__ != "Protocol":
            raise TypeError("Cannot inherit from plain Generic")
        cls.__parameters__ = _variables_of(bases)


def _variables_of(bases):
    """The variables of a class: those of its bases, or such as it lists itself, in this order."""
    if any(_is_unknown(one) or any(map(_is_unknown, getattr(one, "__args__", ()))) for one in bases):
        return _unknown("a base class is not known")
    aliases = [one for one in bases if isinstance(one, _BaseGenericAlias) or hasattr(one, "__parameters__")]
    found = _parameters(aliases)
    lists = [one for one in aliases if isinstance(one, _GenericAlias) and one.__origin__ is Generic]
    if len(lists) > 1:
        raise TypeError("Cannot inherit from Generic[...] multiple types.")
    lists = lists or [one for one in aliases if isinstance(one, _GenericAlias) and one.__origin__ is Protocol]
    if not lists:
        return found
    listed = lists[0].__parameters__
    missing = [str(one) for one in found if one not in listed]
    if missing:
        given = ", ".join(map(str, listed))
        raise TypeError(f"Some type variables ({', '.join(missing)}) are not listed in {lists[0].__origin__.__name__}[{given}]")
    return listed


def _arguments(cls, params):
    """What a generic class is given, one argument a variable, or more where a variable stands for more."""
    if _is_unknown(cls.__parameters__):
        return params
    if not cls.__parameters__:
        raise TypeError(f"{cls} is not a generic class")
    missing = cls.__parameters__[len(params) :]
    if all(hasattr(one, "__default__") for one in missing):
        params = (*params, *[one.__default__ for one in missing])
    found = []
    for one, given in zip(cls.__parameters__, _prepared(cls, params)):
        found.extend(given if hasattr(type(one), "__iter__") else (given,))
    return tuple(found)


_NO_MEMBERS = (
    "__abstractmethods__ __annotations__ __dict__ __doc__ __init__ __module__ __new__ __slots__ __subclasshook__ __weakref__ "
    "__class_getitem__ __parameters__ __orig_bases__ __orig_class__ _is_protocol _is_runtime_protocol __qualname__"
).split()


def _members(cls):
    """The names that a protocol asks for."""
    found = {}
    for base in cls.__mro__[:-1]:
        if base is not Protocol and base is not Generic:
            for name in [*base.__dict__, *base.__dict__.get("__annotations__", ())]:
                if not name.startswith("_abc_") and name not in _NO_MEMBERS:
                    found[name] = None
    return list(found)


def _has_methods_only(cls):
    return all(callable(getattr(cls, name, None)) for name in _members(cls))


def _check_runtime(cls):
    if not getattr(cls, "_is_runtime_protocol", False):
        raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")


class _ProtocolMeta(ABCMeta):
    """Classes are compared with a protocol by what they have."""

    __module__ = "typing"

    def __instancecheck__(cls, instance):
        is_protocol = getattr(cls, "_is_protocol", False)
        if is_protocol:
            _check_runtime(cls)
        if (not is_protocol or _has_methods_only(cls)) and issubclass(instance.__class__, cls):
            return True
        if not is_protocol:
            return super().__instancecheck__(instance)
        return all(
            hasattr(instance, name) and (not callable(getattr(cls, name, None)) or getattr(instance, name) is not None)
            for name in _members(cls)
        )


def _fits(cls, other):
    """`__subclasshook__` of protocols."""
    if not cls.__dict__.get("_is_protocol", False):
        return NotImplemented
    _check_runtime(cls)
    if not _has_methods_only(cls):
        raise TypeError("Protocols with non-method members don't support issubclass()")
    for name in _members(cls):
        holder = next((base for base in other.__mro__ if name in base.__dict__ or _declares(other, base, name)), None)
        if holder is None or holder.__dict__.get(name, name) is None:
            return NotImplemented
    return True


def _declares(other, base, name):
    """Whether a protocol has a member that it only annotates."""
    return getattr(other, "_is_protocol", False) and name in base.__dict__.get("__annotations__", ())


def _init_of_protocol(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    # A class of its own passes over the protocols that it follows.
    for base in cls.__mro__:
        init = base.__dict__.get("__init__", _init_of_protocol)
        if init is not _init_of_protocol:
            return init(self, *args, **kwargs)
    return object.__init__(self)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base of classes that say what others must have."""

    __module__ = "typing"
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(base is Protocol for base in cls.__bases__)
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = classmethod(_fits)
        if not cls._is_protocol:
            return
        for base in cls.__bases__:
            structural = base.__module__ in ("collections.abc", "contextlib") and isinstance(base, ABCMeta)
            if not (base in (object, Generic) or structural or issubclass(base, Generic) and base._is_protocol):
                raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        if "__init__" not in cls.__dict__:
            cls.__init__ = _init_of_protocol


def runtime_checkable(cls):
    """Lets `isinstance` compare with a protocol."""
    if not issubclass(cls, Generic) or not cls._is_protocol:
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    return cls
