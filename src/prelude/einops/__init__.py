"""https://einops.rocks: `rearrange`, `reduce`, `repeat`, `einsum`, `pack`, `unpack` are operators of the table."""
from ._shapes import asnumpy, parse_shape

EinopsError = _EinopsError
