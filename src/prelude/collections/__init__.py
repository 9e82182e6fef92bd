"""Containers: https://docs.python.org/3/library/collections.html"""
from _collections import OrderedDict, defaultdict, deque

from . import abc

abc.MutableSequence.register(deque)


class Counter(dict):
    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def __repr__(self):
        if not self:
            return f"{type(self).__name__}()"
        try:
            shown = dict(self.most_common())
        except TypeError:
            shown = dict(self)
        return f"{type(self).__name__}({shown!r})"

    def update(self, iterable=None, /, **kwds):
        self._change(iterable, 1)
        self._change(kwds, 1)

    def subtract(self, iterable=None, /, **kwds):
        self._change(iterable, -1)
        self._change(kwds, -1)

    def _change(self, iterable, sign):
        if hasattr(iterable, "items"):
            if not self and sign == 1:
                super().update(iterable)
                return
            for key, count in iterable.items():
                self[key] = self[key] + sign * count
        elif iterable is not None:
            for key in iterable:
                self[key] = self[key] + sign

    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def most_common(self, n=None):
        return sorted(self.items(), key=lambda item: item[1], reverse=True)[:n]

    def elements(self):
        for key, count in self.items():
            for _ in range(count):
                yield key

    def total(self):
        return sum(self.values())

    def copy(self):
        return type(self)(self)

    def __pos__(self):
        return _positive(self)

    def __neg__(self):
        return _positive({key: -count for key, count in self.items()})

    def __eq__(self, other):
        return all(self[key] == other[key] for key in [*self, *other]) if isinstance(other, Counter) else NotImplemented

    def __le__(self, other):
        return all(self[key] <= other[key] for key in [*self, *other]) if isinstance(other, Counter) else NotImplemented

    def __lt__(self, other):
        return self <= other and self != other if isinstance(other, Counter) else NotImplemented

    def __ge__(self, other):
        return all(self[key] >= other[key] for key in [*self, *other]) if isinstance(other, Counter) else NotImplemented

    def __gt__(self, other):
        return self >= other and self != other if isinstance(other, Counter) else NotImplemented

    __hash__ = None

    def __add__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return _positive({key: self[key] + other[key] for key in [*self, *other]})

    def __sub__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return _positive({key: self[key] - other[key] for key in [*self, *other]})

    def __and__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return _positive({key: min(self[key], other[key]) for key in self})

    def __or__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return _positive({key: max(self[key], other[key]) for key in [*self, *other]})


def _positive(counts):
    return Counter({key: count for key, count in counts.items() if count > 0})


class ChainMap(abc.MutableMapping):
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                return mapping[key]
            except KeyError:
                pass
        return self.__missing__(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __len__(self):
        return len(list(iter(self)))

    def __iter__(self):
        found = {}
        for mapping in reversed(self.maps):
            found.update(dict.fromkeys(mapping))
        return iter(found)

    def __contains__(self, key):
        return any(key in mapping for mapping in self.maps)

    def __bool__(self):
        return any(self.maps)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.maps))})"

    @classmethod
    def fromkeys(cls, iterable, *args):
        return cls(dict.fromkeys(iterable, *args))

    def copy(self):
        return type(self)(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        if m is None:
            m = kwargs
        elif kwargs:
            m.update(kwargs)
        return type(self)(m, *self.maps)

    @property
    def parents(self):
        return type(self)(*self.maps[1:])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        try:
            del self.maps[0][key]
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {key!r}") from None

    def popitem(self):
        try:
            return self.maps[0].popitem()
        except KeyError:
            raise KeyError("No keys found in the first mapping.") from None

    def pop(self, key, *args):
        try:
            return self.maps[0].pop(key, *args)
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {key!r}") from None

    def clear(self):
        self.maps[0].clear()

    def __ior__(self, other):
        self.maps[0].update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, abc.Mapping):
            return NotImplemented
        found = self.copy()
        found.maps[0].update(other)
        return found

    def __ror__(self, other):
        if not isinstance(other, abc.Mapping):
            return NotImplemented
        found = dict(other)
        for mapping in reversed(self.maps):
            found.update(mapping)
        return type(self)(found)


class UserDict(abc.MutableMapping):
    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if kwargs:
            self.update(kwargs)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if hasattr(type(self), "__missing__"):
            return type(self).__missing__(self, key)
        raise KeyError(key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def __repr__(self):
        return repr(self.data)

    def __or__(self, other):
        held = other.data if isinstance(other, UserDict) else other
        return type(self)(self.data | held) if isinstance(held, dict) else NotImplemented

    def __ror__(self, other):
        held = other.data if isinstance(other, UserDict) else other
        return type(self)(held | self.data) if isinstance(held, dict) else NotImplemented

    def __ior__(self, other):
        self.data |= other.data if isinstance(other, UserDict) else other
        return self

    def copy(self):
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        found = cls()
        for key in iterable:
            found[key] = value
        return found


class UserList(list):
    @property
    def data(self):
        return self


class UserString(str):
    pass


_KEYWORDS = (
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is "
    "lambda nonlocal not or pass raise return try while with yield"
).split()


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A class of tuples whose items have names."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    fields = [str(name) for name in field_names]
    if rename:
        fields = [
            name if name.isidentifier() and name not in _KEYWORDS and not name.startswith("_") and name not in fields[:at] else f"_{at}"
            for at, name in enumerate(fields)
        ]
    typename = str(typename)
    for name in [typename, *fields]:
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if name in _KEYWORDS:
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
    for at, name in enumerate(fields):
        if name.startswith("_") and not rename:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in fields[:at]:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
    values = [] if defaults is None else list(defaults)
    if len(values) > len(fields):
        raise TypeError("Got more default values than field names")
    by_name = dict(zip(fields[len(fields) - len(values) :], values))

    # A function of so many parameters: whoever looks at it sees them.
    taken = "".join(f", {name}" for name in fields)
    items = "".join(f"{name}, " for name in fields)
    __new__ = eval(f"lambda _cls{taken}: _tuple_new(_cls, ({items}))", {"_tuple_new": tuple.__new__, "__builtins__": {}})
    __new__.__name__ = "__new__"
    __new__.__qualname__ = f"{typename}.__new__"
    __new__.__doc__ = f"Create new instance of {typename}({', '.join(fields)})"
    if defaults is not None:
        __new__.__defaults__ = tuple(values)

    def _make(cls, iterable):
        items = list(iterable)
        if len(items) != len(fields):
            raise TypeError(f"Expected {len(fields)} arguments, got {len(items)}")
        return cls(*items)

    def _replace(self, /, **kwargs):
        items = [kwargs.pop(name, value) for name, value in zip(fields, self)]
        if kwargs:
            raise ValueError(f"Got unexpected field names: {list(kwargs)!r}")
        return type(self)._make(items)

    def _asdict(self):
        return dict(zip(fields, self))

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in zip(fields, self))})"

    def __getnewargs__(self):
        return tuple(self)

    namespace = {
        "__new__": __new__,
        "__repr__": __repr__,
        "__getnewargs__": __getnewargs__,
        "__match_args__": tuple(fields),
        "__doc__": f"{typename}({', '.join(fields)})",
        "__slots__": (),
        "__module__": _frame(1).f_globals["__name__"] if module is None else module,
        "_fields": tuple(fields),
        "_field_defaults": by_name,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
    }
    for at, name in enumerate(fields):
        namespace[name] = property(_item(at), doc=f"Alias for field number {at}")
    return type(typename, (tuple,), namespace)


def _item(at):
    return lambda self: self[at]
