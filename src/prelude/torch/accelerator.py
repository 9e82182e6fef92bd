"""https://pytorch.org/docs/stable/accelerator.html"""

def __getattr__(name):
    return _unknown(f"`torch.accelerator.{name}` is not followed")
