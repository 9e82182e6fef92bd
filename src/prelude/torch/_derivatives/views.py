"""Other looks at the same elements, and what moves or repeats them."""
import torch
from torch.nn import functional as F


class _Reshaped:
    _unfollowed = ("other",)

    def self(grad, self_shape):
        return grad.reshape(self_shape)


class view(_Reshaped):
    pass


reshape = view_as = reshape_as = view_copy = flatten = ravel = unflatten = squeeze = squeeze_copy = unsqueeze = unsqueeze_copy = view
atleast_1d = atleast_2d = atleast_3d = view


class _Same:
    _unfollowed = ("other", "tensor")

    def self(grad):
        return grad


class clone(_Same):
    pass


contiguous = alias_copy = resolve_conj = resolve_neg = pin_memory = to = type = type_as = clone
refine_names = rename = share_memory_ = to_dense = coalesce = clone


class atleast_1d_Sequence:
    def tensors(grads, tensors_shapes):
        return [grad.reshape(shape) for grad, shape in zip(grads, tensors_shapes)]


atleast_2d_Sequence = atleast_3d_Sequence = atleast_1d_Sequence


class as_tensor:
    def data(grad):
        return grad


class transpose:
    def self(grad, dim0, dim1):
        return grad.transpose(dim0, dim1)


transpose_copy = swapdims = transpose


class swapaxes:
    def self(grad, axis0, axis1):
        return grad.transpose(axis0, axis1)


class t:
    def self(grad):
        return grad.t()


t_copy = t


class mT:
    def self(grad):
        return grad.transpose(-2, -1)


class matrix_H:
    def self(grad):
        return grad.t().conj() if grad.is_complex() else grad.t()


class numpy_T:
    def self(grad):
        return grad.permute(list(range(grad.dim() - 1, -1, -1)))


def _inverse(dims):
    """The permutation that undoes another one."""
    rank = len(dims)
    places = [dim % rank for dim in dims]
    return [places.index(n) for n in range(rank)]


class permute:
    def self(grad, dims):
        return grad.permute(_inverse(dims)) if len(dims) > 0 else grad


permute_copy = permute


class movedim:
    def self(grad, source, destination):
        return grad.movedim(destination, source)


class expand:
    _unfollowed = ("other",)

    def self(grad):
        return grad


expand_as = expand_copy = broadcast_to = expand


class sum_to_size:
    def self(grad, self_shape):
        return grad.expand(self_shape)


class broadcast_tensors:
    def tensors(grads):
        return list(grads)


class meshgrid:
    def tensors(grads, tensors_shapes, indexing):
        found = []
        for n, (grad, shape) in enumerate(zip(grads, tensors_shapes)):
            at = {0: 1, 1: 0}.get(n, n) if indexing == "xy" and len(grads) > 1 else n
            others = [d for d in range(grad.dim()) if d != at]
            found.append((grad.sum(others) if len(others) > 0 else grad).reshape(shape))
        return found


def _placed(grad, shape, dim, start, step=1):
    """Zeros of a shape, with the gradient from `start` on along a dimension."""
    zeros = torch.zeros(shape, dtype=grad.dtype, device=grad.device)
    size = grad.shape[dim]
    index = torch.arange(start, start + size * step, step, device=grad.device)[:size]
    return zeros.index_add(dim, index, grad)


class select:
    def self(grad, self_shape, dim, index):
        dim = dim % len(self_shape)
        return _placed(grad.unsqueeze(dim), self_shape, dim, index % self_shape[dim])


select_copy = select


class narrow:
    def self(grad, self_shape, dim, start):
        dim = dim % len(self_shape)
        start = start if start >= 0 else start + self_shape[dim]
        amounts = [0, 0] * (len(self_shape) - dim - 1) + [start, self_shape[dim] - start - grad.shape[dim]]
        return F.pad(grad, amounts)


narrow_copy = narrow


class diagonal:
    def self(grad, self_shape, offset, dim1, dim2):
        return torch.zeros(self_shape, dtype=grad.dtype, device=grad.device).diagonal_scatter(grad, offset, dim1, dim2)


diagonal_copy = diagonal


class linalg_diagonal:
    def A(grad, A_shape, offset, dim1, dim2):
        return torch.zeros(A_shape, dtype=grad.dtype, device=grad.device).diagonal_scatter(grad, offset, dim1, dim2)


class diag_embed:
    def self(grad, offset, dim1, dim2):
        return grad.diagonal(offset, dim1, dim2)


class diagflat:
    def self(grad, self_shape, offset):
        return grad.diagonal(offset).reshape(self_shape)


class diag:
    def self(grad, self_shape, diagonal):
        if len(self_shape) == 1:
            return grad.diagonal(diagonal)
        return torch.zeros(self_shape, dtype=grad.dtype, device=grad.device).diagonal_scatter(grad, diagonal)


class trace:
    def self(grad, self_shape):
        return grad * torch.eye(self_shape[0], self_shape[1], dtype=grad.dtype, device=grad.device)


class tril:
    def self(grad, diagonal):
        return grad.tril(diagonal)


class triu:
    def self(grad, diagonal):
        return grad.triu(diagonal)


class flip:
    def self(grad, dims):
        return grad.flip(dims)


class fliplr:
    def self(grad):
        return grad.flip(1)


class flipud:
    def self(grad):
        return grad.flip(0)


class roll:
    def self(grad, shifts, dims):
        return grad.roll([-shift for shift in shifts], dims)


class rot90:
    def self(grad, k, dims):
        return grad.rot90(-k, dims)


class repeat:
    def self(grad, self_shape, repeats):
        shape = (1,) * (len(repeats) - len(self_shape)) + tuple(self_shape)
        parts, summed = [], []
        for n, (count, size) in enumerate(zip(repeats, shape)):
            parts += [count, size]
            summed.append(2 * n)
        if len(parts) == 0:
            return grad
        return grad.reshape(parts).sum(summed).reshape(self_shape)


class tile:
    def self(grad, self_shape, dims):
        rank = max(len(dims), len(self_shape))
        shape = (1,) * (rank - len(self_shape)) + tuple(self_shape)
        repeats = (1,) * (rank - len(dims)) + tuple(dims)
        parts, summed = [], []
        for n, (count, size) in enumerate(zip(repeats, shape)):
            parts += [count, size]
            summed.append(2 * n)
        return grad.reshape(parts).sum(summed).reshape(self_shape) if parts else grad


def _moved(grad, again, shape):
    """Of an operator that only picks and moves elements: each gets what has gone to where it went."""
    count = 1
    for size in shape:
        count *= size
    places = again(torch.arange(count, device=grad.device).reshape(shape))
    zeros = torch.zeros(count, dtype=grad.dtype, device=grad.device)
    return zeros.index_add(0, places.reshape(-1), grad.reshape(-1)).reshape(shape)


class _Moved:
    def self(grad, again, self_shape):
        return _moved(grad, again, self_shape)


class as_strided(_Moved):
    pass


as_strided_copy = unfold = unfold_copy = as_strided


class repeat_interleave(_Moved):
    pass


class repeat_interleave_Tensor:
    _constant = True


class take_along_dim(_Moved):
    pass


class pixel_shuffle:
    def self(grad, upscale_factor):
        return F.pixel_unshuffle(grad, upscale_factor)


class pixel_unshuffle:
    def self(grad, downscale_factor):
        return F.pixel_shuffle(grad, downscale_factor)


class channel_shuffle:
    def self(grad, groups):
        return F.channel_shuffle(grad, grad.shape[1] // groups)


class combinations(_Moved):
    pass


class cat:
    def tensors(grad, tensors_shapes, dim):
        rank = grad.dim()
        dim = dim % rank
        empty = [rank != 1 and tuple(shape) == (0,) for shape in tensors_shapes]
        sizes = [0 if skipped else shape[dim] for shape, skipped in zip(tensors_shapes, empty)]
        parts = list(grad.split(sizes, dim))
        return [part.reshape(0) if skipped else part for part, skipped in zip(parts, empty)]


class stack:
    def tensors(grad, dim):
        return list(grad.unbind(dim))


class hstack:
    def _composed(tensors):
        tensors = torch.atleast_1d(list(tensors))
        return torch.cat(tensors, 0 if tensors[0].dim() == 1 else 1)


class vstack:
    def _composed(tensors):
        return torch.cat(torch.atleast_2d(list(tensors)), 0)


row_stack = vstack


class dstack:
    def _composed(tensors):
        return torch.cat(torch.atleast_3d(list(tensors)), 2)


class column_stack:
    def _composed(tensors):
        return torch.cat([one if one.dim() >= 2 else one.reshape(-1, 1) for one in tensors], 1)


class block_diag:
    def _composed(tensors):
        tensors = torch.atleast_2d(list(tensors))
        width = sum(one.shape[1] for one in tensors)
        rows, before = [], 0
        for one in tensors:
            rows.append(F.pad(one, (before, width - before - one.shape[1])))
            before += one.shape[1]
        return torch.cat(rows, 0)


class cartesian_prod:
    def _composed(tensors):
        if len(tensors) == 1:
            return tensors[0]
        return torch.stack([grid.reshape(-1) for grid in torch.meshgrid(*tensors, indexing="ij")], 1)


class split:
    def self(grads, dim):
        return torch.cat(list(grads), dim)


split_copy = split_with_sizes = split_with_sizes_copy = chunk = tensor_split = split


class hsplit:
    def self(grads):
        return torch.cat(list(grads), 0 if grads[0].dim() == 1 else 1)


class vsplit:
    def self(grads):
        return torch.cat(list(grads), 0)


class dsplit:
    def self(grads):
        return torch.cat(list(grads), 2)


class unbind:
    def self(grads, dim):
        return torch.stack(list(grads), dim)


unbind_copy = unbind


class pad:
    def _composed(self, pad, mode, value):
        if mode == "constant":
            return torch.constant_pad_nd(self, pad, 0 if value is None else value)
        return _padded(self, pad, mode)


class constant_pad_nd:
    def self(grad, pad):
        return torch.constant_pad_nd(grad, [-amount for amount in pad], 0)


def _padded(self, pad, mode):
    """Padding that repeats elements: the places that it takes, dimension by dimension from the last."""
    for n in range(len(pad) // 2):
        dim = self.dim() - 1 - n
        size = self.shape[dim]
        places = torch.arange(-pad[2 * n], size + pad[2 * n + 1], device=self.device)
        if mode == "replicate":
            places = places.clamp(0, size - 1)
        elif mode == "circular":
            places = places % size
        elif size > 1:
            places = (places % (2 * size - 2)).abs()
            places = torch.where(places >= size, 2 * size - 2 - places, places)
        else:
            places = places * 0
        self = self.index_select(dim, places)
    return self


class reflection_pad1d:
    def _composed(self, padding):
        return _padded(self, padding, "reflect")


reflection_pad2d = reflection_pad3d = reflection_pad1d


class replication_pad1d:
    def _composed(self, padding):
        return _padded(self, padding, "replicate")


replication_pad2d = replication_pad3d = replication_pad1d


class diagonal_scatter:
    def self(grad, src_shape, offset, dim1, dim2):
        return grad.diagonal_scatter(torch.zeros(src_shape, dtype=grad.dtype), offset, dim1, dim2)

    def src(grad, offset, dim1, dim2):
        return grad.diagonal(offset, dim1, dim2)


class select_scatter:
    def self(grad, src_shape, dim, index):
        return grad.select_scatter(torch.zeros(src_shape, dtype=grad.dtype), dim, index)

    def src(grad, dim, index):
        return grad.select(dim, index)


class slice_scatter:
    def self(grad, src_shape, dim, start, end, step):
        return grad.slice_scatter(torch.zeros(src_shape, dtype=grad.dtype), dim, start, end, step)

    def src(grad, dim, start, end, step):
        index = [slice(None)] * (dim % grad.dim()) + [slice(start, end, step)]
        return grad[tuple(index)]


class as_strided_scatter:
    def self(grad, src_shape, size, stride, storage_offset):
        return grad.contiguous().as_strided_scatter(torch.zeros(src_shape, dtype=grad.dtype), size, stride, storage_offset)

    def src(grad, size, stride, storage_offset):
        return torch.as_strided_copy(grad.contiguous(), size, stride, storage_offset)


class copy:
    def self(grad):
        return None

    def other(grad):
        return grad


class fill:
    def self(grad):
        return torch.zeros_like(grad)

    def value(grad):
        return grad.sum()


class _Overwritten:
    def self(grad):
        return None


class zero(_Overwritten):
    _unfollowed = ("p",)


uniform = exponential = geometric = random = cauchy = log_normal = normal_inplace = bernoulli_inplace = zero


class fill_diagonal:
    def self(grad):
        return grad.clone().fill_diagonal_(0)
