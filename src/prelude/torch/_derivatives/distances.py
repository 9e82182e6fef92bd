"""Distances between points."""
import torch

from .reductions import _norm_gradient


class dist:
    def _composed(self, other, p):
        return torch.linalg.vector_norm(self - other, p)


def _pair(grad, apart, p):
    """(..., D) -> of the distances (...) by what lies between two points."""
    if p == 2:
        size = torch.linalg.vector_norm(apart, 2, -1, True)
        return torch.where(size == 0, torch.zeros_like(apart), apart * (grad.unsqueeze(-1) / size))
    return _norm_gradient(grad, apart, torch.linalg.vector_norm(apart, p, -1), p, -1, False)


class cdist:
    def x1(grad, x1, x2, p):
        return _pair(grad, x1.unsqueeze(-2) - x2.unsqueeze(-3), p).sum(-2)

    def x2(grad, x1, x2, p):
        return -_pair(grad, x1.unsqueeze(-2) - x2.unsqueeze(-3), p).sum(-3)


class pdist:
    def input(grad, input, p):
        count = input.shape[0]
        pairs = torch.triu_indices(count, count, 1)
        part = _pair(grad, input[pairs[0]] - input[pairs[1]], p)
        return torch.zeros_like(input).index_add(0, pairs[0], part).index_add(0, pairs[1], -part)
