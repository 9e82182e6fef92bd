"""Not followed: https://docs.python.org/3/library/tomllib.html"""

def __getattr__(name):
    return _unknown(f"`tomllib.{name}` is not followed")
