"""Not followed: https://docs.python.org/3/library/gzip.html"""

def __getattr__(name):
    return _unknown(f"`gzip.{name}` is not followed")
