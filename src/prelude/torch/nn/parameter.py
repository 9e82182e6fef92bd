"""Tensors that a module owns: https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html"""
import torch


class Parameter(torch.Tensor):
    """A tensor that becomes a parameter of the module it is assigned to."""

    def __new__(cls, data=None, requires_grad=True):
        return _make_parameter(torch.empty(0) if data is None else data, requires_grad, cls)


class _BufferMeta(type):
    def __instancecheck__(self, instance):
        return isinstance(instance, torch.Tensor) and getattr(instance, "_is_buffer", False)


class Buffer(torch.Tensor, metaclass=_BufferMeta):
    """A tensor that becomes a buffer of the module it is assigned to."""

    def __new__(cls, data=None, *, persistent=True):
        buffer = _make_parameter(torch.empty(0) if data is None else data, False, torch.Tensor)
        buffer.persistent = persistent
        buffer._is_buffer = True
        return buffer


class UninitializedTensorMixin:
    """A tensor without a shape yet; lazy modules give it one on their first call."""

    def materialize(self, shape, device=None, dtype=None):
        self.data = torch.empty(shape, dtype=dtype if dtype is not None else self.dtype)
        self.__class__ = self.cls_to_become


def is_lazy(param):
    return isinstance(param, UninitializedTensorMixin)


class UninitializedParameter(UninitializedTensorMixin, Parameter):
    cls_to_become = Parameter

    def __new__(cls, requires_grad=True, device=None, dtype=None):
        return _make_parameter(torch.empty(0, dtype=dtype), requires_grad, cls)


class UninitializedBuffer(UninitializedTensorMixin, torch.Tensor):
    cls_to_become = torch.Tensor

    def __new__(cls, requires_grad=False, device=None, dtype=None, persistent=True):
        return _make_parameter(torch.empty(0, dtype=dtype), requires_grad, cls)
