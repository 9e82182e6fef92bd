"""Not followed: https://docs.python.org/3/library/difflib.html"""

def __getattr__(name):
    return _unknown(f"`difflib.{name}` is not followed")
