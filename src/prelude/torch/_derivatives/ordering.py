"""Sorting, and what picks one element of a line."""
import torch


def _picked(grad, shape, dim, indices, keepdim=True):
    """Each gradient goes to the element that was picked."""
    if len(shape) == 0:
        return grad.reshape(())
    if not keepdim and grad.dim() < len(shape):
        grad, indices = grad.unsqueeze(dim), indices.unsqueeze(dim)
    return torch.zeros(shape, dtype=grad.dtype, device=grad.device).scatter_add(dim, indices, grad)


class _Sorted:
    def self(grad, self_shape, dim, result_1):
        return _picked(grad, self_shape, dim, result_1)


class sort(_Sorted):
    pass


class topk(_Sorted):
    pass


class cummax(_Sorted):
    pass


class cummin(_Sorted):
    pass


class msort:
    def self(grad, self):
        return _picked(grad, self.shape, 0, self.argsort(0, stable=True)) if self.dim() > 0 else grad


class _Chosen:
    def self(grad, self_shape, dim, keepdim, result_1):
        return _picked(grad, self_shape, dim, result_1, keepdim)


class max_dim(_Chosen):
    pass


class min_dim(_Chosen):
    pass


class median_dim(_Chosen):
    pass


class nanmedian_dim(_Chosen):
    pass


class kthvalue(_Chosen):
    pass


class mode(_Chosen):
    pass


class quantile:
    def _composed(self, q, dim, keepdim, interpolation):
        return _quantile(self, q, dim, keepdim, interpolation, False)


class nanquantile:
    def _composed(self, q, dim, keepdim, interpolation):
        return _quantile(self, q, dim, keepdim, interpolation, True)


def _quantile(self, q, dim, keepdim, interpolation, ignores_nan):
    wanted = q if isinstance(q, torch.Tensor) else torch.tensor(q, dtype=self.dtype)
    rank = self.dim()
    lines = self.reshape(-1) if dim is None else self.movedim(dim, -1) if rank > 0 else self.reshape(1)
    ordered = lines.sort(-1).values
    size = lines.shape[-1]
    last = size - 1
    if ignores_nan:
        last = (~lines.isnan()).sum(-1, True).to(self.dtype) - 1
    places = wanted.reshape(-1) * last if not isinstance(last, torch.Tensor) else wanted.reshape(-1) * last
    places = places.expand(lines.shape[:-1] + (wanted.numel(),))
    if isinstance(last, torch.Tensor):
        places = places.clamp(min=0)
    else:
        places = torch.where(lines.isnan().any(-1, True), torch.full_like(places, last), places)
    below = places.detach()
    if interpolation == "lower":
        below = below.floor()
    elif interpolation == "higher":
        below = below.ceil()
    elif interpolation == "nearest":
        below = below.round()
    low = ordered.gather(-1, below.long())
    found = low
    if interpolation in ("linear", "midpoint"):
        high = ordered.gather(-1, below.ceil().long())
        weight = torch.full_like(places, 0.5) if interpolation == "midpoint" else places - below.floor()
        found = torch.where(weight == 0, low + weight * (high.detach() - low.detach()), torch.lerp(low, high, weight))
    found = found.movedim(-1, 0)
    if keepdim and dim is not None and rank > 0:
        found = found.unsqueeze(dim % rank + 1)
    elif keepdim:
        found = found.reshape((wanted.numel(),) + (1,) * rank)
    return found.squeeze(0) if wanted.dim() == 0 else found


class unique:
    def self(grads, self_shape):
        raise NotImplementedError("the derivative for '_unique2' is not implemented.")


unique_consecutive = unique
