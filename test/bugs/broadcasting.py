# --- residual of another width
import torch, torch.nn as nn
class Block(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, padding=1)
        self.conv2 = nn.Conv2d(cout, cout, 3, padding=1)
        self.skip = nn.Identity()  # fix: self.skip = nn.Conv2d(cin, cout, 1)
    def forward(self, x):
        out = self.conv2(torch.relu(self.conv1(x)))
        return out + self.skip(x)
Block(64, 128)(torch.zeros(1, 64, 8, 8))
# --- residual without its stride
import torch, torch.nn as nn
class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2, padding=1)
        self.down = nn.Conv2d(channels, channels, 1)  # fix: self.down = nn.Conv2d(channels, channels, 1, stride=2)
    def forward(self, x):
        out = self.conv(x)
        out += self.down(x)
        return out
Block(64)(torch.zeros(1, 64, 32, 32))
# --- skip of a convolution without padding
import torch, torch.nn as nn
conv = nn.Conv2d(16, 16, 3)  # fix: conv = nn.Conv2d(16, 16, 3, padding=1)
x = torch.zeros(1, 16, 10, 10)
y = x + conv(x)
# --- channel scale without spatial axes
import torch
x = torch.zeros(4, 64, 8, 8)
scale = torch.zeros(4, 64)
y = x * scale  # fix: y = x * scale[:, :, None, None]
# --- squeeze and excitation without view
import torch, torch.nn as nn
class SE(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Sequential(nn.Linear(channels, channels // 4), nn.ReLU(), nn.Linear(channels // 4, channels), nn.Sigmoid())
    def forward(self, x):
        b, c = x.shape[:2]
        w = self.fc(self.pool(x).view(b, c))  # fix: w = self.fc(self.pool(x).view(b, c)).view(b, c, 1, 1)
        return x * w
SE(16)(torch.zeros(2, 16, 7, 7))
# --- mean over a dimension that is kept out
import torch
x = torch.zeros(32, 10)
centered = x - x.mean(dim=1)  # fix: centered = x - x.mean(dim=1, keepdim=True)
# --- normalizing with channel statistics
import torch
images = torch.zeros(8, 3, 32, 32)
mean = torch.tensor([0.485, 0.456, 0.406])
out = images - mean  # fix: out = images - mean.view(3, 1, 1)
# --- positional encoding too short
import torch, torch.nn as nn
class Encoder(nn.Module):
    def __init__(self, dim=64, max_len=100):
        super().__init__()
        self.pos = nn.Parameter(torch.zeros(1, max_len, dim))
    def forward(self, x):
        return x + self.pos  # fix: return x + self.pos[:, :x.shape[1]]
Encoder()(torch.zeros(2, 80, 64))
# --- class token forgotten in the position embedding
import torch, torch.nn as nn
class ViT(nn.Module):
    def __init__(self, size=32, patch=8, dim=48):
        super().__init__()
        n = (size // patch) ** 2
        self.proj = nn.Conv2d(3, dim, patch, patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.zeros(1, n, dim))  # fix: self.pos = nn.Parameter(torch.zeros(1, n + 1, dim))
    def forward(self, x):
        x = self.proj(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], dim=1)
        return x + self.pos
ViT()(torch.zeros(2, 3, 32, 32))
# --- mask of the keys only
import torch
scores = torch.zeros(2, 8, 10, 10)
mask = torch.ones(2, 10, dtype=torch.bool)
scores = scores.masked_fill(~mask, -1e9)  # fix: scores = scores.masked_fill(~mask[:, None, None, :], -1e9)
# --- weights for another number of classes
import torch
logits = torch.zeros(16, 10)
weights = torch.ones(9)  # fix: weights = torch.ones(10)
weighted = logits * weights
# --- in place result would grow
import torch
bias = torch.zeros(10)
x = torch.zeros(4, 10)
bias += x  # fix: bias = bias + x
# --- torch.where of unlike branches
import torch
cond = torch.zeros(4, 5) > 0
y = torch.where(cond, torch.zeros(4, 5), torch.zeros(5, 4))  # fix: y = torch.where(cond, torch.zeros(4, 5), torch.zeros(5, 4).t())
# --- expand of a dimension that is not one
import torch
x = torch.zeros(3, 4)
y = x.expand(2, 3, 8)  # fix: y = x.expand(2, 3, 4)
# --- anchors against boxes
import torch
boxes = torch.zeros(20, 4)
anchors = torch.zeros(9, 4)
offsets = boxes - anchors  # fix: offsets = boxes[:, None] - anchors[None]
# --- odd size after down and up
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(8, 8, 3, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(8, 8, 2, stride=2)
    def forward(self, x):
        return x + self.up(self.down(x))
Net()(torch.zeros(1, 8, 25, 25))  # fix: Net()(torch.zeros(1, 8, 24, 24))
