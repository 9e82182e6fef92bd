"""Not followed: https://docs.python.org/3/library/unicodedata.html"""

def __getattr__(name):
    return _unknown(f"`unicodedata.{name}` is not followed")
