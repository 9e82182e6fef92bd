"""Not followed: https://docs.python.org/3/library/zlib.html"""

def __getattr__(name):
    return _unknown(f"`zlib.{name}` is not followed")
