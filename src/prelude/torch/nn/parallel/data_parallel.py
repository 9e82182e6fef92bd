"""https://pytorch.org/docs/stable/generated/torch.nn.DataParallel.html"""
from ..modules.module import Module

_SPREAD = "what is spread over several devices is not followed"


class DataParallel(Module):
    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.dim = dim
        self.module = module
        self.device_ids = device_ids if device_ids is not None else []
        self.output_device = output_device

    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)

    def replicate(self, module, device_ids):
        return _unknown(_SPREAD)

    def scatter(self, inputs, kwargs, device_ids):
        return _unknown(_SPREAD)

    def parallel_apply(self, replicas, inputs, kwargs):
        return _unknown(_SPREAD)

    def gather(self, outputs, output_device):
        return _unknown(_SPREAD)


def data_parallel(module, inputs, device_ids=None, output_device=None, dim=0, module_kwargs=None):
    inputs = inputs if isinstance(inputs, tuple) else (inputs,)
    return module(*inputs, **(module_kwargs or {}))
