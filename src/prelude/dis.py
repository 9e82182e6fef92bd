"""Not followed: https://docs.python.org/3/library/dis.html"""

def __getattr__(name):
    return _unknown(f"`dis.{name}` is not followed")
