"""Not followed: https://docs.python.org/3/library/select.html"""

def __getattr__(name):
    return _unknown(f"`select.{name}` is not followed")
