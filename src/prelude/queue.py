"""Not followed: https://docs.python.org/3/library/queue.html"""

def __getattr__(name):
    return _unknown(f"`queue.{name}` is not followed")
