"""How objects are pickled, which nothing here does: https://docs.python.org/3/library/copyreg.html"""


def pickle(type, function, constructor=None):
    return None


def constructor(object):
    return None


def __getattr__(name):
    return _unknown(f"`copyreg.{name}` is not followed")
