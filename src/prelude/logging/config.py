"""Not followed: https://docs.python.org/3/library/logging.config.html"""

def __getattr__(name):
    return _unknown(f"`logging.config.{name}` is not followed")
