"""https://pytorch.org/docs/stable/onnx.html"""
from . import operators, symbolic_helper


class OperatorExportTypes:
    ONNX = 0
    ONNX_ATEN = 1
    ONNX_ATEN_FALLBACK = 2


class TrainingMode:
    EVAL = 0
    PRESERVE = 1
    TRAINING = 2


_exports = 0


def is_in_onnx_export():
    return _unknown("it depends on the exporter", "bool") if _exports else False


def export(model, args=(), f=None, *, kwargs=None, **options):
    """Runs the module once on these arguments; a dict at the end of them holds those with names. Nothing is written."""
    args = args if isinstance(args, (tuple, list)) else (args,)
    named = dict(kwargs or {})
    if args and isinstance(args[-1], dict):
        named.update(args[-1])
        args = args[:-1]
    global _exports
    _exports += 1
    try:
        model(*args, **named)
    finally:
        _exports -= 1
    return _unknown("exports are not made")


def dynamo_export(model, *args, **kwargs):
    model(*args, **kwargs)
    return _unknown("exports are not made")


def register_custom_op_symbolic(symbolic_name, symbolic_fn, opset_version):
    return None


def select_model_mode_for_export(model, mode):
    from contextlib import nullcontext

    return nullcontext()


def __getattr__(name):
    return _unknown(f"`torch.onnx.{name}` is not followed")
