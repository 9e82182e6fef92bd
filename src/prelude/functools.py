"""Functions of functions: https://docs.python.org/3/library/functools.html"""

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)

_MISSING = object()


class partial:
    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partial):
            args = (*func.args, *args)
            keywords = {**func.keywords, **keywords}
            func = func.func
        if not callable(func):
            raise TypeError("the first argument must be callable")
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args), *(f"{name}={value!r}" for name, value in self.keywords.items())]
        return f"functools.partial({', '.join(parts)})"


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, instance, owner=None):
        bound = self.func.__get__(instance, owner) if hasattr(self.func, "__get__") else self.func
        return partial(bound, *self.args, **self.keywords)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        value = getattr(wrapped, name, _MISSING)
        if value is not _MISSING:
            setattr(wrapper, name, value)
    for name, value in getattr(wrapped, "__dict__", {}).items():
        if name not in assigned:
            setattr(wrapper, name, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


def reduce(function, sequence, initial=_MISSING):
    rest = iter(sequence)
    if initial is _MISSING:
        result = next(rest, _MISSING)
        if result is _MISSING:
            raise TypeError("reduce() of empty iterable with no initial value")
    else:
        result = initial
    for item in rest:
        result = function(result, item)
    return result


class _CacheInfo:
    def __init__(self, hits, misses, maxsize, currsize):
        self.hits = hits
        self.misses = misses
        self.maxsize = maxsize
        self.currsize = currsize


def lru_cache(maxsize=128, typed=False):
    """Remembers results by arguments, all of them."""
    if callable(maxsize):
        return lru_cache()(maxsize)

    def decorate(function):
        results = {}

        def cached(*args, **kwargs):
            key = (args, tuple(kwargs.items())) if kwargs else args
            if key not in results:
                results[key] = function(*args, **kwargs)
            return results[key]

        cached.cache_clear = results.clear
        cached.cache_info = lambda: _CacheInfo(0, len(results), maxsize, len(results))
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

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self.func(instance)
        object.__setattr__(instance, self.attrname, value)
        return value


def singledispatch(func):
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        for base, implementation in registry.items():
            if issubclass(cls, base) and base is not object:
                return implementation
        return func

    def register(cls, implementation=None):
        if implementation is None:
            if isinstance(cls, type):
                return lambda function: register(cls, function)
            implementation = cls
            # The first parameter that is annotated: a method's `self` is not.
            cls = [annotation[0] for _, _, _, annotation in _signature_of(implementation)[0] if annotation][0]
        registry[cls] = implementation
        return implementation

    def wrapper(*args, **kwargs):
        return dispatch(type(args[0]))(*args, **kwargs)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)

    def __get__(self, instance, owner=None):
        return lambda *args, **kwargs: self.dispatcher.dispatch(type(args[0]))(instance, *args, **kwargs)


def total_ordering(cls):
    """Fills in the comparisons that follow from `==` and one of the others."""
    own = [name for name in ("__lt__", "__le__", "__gt__", "__ge__") if any(name in base.__dict__ for base in cls.__mro__[:-1])]
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    first = own[0]

    def less(a, b):
        if first == "__lt__":
            return a.__lt__(b)
        if first == "__le__":
            return a.__le__(b) and a != b
        if first == "__gt__":
            return not a.__gt__(b) and a != b
        return not a.__ge__(b)

    derived = {
        "__lt__": lambda a, b: less(a, b),
        "__le__": lambda a, b: less(a, b) or a == b,
        "__gt__": lambda a, b: not less(a, b) and a != b,
        "__ge__": lambda a, b: not less(a, b),
    }
    for name, function in derived.items():
        if name not in own:
            setattr(cls, name, function)
    return cls


def cmp_to_key(mycmp):
    class K:
        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return K
