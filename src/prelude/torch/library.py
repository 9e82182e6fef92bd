"""Operators of the program's own: https://pytorch.org/docs/stable/library.html"""

_defined = {}


class CustomOpDef:
    """An operator by its Python function, or by the fake one that was written for shapes."""

    def __init__(self, namespace, name, schema, fn, tags=None):
        self._qualname = f"{namespace}::{name}"
        self._function = fn
        self._fake = None

    def __call__(self, *args, **kwargs):
        function = self._function if self._fake is None else self._fake
        return function(*args, **kwargs)

    def register_fake(self, fn, /):
        self._fake = fn
        return fn

    def register_kernel(self, device_types, fn=None, /):
        return (lambda kernel: kernel) if fn is None else fn

    def register_autograd(self, backward, /, *, setup_context=None):
        return None

    def register_vmap(self, func=None):
        return (lambda given: given) if func is None else func


def custom_op(name, fn=None, /, *, mutates_args, device_types=None, schema=None, tags=None):
    def define(function):
        namespace, _, own = name.partition("::")
        _defined[name] = CustomOpDef(namespace, own, schema, function, tags)
        return _defined[name]

    return define if fn is None else define(fn)


def _operator(op):
    return op if isinstance(op, CustomOpDef) else _defined.get(op)


def register_fake(op, func=None, /, *, lib=None, _stacklevel=1, allow_override=True):
    def register(function):
        known = _operator(op)
        if known is not None:
            known.register_fake(function)
        return function

    return register if func is None else register(func)


def register_kernel(op, device_types, func=None, /, *, lib=None):
    return (lambda kernel: kernel) if func is None else func


def register_autograd(op, backward, /, *, setup_context=None, lib=None):
    return None


def __getattr__(name):
    return _unknown(f"`torch.library.{name}` is not followed")
