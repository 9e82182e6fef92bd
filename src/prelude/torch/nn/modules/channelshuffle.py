"""Channels mixed across groups: https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html"""
from .. import functional as F
from .module import Module


class ChannelShuffle(Module):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, input):
        return F.channel_shuffle(input, self.groups)
