"""Symbolic tracing: https://pytorch.org/docs/stable/fx.html. A module stands for its own graph."""
from . import experimental, node, proxy, subgraph_rewriter
from ._symbolic_trace import Tracer, symbolic_trace, wrap
from .graph import Graph
from .graph_module import GraphModule
from .interpreter import Interpreter, Transformer
from .node import Node
from .proxy import Proxy


def replace_pattern(gm, pattern, replacement):
    return []


def __getattr__(name):
    return _unknown(f"`torch.fx.{name}` is not followed")
