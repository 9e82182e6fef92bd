"""Not followed: https://docs.python.org/3/library/shelve.html"""

def __getattr__(name):
    return _unknown(f"`shelve.{name}` is not followed")
