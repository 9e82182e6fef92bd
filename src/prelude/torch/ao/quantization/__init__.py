"""Quantization leaves a model as it is: https://pytorch.org/docs/stable/quantization.html"""
from ._stubs import DeQuantStub, QuantStub, QuantWrapper
from ._workflow import (
    HistogramObserver, MinMaxObserver, MovingAverageMinMaxObserver, PerChannelMinMaxObserver, QConfig, QConfigMapping, convert,
    default_fake_quant, default_observer, default_per_channel_weight_observer, default_qconfig, default_weight_observer,
    disable_observer, enable_observer, fuse_modules, fuse_modules_qat, get_default_qat_qconfig, get_default_qconfig, prepare,
    prepare_qat, quantize_dynamic,
)  # fmt: skip


def __getattr__(name):
    return _unknown(f"`torch.ao.quantization.{name}` is not followed")
