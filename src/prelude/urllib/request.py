"""Not followed: https://docs.python.org/3/library/urllib.request.html"""

def __getattr__(name):
    return _unknown(f"`urllib.request.{name}` is not followed")
