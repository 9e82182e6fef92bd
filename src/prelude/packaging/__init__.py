"""https://packaging.pypa.io"""
from . import version
