"""https://pytorch.org/docs/stable/generated/torch.no_grad.html: context managers that are decorators too."""
import functools


class _GradMode:
    """Sets whether gradients are recorded, for a block or for a function."""

    mode = True

    def __init__(self):
        return None

    def __new__(cls, *args, **kwargs):
        manager = object.__new__(cls)
        return manager(args[0]) if args and callable(args[0]) else manager

    def __call__(self, function):
        if isinstance(function, type):
            return function

        @functools.wraps(function)
        def inside(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return inside

    def __enter__(self):
        self.before = _set_grad_enabled(self.mode)
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        _set_grad_enabled(self.before)

    def clone(self):
        return type(self)()


class no_grad(_GradMode):
    mode = False


class enable_grad(_GradMode):
    def __init__(self, orig_func=None):
        return None


class inference_mode(_GradMode):
    def __init__(self, mode=True):
        self.mode = not mode if isinstance(mode, bool) else False


class set_grad_enabled(_GradMode):
    def __init__(self, mode):
        self.mode = mode
        self.before = _set_grad_enabled(mode)

    def __enter__(self):
        return self


def is_grad_enabled():
    return _is_grad_enabled()


def is_inference_mode_enabled():
    return _assume(False, "what is around a call is not followed")
