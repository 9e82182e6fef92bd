"""Memory is not managed here: https://docs.python.org/3/library/gc.html"""


def collect(generation=2):
    return _unknown("it depends on Python", "int")


def enable():
    return None


disable = freeze = unfreeze = enable


def isenabled():
    return _assume(True, "what the program has set is not followed")


def get_objects(generation=None):
    return _unknown("it depends on Python")
