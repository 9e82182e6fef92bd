"""Not followed: https://docs.python.org/3/library/asyncio.html"""

def __getattr__(name):
    return _unknown(f"`asyncio.{name}` is not followed")
