def is_available():
    return False


def device_count():
    return 0


def manual_seed(seed):
    return None


def synchronize():
    return None


def empty_cache():
    return None


def __getattr__(name):
    return _unknown(f"`torch.mps.{name}` is not followed")
