"""Not followed: https://docs.python.org/3/library/xmlrpc.html"""

def __getattr__(name):
    return _unknown(f"`xmlrpc.{name}` is not followed")
