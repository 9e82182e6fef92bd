"""https://pytorch.org/docs/stable/nested.html"""

def __getattr__(name):
    return _unknown(f"`torch.nested.{name}` is not followed")
