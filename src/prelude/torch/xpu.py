def is_available():
    return _assume(False, "it depends on the machine")


def device_count():
    return _unknown("it depends on the machine", "int")


def is_current_stream_capturing():
    return _assume(False, "it depends on the machine")


def manual_seed(seed):
    return None


def synchronize(device=None):
    return None


def empty_cache():
    return None


def __getattr__(name):
    return _unknown(f"`torch.xpu.{name}` is not followed")
