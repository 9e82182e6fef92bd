"""Not followed: https://docs.python.org/3/library/pdb.html"""

def __getattr__(name):
    return _unknown(f"`pdb.{name}` is not followed")
