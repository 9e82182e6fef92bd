"""PyTorch: https://pytorch.org/docs/stable/torch.html

`Tensor`, `Size`, `dtype`, `device`, every dtype and all operators are in this namespace already. Names that stand for Python's
own (`float`, `int`, `bool`) are dtypes here, so that functions which need Python's live in other files.
"""
import math

from . import (
    _C, _dynamo, amp, ao, autograd, backends, cuda, distributed, distributions, export, func, futures, fx, hub, jit, library, masked, monitor,
    mps, multiprocessing, nested, nn, onnx, ops, optim, overrides, package, profiler, quantization, random, return_types, serialization, sparse, testing, types, utils,
    version, xpu,
)  # fmt: skip
from ._basics import (
    Event, Generator, Stream, UntypedStorage, _assert, are_deterministic_algorithms_enabled, classproperty, compile, cond,
    finfo, get_default_device, get_default_dtype, get_float32_matmul_precision, get_num_interop_threads, get_num_threads,
    iinfo, is_anomaly_enabled, is_autocast_enabled, is_deterministic_algorithms_warn_only_enabled, is_distributed, is_storage, is_tensor,
    is_warn_always_enabled, set_anomaly_enabled, set_autocast_enabled, set_default_device, set_default_dtype, set_default_tensor_type,
    set_deterministic_debug_mode, set_float32_matmul_precision, set_flush_denormal, set_num_interop_threads, set_num_threads,
    set_printoptions, set_warn_always, typename, unravel_index, use_deterministic_algorithms,
)  # fmt: skip
from ._constants import (
    channels_last, channels_last_3d, contiguous_format, jagged, layout, memory_format, per_channel_affine, per_channel_symmetric,
    per_tensor_affine, per_tensor_symmetric, preserve_format, qscheme, sparse_bsr, sparse_coo, sparse_csc, sparse_csr, strided,
)  # fmt: skip
from ._legacy import (
    BFloat16Storage, BFloat16Tensor, BoolStorage, BoolTensor, ByteStorage, ByteTensor, CharTensor, DoubleStorage, DoubleTensor,
    FloatStorage, FloatTensor, HalfStorage, HalfTensor, IntStorage, IntTensor, LongStorage, LongTensor, ShortTensor,
)  # fmt: skip
from .amp import autocast, get_autocast_dtype
from .autograd.grad_mode import enable_grad, inference_mode, is_grad_enabled, is_inference_mode_enabled, no_grad, set_grad_enabled
from .func import vmap
from .random import fork_rng, get_rng_state, initial_seed, manual_seed, seed, set_rng_state
from .serialization import load, save
from .torch_version import TorchVersion, __version__

OutOfMemoryError = _OutOfMemoryError

half = float16
float = float32
double = float64
cfloat = complex64
cdouble = complex128
chalf = complex32
short = int16
int = int32
long = int64

e = math.e
pi = math.pi
inf = math.inf
nan = math.nan
newaxis = None
