"""Recomputation on the backward pass, which changes nothing forward: https://pytorch.org/docs/stable/checkpoint.html"""
import torch


def checkpoint(function, *args, use_reentrant=None, context_fn=None, determinism_check="default", debug=False, **kwargs):
    if use_reentrant is None:
        _note("deprecated", "checkpoint without use_reentrant", "pass `use_reentrant=False`, the default is to become that")
    kwargs.pop("preserve_rng_state", None)
    if use_reentrant and _on_tape() and not any(isinstance(arg, torch.Tensor) and arg.requires_grad for arg in args):
        # None of the inputs requires a gradient: what the function has of its own gets none either.
        with torch.no_grad():
            return function(*args, **kwargs)
    return function(*args, **kwargs)


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    if use_reentrant is None:
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
