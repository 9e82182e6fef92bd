"""Not followed: https://docs.python.org/3/library/concurrent.futures.html"""

def __getattr__(name):
    return _unknown(f"`concurrent.futures.{name}` is not followed")
