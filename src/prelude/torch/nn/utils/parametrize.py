"""Parameters computed from others: https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.register_parametrization.html"""
from contextlib import nullcontext

import torch

from ..modules.container import ModuleDict, ModuleList
from ..modules.module import Module
from ..parameter import Parameter


def cached():
    return nullcontext()


class ParametrizationList(ModuleList):
    """The parametrizations of one tensor, with the tensors that it is computed from."""

    def __init__(self, modules, original, unsafe=False):
        super().__init__(modules)
        self.unsafe = unsafe
        new = original
        for module in reversed(list(self)):
            if hasattr(module, "right_inverse"):
                try:
                    new = module.right_inverse(new)
                except NotImplementedError:
                    pass
        self.is_tensor = isinstance(new, torch.Tensor)
        if self.is_tensor:
            self._keep("original", original, new)
        else:
            self.ntensors = len(new)
            for at, part in enumerate(new):
                self._keep(f"original{at}", original, part)

    def _keep(self, name, original, value):
        if isinstance(original, Parameter):
            self.register_parameter(name, value if value is original else Parameter(value, original.requires_grad))
        else:
            self.register_buffer(name, value)

    def right_inverse(self, value):
        for module in reversed(list(self)):
            if not hasattr(module, "right_inverse"):
                raise RuntimeError(
                    f"parametrization {type(module).__name__} does not implement right_inverse."
                )
            value = module.right_inverse(value)
        if self.is_tensor:
            self.original.data = value.data
        else:
            for at, part in enumerate(value):
                getattr(self, f"original{at}").data = part.data

    def forward(self):
        modules = iter(self)
        first = next(modules)
        if self.is_tensor:
            x = first(self.original)
        else:
            x = first(*(getattr(self, f"original{at}") for at in range(self.ntensors)))
        for module in modules:
            x = module(x)
        return x


def is_parametrized(module, tensor_name=None):
    parametrizations = module.__dict__.get("_modules", {}).get("parametrizations")
    if not isinstance(parametrizations, ModuleDict):
        return False
    return len(parametrizations) > 0 if tensor_name is None else tensor_name in parametrizations


def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        module.parametrizations[tensor_name].append(parametrization)
        return module
    if tensor_name not in module._parameters and tensor_name not in module._buffers:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name '{tensor_name}'"
        )
    original = getattr(module, tensor_name)
    parametrizations = ParametrizationList([parametrization], original, unsafe=unsafe)
    delattr(module, tensor_name)
    if not is_parametrized(module):
        cls = type(module)
        module.__class__ = type(f"Parametrized{cls.__name__}", (cls,), {})
        module.parametrizations = ModuleDict()

    def compute(self):
        return self.parametrizations[tensor_name]()

    def assign(self, value):
        self.parametrizations[tensor_name].right_inverse(value)

    setattr(type(module), tensor_name, property(compute, assign))
    module.parametrizations[tensor_name] = parametrizations
    return module


def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"Module {module} does not have a parametrization on {tensor_name}")
    parametrizations = module.parametrizations[tensor_name]
    value = getattr(module, tensor_name) if leave_parametrized else parametrizations.original
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    if len(module.parametrizations) == 0:
        delattr(module, "parametrizations")
        module.__class__ = type(module).__bases__[0]
    module.register_parameter(tensor_name, Parameter(value.data))
    return module


def type_before_parametrizations(module):
    return type(module).__bases__[0] if is_parametrized(module) else type(module)


def transfer_parametrizations_and_params(from_module, to_module, tensor_name=None):
    for name in from_module.parametrizations if is_parametrized(from_module) else ():
        if tensor_name is None or name == tensor_name:
            for parametrization in from_module.parametrizations[name]:
                register_parametrization(to_module, name, parametrization)
    return to_module
