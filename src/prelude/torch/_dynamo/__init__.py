"""https://pytorch.org/docs/stable/torch.compiler.html: nothing is compiled."""
from . import config


def disable(fn=None, recursive=True):
    return fn if fn is not None else lambda function: function


def allow_in_graph(fn):
    return fn


def optimize(*args, **kwargs):
    return lambda function: function


def is_compiling():
    return False


def graph_break():
    return None


def reset():
    return None


def mark_dynamic(t, index, *args, **kwargs):
    return None


def mark_static_address(t, guard=False):
    return None


def __getattr__(name):
    return _unknown(f"`torch._dynamo.{name}` is not followed")
