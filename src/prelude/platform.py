"""Not followed: https://docs.python.org/3/library/platform.html"""

def __getattr__(name):
    return _unknown(f"`platform.{name}` is not followed")
