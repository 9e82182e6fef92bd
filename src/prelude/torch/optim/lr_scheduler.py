"""Schedules of the learning rate, which are not followed: https://pytorch.org/docs/stable/optim.html"""


class LRScheduler:
    def __init__(self, optimizer, last_epoch=-1, **older):
        _take_older(older, "LRScheduler")
        self.optimizer = optimizer
        self.last_epoch = 0

    def step(self, *args, **kwargs):
        _note("schedule", self, self.optimizer)
        if _on_numbers():
            _not_computed("schedules of learning rates are")
        self.last_epoch = _unknown("steps of schedules are not counted", "int")
        self._set_rates()

    def _set_rates(self):
        """To what they are set is not followed."""
        groups = [] if _is_unknown(self.optimizer) else self.optimizer.param_groups
        for group in [] if _is_unknown(groups) else groups:
            group["lr"] = _unknown("schedules of learning rates are not followed", "float")

    def get_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]

    def get_last_lr(self):
        return self.get_lr()

    def state_dict(self):
        return _unknown("what a scheduler's state holds is not followed")

    def load_state_dict(self, state_dict):
        self.last_epoch = _unknown("steps of schedules are not counted", "int")


def _take_older(given, name):
    """Arguments that 2.15 does not take: `verbose` is the one that 1.13 took."""
    for argument in given:
        if argument != "verbose" or _refuses_lately():
            raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{argument}'")
        if _by_version(True, False):
            _note("deprecated", f"{name}(verbose=…)", "PyTorch 2.15 raises a TypeError, `get_last_lr()` tells the rate")


_LRScheduler = LRScheduler


class LambdaLR(LRScheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1, **older):
        _take_older(older, "LambdaLR")
        super().__init__(optimizer)
        self._set_rates()


class MultiplicativeLR(LRScheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1, **older):
        _take_older(older, "MultiplicativeLR")
        super().__init__(optimizer)


class StepLR(LRScheduler):
    def __init__(self, optimizer, step_size, gamma=0.1, last_epoch=-1, **older):
        _take_older(older, "StepLR")
        super().__init__(optimizer)


class MultiStepLR(LRScheduler):
    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1, **older):
        _take_older(older, "MultiStepLR")
        super().__init__(optimizer)


class ConstantLR(LRScheduler):
    def __init__(self, optimizer, factor=1.0 / 3, total_iters=5, last_epoch=-1, **older):
        _take_older(older, "ConstantLR")
        super().__init__(optimizer)
        self._set_rates()


class LinearLR(LRScheduler):
    def __init__(self, optimizer, start_factor=1.0 / 3, end_factor=1.0, total_iters=5, last_epoch=-1, **older):
        _take_older(older, "LinearLR")
        super().__init__(optimizer)
        self._set_rates()


class ExponentialLR(LRScheduler):
    def __init__(self, optimizer, gamma, last_epoch=-1, **older):
        _take_older(older, "ExponentialLR")
        super().__init__(optimizer)


class PolynomialLR(LRScheduler):
    def __init__(self, optimizer, total_iters=5, power=1.0, last_epoch=-1, **older):
        _take_older(older, "PolynomialLR")
        super().__init__(optimizer)


class CosineAnnealingLR(LRScheduler):
    def __init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1, **older):
        _take_older(older, "CosineAnnealingLR")
        super().__init__(optimizer)


class CosineAnnealingWarmRestarts(LRScheduler):
    def __init__(self, optimizer, T_0, T_mult=1, eta_min=0.0, last_epoch=-1, **older):
        _take_older(older, "CosineAnnealingWarmRestarts")
        super().__init__(optimizer)


class SequentialLR(LRScheduler):
    def __init__(self, optimizer, schedulers, milestones, last_epoch=-1, **older):
        _take_older(older, "SequentialLR")
        super().__init__(optimizer)
        self._set_rates()


class ChainedScheduler(LRScheduler):
    def __init__(self, schedulers, optimizer=None):
        super().__init__(optimizer if optimizer is not None else schedulers[0].optimizer)


class ReduceLROnPlateau(LRScheduler):
    def __init__(
        self, optimizer, mode="min", factor=0.1, patience=10, threshold=0.0001, threshold_mode="rel", cooldown=0, min_lr=0,
        eps=1e-08, **older,
    ):  # fmt: skip
        _take_older(older, "ReduceLROnPlateau")
        super().__init__(optimizer)


class CyclicLR(LRScheduler):
    def __init__(
        self, optimizer, base_lr, max_lr, step_size_up=2000, step_size_down=None, mode="triangular", gamma=1.0, scale_fn=None,
        scale_mode="cycle", cycle_momentum=True, base_momentum=0.8, max_momentum=0.9, last_epoch=-1, **older,
    ):  # fmt: skip
        _take_older(older, "CyclicLR")
        super().__init__(optimizer)
        self._set_rates()


class OneCycleLR(LRScheduler):
    def __init__(
        self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy="cos",
        cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=10000.0, three_phase=False, last_epoch=-1, **older,
    ):  # fmt: skip
        _take_older(older, "OneCycleLR")
        super().__init__(optimizer)
        self._set_rates()
