"""https://pytorch.org/docs/stable/generated/torch.autograd.forward_ad.dual_level.html"""
from collections import namedtuple
from contextlib import nullcontext

UnpackedDualTensor = namedtuple("UnpackedDualTensor", ["primal", "tangent"])


def dual_level():
    _not_computed("tangents are")
    return nullcontext()


def make_dual(tensor, tangent, *, level=None):
    return tensor


def unpack_dual(tensor, *, level=None):
    return UnpackedDualTensor(tensor, None)
