"""Not followed: https://docs.python.org/3/library/configparser.html"""

def __getattr__(name):
    return _unknown(f"`configparser.{name}` is not followed")
