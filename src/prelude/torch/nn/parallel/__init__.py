"""Data parallelism: one process computes what several would."""
from .data_parallel import DataParallel, data_parallel
from .distributed import DistributedDataParallel


def __getattr__(name):
    return _unknown(f"`torch.nn.parallel.{name}` is not followed")
