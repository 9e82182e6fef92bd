"""Not followed: https://docs.python.org/3/library/imp.html"""

def __getattr__(name):
    return _unknown(f"`imp.{name}` is not followed")
