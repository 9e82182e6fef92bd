"""Not followed: https://docs.python.org/3/library/copyreg.html"""

def __getattr__(name):
    return _unknown(f"`copyreg.{name}` is not followed")
