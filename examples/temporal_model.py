"""A video model on feature maps of a few frames: 3D convolutions that never see the future, and pooling over
larger and larger cells so that far places can tell of each other."""
import torch
import torch.nn.functional as F
from torch import nn


def pointwise(in_channels, out_channels):
    """A layer that mixes channels at every place and frame."""
    return nn.Sequential(
        nn.Conv3d(in_channels, out_channels, kernel_size=1, bias=False),
        nn.BatchNorm3d(out_channels),
        nn.ReLU(inplace=True),
    )


# shapescope: CausalConv3d(32, 64, (2, 3, 3))(torch.empty(1, 32, 5, 50, 50))
class CausalConv3d(nn.Module):
    """Convolves a frame with its past: space is padded on both sides, time before the first frame only."""

    def __init__(self, in_channels, out_channels, kernel):
        super().__init__()
        frames, height, width = kernel
        self.padding = (width // 2, width // 2, height // 2, height // 2, frames - 1, 0)
        self.conv = nn.Conv3d(in_channels, out_channels, kernel, bias=False)
        self.norm = nn.BatchNorm3d(out_channels)

    def forward(self, x):
        x = F.pad(x, self.padding)
        return F.relu(self.norm(self.conv(x)))


class PyramidPooling(nn.Module):
    """Means over the last two frames and cells of several sizes, each level with a few channels of its own."""

    def __init__(self, in_channels, level_channels, cells):
        super().__init__()
        self.cells = cells
        self.levels = nn.ModuleList([pointwise(in_channels, level_channels) for _ in cells])

    def forward(self, x):
        batch, _, frames, height, width = x.shape
        before = F.pad(x, (0, 0, 0, 0, 1, 0))
        pooled = []
        for cell, level in zip(self.cells, self.levels):
            means = level(F.avg_pool3d(before, (2, *cell), stride=(1, *cell)))
            # Frames are resized one by one.
            flat = means.transpose(1, 2).flatten(0, 1)
            flat = F.interpolate(flat, size=(height, width), mode="bilinear", align_corners=False)
            pooled.append(flat.view(batch, frames, -1, height, width).transpose(1, 2))
        return torch.cat(pooled, dim=1)


# shapescope: TemporalBlock(64)(torch.empty(2, 64, 3, 50, 50))
# shapescope: TemporalBlock(64, 96, cells=[(50, 50), (25, 25)])(torch.empty(2, 64, 3, 50, 50))
class TemporalBlock(nn.Module):
    """Paths with a longer and a shorter view, joined, with a skip around them."""

    def __init__(self, in_channels, out_channels=None, cells=()):
        super().__init__()
        out_channels = out_channels or in_channels
        half = in_channels // 2
        self.paths = nn.ModuleList(
            [nn.Sequential(pointwise(in_channels, half), CausalConv3d(half, half, (t, 3, 3))) for t in (2, 1)]
        )
        self.paths.append(pointwise(in_channels, half))
        joined = len(self.paths) * half
        if cells:
            self.paths.append(PyramidPooling(in_channels, in_channels // 4, cells))
            joined += len(cells) * (in_channels // 4)
        self.join = pointwise(joined, out_channels)
        self.skip = nn.Identity() if out_channels == in_channels else pointwise(in_channels, out_channels)

    def forward(self, x):
        views = [path(x) for path in self.paths]
        return self.join(torch.cat(views, dim=1)) + self.skip(x)


# shapescope: TemporalModel(64, past=3, size=(100, 100))(torch.empty(1, 3, 64, 100, 100))
# shapescope: TemporalModel(48, past=4, size=(32, 32), width=64, growth=16)(torch.empty(2, 6, 48, 32, 32))
class TemporalModel(nn.Module):
    """Features of every frame that has enough past: (B, T, C, H, W) to (B, T - past + 1, C', H, W)."""

    def __init__(self, channels, past, size, width=64, growth=0):
        super().__init__()
        self.past = past
        height, breadth = size
        cells = [(height, breadth), (height // 2, breadth // 2)]
        blocks = []
        for _ in range(past - 1):
            blocks.append(TemporalBlock(channels, width, cells))
            channels = width
            width += growth
        self.out_channels = channels
        self.blocks = nn.Sequential(*blocks)

    def forward(self, frames):
        x = frames.transpose(1, 2)
        x = self.blocks(x)
        x = x.transpose(1, 2)
        return x[:, self.past - 1 :]
