"""Resizing, and sampling at places."""
import torch

from .pooling import _along


def _of_axes(grad, shape, resize):
    """Of a resizing that treats its dimensions one after the other: each as the matrix that it is. `resize` calls it on (1, L, ...)."""
    rank = len(shape) - 2
    for n in range(rank):
        length = shape[n + 2]
        lines = torch.eye(length, dtype=grad.dtype, device=grad.device)
        lines = lines.reshape([1, length] + [length if at == n else 1 for at in range(rank)])
        # (L, O): what each element gives to each result.
        matrix = resize(lines, n).reshape(length, -1)
        grad = _along(grad, matrix.t(), n + 2)
    return grad


def _alone(given, n, rank, otherwise):
    """A setting of all dimensions, for one of them."""
    if given is None:
        return None
    values = list(given) if isinstance(given, (tuple, list)) else [given] * rank
    values = values * rank if len(values) == 1 else values
    return [values[n] if at == n else otherwise for at in range(rank)]


class interpolate:
    def input(grad, input_shape, again, size, scale_factor):
        rank = len(input_shape) - 2

        def resize(lines, n):
            if size is not None:
                return again(lines, size=_alone(size, n, rank, 1), scale_factor=None)
            return again(lines, scale_factor=_alone(scale_factor, n, rank, 1.0))

        return _of_axes(grad, input_shape, resize)


class upsample_bilinear(interpolate):
    pass


class upsample_nearest(interpolate):
    pass


class _Upsample:
    def input(grad, input_shape, again, output_size, scale_factors):
        rank = len(input_shape) - 2

        def resize(lines, n):
            if output_size is not None:
                return again(lines, output_size=_alone(output_size, n, rank, 1), scale_factors=None)
            return again(lines, scale_factors=_alone(scale_factors, n, rank, 1.0))

        return _of_axes(grad, input_shape, resize)


class upsample_linear1d(_Upsample):
    pass


class upsample_bilinear2d(_Upsample):
    pass


class upsample_trilinear3d(_Upsample):
    pass


class upsample_bicubic2d(_Upsample):
    pass


class upsample_nearest1d(_Upsample):
    pass


class upsample_nearest2d(_Upsample):
    pass


class upsample_nearest3d(_Upsample):
    pass


class _upsample_nearest_exact1d(_Upsample):
    pass


class _upsample_nearest_exact2d(_Upsample):
    pass


class _upsample_nearest_exact3d(_Upsample):
    pass


class _upsample_bilinear2d_aa(_Upsample):
    pass


class _upsample_bicubic2d_aa(_Upsample):
    pass


class affine_grid:
    def _composed(theta, size, align_corners):
        rank = len(size) - 2
        lines = []
        for n in range(rank):
            length = size[n + 2]
            steps = torch.arange(length, dtype=theta.dtype)
            if align_corners:
                line = steps * 2 / (length - 1) - 1 if length > 1 else steps
            else:
                line = (2 * steps + 1) / length - 1
            lines.append(line)
        grids = torch.meshgrid(*lines, indexing="ij")
        ones = torch.ones_like(grids[0])
        base = torch.stack(list(reversed(grids)) + [ones], -1)
        found = base.reshape(1, -1, rank + 1) @ theta.transpose(1, 2)
        return found.reshape([size[0]] + list(size[2:]) + [rank])


class grid_sample:
    def _composed(input, grid, mode, padding_mode, align_corners):
        return _sampled(input, grid, mode, padding_mode, align_corners is True)


class grid_sampler:
    def _composed(input, grid, interpolation_mode, padding_mode, align_corners):
        modes, paddings = ("bilinear", "nearest", "bicubic"), ("zeros", "border", "reflection")
        return _sampled(input, grid, modes[interpolation_mode], paddings[padding_mode], align_corners)


def _reflected(x, low, high):
    """Places mirrored at both ends, given twice as large."""
    if low == high:
        return torch.zeros_like(x)
    start, span = low / 2, (high - low) / 2
    x = (x - start).abs()
    turns = torch.floor(x / span).detach()
    rest = x - turns * span
    return torch.where(turns % 2 == 0, rest + start, span - rest + start)


def _placed(x, size, padding_mode, align_corners):
    if padding_mode == "border":
        return x.clamp(0, size - 1)
    if padding_mode == "reflection":
        x = _reflected(x, 0, 2 * (size - 1)) if align_corners else _reflected(x, -1, 2 * size - 1)
        return x.clamp(0, size - 1)
    return x


def _taken(input, places, sizes):
    """(N, C, *out): the elements at whole places, zeros outside."""
    inside = None
    flat = None
    for place, size in zip(places, sizes):
        there = (place >= 0) & (place < size)
        inside = there if inside is None else inside & there
        at = place.clamp(0, size - 1).long()
        flat = at if flat is None else flat * size + at
    batch, channels = input.shape[0], input.shape[1]
    picked = input.reshape(batch, channels, -1).gather(2, flat.reshape(batch, 1, -1).expand(batch, channels, -1))
    picked = picked.reshape([batch, channels] + list(flat.shape[1:]))
    return picked * inside.unsqueeze(1).to(input.dtype)


def _sampled(input, grid, mode, padding_mode, align_corners):
    rank = input.dim() - 2
    sizes = list(input.shape[2:])
    coordinates = []
    for n in range(rank):
        x = grid[..., rank - 1 - n]
        size = sizes[n]
        x = (x + 1) / 2 * (size - 1) if align_corners else ((x + 1) * size - 1) / 2
        coordinates.append(x if mode == "bicubic" else _placed(x, size, padding_mode, align_corners))
    if mode == "nearest":
        return _taken(input, [x.detach().round() for x in coordinates], sizes)
    if mode == "bicubic":
        return _cubic(input, coordinates, sizes, padding_mode, align_corners)
    below = [x.detach().floor() for x in coordinates]
    found = None
    for corner in range(2**rank):
        weight = None
        places = []
        for n in range(rank):
            upper = (corner >> n) & 1
            part = coordinates[n] - below[n] if upper else below[n] + 1 - coordinates[n]
            weight = part if weight is None else weight * part
            places.append(below[n] + upper)
        term = _taken(input, places, sizes) * weight.unsqueeze(1)
        found = term if found is None else found + term
    return found


def _weights(t):
    """Of the four neighbours of a place between the second and the third."""
    a = -0.75
    outer = lambda x: ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
    inner = lambda x: ((a + 2) * x - (a + 3)) * x * x + 1
    return [outer(t + 1), inner(t), inner(1 - t), outer(2 - t)]


def _cubic(input, coordinates, sizes, padding_mode, align_corners):
    below = [x.detach().floor() for x in coordinates]
    rows = _weights(coordinates[0] - below[0])
    columns = _weights(coordinates[1] - below[1])
    found = None
    for n, row in enumerate(rows):
        for k, column in enumerate(columns):
            places = [
                _placed(below[0] + (n - 1), sizes[0], padding_mode, align_corners),
                _placed(below[1] + (k - 1), sizes[1], padding_mode, align_corners),
            ]
            term = _taken(input, places, sizes) * (row * column).unsqueeze(1)
            found = term if found is None else found + term
    return found
