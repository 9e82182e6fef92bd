"""Not followed: https://docs.python.org/3/library/pickle.html"""

def __getattr__(name):
    return _unknown(f"`pickle.{name}` is not followed")
