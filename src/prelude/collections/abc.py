"""What a container can do: https://docs.python.org/3/library/collections.abc.html"""
from abc import ABCMeta, abstractmethod
from types import GenericAlias, _substituted, _text


class _Structural(ABCMeta):
    """Classes that every class belongs to which has certain methods."""

    def __subclasscheck__(cls, subclass):
        return _belongs(cls, subclass, subclass)

    def __instancecheck__(cls, instance):
        return _belongs(cls, type(instance), instance)


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
    _never = (list, dict, set, type({}.keys()), type({}.items()))
    _needed = ("__hash__",)

    @abstractmethod
    def __hash__(self):
        raise NotImplementedError


class Sized(metaclass=_Structural):
    _builtin = (list, tuple, dict, set, frozenset, str, bytes, range)
    _needed = ("__len__",)

    @abstractmethod
    def __len__(self):
        raise NotImplementedError


class Container(metaclass=_Structural):
    _builtin = (list, tuple, dict, set, frozenset, str, bytes, range)
    _needed = ("__contains__",)

    def __class_getitem__(cls, item):
        return GenericAlias(cls, item)

    @abstractmethod
    def __contains__(self, x):
        raise NotImplementedError


class Iterable(metaclass=_Structural):
    _builtin = (list, tuple, dict, set, frozenset, str, bytes, range)
    _needed = ("__iter__",)

    def __class_getitem__(cls, item):
        return GenericAlias(cls, item)

    @abstractmethod
    def __iter__(self):
        raise NotImplementedError


class Iterator(Iterable):
    _builtin = (type(iter(())), type(_generator()))
    _needed = ("__iter__", "__next__")

    @abstractmethod
    def __next__(self):
        raise NotImplementedError

    def __iter__(self):
        return self


class Generator(Iterator):
    _builtin = (type(_generator()),)
    _needed = ("__iter__", "__next__", "send", "throw", "close")

    def __next__(self):
        return self.send(None)

    @abstractmethod
    def send(self, value):
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        raise typ if val is None else val

    def close(self):
        try:
            self.throw(GeneratorExit)
        except (GeneratorExit, StopIteration):
            pass
        else:
            raise RuntimeError("generator ignored GeneratorExit")


class Reversible(Iterable):
    _builtin = (list, tuple, str, bytes, range, dict, type({}.keys()), type({}.items()), type({}.values()))
    _needed = ("__iter__", "__reversed__")

    @abstractmethod
    def __reversed__(self):
        raise NotImplementedError


class Callable(metaclass=_Structural):
    _builtin = (type(_generator), type(len), type)
    _needed = ("__call__",)

    def __class_getitem__(cls, item):
        return _CallableGenericAlias(cls, item)

    @abstractmethod
    def __call__(self, *args, **kwds):
        raise NotImplementedError


def _stands_for_parameters(arg):
    return arg is ... or type(arg).__name__ in ("ParamSpec", "_ConcatenateGenericAlias")


class _CallableGenericAlias(GenericAlias):
    """`Callable[[int], str]`: the types of its parameters and of its result are arguments one after the other."""

    _spreads = True

    def __init__(self, origin, args, /):
        if not (isinstance(args, tuple) and len(args) == 2):
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        given, result = args
        if isinstance(given, (tuple, list)):
            super().__init__(origin, (*given, result))
        elif _stands_for_parameters(given) or _is_unknown(given):
            super().__init__(origin, (given, result))
        else:
            raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {given}")

    def __getitem__(self, items):
        *given, result = _substituted(self, items if isinstance(items, tuple) else (items,))
        return _CallableGenericAlias(self.__origin__, (given, result))

    def __repr__(self):
        *given, result = map(_text, self.__args__)
        if len(given) == 1 and _stands_for_parameters(self.__args__[0]):
            return super().__repr__()
        return f"collections.abc.Callable[[{', '.join(given)}], {result}]"

    def __reduce__(self):
        return _CallableGenericAlias, (self.__origin__, (list(self.__args__[:-1]), self.__args__[-1]))


class Collection(Sized, Iterable, Container):
    _builtin = (list, tuple, dict, set, frozenset, str, bytes, range)
    _needed = ("__len__", "__iter__", "__contains__")


class Awaitable(metaclass=_Structural):
    _needed = ("__await__",)

    def __class_getitem__(cls, item):
        return GenericAlias(cls, item)

    @abstractmethod
    def __await__(self):
        raise NotImplementedError


class Coroutine(Awaitable):
    _needed = ("__await__", "send", "throw", "close")


class AsyncIterable(metaclass=_Structural):
    _needed = ("__aiter__",)

    def __class_getitem__(cls, item):
        return GenericAlias(cls, item)

    @abstractmethod
    def __aiter__(self):
        raise NotImplementedError


class AsyncIterator(AsyncIterable):
    _needed = ("__aiter__", "__anext__")


class AsyncGenerator(AsyncIterator):
    _needed = ("__aiter__", "__anext__", "asend", "athrow", "aclose")


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

    @abstractmethod
    def __getitem__(self, index):
        raise NotImplementedError


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

    def reverse(self):
        for at in range(len(self) // 2):
            self[at], self[len(self) - 1 - at] = self[len(self) - 1 - at], self[at]

    def __iadd__(self, values):
        self.extend(values)
        return self

    @abstractmethod
    def __setitem__(self, index, value):
        raise NotImplementedError

    @abstractmethod
    def __delitem__(self, index):
        raise NotImplementedError

    @abstractmethod
    def insert(self, index, value):
        raise NotImplementedError


class ByteString(Sequence):
    _builtin = (bytes,)


class Set(Collection):
    _builtin = (set, frozenset, type({}.keys()), type({}.items()))

    @classmethod
    def _from_iterable(cls, it):
        return cls(it)

    def __le__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) <= len(other) and all(value in other for value in self)

    def __lt__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) < len(other) and self.__le__(other)

    def __ge__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) >= len(other) and all(value in self for value in other)

    def __gt__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) > len(other) and self.__ge__(other)

    def __eq__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) == len(other) and self.__le__(other)

    def __and__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable(value for value in other if value in self)

    __rand__ = __and__

    def __or__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable(value for side in (self, other) for value in side)

    __ror__ = __or__

    def __sub__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        other = other if isinstance(other, Set) else self._from_iterable(other)
        return self._from_iterable(value for value in self if value not in other)

    def __rsub__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        other = other if isinstance(other, Set) else self._from_iterable(other)
        return self._from_iterable(value for value in other if value not in self)

    def __xor__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        other = other if isinstance(other, Set) else self._from_iterable(other)
        return (self - other) | (other - self)

    __rxor__ = __xor__

    def isdisjoint(self, other):
        return not any(value in self for value in other)

    def _hash(self):
        return hash(frozenset(self))


class MutableSet(Set):
    _builtin = (set,)

    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        for value in list(self):
            self.discard(value)

    def __ior__(self, values):
        for value in values:
            self.add(value)
        return self

    def __iand__(self, values):
        for value in self - values:
            self.discard(value)
        return self

    def __isub__(self, values):
        for value in list(values):
            self.discard(value)
        return self

    @abstractmethod
    def add(self, value):
        raise NotImplementedError

    @abstractmethod
    def discard(self, value):
        raise NotImplementedError


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
        return KeysView(self)

    def values(self):
        return ValuesView(self)

    def items(self):
        return ItemsView(self)

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    __reversed__ = None

    @abstractmethod
    def __getitem__(self, key):
        raise NotImplementedError


class MutableMapping(Mapping):
    _builtin = (dict,)

    def pop(self, key, *default):
        try:
            value = self[key]
        except KeyError:
            if not default:
                raise
            return default[0]
        del self[key]
        return value

    def popitem(self):
        try:
            key = next(iter(self))
        except StopIteration:
            raise KeyError from None
        value = self[key]
        del self[key]
        return key, value

    def clear(self):
        for key in list(self):
            del self[key]

    def update(self, other=(), /, **kwds):
        for key, value in other.items() if hasattr(other, "items") else other:
            self[key] = value
        for key, value in kwds.items():
            self[key] = value

    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default

    @abstractmethod
    def __setitem__(self, key, value):
        raise NotImplementedError

    @abstractmethod
    def __delitem__(self, key):
        raise NotImplementedError


class MappingView(Sized):
    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return f"{type(self).__name__}({self._mapping!r})"


class KeysView(MappingView, Set):
    _builtin = (type({}.keys()),)

    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        return iter(self._mapping)


class ItemsView(MappingView, Set):
    _builtin = (type({}.items()),)

    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, item):
        key, value = item
        try:
            held = self._mapping[key]
        except KeyError:
            return False
        return held is value or held == value

    def __iter__(self):
        for key in self._mapping:
            yield key, self._mapping[key]


class ValuesView(MappingView, Collection):
    _builtin = (type({}.values()),)

    def __contains__(self, value):
        return any(self._mapping[key] is value or self._mapping[key] == value for key in self._mapping)

    def __iter__(self):
        for key in self._mapping:
            yield self._mapping[key]
