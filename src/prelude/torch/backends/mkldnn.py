enabled = True


def is_available():
    return _assume(False, "it depends on the machine")


def is_built():
    return _assume(False, "it depends on how PyTorch was built")


def __getattr__(name):
    return _unknown(f"`torch.backends.mkldnn.{name}` is not followed")
