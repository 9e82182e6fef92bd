"""Not followed: https://docs.python.org/3/library/concurrent.html"""

def __getattr__(name):
    return _unknown(f"`concurrent.{name}` is not followed")
