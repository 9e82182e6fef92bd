"""TorchScript: https://pytorch.org/docs/stable/jit.html. Functions and modules stay as they are."""
from contextlib import nullcontext

from torch import _C, Tensor
from torch.nn import Module

from . import annotations
from ._classes import Attribute, RecursiveScriptModule, ScriptFunction, ScriptModule, TracedModule, isinstance
from .annotations import Final


def is_scripting():
    return False


def is_tracing():
    return _C._is_tracing()


def script(obj, *args, **kwargs):
    return obj


def _run(func, inputs, named=None):
    """What tracing does with the example: it calls the function, which knows that it is traced."""
    inputs = (inputs,) if isinstance(inputs, (Tensor, dict)) else inputs
    before = _C._set_tracing(True)
    try:
        func(*(inputs or ()), **(named or {}))
    finally:
        _C._set_tracing(before)


def trace(
    func, example_inputs=None, optimize=None, check_trace=True, check_inputs=None, check_tolerance=1e-5, strict=True,
    _force_outplace=False, _module_class=None, _compilation_unit=None, example_kwarg_inputs=None, _store_inputs=True,
):  # fmt: skip
    _run(func, example_inputs, example_kwarg_inputs)
    return func


def trace_module(mod, inputs, *args, **kwargs):
    for name, example in inputs.items():
        _run(mod if name == "forward" else getattr(mod, name), example)
    return mod


def freeze(mod, *args, **kwargs):
    return mod


def optimize_for_inference(mod, other_methods=None):
    return mod


def script_if_tracing(fn):
    return fn


def _script_if_tracing(fn):
    return fn


def ignore(drop=False, **kwargs):
    return drop if callable(drop) else lambda fn: fn


def unused(fn):
    return fn


def export(fn):
    return fn


def interface(obj):
    return obj


def script_method(fn):
    return fn


def _overload(func):
    return func


def _overload_method(func):
    return func


def annotate(the_type, the_value):
    return the_value


def fork(func, *args, **kwargs):
    return func(*args, **kwargs)


def wait(future):
    return future


def save(m, f, _extra_files=None):
    return None


def load(f, map_location=None, _extra_files=None, _restore_shapes=False):
    return _unknown("what a file holds is not read", "module")


def optimized_execution(should_optimize):
    return nullcontext()


def fuser(name):
    return nullcontext()


def strict_fusion():
    return nullcontext()


def set_fusion_strategy(strategy):
    return None


def enable_onednn_fusion(enabled):
    return None


def onednn_fusion_enabled():
    return False


def __getattr__(name):
    return _unknown(f"`torch.jit.{name}` is not followed")
