"""Not followed: https://docs.python.org/3/library/errno.html"""

def __getattr__(name):
    return _unknown(f"`errno.{name}` is not followed")
