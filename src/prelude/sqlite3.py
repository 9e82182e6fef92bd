"""Not followed: https://docs.python.org/3/library/sqlite3.html"""

def __getattr__(name):
    return _unknown(f"`sqlite3.{name}` is not followed")
