"""Not followed: https://docs.python.org/3/library/contextvars.html"""

def __getattr__(name):
    return _unknown(f"`contextvars.{name}` is not followed")
