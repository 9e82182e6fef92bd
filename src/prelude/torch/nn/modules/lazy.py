"""Modules that learn sizes from their first input: https://pytorch.org/docs/stable/generated/torch.nn.modules.lazy.LazyModuleMixin.html"""
from ..parameter import is_lazy


class LazyModuleMixin:
    cls_to_become = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._initialize_hook = self.register_forward_pre_hook(self._infer_parameters)

    def initialize_parameters(self, *args, **kwargs):
        raise NotImplementedError(
            "initialize_parameters is not implemented for {}".format(self.__class__.__name__)
        )

    def has_uninitialized_params(self):
        members = (*self._parameters.values(), *self._buffers.values())
        return any(is_lazy(member) for member in members)

    def _infer_parameters(self, module, input):
        module.initialize_parameters(*input)
        if module.has_uninitialized_params():
            raise RuntimeError(
                "module {} has not been fully initialized".format(self._get_name())
            )
        module._initialize_hook.remove()
        delattr(module, "_initialize_hook")
        if module.cls_to_become is not None:
            module.__class__ = module.cls_to_become
