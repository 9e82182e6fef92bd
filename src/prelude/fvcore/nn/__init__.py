"""https://github.com/facebookresearch/fvcore"""
from . import weight_init
