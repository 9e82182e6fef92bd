"""Operators of extensions, which are built in here."""


def load_library(path):
    return None


class _Namespace:
    """The operators that the program has defined under a name of its own."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        from torch.library import _defined

        known = _defined.get(f"{self._name}::{name}")
        return _unknown(f"`torch.ops.{self._name}.{name}` is not followed") if known is None else known


def __getattr__(name):
    return _Namespace(name)
