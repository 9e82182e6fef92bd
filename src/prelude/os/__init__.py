"""The system is not touched: https://docs.python.org/3/library/os.html"""
from . import path
from .path import _plain

_REASON = "it depends on the machine"

name = _unknown(_REASON, "str")
sep = "/"
pathsep = ":"
linesep = "\n"
curdir = "."
pardir = ".."
devnull = "/dev/null"


class PathLike:
    pass


class _Environ:
    """Variables that may or may not be set."""

    def get(self, key, default=None):
        return _unset(key, default)

    def __getitem__(self, key):
        return _unknown(f"it depends on the environment variable {key}", "str")

    def __setitem__(self, key, value):
        return None

    def __delitem__(self, key):
        return None

    def __contains__(self, key):
        return _unset(key, False)

    def setdefault(self, key, value):
        return self.get(key)

    def pop(self, key, default=None):
        return self.get(key)

    def update(self, *args, **kwargs):
        return None

    def copy(self):
        return _unknown("it depends on the environment")

    items = keys = values = __iter__ = copy

    def __len__(self):
        return _unknown("it depends on the environment", "int")


environ = _Environ()


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    return None


def getcwd():
    return _unknown(_REASON, "str")


def chdir(path):
    return None


def listdir(path="."):
    return _entries_of(_plain(path))


class DirEntry:
    def __init__(self, folder, name):
        self.name = name
        self.path = path.join(folder, name)

    def __fspath__(self):
        return self.path

    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path)

    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path)


class _Scan(list):
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def close(self):
        return None


def scandir(path="."):
    folder = _plain(path)
    names = _entries_of(folder)
    return names if _is_unknown(names) else _Scan([DirEntry(folder, name) for name in names])


def walk(top, topdown=True, onerror=None, followlinks=False):
    return _unknown(_REASON)


stat = listdir


def makedirs(name, mode=0o777, exist_ok=False):
    return None


def mkdir(path, mode=0o777):
    return None


def remove(path):
    return None


unlink = rmdir = removedirs = remove


def rename(src, dst):
    return None


replace = rename


def system(command):
    return _unknown("it depends on the machine", "int")


def getpid():
    return _unknown(_REASON, "int")


def cpu_count():
    return _unknown(_REASON, "int")


def fspath(path):
    return str(path)


def urandom(size):
    return _unknown(_REASON)


def __getattr__(name):
    return _unknown(f"`os.{name}` is not followed")
