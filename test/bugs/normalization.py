# --- num_features of another layer
import torch, torch.nn as nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 64, 3)
        self.bn = nn.BatchNorm2d(32)  # fix: self.bn = nn.BatchNorm2d(64)
    def forward(self, x):
        return torch.relu(self.bn(self.conv(x)))
Block()(torch.zeros(2, 3, 16, 16))
# --- batch norm of images on vectors
import torch, torch.nn as nn
net = nn.Sequential(nn.Linear(10, 20), nn.BatchNorm2d(20))  # fix: net = nn.Sequential(nn.Linear(10, 20), nn.BatchNorm1d(20))
net(torch.zeros(4, 10))
# --- batch norm of vectors on images
import torch, torch.nn as nn
net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm1d(8))  # fix: net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8))
net(torch.zeros(4, 3, 8, 8))
# --- layer norm over channels first
import torch, torch.nn as nn
norm = nn.LayerNorm(64)
x = torch.zeros(2, 64, 14, 14)
y = norm(x)  # fix: y = norm(x.permute(0, 2, 3, 1))
# --- layer norm over the wrong width
import torch, torch.nn as nn
class FeedForward(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.norm = nn.LayerNorm(hidden)  # fix: self.norm = nn.LayerNorm(dim)
        self.net = nn.Sequential(nn.Linear(dim, hidden), nn.GELU(), nn.Linear(hidden, dim))
    def forward(self, x):
        return x + self.net(self.norm(x))
FeedForward(64, 256)(torch.zeros(2, 10, 64))
# --- groups of a group norm do not divide
import torch.nn as nn
norm = nn.GroupNorm(32, 48)  # fix: norm = nn.GroupNorm(16, 48)
# --- group norm arguments swapped
import torch, torch.nn as nn
norm = nn.GroupNorm(64, 8)  # fix: norm = nn.GroupNorm(8, 64)
# --- one value per channel while training
import torch, torch.nn as nn
net = nn.Sequential(nn.Linear(10, 20), nn.BatchNorm1d(20)).train()
net(torch.zeros(1, 10))  # fix: net(torch.zeros(2, 10))
# --- batch norm after the sequence axis
import torch, torch.nn as nn
norm = nn.BatchNorm1d(128)
x = torch.zeros(8, 50, 128)
y = norm(x)  # fix: y = norm(x.transpose(1, 2))
