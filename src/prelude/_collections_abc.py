"""The interfaces of `collections.abc`, under the name that Python's own library imports them by."""
from collections.abc import *
