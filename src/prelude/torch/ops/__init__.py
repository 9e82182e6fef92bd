"""Operators of extensions, which are built in here."""


def load_library(path):
    return None
