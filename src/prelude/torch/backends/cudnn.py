from contextlib import nullcontext

enabled = True
benchmark = False
deterministic = False
allow_tf32 = True
benchmark_limit = 10


def is_available():
    return False


def version():
    return None


def is_acceptable(tensor):
    return False


def flags(*args, **kwargs):
    return nullcontext()


def __getattr__(name):
    return _unknown(f"`torch.backends.cudnn.{name}` is not followed")
