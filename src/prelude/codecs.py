"""Not followed: https://docs.python.org/3/library/codecs.html"""

def __getattr__(name):
    return _unknown(f"`codecs.{name}` is not followed")
