"""Paths as text: https://docs.python.org/3/library/pathlib.html"""
from os import path as _text
from os import PathLike

_REASON = "it depends on the machine"


class PurePath(PathLike):
    def __init__(self, *parts):
        self._path = _text.normpath(_text.join(*parts)) if parts else "."

    def __str__(self):
        return self._path

    __fspath__ = as_posix = __str__

    def __repr__(self):
        return f"{type(self).__name__}({self._path!r})"

    def __truediv__(self, other):
        return type(self)(self._path, str(other))

    def __rtruediv__(self, other):
        return type(self)(str(other), self._path)

    def joinpath(self, *others):
        return type(self)(self._path, *[str(other) for other in others])

    def __eq__(self, other):
        return isinstance(other, PurePath) and self._path == other._path

    def __hash__(self):
        return hash(self._path)

    @property
    def name(self):
        return _text.basename(self._path)

    @property
    def suffix(self):
        return _text.splitext(self._path)[1]

    @property
    def stem(self):
        return _text.splitext(self.name)[0]

    @property
    def parent(self):
        return type(self)(_text.dirname(self._path) or ".")

    @property
    def parents(self):
        found, path = [], self
        while path != path.parent:
            path = path.parent
            found.append(path)
        return found

    @property
    def parts(self):
        return (("/",) if self.is_absolute() else ()) + tuple(part for part in self._path.split("/") if part)

    def is_absolute(self):
        return self._path.startswith("/")

    def with_suffix(self, suffix):
        return type(self)(_text.splitext(self._path)[0] + suffix)

    def with_name(self, name):
        return self.parent / name

    def relative_to(self, *other):
        return _unknown(_REASON)


class PurePosixPath(PurePath):
    pass


class Path(PurePath):
    @classmethod
    def cwd(cls):
        return _unknown(_REASON)

    @classmethod
    def home(cls):
        return cls("~")

    def resolve(self, strict=False):
        return self

    absolute = expanduser = resolve

    def exists(self):
        return _text.exists(self._path)

    def is_file(self):
        return _text.isfile(self._path)

    def is_dir(self):
        return _text.isdir(self._path)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        return None

    def unlink(self, missing_ok=False):
        return None

    def read_text(self, encoding=None, errors=None):
        return _text_of_file(self._path)

    def read_bytes(self):
        return _unknown("what a file holds is not read")

    def write_text(self, data, *args, **kwargs):
        return len(data)

    def glob(self, pattern):
        from fnmatch import fnmatchcase

        if "/" in pattern or "**" in pattern:
            return _unknown(_REASON)
        return [one for one in self.iterdir() if fnmatchcase(one.name, pattern)]

    def rglob(self, pattern):
        return _unknown(_REASON)

    def iterdir(self):
        return [self / name for name in _entries_of(self._path)]

    def open(self, mode="r", *args, **kwargs):
        return open(self, mode, *args, **kwargs)


class PosixPath(Path):
    pass


def __getattr__(name):
    return _unknown(f"`pathlib.{name}` is not followed")
