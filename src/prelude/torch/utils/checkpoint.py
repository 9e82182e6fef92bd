"""Recomputation on the backward pass, which changes nothing forward: https://pytorch.org/docs/stable/checkpoint.html"""


def checkpoint(function, *args, use_reentrant=None, context_fn=None, determinism_check="default", debug=False, **kwargs):
    if not _is_unknown(use_reentrant) and use_reentrant is None:
        _note("deprecated", "checkpoint without use_reentrant", "pass `use_reentrant=False`, the default is to become that")
    kwargs.pop("preserve_rng_state", None)
    return function(*args, **kwargs)


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    if not _is_unknown(use_reentrant) and use_reentrant is None:
        _note("deprecated", "checkpoint_sequential without use_reentrant", "pass `use_reentrant=False`, the default is to become that")
    for function in functions.children() if hasattr(functions, "children") else functions:
        input = function(input)
    return input


def set_checkpoint_debug_enabled(enabled):
    return None


def noop_context_fn():
    from contextlib import nullcontext

    return nullcontext(), nullcontext()


def __getattr__(name):
    return _unknown(f"`torch.utils.checkpoint.{name}` is not followed")
