"""Pillow, whose images are not read: https://pillow.readthedocs.io"""
from . import Image, ImageColor, ImageDraw, ImageEnhance, ImageFile, ImageFilter, ImageFont, ImageOps

__version__ = "10.0.0"


class UnidentifiedImageError(OSError):
    pass


def __getattr__(name):
    return _unknown(f"`PIL.{name}` is not followed")
