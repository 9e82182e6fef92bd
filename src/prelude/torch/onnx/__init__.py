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


def is_in_onnx_export():
    return False


def export(*args, **kwargs):
    return None


def dynamo_export(*args, **kwargs):
    return _unknown("exports are not made")


def register_custom_op_symbolic(symbolic_name, symbolic_fn, opset_version):
    return None


def select_model_mode_for_export(model, mode):
    from contextlib import nullcontext

    return nullcontext()


def __getattr__(name):
    return _unknown(f"`torch.onnx.{name}` is not followed")
