"""Not followed: https://docs.python.org/3/library/tracemalloc.html"""

def __getattr__(name):
    return _unknown(f"`tracemalloc.{name}` is not followed")
