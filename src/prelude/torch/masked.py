"""https://pytorch.org/docs/stable/masked.html"""

def __getattr__(name):
    return _unknown(f"`torch.masked.{name}` is not followed")
