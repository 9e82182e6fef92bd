"""Not followed: https://docs.python.org/3/library/csv.html"""

def __getattr__(name):
    return _unknown(f"`csv.{name}` is not followed")
