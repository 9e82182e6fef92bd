"""Sums, means, products, norms and spreads over dimensions, and cumulative ones."""
import builtins
import math

import torch


def _dims(dim, rank):
    """The dimensions that are reduced, from 0 on."""
    if dim is None:
        return list(range(rank))
    dims = list(dim) if isinstance(dim, (tuple, list)) else [dim]
    return [one % rank for one in dims] if len(dims) > 0 and rank > 0 else list(range(rank))


def _spread(reduced, shape, dim, keepdim):
    """What was reduced, over the shape that it was reduced from."""
    rank = len(shape)
    if not keepdim and reduced.dim() < rank:
        for one in sorted(_dims(dim, rank)):
            reduced = reduced.unsqueeze(one)
    return reduced.expand(shape)


def _count(shape, dim):
    count = 1
    for one in _dims(dim, len(shape)):
        count *= shape[one]
    return count


class sum:
    def self(grad, self_shape, dim, keepdim):
        return _spread(grad, self_shape, dim, keepdim)


class nansum:
    def self(grad, self, dim, keepdim):
        return torch.where(self.isnan(), torch.zeros_like(self), _spread(grad, self.shape, dim, keepdim))


class mean:
    def self(grad, self_shape, dim, keepdim):
        return _spread(grad, self_shape, dim, keepdim) / _count(self_shape, dim)


class nanmean:
    def self(grad, self, dim, keepdim):
        there = (~self.isnan()).to(grad.dtype)
        count = there.sum(_dims(dim, self.dim()), True) if self.dim() > 0 else there
        each = _spread(grad, self.shape, dim, keepdim) / count
        return torch.where(self.isnan(), torch.zeros_like(each), each)


def _of_variance(grad, self, dim, correction, keepdim):
    count = _count(self.shape, dim)
    dims = _dims(dim, self.dim())
    center = self.mean(dims, True) if self.dim() > 0 else self
    left = count - correction
    if left <= 0:
        return _spread(grad, self.shape, dim, keepdim) * (math.nan if left == 0 else math.inf) * (self - center)
    return 2 / left * _spread(grad, self.shape, dim, keepdim) * (self - center)


def _of_deviation(grad, self, result, dim, correction, keepdim):
    half = torch.where(result == 0, torch.zeros_like(grad), grad / (2 * result))
    return _of_variance(half, self, dim, correction, keepdim)


class var:
    def self(grad, self, unbiased):
        return _of_variance(grad, self, None, 1 if unbiased else 0, False)


class var_dim:
    def self(grad, self, dim, unbiased, keepdim):
        return _of_variance(grad, self, dim, 1 if unbiased else 0, keepdim)


class var_correction:
    def self(grad, self, dim, correction, keepdim):
        return _of_variance(grad, self, dim, 1 if correction is None else correction, keepdim)


class std:
    def self(grad, self, unbiased, result):
        return _of_deviation(grad, self, result, None, 1 if unbiased else 0, False)


class std_dim:
    def self(grad, self, dim, unbiased, keepdim, result):
        return _of_deviation(grad, self, result, dim, 1 if unbiased else 0, keepdim)


class std_correction:
    def self(grad, self, dim, correction, keepdim, result):
        return _of_deviation(grad, self, result, dim, 1 if correction is None else correction, keepdim)


def _of_mean(grad, self, dim, keepdim):
    return _spread(grad, self.shape, dim, keepdim) / _count(self.shape, dim)


class var_mean:
    def self(grads, self, unbiased):
        return _of_variance(grads[0], self, None, 1 if unbiased else 0, False) + _of_mean(grads[1], self, None, False)


class var_mean_dim:
    def self(grads, self, dim, unbiased, keepdim):
        first = _of_variance(grads[0], self, dim, 1 if unbiased else 0, keepdim)
        return first + _of_mean(grads[1], self, dim, keepdim)


class var_mean_correction:
    def self(grads, self, dim, correction, keepdim):
        first = _of_variance(grads[0], self, dim, 1 if correction is None else correction, keepdim)
        return first + _of_mean(grads[1], self, dim, keepdim)


class std_mean:
    def self(grads, self, unbiased, result):
        first = _of_deviation(grads[0], self, result, None, 1 if unbiased else 0, False)
        return first + _of_mean(grads[1], self, None, False)


class std_mean_dim:
    def self(grads, self, dim, unbiased, keepdim, result):
        first = _of_deviation(grads[0], self, result, dim, 1 if unbiased else 0, keepdim)
        return first + _of_mean(grads[1], self, dim, keepdim)


class std_mean_correction:
    def self(grads, self, dim, correction, keepdim, result):
        first = _of_deviation(grads[0], self, result, dim, 1 if correction is None else correction, keepdim)
        return first + _of_mean(grads[1], self, dim, keepdim)


def _others(self, dim):
    """The products of all other elements of a line, whether any is 0 or not."""
    size = self.shape[dim]
    if size == 0:
        return self
    ones = torch.ones_like(self.narrow(dim, 0, 1))
    before = torch.cat([ones, self.narrow(dim, 0, size - 1)], dim).cumprod(dim)
    after = torch.cat([ones, self.flip([dim]).narrow(dim, 0, size - 1)], dim).cumprod(dim).flip([dim])
    return before * after


class prod:
    def self(grad, self, dim, keepdim):
        if self.dim() == 0:
            return grad
        dims = _dims(dim, self.dim())
        if len(dims) == 1:
            return _spread(grad, self.shape, dims, keepdim) * _others(self, dims[0])
        # The dimensions that are reduced as one, the last.
        left = [n for n in range(self.dim()) if n not in dims]
        moved = self.permute(left + dims)
        flat = moved.reshape([self.shape[n] for n in left] + [-1])
        others = _others(flat, flat.dim() - 1).reshape(moved.shape)
        order = left + dims
        others = others.permute([order.index(n) for n in range(self.dim())])
        return _spread(grad, self.shape, dims, keepdim) * others


class cumsum:
    def self(grad, dim):
        return grad.flip([dim]).cumsum(dim).flip([dim]) if grad.dim() > 0 else grad


class cumprod:
    def self(grad, self, dim, result):
        if self.dim() == 0 or self.numel() == 0:
            return grad
        if not (self == 0).any():
            return (grad * result).flip([dim]).cumsum(dim).flip([dim]) / self
        size = self.shape[dim]
        found = []
        for n in range(size):
            before = self.narrow(dim, 0, n).prod(dim, True) if n > 0 else torch.ones_like(self.narrow(dim, 0, 1))
            after = self.narrow(dim, n + 1, size - n - 1)
            ones = torch.ones_like(self.narrow(dim, 0, 1))
            onwards = torch.cat([ones, after], dim).cumprod(dim)
            found.append(before * (grad.narrow(dim, n, size - n) * onwards).sum(dim, True))
        return torch.cat(found, dim)


class logcumsumexp:
    def self(grad, self, dim, result):
        if self.dim() == 0:
            return grad
        # Of each later sum the part that an element has in it, with the sizes kept small.
        low = torch.finfo(grad.dtype).min
        logs = torch.where(grad > 0, grad, torch.full_like(grad, 1)).log()
        negative = torch.where(grad < 0, -grad, torch.full_like(grad, 1)).log()
        up = torch.where(grad > 0, logs, torch.full_like(logs, low)) - result
        down = torch.where(grad < 0, negative, torch.full_like(logs, low)) - result
        up = up.flip([dim]).logcumsumexp(dim).flip([dim]) + self
        down = down.flip([dim]).logcumsumexp(dim).flip([dim]) + self
        return up.exp() - down.exp()


class logsumexp:
    def self(grad, self, dim, keepdim, result):
        whole = _spread(result, self.shape, dim, keepdim)
        return _spread(grad, self.shape, dim, keepdim) * (self - torch.where(whole.isinf(), torch.zeros_like(whole), whole)).exp()


def _of_extremes(grad, self, result, dim, keepdim):
    """All that are as large share the gradient."""
    largest = (self == _spread(result, self.shape, dim, keepdim)).to(grad.dtype)
    if self.dim() == 0:
        return grad * largest
    largest = largest / largest.sum(_dims(dim, self.dim()), True)
    return _spread(grad, self.shape, dim, keepdim) * largest


class amax:
    def self(grad, self, dim, keepdim, result):
        return _of_extremes(grad, self, result, dim, keepdim)


class amin:
    def self(grad, self, dim, keepdim, result):
        return _of_extremes(grad, self, result, dim, keepdim)


class aminmax:
    def self(grads, self, dim, keepdim, result, result_1):
        low = _of_extremes(grads[0], self, result, dim, keepdim)
        return low + _of_extremes(grads[1], self, result_1, dim, keepdim)


def _of_equal(grad, self, result):
    """One element of all: the equal ones share the gradient."""
    same = (self.isnan() if result.isnan() else self == result).to(grad.dtype)
    return grad * same / same.sum()


class max:
    def self(grad, self, result):
        return _of_equal(grad, self, result)


class min(max):
    pass


class median(max):
    pass


class nanmedian(max):
    pass


def _norm_gradient(grad, self, result, p, dim, keepdim):
    """Of (sum |x|^p)^(1/p)."""
    size = self.abs()
    whole = _spread(result, self.shape, dim, keepdim)
    given = _spread(grad, self.shape, dim, keepdim)
    if p == 0:
        return torch.zeros_like(given)
    if p == 1:
        return given * self.sgn()
    if p == 2:
        return torch.where(whole == 0, torch.zeros_like(self), self * (given / whole))
    if p in (math.inf, -math.inf):
        same = (size == whole).to(size.dtype)
        count = same.sum(_dims(dim, self.dim()), True) if self.dim() > 0 else same
        return self.sgn() * (given / count * same)
    if p < 1:
        part = torch.where(self == 0, torch.zeros_like(size), size.pow(p - 1))
        return self.sgn() * part * (given * whole.pow(1 - p))
    if p < 2:
        scale = torch.where(whole == 0, torch.zeros_like(whole), given / whole.pow(p - 1))
        return self.sgn() * size.pow(p - 1) * scale
    scale = torch.where(whole == 0, torch.zeros_like(whole), given / whole.pow(p - 1))
    return self * size.pow(p - 2) * scale


class linalg_vector_norm:
    def self(grad, self, ord, dim, keepdim, result):
        return _norm_gradient(grad, self, result, ord, dim, keepdim)


class norm:
    def _composed(self, p, dim, keepdim, dtype):
        if p == "nuc":
            return torch.linalg.matrix_norm(self, "nuc", (-2, -1) if dim is None else dim, keepdim, dtype=dtype)
        p = 2 if p is None or p == "fro" else p
        return torch.linalg.vector_norm(self, p, dim, keepdim, dtype=dtype)


class linalg_norm:
    def _composed(self, ord, dim, keepdim, dtype):
        is_pair = isinstance(dim, (tuple, list)) and len(dim) == 2
        if ord is None or (isinstance(dim, (tuple, list)) and len(dim) == 1) or (dim is None and self.dim() == 1):
            if ord is None or not (is_pair or isinstance(ord, str)):
                return torch.linalg.vector_norm(self, 2 if ord is None else ord, dim, keepdim, dtype=dtype)
        return torch.linalg.matrix_norm(self, ord, tuple(dim) if is_pair else (-2, -1), keepdim, dtype=dtype)


class linalg_matrix_norm:
    def _composed(self, ord, dim, keepdim, dtype):
        if dtype is not None:
            self = self.to(dtype)
        if ord == "fro":
            return torch.linalg.vector_norm(self, 2, dim, keepdim)
        rank = self.dim()
        rows, columns = [one % rank for one in dim]
        if ord in ("nuc", 2, -2):
            left = [n for n in range(rank) if n not in (rows, columns)]
            values = torch.linalg.svdvals(self.permute(left + [rows, columns]))
            found = values.sum(-1) if ord == "nuc" else values.amax(-1) if ord == 2 else values.amin(-1)
            if keepdim:
                for one in sorted((rows, columns)):
                    found = found.unsqueeze(one)
            return found
        summed, kept = (rows, columns) if ord in (1, -1) else (columns, rows)
        sums = self.abs().sum(summed, True)
        found = sums.amax(kept, True) if ord > 0 else sums.amin(kept, True)
        if keepdim:
            return found
        for one in sorted((rows, columns), reverse=True):
            found = found.squeeze(one)
        return found


class linalg_cond:
    def _composed(self, p):
        if p is None or p in (2, -2):
            values = torch.linalg.svdvals(self)
            return values[..., -1] / values[..., 0] if p == -2 else values[..., 0] / values[..., -1]
        return torch.linalg.matrix_norm(self, p) * torch.linalg.matrix_norm(torch.linalg.inv(self), p)


class norm_except_dim:
    def _composed(v, pow, dim):
        if dim == -1:
            return v.norm(pow)
        shape = [v.shape[n] if n == dim else 1 for n in range(v.dim())]
        return v.transpose(0, dim).reshape(v.shape[dim], -1).norm(pow, 1).reshape(shape)


class renorm:
    def _composed(self, p, dim, maxnorm):
        dims = [n for n in range(self.dim()) if n != dim % self.dim()]
        norms = torch.linalg.vector_norm(self, p, dims, True)
        factor = torch.where(norms > maxnorm, maxnorm / (norms + 1e-7), torch.ones_like(norms))
        return self * factor


class count_nonzero:
    _constant = True


class diff:
    def _composed(self, n, dim, prepend, append):
        parts = [one for one in (prepend, self, append) if one is not None] if n > 0 else [self]
        self = torch.cat(parts, dim) if len(parts) > 1 else self
        for _ in range(n):
            size = self.shape[dim]
            if size == 0:
                return self
            self = self.narrow(dim, 1, size - 1) - self.narrow(dim, 0, size - 1)
        return self


def _steps(y, x, dx, dim):
    size = y.shape[dim]
    pairs = (y.narrow(dim, 1, size - 1) + y.narrow(dim, 0, size - 1)) / 2
    if x is None:
        return pairs * dx
    if x.dim() == 1:
        widths = x[1:] - x[:-1]
        shape = [1] * y.dim()
        shape[dim] = size - 1
        return pairs * widths.reshape(shape)
    dim = dim if dim < 0 else dim - y.dim()
    return pairs * (x.narrow(dim, 1, x.shape[dim] - 1) - x.narrow(dim, 0, x.shape[dim] - 1))


class trapezoid_dx:
    def _composed(y, dx, dim):
        return _steps(y, None, dx, dim).sum(dim)


class trapezoid_x:
    def _composed(y, x, dim):
        return _steps(y, x, 1, dim).sum(dim)


trapz_dx = trapezoid_dx
trapz_x = trapezoid_x


class cumulative_trapezoid_dx:
    def _composed(y, dx, dim):
        return _steps(y, None, dx, dim).cumsum(dim)


class cumulative_trapezoid_x:
    def _composed(y, x, dim):
        return _steps(y, x, 1, dim).cumsum(dim)


class cov:
    def _composed(self, correction, fweights, aweights):
        x = self.reshape(1, -1) if self.dim() < 2 else self
        weights = fweights if aweights is None else aweights if fweights is None else fweights * aweights
        if weights is None:
            total = x.shape[1]
            center = x.mean(1, True)
        else:
            total = weights.sum()
            center = (x * weights).sum(1, True) / total
        if correction == 0:
            left = total
        elif aweights is None:
            left = total - correction
        else:
            left = total - correction * (weights * aweights).sum() / total
        x = x - center
        found = x @ (x if weights is None else x * weights).mT.conj()
        left = left.clamp(min=0) if isinstance(left, torch.Tensor) else builtins.max(left, 0)
        return (found / left).squeeze()


class corrcoef:
    def _composed(self):
        found = torch.cov(self)
        if found.dim() == 0:
            return found / found
        deviation = found.diagonal().sqrt()
        return found / deviation.unsqueeze(-1) / deviation.unsqueeze(0)


class gradient:
    def _composed(self, spacing, dim, edge_order):
        rank = self.dim()
        dims = _dims(dim, rank)
        if isinstance(spacing, torch.Tensor) or not isinstance(spacing, (tuple, list)):
            spacing = [spacing] * len(dims)
        return [_slope(self, one, at, edge_order) for at, one in zip(dims, spacing)]


def _slope(self, spacing, dim, edge_order):
    size = self.shape[dim]
    part = lambda start, count: self.narrow(dim, start, count)
    shape = [1] * self.dim()
    shape[dim] = -1
    if isinstance(spacing, torch.Tensor) and spacing.dim() == 1:
        widths = (spacing[1:] - spacing[:-1]).to(self.dtype)
    else:
        step = 1 if spacing is None else spacing
        widths = torch.ones(size - 1, dtype=self.dtype) * step
    before, after = widths[:-1].reshape(shape), widths[1:].reshape(shape)
    middle = -after / (before * (before + after)) * part(0, size - 2)
    middle = middle + (after - before) / (before * after) * part(1, size - 2)
    middle = middle + before / (after * (before + after)) * part(2, size - 2)
    first = (part(1, 1) - part(0, 1)) / widths[0]
    last = (part(size - 1, 1) - part(size - 2, 1)) / widths[-1]
    if edge_order == 2:
        a, b = widths[0], widths[1]
        first = -(2 * a + b) / (a * (a + b)) * part(0, 1) + (a + b) / (a * b) * part(1, 1) - a / (b * (a + b)) * part(2, 1)
        a, b = widths[-2], widths[-1]
        last = b / (a * (a + b)) * part(size - 3, 1) - (b + a) / (a * b) * part(size - 2, 1) + (2 * b + a) / (b * (a + b)) * part(size - 1, 1)
    return torch.cat([first, middle, last], dim)
