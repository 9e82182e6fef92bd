"""Not followed: https://docs.python.org/3/library/tarfile.html"""

def __getattr__(name):
    return _unknown(f"`tarfile.{name}` is not followed")
