"""Heaps, kept as sorted lists: https://docs.python.org/3/library/heapq.html"""
from bisect import insort


def heapify(x):
    x.sort()


def heappush(heap, item):
    insort(heap, item)


def heappop(heap):
    return heap.pop(0)


def heappushpop(heap, item):
    insort(heap, item)
    return heap.pop(0)


def heapreplace(heap, item):
    smallest = heap.pop(0)
    insort(heap, item)
    return smallest


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:n]


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:n]


def merge(*iterables, key=None, reverse=False):
    return iter(sorted([item for iterable in iterables for item in iterable], key=key, reverse=reverse))
