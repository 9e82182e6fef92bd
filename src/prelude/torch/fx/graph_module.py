from ..nn.modules.module import Module


class GraphModule(Module):
    """Runs what its graph was made from, as long as nobody looks into the graph: what was changed there is not known."""

    def __init__(self, root, graph, class_name="GraphModule"):
        super().__init__()
        object.__setattr__(self, "_graph", graph)
        owner = getattr(graph, "owning_module", None)
        if isinstance(root, Module):
            for name, module in root.named_children():
                self._modules[name] = module
            for name, parameter in root.named_parameters(recurse=False):
                self._parameters[name] = parameter
            for name, buffer in root.named_buffers(recurse=False):
                self._buffers[name] = buffer
            self.training = root.training
        object.__setattr__(self, "_root", owner)

    @property
    def graph(self):
        return self._graph

    @graph.setter
    def graph(self, graph):
        object.__setattr__(self, "_graph", graph)
        object.__setattr__(self, "_root", graph.owning_module)

    @property
    def code(self):
        return _unknown("code of torch.fx is not followed", "str")

    def recompile(self):
        return _unknown("code of torch.fx is not followed")

    def forward(self, *args, **kwargs):
        if self._root is None or self._graph.is_open:
            return _unknown("graphs of torch.fx are not followed")
        if isinstance(self._root, Module):
            return self._root.forward(*args, **kwargs)
        return self._root(*args, **kwargs)

    def __getattr__(self, name):
        found = _module_getattr(self, name) if name in self._parameters or name in self._buffers or name in self._modules else None
        if found is not None:
            return found
        root = object.__getattribute__(self, "_root")
        return getattr(root, name) if isinstance(root, Module) else _module_getattr(self, name)


def _copy_attr(from_module, to_module, target):
    *path, name = target.split(".")
    for part in path:
        from_module = getattr(from_module, part)
        if not hasattr(to_module, part):
            setattr(to_module, part, Module())
        to_module = getattr(to_module, part)
    setattr(to_module, name, getattr(from_module, name))
