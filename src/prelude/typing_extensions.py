"""`typing`, for versions of Python that have less of it."""
from typing import *
from typing import deprecated, override

runtime = runtime_checkable
