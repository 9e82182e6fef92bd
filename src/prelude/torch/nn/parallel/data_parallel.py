"""https://pytorch.org/docs/stable/generated/torch.nn.DataParallel.html"""
from itertools import chain

import torch

from ..modules.module import Module

_SPREAD = "what is spread over several devices is not followed"


def _scattered(value, device):
    """Tensors, and those in lists, tuples and dicts, where the first replica takes them."""
    if isinstance(value, torch.Tensor):
        return value.to(device)
    if type(value) in (tuple, list):
        return type(value)([_scattered(item, device) for item in value])
    if type(value) is dict:
        return {key: _scattered(item, device) for key, item in value.items()}
    return value


class DataParallel(Module):
    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.dim = dim
        self.module = module
        found = _gpus("count")
        if not _is_unknown(found):
            device_ids = list(range(found)) if device_ids is None else device_ids
        self.device_ids = device_ids if device_ids is not None else []
        self.output_device = output_device

    def forward(self, *inputs, **kwargs):
        placed = next(chain(self.module.parameters(), self.module.buffers()), None)
        if placed is None:
            return self.module(*inputs, **kwargs)
        if self.device_ids and not _is_unknown(_gpus("count")):
            first = self.device_ids[0]
            source = first if isinstance(first, torch.device) else torch.device("cuda", first)
            for tensor in chain(self.module.parameters(), self.module.buffers()):
                if not _is_unknown(tensor.device) and tensor.device != source:
                    _refuse_device(
                        f"module must have its parameters and buffers on device {source} (device_ids[0]) "
                        f"but found one of them on device: {tensor.device}"
                    )
        if placed.device.type == "cuda":
            inputs, kwargs = _scattered(inputs, placed.device), _scattered(kwargs, placed.device)
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
