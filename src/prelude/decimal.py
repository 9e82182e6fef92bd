"""Not followed: https://docs.python.org/3/library/decimal.html"""

def __getattr__(name):
    return _unknown(f"`decimal.{name}` is not followed")
