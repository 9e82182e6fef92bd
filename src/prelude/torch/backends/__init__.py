"""Settings of what computes: https://pytorch.org/docs/stable/backends.html"""
from . import cpu, cuda, cudnn, mkl, mkldnn, mps, openmp, opt_einsum, quantized


def __getattr__(name):
    return _unknown(f"`torch.backends.{name}` is not followed")
