"""Containers inside containers."""


_registered = {}


def register_pytree_node(cls, flatten_fn, unflatten_fn, **options):
    _registered[cls] = (flatten_fn, unflatten_fn)


def _dict_flatten(d):
    return list(d.values()), list(d.keys())


def _dict_unflatten(values, context):
    return dict(zip(context, values))


def _dict_flatten_with_keys(d):
    return list(d.items()), list(d.keys())


def tree_map(fn, tree, *rests):
    if type(tree) in _registered:
        flatten, unflatten = _registered[type(tree)]
        parts, context = flatten(tree)
        others = [flatten(rest)[0] for rest in rests]
        return unflatten([tree_map(fn, *each) for each in zip(parts, *others)], context)
    if isinstance(tree, dict):
        return {key: tree_map(fn, value, *(rest[key] for rest in rests)) for key, value in tree.items()}
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return type(tree)(*(tree_map(fn, *parts) for parts in zip(tree, *rests)))
    if isinstance(tree, (list, tuple)):
        return type(tree)(tree_map(fn, *parts) for parts in zip(tree, *rests))
    return fn(tree, *rests)


def tree_leaves(tree):
    if type(tree) in _registered:
        tree = list(_registered[type(tree)][0](tree)[0])
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in tree_leaves(part)]
    return [tree]


def tree_flatten(tree):
    return tree_leaves(tree), tree


def tree_unflatten(leaves, treespec):
    rest = iter(leaves)
    return tree_map(lambda leaf: next(rest), treespec)


def tree_all(pred, tree):
    return all(pred(leaf) for leaf in tree_leaves(tree))


def tree_any(pred, tree):
    return any(pred(leaf) for leaf in tree_leaves(tree))


def tree_map_only(type_or_types, fn, tree):
    return tree_map(lambda leaf: fn(leaf) if isinstance(leaf, type_or_types) else leaf, tree)
