"""Containers inside containers."""


def tree_map(fn, tree, *rests):
    if isinstance(tree, dict):
        return {key: tree_map(fn, value, *(rest[key] for rest in rests)) for key, value in tree.items()}
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return type(tree)(*(tree_map(fn, *parts) for parts in zip(tree, *rests)))
    if isinstance(tree, (list, tuple)):
        return type(tree)(tree_map(fn, *parts) for parts in zip(tree, *rests))
    return fn(tree, *rests)


def tree_leaves(tree):
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
