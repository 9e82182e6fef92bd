"""Recomputation on the backward pass, which changes nothing forward: https://pytorch.org/docs/stable/checkpoint.html"""


def checkpoint(function, *args, use_reentrant=None, context_fn=None, determinism_check="default", debug=False, **kwargs):
    kwargs.pop("preserve_rng_state", None)
    return function(*args, **kwargs)


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
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
