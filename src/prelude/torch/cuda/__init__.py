"""There is no GPU here: https://pytorch.org/docs/stable/cuda.html"""
from contextlib import nullcontext

from .._basics import Event, Stream
from . import amp, nvtx

OutOfMemoryError = _OutOfMemoryError


def is_available():
    return _unknown("it depends on the machine", "bool")


def is_initialized():
    return False


def is_bf16_supported(including_emulation=True):
    return False


def device_count():
    return _unknown("it depends on the machine", "int")


def current_device():
    return 0


def device(device):
    return nullcontext()


def set_device(device):
    return None


def get_device_name(device=None):
    return ""


def get_device_capability(device=None):
    return _unknown("it depends on the machine")


def get_device_properties(device=None):
    return _unknown("it depends on the machine")


def get_arch_list():
    return []


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
    return 0


def get_rng_state(device="cuda"):
    return _unknown("it depends on the machine", "Tensor")


def set_rng_state(new_state, device="cuda"):
    return None


def memory_allocated(device=None):
    return 0


def max_memory_allocated(device=None):
    return 0


def memory_reserved(device=None):
    return 0


def max_memory_reserved(device=None):
    return 0


def memory_cached(device=None):
    return 0


def max_memory_cached(device=None):
    return 0


def memory_summary(device=None, abbreviated=False):
    return ""


def mem_get_info(device=None):
    return 0, 0


def reset_peak_memory_stats(device=None):
    return None


def reset_max_memory_allocated(device=None):
    return None


def set_per_process_memory_fraction(fraction, device=None):
    return None


def get_gencode_flags():
    return ""


def is_current_stream_capturing():
    return False


def __getattr__(name):
    return _unknown(f"`torch.cuda.{name}` is not followed")
