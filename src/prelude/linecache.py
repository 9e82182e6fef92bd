"""Not followed: https://docs.python.org/3/library/linecache.html"""

def __getattr__(name):
    return _unknown(f"`linecache.{name}` is not followed")
