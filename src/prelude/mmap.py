"""Not followed: https://docs.python.org/3/library/mmap.html"""

def __getattr__(name):
    return _unknown(f"`mmap.{name}` is not followed")
