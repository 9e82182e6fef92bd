"""What reads and writes elements by their places."""
import torch

from .views import _moved


def _zeros(shape, like):
    return torch.zeros(shape, dtype=like.dtype, device=like.device)


class getitem:
    def self(grad, again, self_shape):
        return _moved(grad, again, self_shape)


class setitem:
    def self(grad, index):
        left = grad.clone()
        left[index] = 0
        return left

    def value(grad, index):
        return grad[index]


class index_put:
    def self(grad, indices, accumulate):
        return grad if accumulate else grad.index_put(tuple(indices), torch.zeros((), dtype=grad.dtype))

    def values(grad, indices):
        return grad[tuple(slice(None) if index is None else index for index in indices)]


class gather:
    def self(grad, self_shape, dim, index):
        return _zeros(self_shape, grad).scatter_add(dim, index, grad)


class scatter:
    def self(grad, dim, index):
        return grad.scatter(dim, index, 0)

    def src(grad, dim, index):
        return grad.gather(dim, index)


class scatter_reduce:
    def self(grad, self, dim, index, src, reduce, include_self, result):
        if reduce in ("sum", "add"):
            found = grad
        elif reduce == "mean":
            count = (torch.ones_like if include_self else torch.zeros_like)(grad)
            count = count.scatter_add(dim, index, torch.ones_like(src))
            found = grad / count.clamp(min=1)
        elif reduce in ("amax", "amin"):
            return _of_extreme(grad, self, dim, index, src, include_self, result)[0]
        else:
            masked = self.masked_fill(self == 0, 1)
            ones = self.scatter_reduce(dim, index, src, reduce, include_self=True) if include_self else result
            others = torch.ones_like(self).scatter_reduce(dim, index, src, reduce, include_self=True)
            found = torch.where(self == 0, grad * others, grad * ones / masked)
        return found if include_self else found.scatter(dim, index, 0)

    def src(grad, self, dim, index, src, reduce, include_self, result):
        if reduce in ("sum", "add"):
            return grad.gather(dim, index)
        if reduce == "mean":
            count = (torch.ones_like if include_self else torch.zeros_like)(grad)
            count = count.scatter_add(dim, index, torch.ones_like(src))
            return (grad / count.clamp(min=1)).gather(dim, index)
        if reduce in ("amax", "amin"):
            return _of_extreme(grad, self, dim, index, src, include_self, result)[1]
        # The product of the others: where one of them alone is 0, that of all but this one.
        zero = src == 0
        zeros = torch.zeros_like(self).scatter_add(dim, index, zero.to(self.dtype)).gather(dim, index)
        alone = zero & (zeros == 1)
        masked = self.scatter_reduce(dim, index, src.masked_fill(alone, 1), reduce, include_self=include_self)
        whole = (grad * result).gather(dim, index) / src.masked_fill(zero, 1)
        return torch.where(alone, (grad * masked).gather(dim, index), torch.where(zero, torch.zeros_like(src), whole))


class scatter_value_reduce:
    def self(grad, dim, index, value, reduce):
        return grad if reduce == "add" else torch.where(torch.zeros_like(grad).scatter(dim, index, 1) > 0, grad * value, grad)


class scatter_reduce_(scatter_reduce):
    pass


def _of_extreme(grad, self, dim, index, src, include_self, result):
    """The largest or smallest ones share the gradient."""
    is_self = (self == result).to(grad.dtype)
    is_source = (src == result.gather(dim, index)).to(grad.dtype)
    if not include_self:
        is_self = is_self.scatter(dim, index, 0)
    count = is_self.scatter_add(dim, index, is_source)
    each = grad / count.clamp(min=1)
    return each * is_self, each.gather(dim, index) * is_source


class scatter_add:
    def self(grad):
        return grad

    def src(grad, dim, index):
        return grad.gather(dim, index)


class index_select:
    def self(grad, self_shape, dim, index):
        if len(self_shape) == 0:
            return grad.reshape(self_shape)
        return _zeros(self_shape, grad).index_add(dim, index.reshape(-1), grad)


class index_add:
    def self(grad):
        return grad

    def source(grad, source_shape, dim, index, alpha):
        if grad.dim() == 0:
            return (grad * alpha).expand(source_shape)
        return (grad.index_select(dim, index.reshape(-1)) * alpha).reshape(source_shape)


class index_copy:
    def self(grad, dim, index):
        return grad.index_fill(dim, index, 0)

    def source(grad, source_shape, dim, index):
        if grad.dim() == 0:
            return grad.expand(source_shape)
        return grad.index_select(dim, index.reshape(-1)).reshape(source_shape)


class index_fill:
    def self(grad, dim, index):
        return grad.index_fill(dim, index, 0)

    def value(grad, dim, index):
        return grad.index_select(dim, index.reshape(-1).unique()).sum() if grad.dim() > 0 else grad


class index_reduce:
    def _composed(self, dim, index, source, reduce, include_self):
        if self.dim() == 0:
            found = self.reshape(1).scatter_reduce(0, index.reshape(-1), source.reshape(-1), reduce, include_self=include_self)
            return found.reshape(())
        shape = [1] * source.dim()
        shape[dim] = index.numel()
        places = index.reshape(shape).expand(source.shape)
        return self.scatter_reduce(dim, places, source, reduce, include_self=include_self)


class masked_fill:
    def self(grad, mask):
        return grad.masked_fill(mask, 0)

    def value(grad, mask):
        return torch.where(mask, grad, torch.zeros_like(grad)).sum()


class masked_select:
    def self(grad, self_shape, mask):
        shape = torch.broadcast_shapes(self_shape, mask.shape)
        return _zeros(shape, grad).masked_scatter(mask.expand(shape), grad)


class masked_scatter:
    def self(grad, mask):
        return grad.masked_fill(mask, 0)

    def source(grad, source_shape, mask):
        taken = grad.masked_select(mask)
        count = 1
        for size in source_shape:
            count *= size
        return torch.cat([taken, torch.zeros(count - taken.numel(), dtype=grad.dtype)]).reshape(source_shape)


def _numel(shape):
    count = 1
    for size in shape:
        count *= size
    return count


class take:
    def self(grad, self_shape, index):
        count = _numel(self_shape)
        if count == 0:
            return _zeros(self_shape, grad)
        return _zeros(count, grad).index_add(0, index.reshape(-1) % count, grad.reshape(-1)).reshape(self_shape)


class put:
    def self(grad, index, source_shape, accumulate):
        if accumulate:
            return grad
        return grad.put(index, torch.zeros(source_shape, dtype=grad.dtype))

    def source(grad, index, source_shape):
        return grad.take(index).reshape(source_shape)


class embedding:
    def weight(grad, input, weight_shape, padding_idx, scale_grad_by_freq):
        return _of_rows(grad, input, weight_shape, padding_idx, scale_grad_by_freq)


class embedding_native:
    def weight(grad, indices, weight_shape, padding_idx, scale_grad_by_freq):
        return _of_rows(grad, indices, weight_shape, padding_idx if padding_idx >= 0 else None, scale_grad_by_freq)


def _of_rows(grad, index, shape, padding_idx, scale_grad_by_freq):
    """Rows of a table that were looked up."""
    index = index.reshape(-1)
    rows = grad.reshape(-1, shape[1])
    if padding_idx is not None:
        rows = rows.masked_fill((index == padding_idx % shape[0]).unsqueeze(1), 0)
    if scale_grad_by_freq:
        counts = torch.bincount(index, minlength=shape[0])
        rows = rows / counts[index].unsqueeze(1)
    return torch.zeros(shape, dtype=grad.dtype, device=grad.device).index_add(0, index, rows)


def _bags(weight, index, offsets, mode, per_sample_weights, include_last_offset, padding_idx):
    """(bags, width): sums, means or maxima of rows."""
    if index.dim() == 2:
        bag = torch.arange(index.shape[0]).unsqueeze(1).expand(index.shape).reshape(-1)
        bags = index.shape[0]
    else:
        starts = offsets[:-1] if include_last_offset else offsets
        bags = starts.shape[0]
        bag = torch.searchsorted(starts, torch.arange(index.shape[0]), right=True) - 1
    index = index.reshape(-1)
    rows = torch.embedding(weight, index, -1 if padding_idx is None else padding_idx)
    counted = torch.ones(index.shape[0], dtype=weight.dtype)
    if padding_idx is not None and padding_idx >= 0:
        counted = torch.where(index == padding_idx, torch.zeros_like(counted), counted)
    if per_sample_weights is not None:
        rows = rows * per_sample_weights.reshape(-1, 1)
    if mode == "max":
        kept = counted > 0
        rows, bag = rows[kept], bag[kept]
        places = bag.unsqueeze(1).expand(rows.shape)
        # The first of several equal ones gets the gradient.
        filled = torch.zeros(bags, weight.shape[1], dtype=weight.dtype)
        largest = filled.scatter_reduce(0, places, rows.detach(), "amax", include_self=False)
        order = torch.arange(rows.shape[0]).unsqueeze(1).expand(rows.shape)
        order = torch.where(rows.detach() == largest.gather(0, places), order, rows.shape[0])
        first = torch.full((bags, weight.shape[1]), rows.shape[0]).scatter_reduce(0, places, order, "amin")
        picked = rows.gather(0, first.clamp(max=rows.shape[0] - 1))
        return torch.where(first < rows.shape[0], picked, torch.zeros_like(picked))
    sums = torch.zeros(bags, weight.shape[1], dtype=weight.dtype).index_add(0, bag, rows * counted.unsqueeze(1))
    if mode == "sum":
        return sums
    counts = torch.zeros(bags, dtype=weight.dtype).index_add(0, bag, counted)
    return sums / counts.clamp(min=1).unsqueeze(1)


class embedding_bag:
    def _composed(input, weight, offsets, mode, per_sample_weights, include_last_offset, padding_idx):
        return _bags(weight, input, offsets, mode, per_sample_weights, include_last_offset, padding_idx)


class embedding_bag_native:
    def _composed(weight, indices, offsets, mode, per_sample_weights, include_last_offset, padding_idx):
        names = ("sum", "mean", "max")
        return _bags(weight, indices, offsets, names[mode], per_sample_weights, include_last_offset, padding_idx)
