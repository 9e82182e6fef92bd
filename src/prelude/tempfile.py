"""Not followed: https://docs.python.org/3/library/tempfile.html"""

def __getattr__(name):
    return _unknown(f"`tempfile.{name}` is not followed")
