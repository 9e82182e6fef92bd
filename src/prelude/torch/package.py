"""https://pytorch.org/docs/stable/package.html"""


def __getattr__(name):
    return _unknown(f"`torch.package.{name}` is not followed")
