"""Not followed: https://docs.python.org/3/library/lzma.html"""

def __getattr__(name):
    return _unknown(f"`lzma.{name}` is not followed")
