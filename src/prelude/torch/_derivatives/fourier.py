"""Fourier transforms: the gradient of one is the other way round, with the other scale."""
import torch
from torch.nn import functional as F

_OTHER = {None: "forward", "backward": "forward", "forward": "backward", "ortho": "ortho"}


def _resized(x, n, dim):
    """A line cut, or filled with zeros, to a length."""
    size = x.shape[dim]
    if n is None or n == size:
        return x
    if n < size:
        return x.narrow(dim, 0, n)
    shape = list(x.shape)
    shape[dim] = n - size
    return torch.cat([x, torch.zeros(shape, dtype=x.dtype, device=x.device)], dim)


class fft_fft:
    def self(grad, self_shape, dim, norm):
        return _resized(torch.fft.ifft(grad, dim=dim, norm=_OTHER[norm]), self_shape[dim], dim)


class fft_ifft:
    def self(grad, self_shape, dim, norm):
        return _resized(torch.fft.fft(grad, dim=dim, norm=_OTHER[norm]), self_shape[dim], dim)


class fft_rfft:
    def self(grad, self_shape, n, dim, norm):
        length = self_shape[dim] if n is None else n
        whole = torch.fft.ifft(_resized(grad, length, dim), dim=dim, norm=_OTHER[norm]).real
        return _resized(whole, self_shape[dim], dim)


class fft_irfft:
    def self(grad, self_shape, dim, norm):
        return _resized(_half(torch.fft.rfft(grad, dim=dim, norm=_OTHER[norm]), grad.shape[dim], dim), self_shape[dim], dim)


def _half(found, length, dim):
    """All but the first and, of an even length, the middle one stand for two."""
    size = found.shape[dim]
    weights = torch.ones(size)
    weights[1 : (length + 1) // 2] = 2
    shape = [1] * found.dim()
    shape[dim] = size
    return found * weights.reshape(shape)


class fft_hfft:
    def _composed(self, n, dim, norm):
        return torch.fft.irfft(self.conj(), n, dim, _OTHER[norm])


class fft_ihfft:
    def _composed(self, n, dim, norm):
        return torch.fft.rfft(self, n, dim, _OTHER[norm]).conj()


def _lines(self, s, dim):
    """The dimensions of a transform of several, and their lengths."""
    if dim is None:
        dim = list(range(-len(s), 0)) if s is not None else list(range(self.dim()))
    sizes = [None] * len(dim) if s is None else [None if size == -1 else size for size in s]
    return list(zip(dim, sizes))


class fft_fftn:
    def _composed(self, s, dim, norm):
        for one, size in _lines(self, s, dim):
            self = torch.fft.fft(self, size, one, norm)
        return self


fft_fft2 = fft_fftn


class fft_ifftn:
    def _composed(self, s, dim, norm):
        for one, size in _lines(self, s, dim):
            self = torch.fft.ifft(self, size, one, norm)
        return self


fft_ifft2 = fft_ifftn


class fft_rfftn:
    def _composed(self, s, dim, norm):
        lines = _lines(self, s, dim)
        last, size = lines[-1]
        self = torch.fft.rfft(self, size, last, norm)
        for one, size in lines[:-1]:
            self = torch.fft.fft(self, size, one, norm)
        return self


fft_rfft2 = fft_rfftn


class fft_irfftn:
    def _composed(self, s, dim, norm):
        lines = _lines(self, s, dim)
        for one, size in lines[:-1]:
            self = torch.fft.ifft(self, size, one, norm)
        last, size = lines[-1]
        return torch.fft.irfft(self, size, last, norm)


fft_irfft2 = fft_irfftn


class fft_fftshift:
    def self(grad, dim):
        return torch.fft.ifftshift(grad, dim)


class fft_ifftshift:
    def self(grad, dim):
        return torch.fft.fftshift(grad, dim)


class stft:
    def _composed(self, n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex):
        single = self.dim() == 1
        x = self.unsqueeze(0) if single else self
        if center:
            x = F.pad(x.unsqueeze(1), (n_fft // 2, n_fft // 2), mode=pad_mode).squeeze(1)
        hop = n_fft // 4 if hop_length is None else hop_length
        width = n_fft if win_length is None else win_length
        frames = x.unfold(-1, n_fft, hop)
        window = torch.ones(width, dtype=x.dtype) if window is None else window
        left = (n_fft - width) // 2
        frames = frames * F.pad(window, (left, n_fft - width - left))
        norm = "ortho" if normalized else None
        is_half = not x.is_complex() if onesided is None else onesided
        found = torch.fft.rfft(frames, norm=norm) if is_half else torch.fft.fft(frames, norm=norm)
        found = found.transpose(1, 2)
        found = found.squeeze(0) if single else found
        return found if return_complex else torch.view_as_real(found)
