"""Not followed: https://docs.python.org/3/library/email.mime.html"""

def __getattr__(name):
    return _unknown(f"`email.mime.{name}` is not followed")
