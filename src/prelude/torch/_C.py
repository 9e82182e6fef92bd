"""The compiled half of PyTorch, as far as it has names of its own."""
from torch import Generator, Size, Tensor, device, dtype

OutOfMemoryError = _OutOfMemoryError
_LinAlgError = _LinAlgError


def _log_api_usage_once(name):
    return None


def _get_tracing_state():
    return None


def _is_tracing():
    return False


def _jit_set_profiling_executor(mode):
    return False


def _jit_set_profiling_mode(mode):
    return False


def __getattr__(name):
    return _unknown(f"`torch._C.{name}` is not followed")
