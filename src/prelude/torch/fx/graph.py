class Graph:
    """A module's graph, without nodes of its own."""

    def __init__(self, owning_module=None, tracer_cls=None):
        self.owning_module = owning_module
        self.nodes = _unknown("graphs of torch.fx are not followed")

    def eliminate_dead_code(self):
        return False

    def lint(self):
        return None

    def print_tabular(self):
        return None
