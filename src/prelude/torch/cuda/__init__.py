"""Whether there is a GPU is left open: https://pytorch.org/docs/stable/cuda.html"""
from contextlib import nullcontext

from .._basics import Event, Stream
from .._legacy import _TypedTensor
from . import amp, nvtx

OutOfMemoryError = _OutOfMemoryError


def is_available():
    return _gpus("presence")


def is_initialized():
    return _unknown("it depends on the machine", "bool")


def is_bf16_supported(including_emulation=True):
    return _unknown("it depends on the machine", "bool")


def device_count():
    return _gpus("count")


def current_device():
    return _set_current_gpu(None)


class device:
    def __init__(self, device):
        self.idx = device
        self.prev_idx = -1

    def __enter__(self):
        self.prev_idx = _set_current_gpu(self.idx)

    def __exit__(self, type, value, traceback):
        _set_current_gpu(self.prev_idx)
        return False


def set_device(device):
    _set_current_gpu(device)


def get_device_name(device=None):
    return _unknown("it depends on the machine", "str")


def get_device_capability(device=None):
    return _unknown("it depends on the machine")


def get_device_properties(device=None):
    return _unknown("it depends on the machine")


def get_arch_list():
    return _unknown("it depends on the machine")


def stream(stream):
    return nullcontext()


def current_stream(device=None):
    return Stream()


def default_stream(device=None):
    return Stream()


def synchronize(device=None):
    return None


def empty_cache():
    return None


def ipc_collect():
    return None


def init():
    return None


def manual_seed(seed):
    return None


def manual_seed_all(seed):
    return None


def seed():
    return None


def seed_all():
    return None


def initial_seed():
    return _unknown("it depends on the machine", "int")


def get_rng_state(device="cuda"):
    return _unknown("it depends on the machine", "Tensor")


def set_rng_state(new_state, device="cuda"):
    return None


def memory_allocated(device=None):
    return _unknown("it depends on the machine", "int")


def max_memory_allocated(device=None):
    return _unknown("it depends on the machine", "int")


def memory_reserved(device=None):
    return _unknown("it depends on the machine", "int")


def max_memory_reserved(device=None):
    return _unknown("it depends on the machine", "int")


def memory_cached(device=None):
    return _unknown("it depends on the machine", "int")


def max_memory_cached(device=None):
    return _unknown("it depends on the machine", "int")


def memory_summary(device=None, abbreviated=False):
    return _unknown("it depends on the machine", "str")


def mem_get_info(device=None):
    return _unknown("it depends on the machine", "int"), _unknown("it depends on the machine", "int")


def reset_peak_memory_stats(device=None):
    return None


def reset_max_memory_allocated(device=None):
    return None


def set_per_process_memory_fraction(fraction, device=None):
    return None


def get_gencode_flags():
    return _unknown("it depends on how PyTorch was built", "str")


def is_current_stream_capturing():
    return _assume(False, "graphs of CUDA are not followed")


class FloatTensor(metaclass=_TypedTensor):
    dtype_name = "float32"
    device_name = "cuda"


class DoubleTensor(metaclass=_TypedTensor):
    dtype_name = "float64"
    device_name = "cuda"


class HalfTensor(metaclass=_TypedTensor):
    dtype_name = "float16"
    device_name = "cuda"


class BFloat16Tensor(metaclass=_TypedTensor):
    dtype_name = "bfloat16"
    device_name = "cuda"


class ByteTensor(metaclass=_TypedTensor):
    dtype_name = "uint8"
    device_name = "cuda"


class CharTensor(metaclass=_TypedTensor):
    dtype_name = "int8"
    device_name = "cuda"


class ShortTensor(metaclass=_TypedTensor):
    dtype_name = "int16"
    device_name = "cuda"


class IntTensor(metaclass=_TypedTensor):
    dtype_name = "int32"
    device_name = "cuda"


class LongTensor(metaclass=_TypedTensor):
    dtype_name = "int64"
    device_name = "cuda"


class BoolTensor(metaclass=_TypedTensor):
    dtype_name = "bool"
    device_name = "cuda"


def __getattr__(name):
    return _unknown(f"`torch.cuda.{name}` is not followed")
