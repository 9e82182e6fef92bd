"""Not followed: https://docs.python.org/3/library/threading.html"""

def __getattr__(name):
    return _unknown(f"`threading.{name}` is not followed")
