"""Reductions and normalizations of `torch.masked`: what the mask leaves out is not there."""
import math

import torch

from .reductions import _dims


def _kept(input, mask):
    return torch.ones(input.shape, dtype=torch.bool) if mask is None else mask.expand(input.shape)


def _over(input, dim):
    return _dims(dim, input.dim())


def _left(input, mask, other):
    """What is left, with another number elsewhere."""
    return torch.where(_kept(input, mask), input, torch.full_like(input, other))


def _reduce(name, value, dim, keepdim):
    if value.dim() == 0:
        return value
    return getattr(value, name)(dim, keepdim)


def _cast(input, dtype):
    return input if dtype is None else input.to(dtype)


class masked_sum:
    def _composed(input, dim, keepdim, dtype, mask):
        input = _cast(input, dtype)
        return _reduce("sum", _left(input, mask, 0), _over(input, dim), bool(keepdim))


class masked_prod:
    def _composed(input, dim, keepdim, dtype, mask):
        found = _left(_cast(input, dtype), mask, 1)
        for one in sorted(_over(input, dim), reverse=True):
            found = found.prod(one, keepdim=bool(keepdim))
        return found


class masked_mean:
    def _composed(input, dim, keepdim, dtype, mask):
        input = _cast(input, dtype)
        dims = _over(input, dim)
        count = _reduce("sum", _kept(input, mask).to(input.dtype), dims, bool(keepdim))
        return _reduce("sum", _left(input, mask, 0), dims, bool(keepdim)) / count


class masked_amax:
    def _composed(input, dim, keepdim, dtype, mask):
        return _reduce("amax", _left(_cast(input, dtype), mask, -math.inf), _over(input, dim), bool(keepdim))


class masked_amin:
    def _composed(input, dim, keepdim, dtype, mask):
        return _reduce("amin", _left(_cast(input, dtype), mask, math.inf), _over(input, dim), bool(keepdim))


class masked_logsumexp:
    def _composed(input, dim, keepdim, dtype, mask):
        return _reduce("logsumexp", _left(_cast(input, dtype), mask, -math.inf), _over(input, dim), bool(keepdim))


def _variance(input, dim, unbiased, correction, keepdim, mask):
    dims = _over(input, dim)
    kept = _kept(input, mask).to(input.dtype)
    count = _reduce("sum", kept, dims, True)
    center = _reduce("sum", _left(input, mask, 0), dims, True) / count
    apart = torch.where(kept > 0, (input - center) ** 2, torch.zeros_like(input))
    less = correction if correction is not None else 1 if unbiased is None or unbiased else 0
    total = _reduce("sum", apart, dims, bool(keepdim))
    return total / (count.reshape(total.shape) - less).clamp(min=0)


class masked_var:
    def _composed(input, dim, unbiased, correction, keepdim, dtype, mask):
        return _variance(_cast(input, dtype), dim, unbiased, correction, keepdim, mask)


class masked_std:
    def _composed(input, dim, unbiased, correction, keepdim, dtype, mask):
        return _variance(_cast(input, dtype), dim, unbiased, correction, keepdim, mask).sqrt()


class masked_norm:
    def _composed(input, ord, dim, keepdim, dtype, mask):
        order = 2 if ord is None else ord
        input = _cast(input, dtype)
        left = _left(input, mask, math.inf if order == -math.inf else 0)
        return torch.linalg.vector_norm(left, order, _over(input, dim), bool(keepdim))


class masked_cumsum:
    def _composed(input, dim, dtype, mask):
        return _left(_cast(input, dtype), mask, 0).cumsum(dim)


class masked_cumprod:
    def _composed(input, dim, dtype, mask):
        return _left(_cast(input, dtype), mask, 1).cumprod(dim)


class masked_softmax:
    def _composed(input, dim, dtype, mask):
        return _left(_cast(input, dtype), mask, -math.inf).softmax(dim)


class masked_log_softmax:
    def _composed(input, dim, dtype, mask):
        return _left(_cast(input, dtype), mask, -math.inf).log_softmax(dim)


class masked_softmin:
    def _composed(input, dim, dtype, mask):
        return (-_left(_cast(input, dtype), mask, math.inf)).softmax(dim)


class masked_normalize:
    def _composed(input, ord, dim, eps, dtype, mask):
        left = _left(_cast(input, dtype), mask, math.inf if ord == -math.inf else 0)
        norm = torch.linalg.vector_norm(left, ord, dim, True)
        return _left(_cast(input, dtype), mask, 0) / norm.clamp_min(eps)


class masked_median:
    def _composed(input, dim, keepdim, dtype, mask):
        return _left(_cast(input, dtype), mask, math.nan).nanmedian(dim, bool(keepdim))[0]


class masked_logaddexp:
    def _composed(input, other, dtype, input_mask, other_mask):
        return torch.logaddexp(_left(_cast(input, dtype), input_mask, -math.inf), _left(_cast(other, dtype), other_mask, -math.inf))
