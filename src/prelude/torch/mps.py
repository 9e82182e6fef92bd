def is_available():
    return _assume(False, "it depends on the machine")


def device_count():
    return _unknown("it depends on the machine", "int")


def manual_seed(seed):
    return None


def synchronize():
    return None


def empty_cache():
    return None


def __getattr__(name):
    return _unknown(f"`torch.mps.{name}` is not followed")
