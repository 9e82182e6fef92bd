enabled = True


def is_available():
    return _assume(False, "it depends on the machine")


def is_built():
    return _assume(False, "it depends on how PyTorch was built")
