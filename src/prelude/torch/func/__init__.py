"""Function transforms: https://pytorch.org/docs/stable/func.html"""
from ._transforms import (
    debug_unwrap, functional_call, functionalize, grad, grad_and_value, hessian, jacfwd, jacrev, jvp, linearize,
    replace_all_batch_norm_modules_, stack_module_state, vjp, vmap,
)  # fmt: skip


def __getattr__(name):
    return _unknown(f"`torch.func.{name}` is not followed")
