"""Not followed: https://docs.python.org/3/library/locale.html"""

def __getattr__(name):
    return _unknown(f"`locale.{name}` is not followed")
