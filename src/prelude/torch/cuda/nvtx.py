from contextlib import nullcontext


def range_push(msg):
    return 0


def range_pop():
    return 0


def range(msg, *args, **kwargs):
    return nullcontext()


def mark(msg):
    return None
