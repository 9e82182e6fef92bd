import inspect

import torch


def skip_init(module_cls, *args, **kwargs):
    """A module whose parameters hold whatever memory held."""
    if not issubclass(module_cls, torch.nn.Module):
        raise RuntimeError("Expected a Module; got {}".format(module_cls))
    if "device" not in inspect.signature(module_cls).parameters:
        raise RuntimeError("Module must support a 'device' arg to skip initialization")
    return module_cls(*args, **kwargs)
