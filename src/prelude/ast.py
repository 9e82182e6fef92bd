"""Not followed: https://docs.python.org/3/library/ast.html"""

def __getattr__(name):
    return _unknown(f"`ast.{name}` is not followed")
