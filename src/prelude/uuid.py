"""Not followed: https://docs.python.org/3/library/uuid.html"""

def __getattr__(name):
    return _unknown(f"`uuid.{name}` is not followed")
