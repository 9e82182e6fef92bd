"""Attention inside the windows of a feature map, as in a Swin Transformer: over the places of a window, over the
places that a shifted window may see, or over the frames of a clip at one place."""
import math

import torch
from torch import nn


def offset_index(grid):
    """Number of the offset between every two places of a grid: (N, N) for a grid of N places."""
    axes = torch.meshgrid(*[torch.arange(size) for size in grid], indexing="ij")
    places = torch.stack(axes).flatten(1)
    offsets = places[:, :, None] - places[:, None, :]
    index = torch.zeros_like(offsets[0])
    for offset, size in zip(offsets, grid):
        index = index * (2 * size - 1) + offset + size - 1
    return index


# shapescope: WindowAttention(96, (7, 7), 3)(torch.empty(64, 49, 96))
# shapescope: WindowAttention(96, (7, 7), 3)(torch.empty(128, 49, 96), mask=torch.empty(64, 49, 49))
# shapescope: WindowAttention(96, (7, 7), 3, frames=8)(torch.empty(98, 8, 96), temporal=True)
class WindowAttention(nn.Module):
    """Multi-head attention among the tokens of a window."""

    def __init__(self, dim, window, num_heads, frames=8, dropout=0.0):
        super().__init__()
        assert dim % num_heads == 0, "the heads share the channels evenly"
        self.dim = dim
        self.num_heads = num_heads
        self.scale = (dim // num_heads) ** -0.5
        self.space_bias = OffsetBias(window, num_heads)
        self.time_bias = OffsetBias((frames,), num_heads)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.softmax = nn.Softmax(dim=-1)
        self.dropout = nn.Dropout(dropout)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None, temporal=False):
        """x: (windows, tokens, dim); mask: (kinds, tokens, tokens), 0 where a token may look and -inf elsewhere."""
        windows, tokens, dim = x.shape
        qkv = self.qkv(x).reshape(windows, tokens, 3, self.num_heads, dim // self.num_heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q * self.scale) @ k.transpose(-2, -1)
        scores = scores + (self.time_bias() if temporal else self.space_bias())
        if mask is not None:
            # Windows at the same place of different images share a mask.
            kinds = mask.shape[0]
            scores = scores.view(windows // kinds, kinds, self.num_heads, tokens, tokens) + mask[:, None]
            scores = scores.flatten(0, 1)
        weights = self.dropout(self.softmax(scores))
        mixed = (weights @ v).transpose(1, 2).reshape(windows, tokens, dim)
        return self.dropout(self.proj(mixed))

    def flops(self, tokens, windows=1):
        """Multiply-accumulates, as papers count them."""
        projections = tokens * self.dim * 3 * self.dim + tokens * self.dim * self.dim
        scores = tokens * tokens * self.dim
        mixed = tokens * tokens * self.dim
        return windows * (projections + scores + mixed)


class OffsetBias(nn.Module):
    """A learned number for every offset between two places of a grid, each head its own: (heads, N, N)."""

    def __init__(self, grid, num_heads):
        super().__init__()
        self.table = nn.Parameter(torch.zeros(math.prod(2 * size - 1 for size in grid), num_heads))
        self.register_buffer("index", offset_index(grid))
        nn.init.trunc_normal_(self.table, std=0.02)

    def forward(self):
        places = self.index.shape[0]
        bias = self.table[self.index.flatten()].view(places, places, -1)
        return bias.permute(2, 0, 1).contiguous()


def split_windows(x, size):
    """(B, H, W, C) to (B * windows, size * size, C)."""
    b, h, w, c = x.shape
    x = x.view(b, h // size, size, w // size, size, c)
    return x.transpose(2, 3).reshape(-1, size * size, c)


def join_windows(x, size, h, w):
    """What split_windows took apart: (B * windows, size * size, C) to (B, H, W, C)."""
    rows, columns = h // size, w // size
    x = x.view(-1, rows, columns, size, size, x.shape[-1])
    return x.transpose(2, 3).reshape(-1, h, w, x.shape[-1])


def shift_mask(h, w, size, shift):
    """After a cyclic shift, places that were not neighbours share a window and must not see each other."""
    region = torch.zeros(1, h, w, 1)
    bands = (slice(0, -size), slice(-size, -shift), slice(-shift, None))
    for number, (rows, columns) in enumerate((r, c) for r in bands for c in bands):
        region[:, rows, columns] = number
    region = split_windows(region, size).squeeze(-1)
    apart = region[:, :, None] != region[:, None, :]
    return torch.zeros(apart.shape).masked_fill(apart, float("-inf"))


# shapescope: ShiftedWindowBlock(96, num_heads=3)(torch.empty(2, 56, 56, 96))
# shapescope: ShiftedWindowBlock(96, num_heads=3, shift=3)(torch.empty(2, 56, 56, 96))
class ShiftedWindowBlock(nn.Module):
    """A Transformer block on a map: attention in windows that may be shifted, then a perceptron at every place."""

    def __init__(self, dim, num_heads, size=7, shift=0, ratio=4):
        super().__init__()
        self.size = size
        self.shift = shift
        self.norm1 = nn.LayerNorm(dim)
        self.attention = WindowAttention(dim, (size, size), num_heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, ratio * dim), nn.GELU(), nn.Linear(ratio * dim, dim))

    def forward(self, x):
        _, h, w, _ = x.shape
        shifted = self.norm1(x)
        mask = None
        if self.shift > 0:
            shifted = torch.roll(shifted, (-self.shift, -self.shift), dims=(1, 2))
            mask = shift_mask(h, w, self.size, self.shift)
        windows = self.attention(split_windows(shifted, self.size), mask)
        merged = join_windows(windows, self.size, h, w)
        if self.shift > 0:
            merged = torch.roll(merged, (self.shift, self.shift), dims=(1, 2))
        x = x + merged
        return x + self.mlp(self.norm2(x))
