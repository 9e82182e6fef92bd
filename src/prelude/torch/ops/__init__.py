"""Operators of extensions, which are built in here."""


def load_library(path):
    return None


def __getattr__(name):
    return _unknown(f"`torch.ops.{name}` is not followed")
