# --- float indices
import torch, torch.nn as nn
embed = nn.Embedding(100, 16)
tokens = torch.zeros(4, 10)  # fix: tokens = torch.zeros(4, 10, dtype=torch.long)
x = embed(tokens)
# --- index beyond the vocabulary
import torch, torch.nn as nn
embed = nn.Embedding(10, 3)
x = embed(torch.tensor([1, 5, 10]))  # fix: x = embed(torch.tensor([1, 5, 9]))
# --- positions longer than the table
import torch, torch.nn as nn
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.pos = nn.Embedding(128, 32)  # fix: self.pos = nn.Embedding(512, 32)
    def forward(self, tokens):
        positions = torch.arange(tokens.shape[1])
        return self.pos(positions)
Model()(torch.zeros(2, 200, dtype=torch.long))
# --- padding index outside
import torch.nn as nn
embed = nn.Embedding(10, 3, padding_idx=10)  # fix: embed = nn.Embedding(10, 3, padding_idx=9)
# --- pretrained weights as a vector
import torch, torch.nn as nn
embed = nn.Embedding.from_pretrained(torch.zeros(30))  # fix: embed = nn.Embedding.from_pretrained(torch.zeros(10, 3))
# --- one hot of floats
import torch
import torch.nn.functional as F
labels = torch.zeros(4)  # fix: labels = torch.zeros(4).long()
y = F.one_hot(labels, 10)
# --- sinusoidal table of odd width
import torch
def table(length, dim):
    position = torch.arange(length).unsqueeze(1)
    div = torch.exp(torch.arange(0, dim, 2) * -0.1)
    pe = torch.zeros(length, dim)
    pe[:, 0::2] = torch.sin(position * div)
    pe[:, 1::2] = torch.cos(position * div)
    return pe
table(50, 33)  # fix: table(50, 34)
# --- positional encoding added on the wrong axis
import torch, torch.nn as nn
class PositionalEncoding(nn.Module):
    def __init__(self, dim, max_len=60):
        super().__init__()
        self.register_buffer("pe", torch.zeros(max_len, 1, dim))
    def forward(self, x):
        return x + self.pe[:x.size(0)]
x = torch.zeros(8, 50, 32)
PositionalEncoding(32)(x.transpose(0, 1)[:, :, :16])  # needs: C == dim: C is 16, dim is 32  # fix: PositionalEncoding(32)(x.transpose(0, 1))
