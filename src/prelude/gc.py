"""Memory is not managed here: https://docs.python.org/3/library/gc.html"""


def collect(generation=2):
    return 0


def enable():
    return None


disable = freeze = unfreeze = enable


def isenabled():
    return True


def get_objects(generation=None):
    return []
