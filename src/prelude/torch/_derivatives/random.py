"""What draws random numbers: its gradient has the same ones."""
import torch


class _Dropped:
    def self(grad, again):
        return again(grad)


class dropout(_Dropped):
    pass


class dropout1d(_Dropped):
    pass


class dropout2d(_Dropped):
    pass


class dropout3d(_Dropped):
    pass


class feature_dropout(_Dropped):
    pass


class alpha_dropout:
    def self(grad, again):
        # What is dropped becomes a number that is not 0.
        return again(grad) - again(torch.zeros_like(grad))


class feature_alpha_dropout(alpha_dropout):
    pass


class dropout_native:
    def input(grad, again):
        return again(grad)


class native_dropout:
    def input(grad, p, result_1):
        return grad * result_1.to(grad.dtype) * (1 / (1 - p) if p < 1 else 0)


class bernoulli:
    def self(grad):
        return torch.zeros_like(grad)


class normal:
    def mean(grad):
        return torch.zeros_like(grad)

    def std(grad):
        return torch.zeros_like(grad)
