"""What a container can do: https://docs.python.org/3/library/collections.abc.html"""
from abc import ABCMeta


class _Structural(ABCMeta):
    """Classes that every class belongs to which has certain methods."""

    def __subclasscheck__(cls, subclass):
        return _belongs(cls, subclass, subclass)

    def __instancecheck__(cls, instance):
        return _belongs(cls, type(instance), instance)

    def __getitem__(cls, item):
        return cls


def _belongs(cls, subclass, holder):
    """Whether a class is one of `cls`: by descent, as one of Python's own, or by the methods that `holder` has."""
    own = cls.__dict__
    if cls in getattr(subclass, "__mro__", ()) or issubclass(subclass, own.get("_builtin", ())):
        return True
    if ABCMeta.__subclasscheck__(cls, subclass):
        return True
    if issubclass(subclass, own.get("_never", ())) or "_needed" not in own:
        return False
    return all(getattr(holder, name, None) is not None for name in own["_needed"])


def _generator():
    yield


class Hashable(metaclass=_Structural):
    _builtin = (int, float, str, tuple, frozenset, bytes)
    _never = (list, dict, set)
    _needed = ("__hash__",)


class Sized(metaclass=_Structural):
    _builtin = (list, tuple, dict, set, frozenset, str, bytes, range)
    _needed = ("__len__",)


class Container(metaclass=_Structural):
    _builtin = (list, tuple, dict, set, frozenset, str, bytes, range)
    _needed = ("__contains__",)


class Iterable(metaclass=_Structural):
    _builtin = (list, tuple, dict, set, frozenset, str, bytes, range)
    _needed = ("__iter__",)


class Iterator(Iterable):
    _builtin = (type(iter(())), type(_generator()))
    _needed = ("__iter__", "__next__")


class Generator(Iterator):
    _builtin = (type(_generator()),)
    _needed = ("__iter__", "__next__", "send", "throw", "close")


class Reversible(Iterable):
    _builtin = (list, tuple, dict, range)
    _needed = ("__iter__", "__reversed__")


class Callable(metaclass=_Structural):
    _builtin = (type(_generator), type(len), type)
    _needed = ("__call__",)


class Collection(Sized, Iterable, Container):
    _builtin = (list, tuple, dict, set, frozenset, str, bytes, range)
    _needed = ("__len__", "__iter__", "__contains__")


class Awaitable(metaclass=_Structural):
    _needed = ("__await__",)


class Coroutine(Awaitable):
    _needed = ("__await__", "send", "throw", "close")


class AsyncIterable(metaclass=_Structural):
    _needed = ("__aiter__",)


class AsyncIterator(AsyncIterable):
    _needed = ("__aiter__", "__anext__")


class Sequence(Reversible, Collection):
    _builtin = (tuple, list, str, bytes, range)

    def __contains__(self, value):
        return any(item is value or item == value for item in self)

    def __iter__(self):
        at = 0
        try:
            while True:
                yield self[at]
                at += 1
        except IndexError:
            return

    def __reversed__(self):
        for at in reversed(range(len(self))):
            yield self[at]

    def index(self, value, start=0, stop=None):
        for at in range(start, len(self) if stop is None else stop):
            if self[at] == value:
                return at
        raise ValueError

    def count(self, value):
        return sum(1 for item in self if item == value)


class MutableSequence(Sequence):
    _builtin = (list,)

    def append(self, value):
        self.insert(len(self), value)

    def extend(self, values):
        for value in list(values):
            self.append(value)

    def pop(self, index=-1):
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        del self[self.index(value)]

    def clear(self):
        while len(self) > 0:
            self.pop()

    def __iadd__(self, values):
        self.extend(values)
        return self


class ByteString(Sequence):
    _builtin = (bytes,)


class Set(Collection):
    _builtin = (set, frozenset)

    def isdisjoint(self, other):
        return not any(value in self for value in other)


class MutableSet(Set):
    _builtin = (set,)

    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def __ior__(self, values):
        for value in values:
            self.add(value)
        return self


class Mapping(Collection):
    _builtin = (dict,)

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def __eq__(self, other):
        return isinstance(other, Mapping) and dict(self.items()) == dict(other.items())


class MutableMapping(Mapping):
    _builtin = (dict,)

    def pop(self, key, *default):
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def popitem(self):
        key = next(iter(self))
        return key, self.pop(key)

    def clear(self):
        for key in list(self):
            del self[key]

    def update(self, other=(), /, **kwds):
        for key, value in other.items() if hasattr(other, "items") else other:
            self[key] = value
        for key, value in kwds.items():
            self[key] = value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]


class MappingView(Sized):
    pass


class KeysView(MappingView, Set):
    pass


class ItemsView(MappingView, Set):
    pass


class ValuesView(MappingView, Collection):
    pass
