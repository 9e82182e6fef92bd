"""Not followed: https://docs.python.org/3/library/base64.html"""

def __getattr__(name):
    return _unknown(f"`base64.{name}` is not followed")
