from contextlib import nullcontext

enabled = True
benchmark = False
deterministic = False
allow_tf32 = True
benchmark_limit = 10


def is_available():
    return _assume(False, "it depends on the machine")


def version():
    return _unknown("it depends on the machine")


def is_acceptable(tensor):
    return _assume(False, "it depends on the machine")


def flags(*args, **kwargs):
    return nullcontext()


def __getattr__(name):
    return _unknown(f"`torch.backends.cudnn.{name}` is not followed")
