_REASON = "graphs of torch.fx are not followed"


class Graph:
    """What a function or a module does. The nodes are not known: where a program looks at them, the graph may become another one."""

    def __init__(self, owning_module=None, tracer_cls=None, tracer_extras=None):
        self.owning_module = owning_module
        self.is_open = owning_module is None

    @property
    def nodes(self):
        self.is_open = True
        return _unknown(_REASON)

    def eliminate_dead_code(self, is_impure_node=None):
        return _unknown(_REASON, "bool")

    def lint(self):
        return None

    def print_tabular(self):
        return None

    def __getattr__(self, name):
        self.is_open = True
        return _unknown(_REASON)
