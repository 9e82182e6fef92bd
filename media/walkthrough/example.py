"""A small transformer, to look around in: its shapes are worked out from its text."""
import torch
from torch import nn


class Attention(nn.Module):
    # Nothing says how large these sizes are: they keep their names. "Run" asks for numbers.
    def __init__(self, dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        B, N, C = x.shape
        qkv = self.qkv(x).reshape(B, N, 3, self.num_heads, C // self.num_heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-2, -1)) * (C // self.num_heads) ** -0.5
        x = (scores.softmax(-1) @ v).transpose(1, 2).reshape(B, N, C)
        return self.proj(x)


class Block(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.attention = Attention(dim, num_heads)
        self.mlp = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        x = x + self.attention(self.norm(x))
        return x + self.mlp(x)


# The next line is an example call: it gives the class below its numbers.
# shapescope: Classifier()(torch.randn(8, 3, 64, 64))
class Classifier(nn.Module):
    def __init__(self, dim=192, depth=6, num_heads=3, num_classes=10):
        super().__init__()
        self.patches = nn.Conv2d(3, dim, kernel_size=8, stride=8)
        self.blocks = nn.Sequential(*[Block(dim, num_heads) for _ in range(depth)])
        self.head = nn.Linear(dim, num_classes)

    def forward(self, images):
        x = self.patches(images).flatten(2).transpose(1, 2)
        x = self.blocks(x)
        # A mistake: without `.mean(1)` scores are given for every patch. Take it out, and see what changes.
        return self.head(x.mean(1))


model = Classifier()
images, labels = torch.randn(8, 3, 64, 64), torch.randint(0, 10, (8,))
loss = nn.functional.cross_entropy(model(images), labels)
