"""Results of inner layers: https://pytorch.org/vision/stable/feature_extraction.html

torchvision rewrites a traced graph; here the model runs, and hooks take what was asked for, up to the last of it.
"""
from collections import OrderedDict

from torch import nn


class _Complete(Exception):
    """All results that were asked for are there."""


class DualGraphModule(nn.Module):
    """The model, giving a dict of inner results: in evaluation and in training those of the mode."""

    def __init__(self, model, train_nodes, eval_nodes):
        super().__init__()
        self.training = model.training
        for name, module in model.named_children():
            self.add_module(name, module)
        for name, param in model.named_parameters(recurse=False):
            self.register_parameter(name, param)
        for name, buffer in model.named_buffers(recurse=False):
            self.register_buffer(name, buffer)
        object.__setattr__(self, "_model", model)
        object.__setattr__(self, "_nodes", {True: train_nodes, False: eval_nodes})

    def train(self, mode=True):
        super().train(mode)
        self._model.train(mode)
        return self

    def forward(self, *args, **kwargs):
        wanted = self._nodes[self.training]
        found, calls, handles = {}, {}, []
        for path, module in self._model.named_modules():
            if path:
                handles.append(module.register_forward_hook(_taker(path, wanted, found, calls)))
        try:
            self._model.forward(*args, **kwargs)
        except _Complete:
            pass
        finally:
            for handle in handles:
                handle.remove()
        self._keep(calls)
        results = OrderedDict((wanted[node], output) for node, output in found.items())
        for node, name in wanted.items():
            if node not in found:
                results[name] = _unknown(f"the node `{node}` is no module of the model")
        return results

    def _keep(self, called):
        """Holds the modules that were needed, and no others."""
        self._modules.clear()
        for path in called:
            if any(other.startswith(path + ".") for other in called):
                continue
            holder, source = self, self._model
            *outer, last = path.split(".")
            for name in outer:
                source = source._modules[name]
                if name not in holder._modules:
                    holder._modules[name] = nn.Module()
                    holder._modules[name]._parameters.update(source._parameters)
                    holder._modules[name]._buffers.update(source._buffers)
                holder = holder._modules[name]
            holder._modules[last] = source._modules[last]


def _taker(path, wanted, found, calls):
    """A hook that keeps results of the module; a second call of it is the node `path_1`."""

    def take(module, inputs, output):
        times = calls[path] = calls.get(path, 0) + 1
        node = path if times == 1 else f"{path}_{times - 1}"
        if node in wanted:
            found[node] = output
            if len(found) == len(wanted):
                raise _Complete()

    return take


def _as_dict(nodes):
    if nodes is None:
        return None
    return {str(node): str(name) for node, name in (nodes.items() if isinstance(nodes, dict) else zip(nodes, nodes))}


def create_feature_extractor(
    model, return_nodes=None, train_return_nodes=None, eval_return_nodes=None, tracer_kwargs=None,
    suppress_diff_warning=False,
):  # fmt: skip
    if return_nodes is None and (train_return_nodes is None or eval_return_nodes is None):
        raise ValueError(
            "Either `return_nodes` or `train_return_nodes` and `eval_return_nodes` together, should be specified"
        )
    if (train_return_nodes is None) ^ (eval_return_nodes is None):
        raise ValueError(
            "If any of `train_return_nodes` and `eval_return_nodes` are specified, then both should be specified"
        )
    if (return_nodes is None) ^ (train_return_nodes is not None):
        raise ValueError("If `train_return_nodes` and `eval_return_nodes` are specified, then both should be specified")
    if return_nodes is not None:
        train_return_nodes = eval_return_nodes = return_nodes
    return DualGraphModule(model, _as_dict(train_return_nodes), _as_dict(eval_return_nodes))


def get_graph_node_names(model, tracer_kwargs=None, suppress_diff_warning=False):
    return _unknown("graphs of torch.fx are not followed")


def __getattr__(name):
    return _unknown(f"`torchvision.models.feature_extraction.{name}` is not followed")
