"""What `torch.__version__` is: a text that is compared as versions are."""
from packaging.version import InvalidVersion, Version

from .version import __version__ as _text


class TorchVersion(str):
    def _convert_to_version(self, inp):
        if isinstance(inp, Version):
            return inp
        return Version(inp if isinstance(inp, str) else ".".join([str(part) for part in inp]))

    def _cmp_wrapper(self, cmp, method):
        try:
            return getattr(Version(str(self)), method)(self._convert_to_version(cmp))
        except InvalidVersion:
            return getattr(str, method)(self, cmp)

    def __lt__(self, other):
        return self._cmp_wrapper(other, "__lt__")

    def __le__(self, other):
        return self._cmp_wrapper(other, "__le__")

    def __gt__(self, other):
        return self._cmp_wrapper(other, "__gt__")

    def __ge__(self, other):
        return self._cmp_wrapper(other, "__ge__")

    def __eq__(self, other):
        return self._cmp_wrapper(other, "__eq__")

    __hash__ = str.__hash__


__version__ = TorchVersion(_text)
