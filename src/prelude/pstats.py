"""Not followed: https://docs.python.org/3/library/pstats.html"""

def __getattr__(name):
    return _unknown(f"`pstats.{name}` is not followed")
