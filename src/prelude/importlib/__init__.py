"""https://docs.python.org/3/library/importlib.html"""
from . import machinery, metadata, util


def import_module(name, package=None):
    return _import_module(name, package)


def reload(module):
    return module


def invalidate_caches():
    return None


def __getattr__(name):
    return _unknown(f"`importlib.{name}` is not followed")
