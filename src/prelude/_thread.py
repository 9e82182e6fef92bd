"""https://docs.python.org/3/library/_thread.html"""
from threading import Lock, RLock

allocate_lock = Lock

_main = object()


def get_ident():
    """There is one thread: its number is an object's."""
    return id(_main)


def __getattr__(name):
    return _unknown(f"`_thread.{name}` is not followed")
