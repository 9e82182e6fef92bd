class Node:
    pass


def map_arg(a, fn):
    return fn(a) if isinstance(a, Node) else a
