"""Constructors by element type: https://pytorch.org/docs/stable/tensors.html"""
import torch


class _TypedTensor(type):
    device_name = "cpu"

    def __call__(cls, *args, device=None):
        dtype = getattr(torch, cls.dtype_name)
        if device is None:
            device = cls.device_name
        if len(args) == 1 and not isinstance(args[0], int):
            value = args[0]
            if isinstance(value, torch.Size):
                return torch.empty(value, dtype=dtype, device=device)
            return value if isinstance(value, torch.Tensor) else torch.tensor(value, dtype=dtype, device=device)
        return torch.empty(args if args else (0,), dtype=dtype, device=device)

    def __instancecheck__(cls, instance):
        if not isinstance(instance, torch.Tensor) or instance.dtype != getattr(torch, cls.dtype_name):
            return False
        return instance.device.type == cls.device_name


class FloatTensor(metaclass=_TypedTensor):
    dtype_name = "float32"


class DoubleTensor(metaclass=_TypedTensor):
    dtype_name = "float64"


class HalfTensor(metaclass=_TypedTensor):
    dtype_name = "float16"


class BFloat16Tensor(metaclass=_TypedTensor):
    dtype_name = "bfloat16"


class ByteTensor(metaclass=_TypedTensor):
    dtype_name = "uint8"


class CharTensor(metaclass=_TypedTensor):
    dtype_name = "int8"


class ShortTensor(metaclass=_TypedTensor):
    dtype_name = "int16"


class IntTensor(metaclass=_TypedTensor):
    dtype_name = "int32"


class LongTensor(metaclass=_TypedTensor):
    dtype_name = "int64"


class BoolTensor(metaclass=_TypedTensor):
    dtype_name = "bool"


class FloatStorage:
    pass


class DoubleStorage:
    pass


class HalfStorage:
    pass


class BFloat16Storage:
    pass


class ByteStorage:
    pass


class IntStorage:
    pass


class LongStorage:
    pass


class BoolStorage:
    pass
