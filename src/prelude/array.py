"""Not followed: https://docs.python.org/3/library/array.html"""

def __getattr__(name):
    return _unknown(f"`array.{name}` is not followed")
