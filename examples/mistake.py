"""A small classifier of handwritten digits with one wrong number in it."""
import torch
import torch.nn.functional as F
from torch import nn


# shapescope: Digits()(torch.empty(16, 1, 28, 28))
class Digits(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, kernel_size=3)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3)
        self.hidden = nn.Linear(64 * 7 * 7, 128)
        self.scores = nn.Linear(128, classes)

    def forward(self, image):
        x = F.max_pool2d(F.relu(self.conv1(image)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.flatten(1)
        x = F.relu(self.hidden(x))
        return self.scores(x)
