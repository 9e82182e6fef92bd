"""Streams in memory, without content: https://docs.python.org/3/library/io.html"""


class IOBase:
    def __init__(self, *args, **kwargs):
        return None

    def write(self, s):
        return len(s)

    def read(self, size=-1):
        return _unknown("what a file holds is not read")

    readline = readlines = __iter__ = read

    def readlines(self, hint=-1):
        return _unknown("what a file holds is not read")

    def __iter__(self):
        return iter(_unknown("what a file holds is not read"))

    def getvalue(self):
        return _unknown("what a stream holds is not kept")

    def seek(self, offset, whence=0):
        return offset

    def tell(self):
        return _unknown("where a file stands is not followed", "int")

    def flush(self):
        return None

    def close(self):
        return None

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None


class BytesIO(IOBase):
    pass


class StringIO(IOBase):
    """Text in memory."""

    def __init__(self, initial_value="", newline="\n"):
        self._text = "" if initial_value is None else initial_value
        self._at = 0

    def write(self, s, /):
        before, after = self._text[: self._at], self._text[self._at + len(s) :]
        self._text = before + " " * (self._at - len(before)) + s + after
        self._at += len(s)
        return len(s)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def getvalue(self):
        return self._text

    def read(self, size=-1, /):
        start = self._at
        self._at = max(start, len(self._text)) if size is None or size < 0 else min(start + size, len(self._text))
        return self._text[start : self._at]

    def readline(self, size=-1, /):
        end = self._text.find("\n", self._at) + 1
        return self.read(end - self._at if end else -1)

    def readlines(self, hint=-1, /):
        return self.read().splitlines(True)

    def __iter__(self):
        return iter(self.readlines())

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def seek(self, offset, whence=0, /):
        self._at = offset if whence == 0 else len(self._text) if whence == 2 else self._at
        return self._at

    def tell(self):
        return self._at

    def truncate(self, size=None, /):
        size = self._at if size is None else size
        self._text = self._text[:size]
        return size


class TextIOWrapper(IOBase):
    pass


class BufferedReader(IOBase):
    pass


class _TextFile(TextIOWrapper):
    """A file whose text is known."""

    def __init__(self, name, text):
        self.name = name
        self._text = text
        self._at = 0

    def read(self, size=-1):
        start = self._at
        self._at = len(self._text) if size is None or size < 0 else start + size
        return self._text[start : self._at]

    def readlines(self, hint=-1):
        return self.read().splitlines(True)

    def __iter__(self):
        return iter(self.readlines())

    def readline(self, size=-1):
        start = self._at
        end = self._text.find("\n", start)
        self._at = len(self._text) if end < 0 else end + 1
        return self._text[start : self._at]


def open(file, mode="r", *args, **kwargs):
    from os.path import _plain

    text = _text_of_file(_plain(file)) if mode in ("r", "rt") else None
    return _unknown("files are not read") if text is None or _is_unknown(text) else _TextFile(file, text)


def __getattr__(name):
    return _unknown(f"`io.{name}` is not followed")
