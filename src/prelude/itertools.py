"""Iterators: https://docs.python.org/3/library/itertools.html"""
import operator


def count(start=0, step=1):
    while True:
        yield start
        start += step


def cycle(iterable):
    saved = []
    for item in iterable:
        yield item
        saved.append(item)
    while saved:
        yield from saved


def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    else:
        for _ in range(times):
            yield object


def accumulate(iterable, func=operator.add, *, initial=None):
    total = initial
    first = initial is None
    if not first:
        yield total
    for item in iterable:
        total = item if first else func(total, item)
        first = False
        yield total


def batched(iterable, n, *, strict=False):
    if n < 1:
        raise ValueError("n must be at least one")
    batch = []
    for item in iterable:
        batch.append(item)
        if len(batch) == n:
            yield tuple(batch)
            batch = []
    if batch:
        if strict:
            raise ValueError("batched(): incomplete batch")
        yield tuple(batch)


class chain:
    def __init__(self, *iterables):
        self._items = _chained(iterables)

    @classmethod
    def from_iterable(cls, iterables):
        made = cls()
        made._items = _chained(iterables)
        return made

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)


def _chained(iterables):
    for iterable in iterables:
        yield from iterable


def compress(data, selectors):
    return (item for item, chosen in zip(data, selectors) if chosen)


def dropwhile(predicate, iterable):
    dropping = True
    for item in iterable:
        if dropping and predicate(item):
            continue
        dropping = False
        yield item


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            return
        yield item


def filterfalse(predicate, iterable):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def groupby(iterable, key=None):
    group, current = [], None
    for item in iterable:
        found = item if key is None else key(item)
        if group and found != current:
            yield current, iter(group)
            group = []
        current = found
        group.append(item)
    if group:
        yield current, iter(group)


def islice(iterable, *args):
    limits = slice(*args)
    start, step, stop = limits.start or 0, limits.step or 1, limits.stop
    at, wanted = 0, start
    if stop is not None and stop <= 0:
        return
    for item in iterable:
        if at == wanted:
            yield item
            wanted += step
        at += 1
        if stop is not None and (at >= stop or wanted >= stop):
            return


def pairwise(iterable):
    items = iter(iterable)
    before = next(items, None)
    for item in items:
        yield before, item
        before = item


def starmap(function, iterable):
    for args in iterable:
        yield function(*args)


def tee(iterable, n=2):
    items = list(iterable)
    return tuple(iter(items) for _ in range(n))


def zip_longest(*iterables, fillvalue=None):
    columns = [list(iterable) for iterable in iterables]
    for at in range(max([len(column) for column in columns], default=0)):
        yield tuple(column[at] if at < len(column) else fillvalue for column in columns)


def product(*iterables, repeat=1):
    pools = [tuple(iterable) for iterable in iterables] * repeat
    results = [()]
    for pool in pools:
        results = [(*result, item) for result in results for item in pool]
    yield from results


def permutations(iterable, r=None):
    pool = tuple(iterable)
    size = len(pool)
    for chosen in product(range(size), repeat=size if r is None else r):
        if len(set(chosen)) == len(chosen):
            yield tuple(pool[at] for at in chosen)


def combinations(iterable, r):
    pool = tuple(iterable)
    for chosen in _increasing(len(pool), r, 1):
        yield tuple(pool[at] for at in chosen)


def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    for chosen in _increasing(len(pool), r, 0):
        yield tuple(pool[at] for at in chosen)


def _increasing(size, r, step, start=0):
    if r == 0:
        yield ()
        return
    for first in range(start, size):
        for rest in _increasing(size, r - 1, step, first + step):
            yield (first, *rest)
