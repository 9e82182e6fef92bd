# --- heads do not divide the embedding
import torch.nn as nn
attention = nn.MultiheadAttention(embed_dim=100, num_heads=8)  # fix: attention = nn.MultiheadAttention(embed_dim=96, num_heads=8)
# --- query of another width
import torch, torch.nn as nn
attention = nn.MultiheadAttention(64, 4, batch_first=True)
x = torch.zeros(2, 10, 128)
out, weights = attention(x, x, x)  # fix: out, weights = attention(x[..., :64], x[..., :64], x[..., :64])
# --- result is a tuple
import torch, torch.nn as nn
class Block(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, 4, batch_first=True)
    def forward(self, x):
        return x + self.attn(x, x, x)  # fix: return x + self.attn(x, x, x)[0]
Block(32)(torch.zeros(2, 10, 32))
# --- key and value missing
import torch, torch.nn as nn
attention = nn.MultiheadAttention(64, 4)
x = torch.zeros(10, 2, 64)
out = attention(x)  # fix: out = attention(x, x, x)
# --- memory in another layout than the query
import torch, torch.nn as nn
attention = nn.MultiheadAttention(64, 4)
query = torch.zeros(10, 2, 64)
memory = torch.zeros(2, 20, 64)
out, _ = attention(query, memory, memory)  # fix: out, _ = attention(query, memory.transpose(0, 1), memory.transpose(0, 1))
# --- padding mask of the wrong shape
import torch, torch.nn as nn
attention = nn.MultiheadAttention(64, 4, batch_first=True)
x = torch.zeros(2, 10, 64)
mask = torch.zeros(10, 2, dtype=torch.bool)  # fix: mask = torch.zeros(2, 10, dtype=torch.bool)
out, _ = attention(x, x, x, key_padding_mask=mask)
# --- causal mask of another length
import torch, torch.nn as nn
layer = nn.TransformerEncoderLayer(64, 4, batch_first=True).train()
mask = torch.zeros(12, 12)  # fix: mask = torch.zeros(10, 10)
out = layer(torch.zeros(2, 10, 64), src_mask=mask)
# --- encoder layer of another width
import torch, torch.nn as nn
layer = nn.TransformerEncoderLayer(d_model=512, nhead=8)
encoder = nn.TransformerEncoder(layer, num_layers=2).train()
out = encoder(torch.zeros(10, 32, 256))  # fix: out = encoder(torch.zeros(10, 32, 512))
# --- transformer heads
import torch.nn as nn
layer = nn.TransformerEncoderLayer(d_model=50, nhead=4)  # fix: layer = nn.TransformerEncoderLayer(d_model=52, nhead=4)
# --- transformer with unlike batches
import torch, torch.nn as nn
model = nn.Transformer(d_model=32, nhead=4, num_encoder_layers=1, num_decoder_layers=1).train()
out = model(torch.zeros(10, 32, 32), torch.zeros(20, 16, 32))  # fix: out = model(torch.zeros(10, 16, 32), torch.zeros(20, 16, 32))
# --- own attention with heads in the wrong place
import torch, torch.nn as nn
class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.scale = heads, (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, dim * 3)
        self.proj = nn.Linear(dim, dim)
    def forward(self, x):
        B, N, C = x.shape
        qkv = self.qkv(x).reshape(B, N, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        attn = (q @ k.transpose(-2, -1)) * self.scale
        x = (attn.softmax(-1) @ v).transpose(1, 2)
        return self.proj(x)  # fix: return self.proj(x.reshape(B, N, C))
Attention(64, 4)(torch.zeros(2, 10, 64))
# --- view instead of reshape after attention
import torch, torch.nn as nn
class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
    def forward(self, x):
        B, N, C = x.shape
        q = self.q(x).view(B, N, self.heads, C // self.heads).transpose(1, 2)
        out = q.transpose(1, 2)
        a = (q @ q.transpose(-2, -1)) @ q
        return a.transpose(1, 2).view(B, N, C)  # fix: return a.transpose(1, 2).reshape(B, N, C)
Attention(64, 4)(torch.zeros(2, 10, 64))
# --- three times the width forgotten
import torch, torch.nn as nn
class Attention(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.qkv = nn.Linear(dim, dim)  # fix: self.qkv = nn.Linear(dim, dim * 3)
    def forward(self, x):
        B, N, C = x.shape
        q, k, v = self.qkv(x).reshape(B, N, 3, C).unbind(2)
        return q
Attention(64)(torch.zeros(2, 10, 64))
# --- relative position bias of another window
import torch, torch.nn as nn
class Bias(nn.Module):
    def __init__(self, window, heads):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(heads, window, window))  # fix: self.bias = nn.Parameter(torch.zeros(heads, window ** 2, window ** 2))
    def forward(self, attn):
        return attn + self.bias
Bias(7, 3)(torch.zeros(64, 3, 49, 49))  # needs: C == window: C is 49, window is 7
# --- shifted window of a resolution it does not divide
import torch
x = torch.zeros(2, 56, 56, 96)
B, H, W, C = x.shape
w = 6  # fix: w = 7
windows = x.view(B, H // w, w, W // w, w, C)
