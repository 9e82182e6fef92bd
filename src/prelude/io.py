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
        return 0

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
    pass


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
