"""Not followed: https://docs.python.org/3/library/ctypes.util.html"""

def __getattr__(name):
    return _unknown(f"`ctypes.util.{name}` is not followed")
