"""The interfaces of `collections.abc`, under the name that Python's own library imports them by."""
from collections.abc import *


def _check_methods(C, *methods):
    for method in methods:
        for base in C.__mro__:
            if method in base.__dict__:
                if base.__dict__[method] is None:
                    return NotImplemented
                break
        else:
            return NotImplemented
    return True
