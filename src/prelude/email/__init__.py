"""Not followed: https://docs.python.org/3/library/email.html"""

def __getattr__(name):
    return _unknown(f"`email.{name}` is not followed")
