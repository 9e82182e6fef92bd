"""What `functools` has of compiled code, under the name that Python's own library imports it by."""

_MISSING = object()


class partial:
    __module__ = "functools"

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


def reduce(function, sequence, initial=_MISSING):
    try:
        rest = iter(sequence)
    except TypeError:
        raise TypeError("reduce() arg 2 must support iteration") from None
    if initial is _MISSING:
        result = next(rest, _MISSING)
        if result is _MISSING:
            raise TypeError("reduce() of empty iterable with no initial value")
    else:
        result = initial
    for item in rest:
        result = function(result, item)
    return result


class _Typed:
    """A key that tells equal arguments of unlike types apart."""

    def __init__(self, key, types):
        self.key, self.types = key, types

    def __eq__(self, other):
        return (self.key, self.types) == (other.key, other.types) if isinstance(other, _Typed) else NotImplemented

    def __hash__(self):
        return hash(self.key)


def _lru_cache_wrapper(function, maxsize, typed, cache_info):
    results, counts = {}, [0, 0]

    def cached(*args, **kwargs):
        if maxsize == 0:
            counts[1] += 1
            return function(*args, **kwargs)
        key = (args, tuple(kwargs.items())) if kwargs else args
        if not kwargs and not typed and len(args) == 1 and type(args[0]) in (int, str):
            key = args[0]
        hash(key)
        if typed:
            key = _Typed(key, tuple(type(value) for value in (*args, *kwargs.values())))
        if key in results:
            counts[0] += 1
            if maxsize is not None:
                # What was asked for last is dropped last.
                results[key] = results.pop(key)
            return results[key]
        counts[1] += 1
        result = function(*args, **kwargs)
        results[key] = result
        if maxsize is not None and len(results) > maxsize:
            del results[next(iter(results))]
        return result

    def cache_clear():
        results.clear()
        counts[:] = [0, 0]

    cached.cache_clear = cache_clear
    cached.cache_info = lambda: cache_info(counts[0], counts[1], maxsize, len(results))
    return cached


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
