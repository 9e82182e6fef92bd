"""What the optimizers share, and each one's settings."""
import collections

import torch

from ..utils.hooks import RemovableHandle
from . import _steps

required = object()


class Optimizer:
    def __init__(self, params, defaults):
        _note("optimizer", self)
        self.defaults = defaults
        self.state = collections.defaultdict(dict)
        self.param_groups = []
        if _is_unknown(params):
            self.param_groups = _unknown("which parameters it has is not known")
            return
        groups = list(params)
        if len(groups) == 0:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, param_group):
        params = param_group["params"]
        params = [params] if isinstance(params, torch.Tensor) else list(params)
        for param in params:
            if isinstance(param, torch.Tensor) and not _is_unknown(param.is_leaf) and not param.is_leaf:
                raise ValueError("can't optimize a non-leaf Tensor")
        held = {id(param) for group in self.param_groups for param in group["params"]}
        if len(held) > 0 and any(id(param) in held for param in params):
            raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append({**self.defaults, **param_group, "params": params})

    def zero_grad(self, set_to_none=True):
        _note("zero", self, set_to_none)
        if not _is_unknown(self.param_groups):
            for group in self.param_groups:
                if _on_numbers() and not set_to_none:
                    for param in group["params"]:
                        if param.grad is not None:
                            param.grad = torch.zeros_like(param.grad)
                else:
                    _forget_gradients(group["params"])

    # When the state of a parameter is made, on its device: "init", "step", or None where there is none.
    _stateful = None
    _places = None

    def _has_state(self):
        return self._stateful is not None

    def step(self, closure=None):
        if self._places is not None:
            moved = _moved_since(self._places)
            if moved is not None:
                _refuse_moved(moved)
        elif self._has_state():
            self._places = _places_of(self._params())
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        if _on_numbers():
            self._advance()
        elif not _is_unknown(self.param_groups):
            for group in self.param_groups:
                _write_parameters(group["params"])
            self.state = _unknown("what an optimizer keeps is not followed")
        _note("step", self)
        return loss

    # What a step does to one parameter: a function of `_steps`.
    _step_of = None

    def _advance(self):
        """A step on numbers."""
        if self._step_of is None:
            _not_computed(f"the steps of {type(self).__name__} are")
        with torch.no_grad():
            for group in self.param_groups:
                for param in group["params"]:
                    grad = param.grad
                    if grad is not None:
                        grad = -grad if group.get("maximize") else grad.detach()
                        self._step_of(param, grad, self.state.setdefault(param, {}), group)

    def _params(self):
        if _is_unknown(self.param_groups):
            return []
        return [param for group in self.param_groups for param in group["params"]]

    def state_dict(self):
        if _is_unknown(self.param_groups):
            return {"state": self.state, "param_groups": self.param_groups}
        places = {param: place for place, param in enumerate(self._params())}
        groups = [{**group, "params": [places[param] for param in group["params"]]} for group in self.param_groups]
        kept = self.state if _is_unknown(self.state) else {places[param]: kept for param, kept in self.state.items()}
        return {"state": kept, "param_groups": groups}

    def load_state_dict(self, state_dict):
        self._places = None
        self.state = _unknown("what an optimizer keeps is not followed")

    def register_step_pre_hook(self, hook):
        return RemovableHandle({})

    register_step_post_hook = register_step_pre_hook


def _refuse_moved(device):
    """A step with a state that stayed where its parameter was."""
    if device.type == "cuda":
        _refuse_device(
            "Tensors of the same index must be on the same device and the same dtype except `step` tensors that can be "
            "CPU and float32/64, and optimizer states that can be bfloat16 for mixed-precision training"
        )
    _refuse_device("Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!")


def _check(**settings):
    """PyTorch's checks of settings that all optimizers have."""
    for name, label in (("lr", "learning rate"), ("eps", "epsilon value"), ("weight_decay", "weight_decay value")):
        value = settings.get(name)
        if value is not None and not isinstance(value, torch.Tensor) and not 0.0 <= value:
            raise ValueError(f"Invalid {label}: {value}")


class SGD(Optimizer):
    _step_of = staticmethod(_steps.sgd)

    def __init__(
        self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False,
        *, maximize=False, foreach=None, differentiable=False, fused=None,
    ):  # fmt: skip
        _check(lr=lr, weight_decay=weight_decay)
        if momentum < 0.0:
            raise ValueError("Invalid momentum value: {}".format(momentum))
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        super().__init__(
            params,
            dict(lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov, maximize=maximize, foreach=foreach, fused=fused),
        )

    def _has_state(self):
        return self.defaults["momentum"] != 0


class _Betas(Optimizer):
    _stateful = "step"

    def __init__(self, params, lr, betas, eps, weight_decay, **options):
        _check(lr=lr, eps=eps, weight_decay=weight_decay)
        for at, beta in enumerate(betas):
            if not 0.0 <= beta < 1.0:
                raise ValueError("Invalid beta parameter at index {}: {}".format(at, beta))
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, **options))


class Adam(_Betas):
    _step_of = staticmethod(_steps.adam)

    def __init__(
        self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False,
        *, foreach=None, maximize=False, capturable=False, differentiable=False, fused=None, decoupled_weight_decay=False,
    ):  # fmt: skip
        super().__init__(
            params, lr, betas, eps, weight_decay, amsgrad=amsgrad, maximize=maximize,
            foreach=foreach, fused=fused, decoupled_weight_decay=decoupled_weight_decay,
        )  # fmt: skip


class AdamW(_Betas):
    _step_of = staticmethod(_steps.adamw)

    def __init__(
        self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False,
        *, maximize=False, foreach=None, capturable=False, differentiable=False, fused=None,
    ):  # fmt: skip
        super().__init__(
            params, lr, betas, eps, weight_decay, amsgrad=amsgrad, maximize=maximize, foreach=foreach, fused=fused, decoupled_weight_decay=True
        )


class Adamax(_Betas):
    _step_of = staticmethod(_steps.adamax)

    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, foreach=None, *, maximize=False, differentiable=False, capturable=False):
        super().__init__(params, lr, betas, eps, weight_decay, foreach=foreach)


class NAdam(_Betas):
    _step_of = staticmethod(_steps.nadam)

    def __init__(
        self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3,
        decoupled_weight_decay=False, *, foreach=None, maximize=False, capturable=False, differentiable=False,
    ):  # fmt: skip
        super().__init__(params, lr, betas, eps, weight_decay, momentum_decay=momentum_decay, foreach=foreach, decoupled_weight_decay=decoupled_weight_decay)


class RAdam(_Betas):
    _step_of = staticmethod(_steps.radam)

    def __init__(
        self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0,
        decoupled_weight_decay=False, *, foreach=None, maximize=False, capturable=False, differentiable=False,
    ):  # fmt: skip
        super().__init__(params, lr, betas, eps, weight_decay, foreach=foreach, decoupled_weight_decay=decoupled_weight_decay)


class SparseAdam(_Betas):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, maximize=False):
        super().__init__(params, lr, betas, eps, 0)


class RMSprop(Optimizer):
    _step_of = staticmethod(_steps.rmsprop)
    _stateful = "step"

    def __init__(
        self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False,
        capturable=False, foreach=None, maximize=False, differentiable=False,
    ):  # fmt: skip
        _check(lr=lr, eps=eps, weight_decay=weight_decay)
        super().__init__(
            params, dict(lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay, momentum=momentum, centered=centered, foreach=foreach)
        )


class Adagrad(Optimizer):
    _step_of = staticmethod(_steps.adagrad)
    _stateful = "init"

    def __init__(
        self, params, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10,
        foreach=None, *, maximize=False, differentiable=False, fused=None,
    ):  # fmt: skip
        _check(lr=lr, eps=eps, weight_decay=weight_decay)
        super().__init__(params, dict(lr=lr, lr_decay=lr_decay, weight_decay=weight_decay, eps=eps, initial_accumulator_value=initial_accumulator_value, foreach=foreach, fused=fused))
        self._places = _places_of(self._params())


class Adadelta(Optimizer):
    _step_of = staticmethod(_steps.adadelta)
    _stateful = "step"

    def __init__(
        self, params, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0,
        foreach=None, *, capturable=False, maximize=False, differentiable=False,
    ):  # fmt: skip
        _check(lr=lr, eps=eps, weight_decay=weight_decay)
        super().__init__(params, dict(lr=lr, rho=rho, eps=eps, weight_decay=weight_decay, foreach=foreach))


class Adafactor(Optimizer):
    _step_of = staticmethod(_steps.adafactor)

    def __init__(self, params, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0.0, *, foreach=None, maximize=False):
        super().__init__(params, dict(lr=lr, beta2_decay=beta2_decay, eps=eps, d=d, weight_decay=weight_decay))


class ASGD(Optimizer):
    _step_of = staticmethod(_steps.asgd)
    _stateful = "step"

    def __init__(
        self, params, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0,
        foreach=None, maximize=False, differentiable=False, capturable=False,
    ):  # fmt: skip
        _check(lr=lr, weight_decay=weight_decay)
        super().__init__(params, dict(lr=lr, lambd=lambd, alpha=alpha, t0=t0, weight_decay=weight_decay))


class Rprop(Optimizer):
    _step_of = staticmethod(_steps.rprop)
    _stateful = "step"

    def __init__(
        self, params, lr=1e-2, etas=(0.5, 1.2), step_sizes=(1e-6, 50),
        *, capturable=False, foreach=None, maximize=False, differentiable=False,
    ):  # fmt: skip
        _check(lr=lr)
        super().__init__(params, dict(lr=lr, etas=etas, step_sizes=step_sizes))


class LBFGS(Optimizer):
    def __init__(
        self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-7, tolerance_change=1e-9, history_size=100,
        line_search_fn=None, *, maximize=False,
    ):  # fmt: skip
        defaults = dict(
            lr=lr, max_iter=max_iter, max_eval=max_iter * 5 // 4 if max_eval is None else max_eval, tolerance_grad=tolerance_grad,
            tolerance_change=tolerance_change, history_size=history_size, line_search_fn=line_search_fn, maximize=maximize,
        )  # fmt: skip
        super().__init__(params, defaults)
