def is_available():
    return False


def device_count():
    return 0


def is_current_stream_capturing():
    return False


def manual_seed(seed):
    return None


def synchronize(device=None):
    return None


def empty_cache():
    return None


def __getattr__(name):
    return _unknown(f"`torch.xpu.{name}` is not followed")
