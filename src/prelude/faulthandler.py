"""Not followed: https://docs.python.org/3/library/faulthandler.html"""

def __getattr__(name):
    return _unknown(f"`faulthandler.{name}` is not followed")
