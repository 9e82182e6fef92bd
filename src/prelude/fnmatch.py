"""Not followed: https://docs.python.org/3/library/fnmatch.html"""

def __getattr__(name):
    return _unknown(f"`fnmatch.{name}` is not followed")
