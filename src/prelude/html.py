"""Not followed: https://docs.python.org/3/library/html.html"""

def __getattr__(name):
    return _unknown(f"`html.{name}` is not followed")
