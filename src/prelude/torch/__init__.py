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
    Event, Generator, Stream, TorchVersion, UntypedStorage, _assert, are_deterministic_algorithms_enabled, classproperty, compile, cond,
    finfo, get_default_device, get_default_dtype, get_device, get_float32_matmul_precision, get_num_interop_threads, get_num_threads,
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

__version__ = "2.4.0"

_NOT_FOLLOWED = (
"frombuffer", "from_file", "binary_cross_entropy_with_logits", "cosine_embedding_loss", "ctc_loss", "hinge_embedding_loss",
"kl_div", "margin_ranking_loss", "poisson_nll_loss", "triplet_margin_loss", "embedding_renorm_", "dequantize", "int_repr",
"empty_quantized", "quantize_per_channel", "quantize_per_tensor", "quantize_per_tensor_dynamic", "q_scale", "q_zero_point",
"q_per_channel_axis", "q_per_channel_scales", "q_per_channel_zero_points", "fake_quantize_per_channel_affine",
"fake_quantize_per_tensor_affine", "fused_moving_avg_obs_fake_quant", "quantized_batch_norm", "quantized_max_pool1d",
"quantized_max_pool2d", "frobenius_norm", "nuclear_norm", "native_norm", "smm", "dsmm", "hsmm", "hspmm", "saddmm", "spmm",
"sspaddmm", "sparse_csr_tensor", "sparse_csc_tensor", "sparse_bsr_tensor", "sparse_bsc_tensor", "sparse_compressed_tensor",
"get_autocast_cpu_dtype", "get_autocast_gpu_dtype", "set_autocast_cpu_enabled", "is_autocast_cpu_enabled",
"set_autocast_gpu_dtype", "set_autocast_cpu_dtype", "clear_autocast_cache", "autocast_increment_nesting",
"autocast_decrement_nesting", "is_autocast_cache_enabled", "set_autocast_cache_enabled", "get_deterministic_debug_mode",
"is_vulkan_available", "cudnn_convolution", "cudnn_batch_norm", "cudnn_is_acceptable", "mkldnn_convolution",
"batch_norm_stats", "align_tensors", "ScriptModule", "ScriptFunction", "Graph", "FatalError", "TypedStorage", "CharStorage",
"ShortStorage", "SymInt", "SymFloat", "SymBool", "sym_int", "sym_float", "sym_max", "sym_min", "sym_not", "sym_sqrt", "Tag",
"uint16", "uint32", "uint64", "bcomplex32", "sparse_bsc", "set_autocast_dtype", "Type", "Code", "Future", "Gradient", "Node",
)  # fmt: skip


def __getattr__(name):
    if name in _NOT_FOLLOWED:
        return _unknown(f"`torch.{name}` is not followed")
    raise AttributeError(f"module 'torch' has no attribute '{name}'")
