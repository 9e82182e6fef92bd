"""Not followed: https://docs.python.org/3/library/http.html"""

def __getattr__(name):
    return _unknown(f"`http.{name}` is not followed")
