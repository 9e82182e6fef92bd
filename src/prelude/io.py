"""Streams in memory, without content: https://docs.python.org/3/library/io.html"""


open = open


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


open = open


def __getattr__(name):
    return _unknown(f"`io.{name}` is not followed")
