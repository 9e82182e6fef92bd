"""https://pytorch.org/docs/stable/profiler.html"""
from torch.autograd.profiler import profile, record_function


class ProfilerActivity:
    CPU = 0
    CUDA = 2


def schedule(*, wait, warmup, active, repeat=0, skip_first=0, skip_first_wait=0):
    return None


def tensorboard_trace_handler(dir_name, worker_name=None, use_gzip=False, use_python_export=False):
    return None


def __getattr__(name):
    return _unknown(f"`torch.profiler.{name}` is not followed")
