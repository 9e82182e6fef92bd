"""https://docs.python.org/3/library/traceback.html"""


def print_exc(*args, **kwargs):
    return None


print_exception = print_stack = print_tb = print_exc


def format_exc(*args, **kwargs):
    return _unknown("tracebacks are not kept", "str")


def __getattr__(name):
    return _unknown(f"`traceback.{name}` is not followed")
