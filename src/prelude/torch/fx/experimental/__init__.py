"""Experimental parts of `torch.fx`."""


def __getattr__(name):
    return _unknown(f"`torch.fx.experimental.{name}` is not followed")
