"""Not followed: https://docs.python.org/3/library/multiprocessing.html"""

def __getattr__(name):
    return _unknown(f"`multiprocessing.{name}` is not followed")
