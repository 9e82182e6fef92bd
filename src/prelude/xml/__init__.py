"""Not followed: https://docs.python.org/3/library/xml.html"""

def __getattr__(name):
    return _unknown(f"`xml.{name}` is not followed")
