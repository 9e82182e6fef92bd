"""Not followed: https://docs.python.org/3/library/hmac.html"""

def __getattr__(name):
    return _unknown(f"`hmac.{name}` is not followed")
