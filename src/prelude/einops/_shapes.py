def parse_shape(x, pattern):
    """Sizes of `x` by the names in a pattern; `_` is left out."""
    names = pattern.split()
    shape = tuple(x.shape)
    if "..." in names:
        at = names.index("...")
        names = names[:at] + ["_"] * (len(shape) - len(names) + 1) + names[at + 1 :]
    if len(names) != len(shape):
        raise RuntimeError(f"Can't parse shape with different number of dimensions: {pattern} {shape}")
    return {name: size for name, size in zip(names, shape) if name != "_" and not name.isdigit()}


def asnumpy(tensor):
    return tensor.detach().cpu().numpy()
