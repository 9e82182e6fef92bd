"""Types without a name of their own: https://docs.python.org/3/library/types.html"""


class _Probe:
    def method(self):
        return None


def _generator():
    yield


FunctionType = type(_generator)
LambdaType = FunctionType
MethodType = type(_Probe().method)
BuiltinFunctionType = type(len)
BuiltinMethodType = BuiltinFunctionType
GeneratorType = type(_generator())
ModuleType = type(__import__("abc"))
NoneType = type(None)
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)


def _text(value):
    """How a type stands in the text of another one."""
    if value is ...:
        return "..."
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, GenericAlias) or not isinstance(value, type):
        return repr(value)
    return value.__qualname__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"


def _parameters(args):
    """The type variables in arguments, each once. What is not known is none."""
    found = []
    for arg in args:
        if isinstance(arg, type) or _is_unknown(arg):
            continue
        if isinstance(arg, tuple):
            own = _parameters(arg)
        else:
            own = (arg,) if hasattr(arg, "__typing_subst__") else getattr(arg, "__parameters__", ())
        found += [one for one in own if one not in found]
    return tuple(found)


def _check_count(generic, given, expected):
    """Whether something generic was given as many arguments as it has variables."""
    if given != expected:
        many = "many" if given > expected else "few"
        raise TypeError(f"Too {many} arguments for {generic!r}; actual {given}, expected {expected}")


def _prepared(generic, items):
    """What stands between brackets, one item a variable: https://peps.python.org/pep-0646/ and 612."""
    items = items if type(items) is tuple else (items,)
    for one in generic.__parameters__:
        prepare = getattr(one, "__typing_prepare_subst__", None)
        if prepare is not None:
            items = prepare(generic, items)
    _check_count(generic, len(items), len(generic.__parameters__))
    return items


def _substituted(alias, items):
    """The arguments of an alias, with its variables replaced."""
    if any(_is_unknown(arg) for arg in alias.__args__):
        return _unknown("a type in brackets is not known")
    parameters = alias.__parameters__
    if not parameters:
        raise TypeError(f"{alias!r} is not a generic class")
    return _replaced(alias, alias.__args__, dict(zip(parameters, _prepared(alias, items))))


def _replaced(alias, args, new):
    found = []
    for arg in args:
        if isinstance(arg, type):
            value = arg
        elif isinstance(arg, tuple):
            value = (_replaced(alias, arg, new),)
        elif hasattr(arg, "__typing_subst__"):
            value = arg.__typing_subst__(new[arg])
        else:
            value = _inner_replaced(arg, new)
        spreads = getattr(arg, "__typing_is_unpacked_typevartuple__", False) or getattr(alias, "_spreads", False)
        if isinstance(value, tuple) and (spreads or isinstance(arg, tuple)):
            found.extend(value)
        else:
            found.append(value)
    return tuple(found)


def _inner_replaced(arg, new):
    """An argument that has arguments itself. Only what stands for many can be iterated over, and has many values."""
    inner = getattr(arg, "__parameters__", ())
    items = []
    for one in inner:
        items.extend(new[one] if hasattr(type(one), "__iter__") else (new[one],))
    return arg[tuple(items)] if inner else arg


class GenericAlias:
    """What brackets make of a class: `list[int]`."""

    __module__ = "types"

    __unpacked__ = False

    def __init__(self, origin, args, /):
        self.__origin__ = origin
        self.__args__ = args if type(args) is tuple else (args,)

    @property
    def __parameters__(self):
        return _parameters(self.__args__)

    def __call__(self, /, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __getitem__(self, items):
        return GenericAlias(self.__origin__, _substituted(self, items))

    def __getattr__(self, name):
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, instance):
        raise TypeError("isinstance() argument 2 cannot be a parameterized generic")

    def __subclasscheck__(self, cls):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")

    def __iter__(self):
        """`*tuple[int, ...]`: https://peps.python.org/pep-0646/"""
        unpacked = GenericAlias(self.__origin__, self.__args__)
        unpacked.__unpacked__ = True
        yield unpacked

    def __eq__(self, other):
        if not isinstance(other, GenericAlias) or self.__unpacked__ != other.__unpacked__:
            return NotImplemented
        return (self.__origin__, self.__args__) == (other.__origin__, other.__args__)

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __repr__(self):
        star = "*" if self.__unpacked__ else ""
        return f"{star}{_text(self.__origin__)}[{', '.join(map(_text, self.__args__)) or '()'}]"

    def __reduce__(self):
        return GenericAlias, (self.__origin__, self.__args__)


class UnionType:
    """What `int | str` gives: https://docs.python.org/3/library/stdtypes.html#types-union"""

    def __init__(self, args):
        self.__args__ = args

    @property
    def __parameters__(self):
        return _parameters(self.__args__)

    def __getitem__(self, items):
        found = _substituted(self, items)
        result = found[0]
        for one in found[1:]:
            result = result | one
        return result

    def __instancecheck__(self, instance):
        if any(isinstance(arg, GenericAlias) for arg in self.__args__):
            raise TypeError("isinstance() argument 2 cannot be a parameterized generic")
        return isinstance(instance, self.__args__)

    def __subclasscheck__(self, cls):
        if any(isinstance(arg, GenericAlias) for arg in self.__args__):
            raise TypeError("issubclass() argument 2 cannot be a parameterized generic")
        return issubclass(cls, self.__args__)

    def __eq__(self, other):
        theirs = getattr(other, "__args__", None) if isinstance(other, UnionType) or getattr(other, "__origin__", None) is _typing_union() else None
        return NotImplemented if theirs is None else len(theirs) == len(self.__args__) and all(arg in theirs for arg in self.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __repr__(self):
        return " | ".join("None" if arg is NoneType else _text(arg) for arg in self.__args__)

    def __reduce__(self):
        return _union, self.__args__


def _typing_union():
    from typing import Union

    return Union


def _union(left, right):
    args = []
    for side in (left, right):
        if not (side is None or isinstance(side, (type, GenericAlias, UnionType))):
            return NotImplemented
        for one in side.__args__ if isinstance(side, UnionType) else (NoneType if side is None else side,):
            if one not in args:
                args.append(one)
    return args[0] if len(args) == 1 else UnionType(tuple(args))


CodeType = type(_generator.__code__)
TracebackType = type("traceback", (), {})
FrameType = type(_frame(0))


class _Slotted:
    __slots__ = ("slot",)


MemberDescriptorType = type(_Slotted.slot)
MethodDescriptorType = type(str.join)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(object().__str__)
ClassMethodDescriptorType = type("classmethod_descriptor", (), {})
AsyncGeneratorType = type("async_generator", (), {})
CellType = type((lambda value: lambda: value)(0).__closure__[0])
GetSetDescriptorType = type(type.__dict__["__dict__"])
CoroutineType = type("coroutine", (), {})


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __repr__(self):
        return f"namespace({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


class mappingproxy:
    """A mapping seen through: it changes with the mapping, and not by itself."""

    __module__ = "builtins"

    def __init__(self, mapping, /):
        self._mapping = mapping

    def __getitem__(self, key):
        return self._mapping[key]

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        return iter(self._mapping)

    def __len__(self):
        return len(self._mapping)

    def __reversed__(self):
        return reversed(self._mapping)

    def __eq__(self, other):
        return self._mapping == (other._mapping if isinstance(other, mappingproxy) else other)

    def __or__(self, other):
        return self._mapping | (other._mapping if isinstance(other, mappingproxy) else other)

    def __ror__(self, other):
        return other | self._mapping

    def __repr__(self):
        return f"mappingproxy({self._mapping!r})"

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle 'mappingproxy' object")

    def get(self, key, default=None, /):
        return self._mapping.get(key, default)

    def keys(self):
        return self._mapping.keys()

    def values(self):
        return self._mapping.values()

    def items(self):
        return self._mapping.items()

    def copy(self):
        return self._mapping.copy()


MappingProxyType = mappingproxy


class DynamicClassAttribute:
    """A property of instances, beside which the class answers by its metaclass's `__getattr__`."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc or getattr(fget, "__doc__", None)
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.__isabstractmethod__:
                return self
            raise AttributeError()
        if self.fget is None:
            raise AttributeError("unreadable attribute")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def getter(self, fget):
        return type(self)(fget, self.fset, self.fdel, self.__doc__)

    def setter(self, fset):
        return type(self)(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return type(self)(self.fget, self.fset, fdel, self.__doc__)


def new_class(name, bases=(), kwds=None, exec_body=None):
    namespace = {}
    if exec_body is not None:
        exec_body(namespace)
    return type(name, tuple(bases), namespace)


def coroutine(func):
    return func


def __getattr__(name):
    return _unknown(f"`types.{name}` is not followed")
