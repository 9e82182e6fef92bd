enabled = True


def is_available():
    return False


def is_built():
    return False


def __getattr__(name):
    return _unknown(f"`torch.backends.mkldnn.{name}` is not followed")
