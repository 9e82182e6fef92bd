"""Not followed: https://docs.python.org/3/library/secrets.html"""

def __getattr__(name):
    return _unknown(f"`secrets.{name}` is not followed")
