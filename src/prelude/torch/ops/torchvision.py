"""torchvision's compiled operators; those that compute come from the operator table."""


def _cuda_version():
    return -1


def __getattr__(name):
    return _unknown(f"`torch.ops.torchvision.{name}` is not followed")
