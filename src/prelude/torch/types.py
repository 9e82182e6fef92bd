"""Names for annotations."""
from typing import Any, List, Sequence, Tuple, Union

from torch import Size, Tensor, device, dtype, layout, memory_format, qscheme

_dtype = dtype
_device = device
_size = Union[Size, List[int], Tuple[int, ...]]
_layout = layout
_qscheme = qscheme
_TensorOrTensors = Union[Tensor, Sequence[Tensor]]
Number = Union[int, float, bool]
Device = Union[str, int, None]
class Storage:
    pass
