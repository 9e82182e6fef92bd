"""Not followed: https://docs.python.org/3/library/struct.html"""

def __getattr__(name):
    return _unknown(f"`struct.{name}` is not followed")
