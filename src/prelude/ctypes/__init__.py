"""Not followed: https://docs.python.org/3/library/ctypes.html"""

def __getattr__(name):
    return _unknown(f"`ctypes.{name}` is not followed")
