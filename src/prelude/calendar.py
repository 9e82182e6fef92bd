"""Not followed: https://docs.python.org/3/library/calendar.html"""

def __getattr__(name):
    return _unknown(f"`calendar.{name}` is not followed")
