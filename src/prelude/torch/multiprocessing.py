"""Processes are not started: https://pytorch.org/docs/stable/multiprocessing.html"""


def spawn(fn, args=(), nprocs=1, join=True, daemon=False, start_method="spawn"):
    return fn(0, *args)


def set_start_method(method, force=False):
    return None


def set_sharing_strategy(new_strategy):
    return None


def get_context(method=None):
    return _unknown("processes are not followed")


def cpu_count():
    return _unknown("it depends on the machine", "int")


def __getattr__(name):
    return _unknown(f"`torch.multiprocessing.{name}` is not followed")
