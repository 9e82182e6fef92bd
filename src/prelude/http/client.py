"""Not followed: https://docs.python.org/3/library/http.client.html"""

def __getattr__(name):
    return _unknown(f"`http.client.{name}` is not followed")
