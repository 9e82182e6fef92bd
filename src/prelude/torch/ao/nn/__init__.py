"""Quantized layers are not modelled."""
from . import quantized
