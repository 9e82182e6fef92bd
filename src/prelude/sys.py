"""https://docs.python.org/3/library/sys.html"""
from collections import namedtuple

from io import TextIOWrapper

_VersionInfo = namedtuple("version_info", ["major", "minor", "micro", "releaselevel", "serial"])

version_info = _VersionInfo(3, 11, 0, "final", 0)
version = _unknown("it depends on the machine", "str")
hexversion = 0x030B00F0
maxsize = 9223372036854775807
maxunicode = 1114111
byteorder = "little"
platform = _unknown("it depends on the machine", "str")
executable = "python3"
prefix = base_prefix = "/usr"
argv = _unknown("it depends on the command line")
flags = _unknown("it depends on the command line")
stdin = TextIOWrapper()
stdout = TextIOWrapper()
stderr = TextIOWrapper()


class _Path(list):
    """Where modules are searched for. Of what is there nothing is known; what the program adds is searched."""

    def insert(self, index, folder):
        _search_in(folder, True)

    def append(self, folder):
        _search_in(folder, False)

    def extend(self, folders):
        _search_in(_unknown("it depends on the machine"), True)
        for folder in folders:
            _search_in(folder, False)

    def __iadd__(self, folders):
        self.extend(folders)
        return self

    def __setitem__(self, index, folders):
        for folder in folders if isinstance(folders, list) else [folders]:
            _search_in(folder, True)

    def _kept(self, *args):
        return _unknown("it depends on the machine")

    def _removed(self, *args):
        _search_in(_unknown("it depends on the machine"), True)
        return _unknown("it depends on the machine")

    __getitem__ = __add__ = __radd__ = __mul__ = __contains__ = index = count = copy = __eq__ = __ne__ = _kept
    pop = remove = clear = reverse = sort = __delitem__ = _removed

    def __iter__(self):
        return iter(_unknown("it depends on the machine"))

    def __len__(self):
        return _unknown("it depends on the machine", "int")

    def __repr__(self):
        return _unknown("it depends on the machine", "str")


path = _Path()


class _Modules(dict):
    """All modules by name, those that were not imported yet too."""

    def __missing__(self, name):
        # A module that nobody has imported may be imported by what is not followed.
        there = _is_loaded(name) or _is_available(name)
        if _is_unknown(there) or not there:
            return _unknown("it depends on what was imported before")
        return _import_module(name, None)

    def __setitem__(self, name, value):
        _replace_module(name)

    def __delitem__(self, name):
        _reload(name)

    def pop(self, name, default=None):
        found = self[name]
        _reload(name)
        return found

    def __contains__(self, name):
        return _is_loaded(name) or _unknown("it depends on what was imported before", "bool")

    def get(self, name, default=None):
        return self[name]

    setdefault = get

    def keys(self):
        return _unknown("it depends on what was imported before")

    items = values = copy = keys

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return _unknown("it depends on what was imported before", "int")


modules = _Modules()


class _Implementation:
    name = "cpython"


implementation = _Implementation()


def exit(status=None):
    raise SystemExit(status)


def exc_info():
    error = _handled()
    return (None, None, None) if error is None else (type(error), error, error.__traceback__)


def exception():
    return _handled()


def _getframe(depth=0, /):
    return _frame(depth + 1)


def getrecursionlimit():
    return 1000


def setrecursionlimit(limit):
    return None


def getsizeof(object, default=0):
    return _unknown("it depends on the machine", "int")


def getdefaultencoding():
    return "utf-8"


def intern(string):
    return string


def __getattr__(name):
    return _unknown(f"`sys.{name}` is not followed")
