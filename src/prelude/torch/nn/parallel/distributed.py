"""https://pytorch.org/docs/stable/generated/torch.nn.parallel.DistributedDataParallel.html"""
from contextlib import nullcontext

from ..modules.module import Module


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
        return self.module(*inputs, **kwargs)
