"""Not followed: https://docs.python.org/3/library/optparse.html"""

def __getattr__(name):
    return _unknown(f"`optparse.{name}` is not followed")
