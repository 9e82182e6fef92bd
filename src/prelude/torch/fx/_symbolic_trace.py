from ..nn.modules.module import Module
from .graph import Graph
from .graph_module import GraphModule


def wrap(fn_or_name):
    return fn_or_name


def symbolic_trace(root, concrete_args=None):
    name = root.__class__.__name__ if isinstance(root, Module) else root.__name__
    return GraphModule(root, Graph(root), name)


def is_fx_tracing():
    return False


class Tracer:
    """Goes through a module as `forward` runs; what it would record is not known."""

    def __init__(self, autowrap_modules=(), autowrap_functions=(), param_shapes_constant=False):
        self.submodule_paths = None

    def is_leaf_module(self, m, module_qualified_name):
        return m.__module__.startswith("torch.nn")

    def path_of_module(self, mod):
        for name, module in self.root.named_modules():
            if module is mod:
                return name
        raise NameError("module is not installed as a submodule")

    def call_module(self, m, forward, args, kwargs):
        return forward(*args, **kwargs)

    def trace(self, root, concrete_args=None):
        self.root = root
        return Graph(root)
