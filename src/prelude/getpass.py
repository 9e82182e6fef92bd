"""Not followed: https://docs.python.org/3/library/getpass.html"""

def __getattr__(name):
    return _unknown(f"`getpass.{name}` is not followed")
