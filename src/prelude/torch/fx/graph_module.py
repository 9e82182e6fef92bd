from ..nn.modules.module import Module


class GraphModule(Module):
    """Runs the module that its graph was made from."""

    def __init__(self, root, graph, class_name="GraphModule"):
        super().__init__()
        self.graph = graph
        owner = getattr(graph, "owning_module", None)
        if isinstance(owner, Module):
            for name, module in owner.named_children():
                self.add_module(name, module)
        object.__setattr__(self, "_root", owner)

    def recompile(self):
        return None

    def forward(self, *args, **kwargs):
        return self._root.forward(*args, **kwargs)


def _copy_attr(from_module, to_module, target):
    *path, name = target.split(".")
    for part in path:
        from_module = getattr(from_module, part)
        if not hasattr(to_module, part):
            setattr(to_module, part, Module())
        to_module = getattr(to_module, part)
    setattr(to_module, name, getattr(from_module, name))
