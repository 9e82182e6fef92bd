"""Not followed: https://docs.python.org/3/library/urllib.html"""

def __getattr__(name):
    return _unknown(f"`urllib.{name}` is not followed")
