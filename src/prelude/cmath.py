"""Not followed: https://docs.python.org/3/library/cmath.html"""

def __getattr__(name):
    return _unknown(f"`cmath.{name}` is not followed")
