"""Not followed: https://docs.python.org/3/library/socket.html"""

def __getattr__(name):
    return _unknown(f"`socket.{name}` is not followed")
