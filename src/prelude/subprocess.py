"""Not followed: https://docs.python.org/3/library/subprocess.html"""

def __getattr__(name):
    return _unknown(f"`subprocess.{name}` is not followed")
