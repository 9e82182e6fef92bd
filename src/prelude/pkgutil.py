"""Not followed: https://docs.python.org/3/library/pkgutil.html"""

def __getattr__(name):
    return _unknown(f"`pkgutil.{name}` is not followed")
