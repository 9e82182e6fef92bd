"""https://docs.python.org/3/library/copy.html"""


class Error(Exception):
    pass


error = Error


def copy(x):
    return _copy(x)


def deepcopy(x, memo=None):
    return _deepcopy(x, memo)


def replace(obj, /, **changes):
    return obj.__replace__(**changes)
