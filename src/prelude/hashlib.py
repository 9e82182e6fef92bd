"""Not followed: https://docs.python.org/3/library/hashlib.html"""

def __getattr__(name):
    return _unknown(f"`hashlib.{name}` is not followed")
