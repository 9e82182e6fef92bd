"""Recomputation on the backward pass, which changes nothing forward: https://pytorch.org/docs/stable/checkpoint.html"""
import torch


def checkpoint(function, *args, use_reentrant=None, context_fn=None, determinism_check="default", debug=False, **kwargs):
    if not _is_unknown(use_reentrant) and use_reentrant is None:
        _note("deprecated", "checkpoint without use_reentrant", "pass `use_reentrant=False`, the default is to become that")
    kwargs.pop("preserve_rng_state", None)
    if use_reentrant and _on_tape() and not any(isinstance(arg, torch.Tensor) and arg.requires_grad for arg in args):
        # None of the inputs requires a gradient: what the function has of its own gets none either.
        with torch.no_grad():
            return function(*args, **kwargs)
    _note("checkpoint", function, use_reentrant is not False)
    result = function(*args, **kwargs)
    _note("checkpoint", function)
    return result


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    if not _is_unknown(use_reentrant) and use_reentrant is None:
        _note("deprecated", "checkpoint_sequential without use_reentrant", "pass `use_reentrant=False`, the default is to become that")
    functions = list(functions.children() if hasattr(functions, "children") else functions)
    size = len(functions) // segments
    for n in range(segments - 1):
        input = checkpoint(_in_order(functions[n * size : (n + 1) * size]), input, use_reentrant=False)
    # The last segment is computed once.
    return _in_order(functions[(segments - 1) * size :])(input)


def _in_order(functions):
    def run(input):
        for function in functions:
            input = function(input)
        return input

    return run


def set_checkpoint_debug_enabled(enabled):
    return None


def noop_context_fn():
    from contextlib import nullcontext

    return nullcontext(), nullcontext()


def __getattr__(name):
    return _unknown(f"`torch.utils.checkpoint.{name}` is not followed")
