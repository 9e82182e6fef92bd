"""Not followed: https://docs.python.org/3/library/multiprocessing.pool.html"""

def __getattr__(name):
    return _unknown(f"`multiprocessing.pool.{name}` is not followed")
