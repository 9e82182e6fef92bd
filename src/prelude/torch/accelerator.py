"""https://pytorch.org/docs/stable/accelerator.html"""

def is_available():
    return _unknown("it depends on the machine", "bool")


def current_accelerator(check_available=False):
    return _unknown("it depends on the machine")


def __getattr__(name):
    return _unknown(f"`torch.accelerator.{name}` is not followed")
