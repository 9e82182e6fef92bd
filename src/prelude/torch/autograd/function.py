"""Functions with a gradient of their own: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function"""
import torch


class FunctionCtx:
    """What `forward` leaves for `backward`."""

    needs_input_grad = ()
    _outputs = ()
    _saved = ()
    _kept = None
    _freed = False
    _dirty = ()
    _plain = ()
    _fills = True

    @property
    def saved_tensors(self):
        if self._freed is True:
            raise RuntimeError(_freed())
        refused = None if self._kept is None else _refused_saved(self._saved, self._kept)
        if refused is not None:
            raise RuntimeError(refused)
        return self._saved

    @property
    def saved_variables(self):
        return self.saved_tensors

    def save_for_backward(self, *tensors):
        self._saved = tensors

    def save_for_forward(self, *tensors):
        return None

    def mark_dirty(self, *args):
        self._dirty = args

    def mark_non_differentiable(self, *args):
        self._plain = args

    def set_materialize_grads(self, value):
        self._fills = value


def _begin(cls, inputs):
    ctx = FunctionCtx()
    ctx._cls = cls
    ctx._inputs = inputs
    ctx._certain = tuple(_requires_gradient(one) for one in inputs)
    ctx.needs_input_grad = tuple(
        _unknown("it is not known whether a gradient is asked for", "bool") if certain is None else certain
        for certain in ctx._certain
    )
    return ctx


def _end(ctx, outputs):
    """What PyTorch does when `forward` is done."""
    for at, one in enumerate(ctx._saved):
        if one is not None and not isinstance(one, torch.Tensor) and True in ctx._certain:
            raise TypeError(
                f"save_for_backward can only save variables, but argument {at} is of type {type(one).__name__}"
            )
    ctx._kept = _writes_so_far()
    ctx._outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    for one in ctx._outputs if ctx._dirty else ctx._plain:
        _without_certain_gradient(one)
    return outputs


def _gradient(ctx, output):
    """The gradient that a pass hands on for a result."""
    if not isinstance(output, torch.Tensor):
        return None
    return torch.empty_like(output) if ctx._fills is True else _unknown("it may be None: `set_materialize_grads`")


def _run_backward(ctx, retained):
    """`backward` of a function that a pass certainly comes to, and what PyTorch checks of the gradients that it gives."""
    cls = ctx._cls
    backward = cls.backward if cls.vjp is Function.vjp else cls.vjp
    given = _unrecorded(lambda: backward(ctx, *(_gradient(ctx, one) for one in ctx._outputs)))
    if not retained:
        ctx._freed = True
    if _is_unknown(given):
        return
    name = f"{cls.__name__}Backward"
    given = given if isinstance(given, tuple) else (given,)
    wanted = len(ctx._inputs)
    if all(one is None for one in given[wanted:]):
        given = given[:wanted]
    if len(given) != wanted:
        raise RuntimeError(
            f"function {name} returned an incorrect number of gradients (expected {wanted}, got {len(given)})"
        )
    for at, (one, input) in enumerate(zip(given, ctx._inputs)):
        if _is_unknown(one) or _is_unknown(input) or one is None:
            continue
        if not isinstance(input, torch.Tensor):
            raise RuntimeError(
                f"function {name} returned a gradient different than None at position {at + 1}, "
                "but the corresponding forward input was not a Variable"
            )
        if not isinstance(one, torch.Tensor):
            raise RuntimeError(f"expected Variable or None (got {type(one).__name__})")
    tensors = [at for at, input in enumerate(ctx._inputs) if isinstance(input, torch.Tensor)]
    if any(_is_unknown(one) for one in ctx._inputs):
        return
    for index, at in enumerate(tensors):
        one, input = given[at], ctx._inputs[at]
        if _is_unknown(one) or one is None or ctx._certain[at] is not True:
            continue
        if not _sums_to(one.shape, input.shape):
            raise RuntimeError(
                f"Function {name} returned an invalid gradient at index {index} - got {list(one.shape)} "
                f"but expected shape compatible with {list(input.shape)}"
            )
        elsewhere = one.dim() > 0 and one.device != input.device
        if not _is_unknown(elsewhere) and elsewhere:
            raise RuntimeError(
                f"Function {name} returned an invalid gradient at index {index} - expected device {input.device} "
                f"but got {one.device}"
            )


def _sums_to(shape, wanted):
    """Whether a gradient can be summed to a shape, as broadcasting would have spread it."""
    if len(wanted) > len(shape):
        return False
    return all(w == 1 or s == w for s, w in zip(reversed(shape), reversed(wanted)))


class Function(FunctionCtx):
    @staticmethod
    def forward(ctx, *args, **kwargs):
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    def __call__(self, *args, **kwargs):
        raise RuntimeError(
            "Legacy autograd function with non-static forward method is deprecated. "
            "Please use new-style autograd function with static forward method. "
            "(Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
        )

    @staticmethod
    def backward(ctx, *grad_outputs):
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom autograd.Function to use it with "
            "backward mode AD."
        )

    vjp = backward

    @classmethod
    def apply(cls, *args, **kwargs):
        if _on_tape():
            return cls._recorded(FunctionCtx(), args, kwargs)
        ctx = _begin(cls, args)
        if hasattr(cls, "setup_context"):
            def forward():
                output = cls.forward(*args, **kwargs)
                cls.setup_context(ctx, args, output)
                return output
        else:
            def forward():
                return cls.forward(ctx, *args, **kwargs)
        return _end(ctx, _apply_function(ctx, args, forward))

    @classmethod
    def _recorded(cls, ctx, args, kwargs):
        """Forward without a graph of its own; `backward` is its gradient."""
        ctx.needs_input_grad = tuple(isinstance(arg, torch.Tensor) and arg.requires_grad for arg in args)
        with torch.no_grad():
            if hasattr(cls, "setup_context"):
                output = cls.forward(*args, **kwargs)
                cls.setup_context(ctx, args, output)
            else:
                output = cls.forward(ctx, *args, **kwargs)
        results = (output,) if isinstance(output, torch.Tensor) else tuple(output) if isinstance(output, (tuple, list)) else ()
        tensors = tuple(result for result in results if isinstance(result, torch.Tensor))
        backward = cls.backward if cls.vjp is Function.vjp else cls.vjp

        def gradients(*given):
            waiting = list(given)
            return backward(
                ctx, *(waiting.pop(0) if isinstance(result, torch.Tensor) else None for result in results)
            )

        found = list(
            _own_function(
                cls.__name__, gradients, ctx._fills, args, tensors, ctx._plain, ctx._dirty
            )
        )
        if isinstance(output, torch.Tensor):
            return found[0]
        return tuple(found.pop(0) if isinstance(result, torch.Tensor) else result for result in results) if results else output


def once_differentiable(fn):
    return fn


class InplaceFunction(Function):
    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace
