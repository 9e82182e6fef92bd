"""https://pytorch.org/docs/stable/sparse.html: sparse tensors are treated as dense ones of their shape."""
import torch


def mm(sparse, dense, reduce=None):
    return torch.mm(sparse, dense)


def addmm(mat, mat1, mat2, beta=1.0, alpha=1.0):
    return torch.addmm(mat, mat1, mat2, beta=beta, alpha=alpha)


def sum(input, dim=None, dtype=None):
    return torch.sum(input, dtype=dtype) if dim is None else torch.sum(input, dim, dtype=dtype)


def softmax(input, dim, dtype=None):
    return torch.softmax(input, dim, dtype=dtype)


def log_softmax(input, dim, dtype=None):
    return torch.log_softmax(input, dim, dtype=dtype)


def __getattr__(name):
    return _unknown(f"`torch.sparse.{name}` is not followed")
