"""Not followed: https://docs.python.org/3/library/urllib.error.html"""

def __getattr__(name):
    return _unknown(f"`urllib.error.{name}` is not followed")
