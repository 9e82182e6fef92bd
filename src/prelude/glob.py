"""Not followed: https://docs.python.org/3/library/glob.html"""

def __getattr__(name):
    return _unknown(f"`glob.{name}` is not followed")
