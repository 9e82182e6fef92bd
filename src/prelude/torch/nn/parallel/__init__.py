"""Data parallelism: one process computes what several would."""
from .data_parallel import DataParallel, data_parallel
from .distributed import DistributedDataParallel
