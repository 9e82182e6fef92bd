"""Quantized arithmetic, done here in floating point."""
from .modules import FloatFunctional, FXFloatFunctional, QFunctional
