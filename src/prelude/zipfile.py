"""Not followed: https://docs.python.org/3/library/zipfile.html"""

def __getattr__(name):
    return _unknown(f"`zipfile.{name}` is not followed")
