from torch import nn

from .helpers import make_divisible


class SEModule(nn.Module):
    """Channels weighed by a look at their means."""

    def __init__(
        self, channels, rd_ratio=1.0 / 16, rd_channels=None, rd_divisor=8, add_maxpool=False, bias=True, act_layer=nn.ReLU,
        norm_layer=None, gate_layer="sigmoid",
    ):  # fmt: skip
        super().__init__()
        if not rd_channels:
            rd_channels = make_divisible(channels * rd_ratio, rd_divisor, round_limit=0.0)
        self.fc1 = nn.Conv2d(channels, rd_channels, kernel_size=1, bias=bias)
        self.bn = norm_layer(rd_channels) if norm_layer else nn.Identity()
        self.act = act_layer(inplace=True)
        self.fc2 = nn.Conv2d(rd_channels, channels, kernel_size=1, bias=bias)
        self.gate = nn.Sigmoid()

    def forward(self, x):
        weights = x.mean((2, 3), keepdim=True)
        weights = self.fc2(self.act(self.bn(self.fc1(weights))))
        return x * self.gate(weights)


SqueezeExcite = SEModule
