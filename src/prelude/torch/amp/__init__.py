"""Mixed precision: https://pytorch.org/docs/stable/amp.html"""
import functools

import torch


class autocast:
    def __init__(self, device_type, dtype=None, enabled=True, cache_enabled=None):
        self.device = device_type
        self.fast_dtype = dtype
        self._enabled = enabled
        self._before = None

    def __enter__(self):
        self._before = _begin_autocast(self.device, self.fast_dtype, self._enabled)
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        _end_autocast(self._before)
        return None

    def __call__(self, func):
        @functools.wraps(func)
        def within(*args, **kwargs):
            with self:
                return func(*args, **kwargs)

        return within


class GradScaler:
    def __init__(self, device="cuda", init_scale=2.0**16, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True):
        self._enabled = enabled

    def scale(self, outputs):
        return outputs

    def unscale_(self, optimizer):
        return None

    def step(self, optimizer, *args, **kwargs):
        return optimizer.step(*args, **kwargs)

    def update(self, new_scale=None):
        return None

    def get_scale(self):
        return 1.0

    def is_enabled(self):
        return self._enabled

    def state_dict(self):
        return _unknown("what a scaler's state holds is not followed")

    def load_state_dict(self, state_dict):
        return None


def custom_fwd(fwd=None, *, device_type, cast_inputs=None):
    return fwd if fwd is not None else lambda function: function


def custom_bwd(bwd=None, *, device_type):
    return bwd if bwd is not None else lambda function: function


def is_autocast_available(device_type):
    return True


def get_autocast_dtype(device_type):
    return torch.bfloat16 if device_type == "cpu" else torch.float16
