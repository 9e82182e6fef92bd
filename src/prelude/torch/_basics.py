"""Questions and settings of `torch` that compute no tensor."""
import math

import torch


class Generator:
    """A source of random numbers; all of them are alike here."""

    def __init__(self, device="cpu"):
        self.device = torch.device(device)

    def manual_seed(self, seed):
        return self

    def seed(self):
        return _unknown("it is drawn", "int")

    def initial_seed(self):
        return _unknown("seeds are not followed", "int")

    def get_state(self):
        return torch.empty(5056, dtype=torch.uint8)

    def set_state(self, new_state):
        return None


class Stream:
    def __init__(self, *args, **kwargs):
        self.priority = kwargs.get("priority", 0)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None

    def synchronize(self):
        return None

    def wait_stream(self, stream):
        return None

    def wait_event(self, event):
        return None

    def record_event(self, event=None):
        return event if event is not None else Event()

    def query(self):
        return _unknown("it depends on the machine", "bool")


class Event:
    def __init__(self, *args, **kwargs):
        return None

    def record(self, stream=None):
        return None

    def wait(self, stream=None):
        return None

    def synchronize(self):
        return None

    def query(self):
        return _unknown("it depends on the machine", "bool")

    def elapsed_time(self, end_event):
        return _unknown("it depends on the machine", "float")


class UntypedStorage:
    pass


class classproperty:
    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner):
        return self.func(owner)


def is_tensor(obj):
    return isinstance(obj, torch.Tensor)


def is_storage(obj):
    return isinstance(obj, UntypedStorage)


def typename(o):
    if isinstance(o, torch.Tensor):
        return o.type()
    cls = o if isinstance(o, type) else type(o)
    module = getattr(cls, "__module__", "")
    return cls.__name__ if module in ("", "builtins", "__builtin__") else module + "." + cls.__name__


def _assert(condition, message):
    if type(condition) is not torch.Tensor:
        assert condition, message


def compile(model=None, **options):
    """The model itself; as a decorator with options, what gives its function back."""
    if model is None:
        return lambda function: function
    return model


def cond(pred, true_fn, false_fn, operands=()):
    return true_fn(*operands) if pred else false_fn(*operands)


def unravel_index(indices, shape):
    found = []
    for size in reversed([shape] if isinstance(shape, int) else list(shape)):
        found.insert(0, indices % size)
        indices = indices // size
    return tuple(found)


_settings = {"dtype": None, "device": None, "precision": "highest"}


def get_default_dtype():
    return _settings["dtype"] if _settings["dtype"] is not None else torch.float32


def set_default_dtype(d):
    _settings["dtype"] = d
    _set_default_dtype(d)


def set_default_tensor_type(t):
    names = {"Half": torch.float16, "Float": torch.float32, "Double": torch.float64, "BFloat16": torch.bfloat16}
    name = t if isinstance(t, str) else t.__name__
    for prefix, dtype in names.items():
        if name.split(".")[-1] == prefix + "Tensor":
            set_default_dtype(dtype)
    on_gpu = ".cuda." in name if isinstance(t, str) else t.__module__ == "torch.cuda"
    set_default_device("cuda" if on_gpu else None)


def get_default_device():
    return torch.device(_settings["device"] if _settings["device"] is not None else "cpu")


def set_default_device(device):
    _settings["device"] = device
    _set_default_device(device)


_devices = []


def _enter_device(device):
    """`with torch.device(...)`: until its end it is the default device."""
    _devices.append(_settings["device"])
    set_default_device(device)


def _leave_device():
    set_default_device(_devices.pop())


def get_float32_matmul_precision():
    return _settings["precision"]


def set_float32_matmul_precision(precision):
    _settings["precision"] = precision


def set_printoptions(*args, **kwargs):
    return None


def set_flush_denormal(mode):
    return _unknown("it depends on the machine", "bool")


def get_num_threads():
    return _unknown("it depends on the machine", "int")


def set_num_threads(number):
    return None


get_num_interop_threads = get_num_threads


def set_num_interop_threads(number):
    return None


def use_deterministic_algorithms(mode, *, warn_only=False):
    return None


def are_deterministic_algorithms_enabled():
    return _assume(False, "what the program has set is not followed")


is_deterministic_algorithms_warn_only_enabled = are_deterministic_algorithms_enabled
is_anomaly_enabled = is_warn_always_enabled = are_deterministic_algorithms_enabled


def set_deterministic_debug_mode(debug_mode):
    return None


def set_anomaly_enabled(mode, check_nan=True):
    return None


def is_autocast_enabled(device_type=None):
    return _assume(False, "what is around a call is not followed")


def set_autocast_enabled(*args):
    return None


def set_warn_always(b):
    return None


def is_distributed(tensor):
    return False


class finfo:
    """Limits of a floating-point dtype."""

    # exponent of the largest power of two, bits of the fraction, exponent of the smallest normal number
    _formats = {
        "float16": (16, 15, 10, -14),
        "bfloat16": (16, 127, 7, -126),
        "float32": (32, 127, 23, -126),
        "float64": (64, 1023, 52, -1022),
        "complex64": (32, 127, 23, -126),
        "complex128": (64, 1023, 52, -1022),
    }

    def __init__(self, dtype=None):
        name = str(dtype if dtype is not None else get_default_dtype()).split(".")[-1]
        if name not in finfo._formats:
            raise TypeError(f"torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'")
        bits, top, fraction, bottom = finfo._formats[name]
        self.bits = bits
        self.eps = 2.0**-fraction
        self.max = (2.0 - self.eps) * 2.0**top
        self.min = -self.max
        self.tiny = self.smallest_normal = 2.0**bottom
        self.resolution = 10.0 ** -math.floor(fraction * math.log10(2))
        self.dtype = name


class iinfo:
    """Limits of an integer dtype."""

    _formats = {"uint8": (8, False), "int8": (8, True), "int16": (16, True), "int32": (32, True), "int64": (64, True)}

    def __init__(self, type):
        name = str(type).split(".")[-1]
        if name not in iinfo._formats:
            raise TypeError(f"torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'")
        self.bits, signed = iinfo._formats[name]
        self.max = 2 ** (self.bits - 1) - 1 if signed else 2**self.bits - 1
        self.min = -(2 ** (self.bits - 1)) if signed else 0
        self.dtype = name
