"""Not followed: https://docs.python.org/3/library/cProfile.html"""

def __getattr__(name):
    return _unknown(f"`cProfile.{name}` is not followed")
