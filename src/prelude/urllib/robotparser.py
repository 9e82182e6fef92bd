"""Not followed: https://docs.python.org/3/library/urllib.robotparser.html"""

def __getattr__(name):
    return _unknown(f"`urllib.robotparser.{name}` is not followed")
