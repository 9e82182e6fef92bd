import torch
from torch.utils._pytree import tree_flatten, tree_map


def _sizes(value, dim):
    """Sizes of the mapped dimensions of an argument; `dim` is one for all of it, or nested as it is."""
    if dim is None:
        return []
    if isinstance(value, torch.Tensor):
        return [value.size(dim)]
    if isinstance(value, dict):
        return [size for key, item in value.items() for size in _sizes(item, dim[key] if isinstance(dim, dict) else dim)]
    if isinstance(value, (list, tuple)):
        dims = dim if isinstance(dim, (list, tuple)) else (dim,) * len(value)
        return [size for item, one in zip(value, dims) for size in _sizes(item, one)]
    return []


def _slice(value, dim, index):
    """An argument at a place of its mapped dimensions."""
    if dim is None:
        return value
    if isinstance(value, torch.Tensor):
        return value.select(dim, index)
    if isinstance(value, dict):
        return {key: _slice(item, dim[key] if isinstance(dim, dict) else dim, index) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        dims = dim if isinstance(dim, (list, tuple)) else (dim,) * len(value)
        return type(value)(_slice(item, one, index) for item, one in zip(value, dims))
    return value


def _joined(results, dim):
    """The results of all slices as one, along a new dimension."""
    first = results[0]
    if isinstance(first, torch.Tensor):
        return first if dim is None else torch.stack(results, dim)
    if isinstance(first, dict):
        return {key: _joined([result[key] for result in results], dim) for key in first}
    if isinstance(first, (list, tuple)):
        dims = dim if isinstance(dim, (list, tuple)) else (dim,) * len(first)
        return type(first)(_joined([result[n] for result in results], one) for n, one in enumerate(dims))
    raise ValueError(f"vmap(f): `f` must only return Tensors, got type {type(first)}")


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    """The function over one dimension of its arguments: called on one slice, whose results get that dimension back; on numbers, on every slice."""

    def mapped(*args, **kwargs):
        dims = tuple(in_dims) if isinstance(in_dims, (tuple, list)) else (in_dims,) * len(args)
        sizes = _sizes(args, dims) + _sizes(kwargs, 0)
        if not sizes:
            raise ValueError("vmap: at least one input must be mapped over")
        if any(size != sizes[0] for size in sizes):
            raise ValueError(
                "vmap: Expected all tensors to have the same size in the mapped dimension, "
                f"got sizes {sizes} for the mapped dimension"
            )

        def called(index):
            return func(*_slice(args, dims, index), **_slice(kwargs, 0, index))

        if _on_numbers():
            return _joined([called(index) for index in range(sizes[0])], out_dims)

        def spread(result):
            dim = out_dims if isinstance(out_dims, int) else 0
            dim = dim if dim >= 0 else dim + result.dim() + 1
            shape = list(result.shape)
            shape.insert(dim, sizes[0])
            return result.unsqueeze(dim).expand(shape)

        return tree_map(spread, called(0))

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


def _leaves(value):
    """The tensors of a nested argument."""
    return [leaf for leaf in tree_flatten(value)[0] if isinstance(leaf, torch.Tensor)]


def _followed(value):
    """An argument with tensors of its own, of which gradients are taken; they stay part of a gradient around this one."""
    def own(leaf):
        if not isinstance(leaf, torch.Tensor) or not leaf.is_floating_point():
            return leaf
        return leaf.view_as(leaf) if leaf.requires_grad else leaf.detach().requires_grad_()

    return tree_map(own, value)


def _chosen(args, argnums):
    """The arguments that are followed, and all arguments with those in their places."""
    places = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    args = list(args)
    for place in places:
        args[place] = _followed(args[place])
    chosen = args[argnums] if isinstance(argnums, int) else tuple(args[place] for place in places)
    return chosen, args


def _taken(outputs, inputs, given=None):
    """Gradients of tensors, zeros where there is none, alike nested."""
    leaves = [leaf for leaf in _leaves(inputs)]
    outputs = _leaves(outputs)
    kept = [n for n, output in enumerate(outputs) if output.requires_grad]
    wanted = [leaf for leaf in leaves if leaf.requires_grad]
    found = (None,) * len(wanted)
    if kept and wanted:
        given = None if given is None else [_leaves(given)[n] for n in kept]
        found = torch.autograd.grad([outputs[n] for n in kept], wanted, given, create_graph=True, allow_unused=True)
    found = list(found)

    def of(leaf):
        if not isinstance(leaf, torch.Tensor):
            return leaf
        one = found.pop(0) if leaf.requires_grad else None
        return torch.zeros_like(leaf) if one is None else one

    return tree_map(of, inputs)


def _given(args, argnums):
    if isinstance(argnums, int):
        return tree_map(torch.zeros_like, args[argnums])
    return tuple(tree_map(torch.zeros_like, args[at]) for at in argnums)


def grad(func, argnums=0, has_aux=False):
    def gradient(*args, **kwargs):
        found, result = grad_and_value(func, argnums, has_aux)(*args, **kwargs)
        return (found, result[1]) if has_aux else found

    return gradient


def grad_and_value(func, argnums=0, has_aux=False):
    def gradient(*args, **kwargs):
        _asks_gradients()
        if not _on_tape():
            result = func(*args, **kwargs)
            return _given(args, argnums), result
        with torch.enable_grad():
            chosen, given = _chosen(args, argnums)
            result = func(*given, **kwargs)
            return _taken(result[0] if has_aux else result, chosen), result

    return gradient


def _rows(output, chosen):
    """(*output, *input) of each input: one pass backward an element."""
    flat = output.reshape(-1)
    each = [_taken(flat[n], chosen) for n in range(flat.numel())]
    leaves = [_leaves(one) for one in each]
    stacked = [torch.stack([one[n] for one in leaves]) for n in range(len(leaves[0]))]
    return tree_map(
        lambda leaf: stacked.pop(0).reshape(output.shape + leaf.shape) if isinstance(leaf, torch.Tensor) else leaf, chosen
    )


def jacrev(func, argnums=0, *, has_aux=False, chunk_size=None, _preallocate_and_copy=False):
    def jacobian(*args):
        _asks_gradients()
        if not _on_tape():
            output = func(*args)
            return tree_map(
                lambda arg: torch.zeros(*output.shape, *arg.shape, dtype=output.dtype, device=output.device), args[argnums]
            )
        with torch.enable_grad():
            chosen, given = _chosen(args, argnums)
            result = func(*given)
            output = result[0] if has_aux else result
            found = tree_map(lambda one: _rows(one, chosen), output)
            return (found, result[1]) if has_aux else found

    return jacobian


def jacfwd(func, argnums=0, has_aux=False, *, randomness="error"):
    return jacrev(func, argnums, has_aux=has_aux)


def hessian(func, argnums=0):
    return jacrev(jacrev(func, argnums), argnums)


def vjp(func, *primals, has_aux=False):
    _asks_gradients()
    if not _on_tape():
        output = func(*primals)
        return output, lambda *cotangents: tuple(tree_map(torch.zeros_like, primal) for primal in primals)
    with torch.enable_grad():
        followed = tuple(_followed(primal) for primal in primals)
        result = func(*followed)
    output = result[0] if has_aux else result

    def back(*cotangents, retain_graph=True, create_graph=None):
        given = cotangents[0] if len(cotangents) == 1 else cotangents
        with torch.enable_grad():
            found = _taken(output, followed, given)
        return found

    return (output, back, result[1]) if has_aux else (output, back)


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    _asks_gradients()
    if not _on_tape():
        output = func(*primals)
        return output, tree_map(torch.zeros_like, output)
    with torch.enable_grad():
        followed = tuple(_followed(primal) for primal in primals)
        result = func(*followed)
        output = result[0] if has_aux else result
        # The gradient is linear in what it is given: its own gradient by that is the slope along the tangents.
        weights = tree_map(lambda one: torch.zeros_like(one).requires_grad_(), output)
        back = _taken(output, followed, weights)
        slope = _taken(back, weights, tangents)
    return (output, slope, result[1]) if has_aux else (output, slope)


def linearize(func, *primals):
    _asks_gradients()
    output = func(*primals)
    if not _on_tape():
        return output, lambda *tangents: tree_map(torch.zeros_like, output)
    return output, lambda *tangents: jvp(func, primals, tangents)[1]


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
