# --- view after permute
import torch
x = torch.zeros(2, 8, 10, 16)
x = x.permute(0, 2, 1, 3)
y = x.view(2, 10, 128)  # fix: y = x.reshape(2, 10, 128)
# --- view of the wrong number of elements
import torch
x = torch.zeros(32, 3, 28, 28)
y = x.view(32, 784)  # fix: y = x.view(32, 3 * 784)
# --- a batch that is not the number written
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
    def forward(self, x):
        x = self.conv(x)
        return x.view(64, 4 * 26 * 26)  # fix: return x.view(x.size(0), 4 * 26 * 26)
Net()(torch.zeros(50, 1, 28, 28))
# --- two unknown sizes
import torch
x = torch.zeros(4, 6)
y = x.view(-1, -1)  # fix: y = x.view(-1, 6)
# --- minus one that does not divide
import torch
x = torch.zeros(10, 7)
y = x.view(-1, 4)  # fix: y = x.view(-1, 7)
# --- permute of too few dimensions
import torch
x = torch.zeros(8, 224, 224, 3)
y = x.permute(2, 0, 1)  # fix: y = x.permute(0, 3, 1, 2)
# --- permute with a dimension twice
import torch
x = torch.zeros(2, 3, 4)
y = x.permute(0, 1, 1)  # fix: y = x.permute(0, 2, 1)
# --- transpose out of range
import torch
x = torch.zeros(10, 64)
y = x.transpose(1, 2)  # fix: y = x.transpose(0, 1)
# --- heads do not divide the width
import torch
x = torch.zeros(2, 10, 100)
b, n, c = x.shape
y = x.reshape(b, n, 8, c // 8)  # fix: y = x.reshape(b, n, 10, c // 10)
# --- t of a batch
import torch
x = torch.zeros(2, 3, 4)
y = x.t()  # fix: y = x.transpose(1, 2)
# --- unflatten into other sizes
import torch
x = torch.zeros(4, 12)
y = x.unflatten(1, (5, 2))  # fix: y = x.unflatten(1, (6, 2))
# --- patches of a size that does not divide the image
import torch
images = torch.zeros(2, 3, 100, 100)
p = 16  # fix: p = 20
patches = images.reshape(2, 3, 100 // p, p, 100 // p, p)
# --- squeeze dropped the batch
import torch
def head(x):
    x = x.squeeze()  # fix: x = x.flatten(1)
    return x.view(x.size(0), x.size(1) // 2, 2)
head(torch.zeros(1, 64, 1, 1))
# --- flatten from beyond the end
import torch
x = torch.zeros(8, 16)
y = x.flatten(2)  # fix: y = x.flatten(1)
# --- view of a non contiguous slice
import torch
x = torch.zeros(4, 10)[:, :5]
y = x.view(-1)  # fix: y = x.reshape(-1)
# --- windows that do not divide
import torch
def window_partition(x, window):
    B, H, W, C = x.shape
    x = x.view(B, H // window, window, W // window, window, C)
    return x.permute(0, 1, 3, 2, 4, 5).reshape(-1, window * window, C)
window_partition(torch.zeros(1, 30, 30, 8), 7)  # fix: window_partition(torch.zeros(1, 28, 28, 8), 7)
