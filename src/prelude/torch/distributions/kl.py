import math

import torch

from .discrete import Bernoulli, Categorical, OneHotCategorical
from .continuous import Normal
from .distribution import Independent
from .multivariate_normal import MultivariateNormal

_REGISTERED = {}


def register_kl(type_p, type_q):
    def decorate(function):
        _REGISTERED[type_p, type_q] = function
        return function

    return decorate


def kl_divergence(p, q):
    """One number for each member of the batch."""
    for (type_p, type_q), function in _REGISTERED.items():
        if isinstance(p, type_p) and isinstance(q, type_q):
            return function(p, q)
    raise NotImplementedError(
        f"No KL(p || q) is implemented for p type {type(p).__name__} and q type {type(q).__name__}"
    )


@register_kl(Normal, Normal)
def _normal(p, q):
    ratio = (p.scale / q.scale).pow(2)
    shift = ((p.loc - q.loc) / q.scale).pow(2)
    return 0.5 * (ratio + shift - 1 - ratio.log())


@register_kl(Categorical, Categorical)
def _categorical(p, q):
    return (p.probs * (p.logits - q.logits)).sum(-1)


@register_kl(OneHotCategorical, OneHotCategorical)
def _one_hot(p, q):
    return _categorical(p._categorical, q._categorical)


@register_kl(Bernoulli, Bernoulli)
def _bernoulli(p, q):
    softplus = torch.nn.functional.softplus
    yes = p.probs * (softplus(-q.logits) - softplus(-p.logits))
    return yes + (1 - p.probs) * (softplus(q.logits) - softplus(p.logits))


@register_kl(MultivariateNormal, MultivariateNormal)
def _multivariate_normal(p, q):
    def half_log_det(root):
        return root.diagonal(dim1=-2, dim2=-1).log().sum(-1)

    spread = torch.linalg.solve_triangular(q.scale_tril, p.scale_tril, upper=False).pow(2).sum(dim=(-2, -1))
    shift = torch.linalg.solve_triangular(q.scale_tril, (q.loc - p.loc).unsqueeze(-1), upper=False).squeeze(-1)
    size = p.event_shape[0]
    return half_log_det(q.scale_tril) - half_log_det(p.scale_tril) + 0.5 * (spread + shift.pow(2).sum(-1) - size)


@register_kl(Independent, Independent)
def _independent(p, q):
    return p._summed(kl_divergence(p.base_dist, q.base_dist))
