"""Not followed: https://docs.python.org/3/library/timeit.html"""

def __getattr__(name):
    return _unknown(f"`timeit.{name}` is not followed")
