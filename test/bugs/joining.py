# --- concatenated along the wrong axis
import torch
a = torch.zeros(2, 64, 32, 32)
b = torch.zeros(2, 128, 32, 32)
c = torch.cat([a, b])  # fix: c = torch.cat([a, b], dim=1)
# --- skip connection of another resolution
import torch, torch.nn as nn
class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Conv2d(3, 16, 3)  # fix: self.enc = nn.Conv2d(3, 16, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.mid = nn.Conv2d(16, 32, 3, padding=1)
        self.up = nn.ConvTranspose2d(32, 16, 2, stride=2)
        self.dec = nn.Conv2d(32, 16, 3, padding=1)
    def forward(self, x):
        e = self.enc(x)
        m = self.mid(self.pool(e))
        u = self.up(m)
        return self.dec(torch.cat([u, e], dim=1))
UNet()(torch.zeros(1, 3, 65, 65))  # needs: H % 2 == 0: H is 65  # fix: UNet()(torch.zeros(1, 3, 64, 64))
# --- decoder that forgets the skip's channels
import torch, torch.nn as nn
class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Conv2d(3, 16, 3, padding=1)
        self.mid = nn.Conv2d(16, 32, 3, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(32, 16, 2, stride=2)
        self.dec = nn.Conv2d(16, 8, 3, padding=1)  # fix: self.dec = nn.Conv2d(32, 8, 3, padding=1)
    def forward(self, x):
        e = self.enc(x)
        u = self.up(self.mid(e))
        return self.dec(torch.cat([u, e], dim=1))
UNet()(torch.zeros(1, 3, 64, 64))
# --- cat of unlike ranks
import torch
cls = torch.zeros(1, 64)
tokens = torch.zeros(8, 16, 64)
x = torch.cat([cls, tokens], dim=1)  # fix: x = torch.cat([cls.expand(8, 1, 64), tokens], dim=1)
# --- class token not expanded over the batch
import torch
cls = torch.zeros(1, 1, 64)
tokens = torch.zeros(8, 16, 64)
x = torch.cat((cls, tokens), dim=1)  # fix: x = torch.cat((cls.expand(8, -1, -1), tokens), dim=1)
# --- cat of one tensor
import torch
a = torch.zeros(2, 3)
x = torch.cat(a, dim=1)  # fix: x = torch.cat([a], dim=1)
# --- cat given its tensors apart
import torch
a = torch.zeros(2, 3)
b = torch.zeros(2, 3)
x = torch.cat(a, b)  # fix: x = torch.cat((a, b))
# --- stack of unequal sizes
import torch
rows = [torch.zeros(3), torch.zeros(4)]
x = torch.stack(rows)  # fix: x = torch.cat(rows)
# --- split sizes that do not add up
import torch
qkv = torch.zeros(2, 10, 192)
q, k, v = qkv.split([64, 64, 32], dim=-1)  # fix: q, k, v = qkv.split([64, 64, 64], dim=-1)
# --- chunk into fewer names
import torch
qkv = torch.zeros(2, 10, 192)
q, k = qkv.chunk(3, dim=-1)  # fix: q, k, v = qkv.chunk(3, dim=-1)
# --- split size instead of their number
import torch
x = torch.zeros(2, 10, 192)
q, k, v = x.split(3, dim=-1)  # fix: q, k, v = x.split(64, dim=-1)
# --- dense block of growing channels
import torch, torch.nn as nn
class Dense(nn.Module):
    def __init__(self, channels=16, growth=8, layers=3):
        super().__init__()
        self.layers = nn.ModuleList()
        for i in range(layers):
            self.layers.append(nn.Conv2d(channels + growth, growth, 3, padding=1))  # fix: self.layers.append(nn.Conv2d(channels + i * growth, growth, 3, padding=1))
    def forward(self, x):
        for layer in self.layers:
            x = torch.cat([x, layer(x)], 1)
        return x
Dense()(torch.zeros(1, 16, 8, 8))
# --- conditional gan label not spread
import torch, torch.nn as nn
embed = nn.Embedding(10, 10)
noise = torch.zeros(16, 100, 1, 1)
labels = torch.zeros(16, dtype=torch.long)
z = torch.cat([noise, embed(labels)], 1)  # fix: z = torch.cat([noise, embed(labels)[:, :, None, None]], 1)
# --- feature pyramid without resizing
import torch
import torch.nn.functional as F
levels = [torch.zeros(1, 64, s, s) for s in (32, 16, 8)]
total = levels[0]
for level in levels[1:]:
    total = total + level  # fix: total = total + F.interpolate(level, size=total.shape[-2:])
