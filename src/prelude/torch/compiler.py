"""https://pytorch.org/docs/stable/torch.compiler.html"""
from ._basics import compile
from ._dynamo import allow_in_graph, disable, is_compiling, reset

is_dynamo_compiling = is_compiling
is_exporting = is_compiling


def assume_constant_result(fn):
    return fn


def cudagraph_mark_step_begin():
    return None


def __getattr__(name):
    return _unknown(f"`torch.compiler.{name}` is not followed")
