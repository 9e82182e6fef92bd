"""Versions that can be compared."""
import re


class InvalidVersion(ValueError):
    pass


class Version:
    def __init__(self, version):
        found = re.match(r"\s*v?(\d+(?:\.\d+)*)(.*)", version)
        if found is None:
            raise InvalidVersion(f"Invalid version: '{version}'")
        self._text = version
        self.release = tuple([int(part) for part in found.group(1).split(".")])
        self.local = found.group(2).partition("+")[2] or None
        # A pre-release comes before its release.
        self._stage = 0 if re.match(r"[.\-_]?(a|b|rc|dev|alpha|beta)", found.group(2)) else 1

    @property
    def major(self):
        return self.release[0]

    @property
    def minor(self):
        return self.release[1] if len(self.release) > 1 else 0

    @property
    def micro(self):
        return self.release[2] if len(self.release) > 2 else 0

    @property
    def base_version(self):
        return ".".join([str(part) for part in self.release])

    @property
    def public(self):
        return self._text.split("+")[0]

    @property
    def is_prerelease(self):
        return self._stage == 0

    def _key(self):
        release = list(self.release)
        while len(release) > 1 and release[-1] == 0:
            release.pop()
        # A version of one's own comes after the one that it is made of.
        local = [] if self.local is None else re.split(r"[._\-]", self.local.lower())
        return tuple(release), self._stage, tuple([(int(part), "") if part.isdigit() else (-1, part) for part in local])

    def __eq__(self, other):
        return self._key() == _version(other)._key()

    def __lt__(self, other):
        return self._key() < _version(other)._key()

    def __le__(self, other):
        return self._key() <= _version(other)._key()

    def __gt__(self, other):
        return self._key() > _version(other)._key()

    def __ge__(self, other):
        return self._key() >= _version(other)._key()

    def __hash__(self):
        return hash(self._key())

    def __str__(self):
        return self._text


def _version(value):
    return value if isinstance(value, Version) else Version(value)


def parse(version):
    return Version(version)
