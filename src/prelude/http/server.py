"""Not followed: https://docs.python.org/3/library/http.server.html"""

def __getattr__(name):
    return _unknown(f"`http.server.{name}` is not followed")
