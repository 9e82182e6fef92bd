from contextlib import nullcontext


class _Matmul:
    allow_tf32 = False
    allow_fp16_reduced_precision_reduction = True
    allow_bf16_reduced_precision_reduction = True


matmul = _Matmul()


def is_built():
    return _assume(False, "it depends on how PyTorch was built")


def flash_sdp_enabled():
    return _assume(True, "what the program has set is not followed")


mem_efficient_sdp_enabled = math_sdp_enabled = flash_sdp_enabled


def enable_flash_sdp(enabled):
    return None


def enable_mem_efficient_sdp(enabled):
    return None


def enable_math_sdp(enabled):
    return None


def sdp_kernel(enable_flash=True, enable_math=True, enable_mem_efficient=True, enable_cudnn=True):
    return nullcontext()


def preferred_linalg_library(backend=None):
    return _unknown("it depends on the machine")


def __getattr__(name):
    return _unknown(f"`torch.backends.cuda.{name}` is not followed")
