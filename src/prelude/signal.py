"""Not followed: https://docs.python.org/3/library/signal.html"""

def __getattr__(name):
    return _unknown(f"`signal.{name}` is not followed")
