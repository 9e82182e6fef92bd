"""Tests, whose bodies show how a module is called: https://docs.pytest.org"""
from contextlib import suppress


class _Mark:
    """Marks leave a test as it is."""

    def __getattr__(self, name):
        return _mark


def _mark(*args, **kwargs):
    if len(args) == 1 and not kwargs and callable(args[0]):
        return args[0]
    return lambda item: item


mark = _Mark()


def fixture(function=None, **options):
    return function if function is not None else lambda function: function


def param(*values, **options):
    return values if len(values) != 1 else values[0]


def raises(expected_exception, *args, **kwargs):
    return suppress(expected_exception)


def warns(*args, **kwargs):
    return suppress()


def approx(expected, *args, **kwargs):
    return expected


def importorskip(modname, *args, **kwargs):
    return _import_module(modname, None)


def skip(reason=""):
    return None


fail = xfail = skip


def __getattr__(name):
    return _unknown(f"`pytest.{name}` is not followed")
