"""Functions with a gradient of their own: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function"""
import torch


class FunctionCtx:
    """What `forward` leaves for `backward`."""

    saved_tensors = ()
    materialize_grads = True
    non_differentiable = ()
    dirty_tensors = ()

    def __init__(self):
        self.needs_input_grad = ()

    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors

    def save_for_forward(self, *tensors):
        return None

    def mark_dirty(self, *args):
        self.dirty_tensors = args

    def mark_non_differentiable(self, *args):
        self.non_differentiable = args

    def set_materialize_grads(self, value):
        self.materialize_grads = value


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

    @classmethod
    def apply(cls, *args, **kwargs):
        ctx = FunctionCtx()
        if _on_tape():
            return cls._recorded(ctx, args, kwargs)
        ctx.needs_input_grad = (True,) * len(args)
        if hasattr(cls, "setup_context"):
            output = cls.forward(*args, **kwargs)
            cls.setup_context(ctx, args, output)
            return output
        return cls.forward(ctx, *args, **kwargs)


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
        backward = cls.vjp if hasattr(cls, "vjp") else cls.backward

        def gradients(*given):
            waiting = list(given)
            return backward(
                ctx, *(waiting.pop(0) if isinstance(result, torch.Tensor) else None for result in results)
            )

        found = list(
            _own_function(
                cls.__name__, gradients, ctx.materialize_grads, args, tensors, ctx.non_differentiable, ctx.dirty_tensors
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
