"""Programs whose memory is recorded (tools/record/memory.py): what a transformer, a gated layer and a small network of convolutions do with their tensors."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint


class Attention(nn.Module):
    def __init__(self, width, heads, drop):
        super().__init__()
        self.heads = heads
        self.drop = drop
        self.project = nn.Linear(width, 3 * width, bias=False)
        self.merge = nn.Linear(width, width)

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = self.project(x).split(width, dim=2)
        q, k, v = (one.view(batch, length, self.heads, width // self.heads).transpose(1, 2) for one in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        y = y.transpose(1, 2).contiguous().view(batch, length, width)
        return F.dropout(self.merge(y), self.drop, self.training)


class Block(nn.Module):
    def __init__(self, width, heads, drop):
        super().__init__()
        self.before = nn.LayerNorm(width)
        self.attention = Attention(width, heads, drop)
        self.between = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)

    def forward(self, x):
        x = x + self.attention(self.before(x))
        hidden = F.gelu(self.wide(self.between(x)))
        return x + self.narrow(hidden)


class Language(nn.Module):
    """(batch, length) tokens -> (batch, length, vocabulary)"""

    def __init__(self, vocabulary, width, heads, depth, length, drop=0.1, again=False):
        super().__init__()
        self.again = again
        self.tokens = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(length, width)
        self.blocks = nn.ModuleList([Block(width, heads, drop) for _ in range(depth)])
        self.last = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.head.weight = self.tokens.weight

    def forward(self, tokens):
        places = torch.arange(tokens.shape[1], device=tokens.device)
        x = self.tokens(tokens) + self.places(places)
        for block in self.blocks:
            x = checkpoint(block, x, use_reentrant=False) if self.again else block(x)
        return self.head(self.last(x))


def language_loss(model, tokens):
    logits = model(tokens)
    return F.cross_entropy(logits[:, :-1].reshape(-1, logits.size(-1)), tokens[:, 1:].reshape(-1))


def trained(model, tokens, targets):
    logits = model(tokens)
    return F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1), ignore_index=-1)


class Scored(nn.Module):
    """Tokens and targets -> logits and their loss, as language models give them."""

    def __init__(self, vocabulary, width):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.head = nn.Linear(width, vocabulary)

    def forward(self, tokens, targets):
        logits = self.head(self.tokens(tokens))
        return logits, F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1))


class Gated(nn.Module):
    """(batch, length, width): a gate, a normalization by hand, and a list of what every round gave."""

    def __init__(self, width):
        super().__init__()
        self.gate = nn.Linear(width, 2 * width)
        self.scale = nn.Parameter(torch.ones(width))

    def forward(self, x):
        rounds = []
        for _ in range(3):
            value, gate = self.gate(x).chunk(2, dim=-1)
            x = x + value * torch.sigmoid(gate)
            x = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.scale
            rounds.append(x)
        return torch.stack(rounds).mean(0)


class Small(nn.Module):
    """(batch, 3, height, width) -> (batch, 10)"""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(inplace=True))
        self.left = nn.Conv2d(16, 16, 3, padding=1)
        self.right = nn.Conv2d(16, 16, 1)
        self.down = nn.Conv2d(48, 32, 3, stride=2, padding=1)
        self.head = nn.Linear(32, 10)

    def forward(self, x):
        x = self.stem(x)
        x = torch.cat([x, F.silu(self.left(x)), F.max_pool2d(F.relu(self.right(x)), 3, 1, 1)], dim=1)
        x = F.leaky_relu(self.down(x))
        x = F.adaptive_avg_pool2d(x, 1).flatten(1)
        return self.head(x)


class Squeezed(nn.Module):
    """(batch, width, height, width): an inverted residual with a gate of its channels, computed in place."""

    def __init__(self, width):
        super().__init__()
        wide = 4 * width
        self.body = nn.Sequential(
            nn.Conv2d(width, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.Hardswish(inplace=True),
            nn.Conv2d(wide, wide, 3, padding=1, groups=wide, bias=False), nn.BatchNorm2d(wide), nn.ReLU6(inplace=True),
        )  # fmt: skip
        self.first = nn.Conv2d(wide, width, 1)
        self.second = nn.Conv2d(width, wide, 1)
        self.last = nn.Conv2d(wide, width, 1, bias=False)

    def forward(self, x):
        y = self.body(x)
        scale = F.hardsigmoid(self.second(F.silu(self.first(y.mean((2, 3), keepdim=True)))))
        y = self.last(y * scale)
        y += x
        return y


class Dense(nn.Module):
    """(batch, 16, height, width): every layer is given what all before it gave."""

    def __init__(self, depth):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(16 + 8 * n, 8, 3, padding=1) for n in range(depth)])

    def forward(self, x):
        found = [x]
        for layer in self.layers:
            found.append(F.relu(layer(torch.cat(found, 1))))
        return {"last": found[-1], "mean": F.avg_pool2d(torch.cat(found, 1), 2)}


class Attending(nn.Module):
    """(batch, length, width): attention step by step, with a mask, and by PyTorch's own layer."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v = (nn.Linear(width, width) for _ in range(3))
        self.own = nn.MultiheadAttention(width, heads, batch_first=True)
        self.register_buffer("mask", torch.tril(torch.ones(64, 64)).bool())

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = (f(x).view(batch, length, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        scores = (q @ k.transpose(-2, -1)) * (width // self.heads) ** -0.5
        scores = scores.masked_fill(~self.mask[:length, :length], float("-inf"))
        y = (F.softmax(scores, dim=-1) @ v).transpose(1, 2).reshape(batch, length, width)
        return x + self.own(y, y, y, need_weights=False)[0]


class Frozen(nn.Module):
    """(batch, width): a backbone that is not trained, and a small addition to each of its layers."""

    def __init__(self, width, rank):
        super().__init__()
        self.base = nn.ModuleList([nn.Linear(width, width) for _ in range(3)])
        self.base.requires_grad_(False)
        self.down = nn.ModuleList([nn.Linear(width, rank, bias=False) for _ in range(3)])
        self.up = nn.ModuleList([nn.Linear(rank, width, bias=False) for _ in range(3)])

    def forward(self, x):
        for base, down, up in zip(self.base, self.down, self.up):
            x = torch.tanh(base(x) + up(down(x)) * 0.5)
        return x


class Rebound(nn.Module):
    """A name that is bound anew lets go of what it held."""

    def forward(self, x):
        for _ in range(4):
            x = x * 2
        return x


class Named(nn.Module):
    """Names hold until the function ends, unless they are deleted."""

    def forward(self, x):
        a = x * 2
        b = a * 2
        c = b * 2
        del a
        return b + c * 2


def shrunk(y):
    y = y.exp()
    y = y.exp()
    return y[:10].clone()


class Passed(nn.Module):
    """What is handed to a function is that function's own; what is spread stays in the tuple."""

    def forward(self, x):
        return shrunk(x * 2) + shrunk(*(x * 3,))


class Listed(nn.Module):
    """Containers hold, and so do objects."""

    def forward(self, x):
        found = {"first": x * 2}
        self.kept = [found["first"] * 2]
        found["first"] = None
        pairs = list(zip([x * 3, x * 4], [x * 5, x * 6]))
        return sum(a * b for a, b in pairs) + self.kept.pop()


class Given(nn.Module):
    """A generator holds its own names, and nothing of what it has given."""

    def rounds(self, x):
        for n in range(4):
            y = x * n
            yield y * 2

    def forward(self, x):
        total = 0
        for y in self.rounds(x):
            total = total + y.sum()
        return total


class Nested(nn.Module):
    """A module's call holds its arguments until it ends; operands wait on the stack."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Sequential(Rebound(), nn.ReLU(), Rebound())

    def forward(self, x):
        with torch.no_grad():
            y = (x * 2 + 1).abs() + (x * 3 if x.dim() > 1 else x)
        y = y + x
        return self.inner(y * 2) * self.inner(y.view(-1)).view_as(y)
