"""Not followed: https://docs.python.org/3/library/shutil.html"""

def __getattr__(name):
    return _unknown(f"`shutil.{name}` is not followed")
