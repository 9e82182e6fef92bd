"""Not followed: https://docs.python.org/3/library/urllib.parse.html"""

def __getattr__(name):
    return _unknown(f"`urllib.parse.{name}` is not followed")
