"""https://pytorch.org/docs/stable/generated/torch.nn.parallel.DistributedDataParallel.html"""
from contextlib import nullcontext

from ..modules.module import Module
from .data_parallel import _scattered


class DistributedDataParallel(Module):
    def __init__(self, module, device_ids=None, output_device=None, dim=0, *args, **kwargs):
        super().__init__()
        self.module = module
        self.device_ids = device_ids
        self.output_device = output_device
        self.dim = dim

    def no_sync(self):
        return nullcontext()

    def forward(self, *inputs, **kwargs):
        placed = next(self.module.parameters(), None)
        if self.device_ids and placed is not None and placed.device.type == "cuda":
            inputs, kwargs = _scattered(inputs, placed.device), _scattered(kwargs, placed.device)
        return self.module(*inputs, **kwargs)
