from ._basics import UntypedStorage


def __getattr__(name):
    return _unknown(f"`torch.storage.{name}` is not followed")
