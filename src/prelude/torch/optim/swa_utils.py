"""https://pytorch.org/docs/stable/optim.html#weight-averaging-swa-and-ema"""
import copy

import torch

from ..nn.modules.module import Module
from .lr_scheduler import LRScheduler


def get_ema_avg_fn(decay=0.999):
    def average(kept, now, count):
        return decay * kept + (1 - decay) * now

    return average


def get_swa_avg_fn():
    def average(kept, now, count):
        return kept + (now - kept) / (count + 1)

    return average


def get_ema_multi_avg_fn(decay=0.999):
    def average(kept, now, count):
        with torch.no_grad():
            for one, other in zip(kept, now):
                one.lerp_(other, 1 - decay)

    return average


def get_swa_multi_avg_fn():
    def average(kept, now, count):
        with torch.no_grad():
            for one, other in zip(kept, now):
                one.lerp_(other, 1 / (float(count) + 1))

    return average


class AveragedModel(Module):
    def __init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False):
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError("Only one of avg_fn and multi_avg_fn should be provided")
        self.module = copy.deepcopy(model)
        if device is not None:
            self.module = self.module.to(device)
        self.register_buffer("n_averaged", torch.tensor(0, dtype=torch.long, device=device))
        self.avg_fn = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def _averaged(self, model):
        """Pairs of what is kept and of what it follows."""
        kept, now = [*self.module.parameters()], [*model.parameters()]
        if self.use_buffers:
            kept, now = [*kept, *self.module.buffers()], [*now, *model.buffers()]
        return [one.detach() for one in kept], [other.detach().to(one.device) for one, other in zip(kept, now)]

    def update_parameters(self, model):
        kept, now = self._averaged(model)
        if self.n_averaged == 0:
            for one, other in zip(kept, now):
                one.copy_(other)
        elif self.multi_avg_fn is not None:
            self.multi_avg_fn(kept, now, self.n_averaged)
        else:
            average = get_swa_avg_fn() if self.avg_fn is None else self.avg_fn
            for one, other in zip(kept, now):
                one.copy_(average(one, other, self.n_averaged))
        if not self.use_buffers:
            for one, other in zip(self.module.buffers(), model.buffers()):
                one.detach().copy_(other.detach().to(one.device))
        self.n_averaged += 1


class SWALR(LRScheduler):
    def __init__(self, optimizer, swa_lr, anneal_epochs=10, anneal_strategy="cos", last_epoch=-1):
        super().__init__(optimizer)


def update_bn(loader, model, device=None):
    return None
