"""Not followed: https://docs.python.org/3/library/shlex.html"""

def __getattr__(name):
    return _unknown(f"`shlex.{name}` is not followed")
