"""Weights set to zero: https://pytorch.org/docs/stable/nn.html#utilities

Which weights go depends on their values; the mask has the weight's shape either way.
"""
import torch

from ..parameter import Parameter


class BasePruningMethod:
    def compute_mask(self, t, default_mask):
        return default_mask

    def apply_mask(self, module):
        mask = getattr(module, self._tensor_name + "_mask")
        orig = getattr(module, self._tensor_name + "_orig")
        return mask.to(dtype=orig.dtype) * orig

    @classmethod
    def apply(cls, module, name, *args, importance_scores=None, **kwargs):
        method = cls(*args, **kwargs)
        method._tensor_name = name
        orig = getattr(module, name)
        default = torch.ones_like(orig)
        if not hasattr(module, name + "_orig"):
            module.register_parameter(name + "_orig", module._parameters[name])
            del module._parameters[name]
        mask = method.compute_mask(importance_scores if importance_scores is not None else orig, default)
        module.register_buffer(name + "_mask", mask)
        setattr(module, name, method.apply_mask(module))
        module.register_forward_pre_hook(method)
        return method

    def __call__(self, module, inputs):
        setattr(module, self._tensor_name, self.apply_mask(module))

    def remove(self, module):
        name = self._tensor_name
        orig = module._parameters.pop(name + "_orig")
        orig.data = self.apply_mask_to(orig, module._buffers.pop(name + "_mask"))
        delattr(module, name)
        setattr(module, name, orig)

    def apply_mask_to(self, tensor, mask):
        return mask.to(dtype=tensor.dtype) * tensor.data


class Identity(BasePruningMethod):
    pass


class _ByAmount(BasePruningMethod):
    def __init__(self, amount, *args):
        self.amount = amount


class RandomUnstructured(_ByAmount):
    def compute_mask(self, t, default_mask):
        return (torch.rand_like(t) > self.amount).to(default_mask.dtype)


class L1Unstructured(_ByAmount):
    def compute_mask(self, t, default_mask):
        return (t.abs() > t.abs().mean()).to(default_mask.dtype)


class CustomFromMask(BasePruningMethod):
    def __init__(self, mask):
        self.mask = mask

    def compute_mask(self, t, default_mask):
        return default_mask * self.mask.to(dtype=default_mask.dtype)


def identity(module, name):
    Identity.apply(module, name)
    return module


def random_unstructured(module, name, amount):
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module, name, amount, importance_scores=None):
    L1Unstructured.apply(module, name, amount, importance_scores=importance_scores)
    return module


def random_structured(module, name, amount, dim):
    RandomUnstructured.apply(module, name, amount)
    return module


def ln_structured(module, name, amount, n, dim, importance_scores=None):
    L1Unstructured.apply(module, name, amount, importance_scores=importance_scores)
    return module


def custom_from_mask(module, name, mask):
    CustomFromMask.apply(module, name, mask)
    return module


def global_unstructured(parameters, pruning_method, importance_scores=None, **kwargs):
    for module, name in parameters:
        pruning_method.apply(module, name, **kwargs)


def remove(module, name):
    for key, hook in module._forward_pre_hooks.items():
        if isinstance(hook, BasePruningMethod) and hook._tensor_name == name:
            hook.remove(module)
            del module._forward_pre_hooks[key]
            return module
    raise ValueError("Parameter '{}' of module {} has to be pruned before pruning can be removed".format(name, module))


def is_pruned(module):
    return any(
        isinstance(hook, BasePruningMethod) for child in module.modules() for hook in child._forward_pre_hooks.values()
    )
