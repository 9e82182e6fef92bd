"""What registering a hook returns."""


def _hook_into(hooks, hook):
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    return handle


class RemovableHandle:
    next_id = 0

    def __init__(self, hooks_dict, *, extra_dict=None):
        self.hooks_dict = hooks_dict
        self.id = RemovableHandle.next_id
        RemovableHandle.next_id += 1

    def remove(self):
        self.hooks_dict.pop(self.id, None)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.remove()


def _around_backward(module, args):
    """The arguments of a module whose gradients its hooks see, and what its results pass through."""
    import torch

    seen = {}
    follows = torch.is_grad_enabled() and any(isinstance(arg, torch.Tensor) and arg.requires_grad for arg in args)

    def tell(given):
        for hook in module._backward_hooks.values():
            changed = hook(module, given, seen["outputs"])
            if changed is not None:
                given = changed if isinstance(changed, tuple) else (changed,)
        return given

    class Inputs(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *tensors):
            return tensors

        @staticmethod
        def backward(ctx, *given):
            return tell(given)

    class Outputs(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *tensors):
            return tensors

        @staticmethod
        def backward(ctx, *given):
            for hook in module._backward_pre_hooks.values():
                changed = hook(module, given)
                if changed is not None:
                    given = changed if isinstance(changed, tuple) else (changed,)
            seen["outputs"] = given
            if not follows:
                tell((None,) * len(args))
            return given

    def passed(function, values):
        tensors = [value for value in values if isinstance(value, torch.Tensor)]
        if len(tensors) == 0:
            return values
        found = list(function.apply(*tensors))
        return tuple(found.pop(0) if isinstance(value, torch.Tensor) else value for value in values)

    def finish(output):
        if isinstance(output, torch.Tensor):
            return passed(Outputs, (output,))[0]
        return passed(Outputs, output) if type(output) is tuple else output

    return (passed(Inputs, args) if follows else args), finish
