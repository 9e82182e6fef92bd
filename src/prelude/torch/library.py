"""https://pytorch.org/docs/stable/library.html"""

def __getattr__(name):
    return _unknown(f"`torch.library.{name}` is not followed")
