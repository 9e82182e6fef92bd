"""Functions of functions: https://docs.python.org/3/library/functools.html"""

from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce
from collections import namedtuple
from types import MappingProxyType

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)

_MISSING = object()


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            args = (*func.args, *args)
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, instance, owner=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            bound = get(instance, owner)
            if bound is not self.func:
                return partial(bound, *self.args, **self.keywords)

        def method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        method._partialmethod = self
        return method.__get__(instance, owner)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        value = getattr(wrapped, name, _MISSING)
        if value is not _MISSING:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


_CacheInfo = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])


def lru_cache(maxsize=128, typed=False):
    """Remembers the results of the last calls by their arguments."""
    if callable(maxsize) and isinstance(typed, bool):
        return lru_cache(128, typed)(maxsize)
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(function):
        cached = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
        cached.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(cached, function)

    return decorate


def cache(user_function):
    return lru_cache(None)(user_function)


class cached_property:
    """Computed when it is first read, an attribute from then on."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(f"Cannot assign the same cached_property to two different names ({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self.func(instance)
        object.__setattr__(instance, self.attrname, value)
        return value


def _dispatched_types(cls):
    """The classes that an annotation or an argument of `register` stands for; None where it stands for none."""
    if isinstance(cls, type):
        return [cls]
    args = getattr(cls, "__args__", ())
    is_union = type(cls).__name__ == "UnionType" or getattr(cls, "__origin__", None) is _typing_union()
    return list(args) if is_union and args and all(isinstance(arg, type) for arg in args) else None


def _typing_union():
    from typing import Union

    return Union


def singledispatch(func):
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry and base is not object:
                return registry[base]
        # Of the interfaces that it follows without deriving from them, the narrowest.
        found = [base for base in registry if base is not object and issubclass(cls, base)]
        narrowest = [base for base in found if not any(other is not base and issubclass(other, base) for other in found)]
        if len(narrowest) > 1:
            raise RuntimeError(f"Ambiguous dispatch: {narrowest[0]} or {narrowest[1]}")
        return registry[narrowest[0]] if narrowest else func

    def register(cls, implementation=None):
        types = _dispatched_types(cls)
        if types is not None:
            if implementation is None:
                return lambda function: register(cls, function)
        else:
            if implementation is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            annotations = getattr(cls, "__annotations__", {})
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` or plain `@register` on an annotated function."
                )
            implementation = cls
            name = next(iter(annotations))
            # The first parameter that is annotated: a method's `self` is not.
            cls = [annotation[0] for _, _, _, annotation in _signature_of(getattr(cls, "__func__", cls))[0] if annotation][0]
            types = _dispatched_types(cls)
            if types is None:
                raise TypeError(f"Invalid annotation for {name!r}. {cls!r} is not a class.")
        for one in types:
            registry[one] = implementation
        return implementation

    def wrapper(*args, **kwargs):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kwargs)

    name = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)

    def __get__(self, instance, owner=None):
        def method(*args, **kwargs):
            return self.dispatcher.dispatch(type(args[0])).__get__(instance, owner)(*args, **kwargs)

        method.__isabstractmethod__ = self.__isabstractmethod__
        method.register = self.register
        return update_wrapper(method, self.func)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


def _derived(root, name):
    """A comparison that follows from `==` and the comparison `root`."""
    def compare(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        if root[3] == "t":
            # a > b is not (a < b) and a != b; a <= b is a < b or a == b; a >= b is not a < b.
            if name[3] == "t":
                return not result and self != other
            return result or self == other if name[2] == root[2] else not result
        if name[3] == "e":
            return not result or self == other
        return result and self != other if name[2] == root[2] else not result

    compare.__name__ = name
    return compare


def total_ordering(cls):
    """Fills in the comparisons that follow from `==` and one of the others."""
    names = ("__lt__", "__gt__", "__le__", "__ge__")
    own = [name for name in names if any(name in base.__dict__ for base in cls.__mro__[:-1])]
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = [name for name in ("__lt__", "__le__", "__gt__", "__ge__") if name in own][0]
    for name in names:
        if name not in own:
            setattr(cls, name, _derived(root, name))
    return cls
