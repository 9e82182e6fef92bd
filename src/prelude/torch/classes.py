def load_library(path):
    return None


def __getattr__(name):
    return _unknown(f"`torch.classes.{name}` is not followed")
