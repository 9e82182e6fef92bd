"""Communication hooks and joins."""


def __getattr__(name):
    return _unknown(f"`torch.distributed.algorithms.{name}` is not followed")
