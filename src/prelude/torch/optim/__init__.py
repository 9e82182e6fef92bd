"""Optimizers, whose steps change values and no shape: https://pytorch.org/docs/stable/optim.html"""
from . import lr_scheduler, swa_utils
from .optimizer import (
    ASGD, LBFGS, SGD, Adadelta, Adafactor, Adagrad, Adam, Adamax, AdamW, NAdam, Optimizer, RAdam, RMSprop, Rprop, SparseAdam,
)  # fmt: skip
