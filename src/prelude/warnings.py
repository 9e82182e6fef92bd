"""Warnings, which nobody hears: https://docs.python.org/3/library/warnings.html"""
def warn(message, category=None, stacklevel=1, source=None, **kwargs):
    return None


def warn_explicit(message, category, filename, lineno, *args, **kwargs):
    return None


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    return None


def simplefilter(action, category=Warning, lineno=0, append=False):
    return None


def resetwarnings():
    return None


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, **kwargs):
        self._record = record

    def __enter__(self):
        return [] if self._record else None

    def __exit__(self, *exc_info):
        return None


def showwarning(message, category, filename, lineno, file=None, line=None):
    return None


def deprecated(message, /, **options):
    return lambda arg: arg


def __getattr__(name):
    return _unknown(f"`warnings.{name}` is not followed")
