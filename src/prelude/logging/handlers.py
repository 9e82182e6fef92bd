"""Not followed: https://docs.python.org/3/library/logging.handlers.html"""

def __getattr__(name):
    return _unknown(f"`logging.handlers.{name}` is not followed")
