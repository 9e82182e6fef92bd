"""Names that old code imports."""
import builtins
import collections.abc as container_abcs
import math

inf = math.inf
nan = math.nan
string_classes = (str, bytes)
int_classes = int
FileNotFoundError = builtins.FileNotFoundError
moves = None
