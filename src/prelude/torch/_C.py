"""The compiled half of PyTorch, as far as it has names of its own."""
from torch import Generator, Size, Tensor, device, dtype

OutOfMemoryError = _OutOfMemoryError
_LinAlgError = _LinAlgError


def _log_api_usage_once(name):
    return None


def _get_tracing_state():
    return None


_traced = False


def _is_tracing():
    return _traced


def _set_tracing(mode):
    """Whether a function is traced from here on; gives what was before."""
    global _traced
    before, _traced = _traced, mode
    return before


def _jit_set_profiling_executor(mode):
    return False


def _jit_set_profiling_mode(mode):
    return False


def __getattr__(name):
    return _unknown(f"`torch._C.{name}` is not followed")
