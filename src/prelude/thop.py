"""https://github.com/Lyken17/pytorch-OpCounter: runs the model once, in evaluation."""
import torch

_REASON = "what thop counts is not followed"


def profile(model, inputs, custom_ops=None, verbose=True, ret_layer_info=False, report_missing=False):
    trained = model.training
    model.eval()
    with torch.no_grad():
        model(*inputs)
    model.train(trained)
    counts = (_unknown(_REASON, "float"), _unknown(_REASON, "float"))
    return (*counts, _unknown(_REASON)) if ret_layer_info else counts


def __getattr__(name):
    return _unknown(f"`thop.{name}` is not followed")
