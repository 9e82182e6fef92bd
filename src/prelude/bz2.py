"""Not followed: https://docs.python.org/3/library/bz2.html"""

def __getattr__(name):
    return _unknown(f"`bz2.{name}` is not followed")
