class Interpreter:
    """Runs a graph module."""

    def __init__(self, module, garbage_collect_values=True, graph=None):
        self.module = module

    def run(self, *args, **kwargs):
        return self.module(*args)


class Transformer(Interpreter):
    def __init__(self, module):
        super().__init__(module)

    def transform(self):
        return self.module
