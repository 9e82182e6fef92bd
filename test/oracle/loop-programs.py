"""Programs with loops of their own, whose memory is recorded (tools/record/memory.py). Each function gives the modules and the optimizers of its loop."""
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.swa_utils import AveragedModel
from torch.utils.checkpoint import checkpoint


class Perceptron(nn.Module):
    """(batch, inside) -> (batch, outside)"""

    def __init__(self, inside, width, outside, depth=2):
        super().__init__()
        sizes = [inside] + [width] * depth
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.head = nn.Linear(width, outside)

    def forward(self, x):
        for layer in self.layers:
            x = F.gelu(layer(x))
        return self.head(x)


class Images(nn.Module):
    """(batch, 3, height, width) -> (batch, 10)"""

    def __init__(self, width=16):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU(inplace=True), nn.MaxPool2d(2),
            nn.Conv2d(width, 2 * width, 3, padding=1), nn.BatchNorm2d(2 * width), nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d(1),
        )  # fmt: skip
        self.head = nn.Linear(2 * width, 10)

    def forward(self, x):
        return self.head(self.features(x).flatten(1))


class Tokens(nn.Module):
    """(batch, length) tokens -> (batch, length, vocabulary)"""

    def __init__(self, vocabulary=200, width=64, heads=4, depth=2):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        layer = nn.TransformerEncoderLayer(width, heads, 4 * width, dropout=0.0, batch_first=True, norm_first=True)
        self.body = nn.TransformerEncoder(layer, depth, enable_nested_tensor=False)
        self.head = nn.Linear(width, vocabulary, bias=False)

    def forward(self, x):
        return self.head(self.body(self.tokens(x)))


def mixed(rounds=3):
    """The forward pass and the loss in a region of autocast, the backward pass outside of it."""
    model = Tokens()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(rounds):
        x = torch.randint(0, 200, (8, 32))
        y = torch.randint(0, 200, (8, 32))
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(x)
            loss = F.cross_entropy(logits.view(-1, logits.size(-1)), y.view(-1))
        loss.backward()
        optimizer.step()
    return [model], [optimizer]


def accumulated(rounds=6, every=3):
    """Gradients of three batches are added up before a step."""
    model = Perceptron(256, 512, 64)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    optimizer.zero_grad(set_to_none=True)
    for step in range(rounds):
        x, y = torch.randn(64, 256), torch.randn(64, 64)
        loss = F.mse_loss(model(x), y) / every
        loss.backward()
        if (step + 1) % every == 0:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
    return [model], [optimizer]


def adversarial(rounds=3, batch=64, latent=32):
    """Two models with an optimizer each: what one makes, the other judges."""
    maker, judge = Perceptron(latent, 256, 512), Perceptron(512, 256, 1)
    of_maker = torch.optim.Adam(maker.parameters(), lr=2e-4, betas=(0.5, 0.999))
    of_judge = torch.optim.Adam(judge.parameters(), lr=2e-4, betas=(0.5, 0.999))
    real, fake = torch.ones(batch, 1), torch.zeros(batch, 1)
    for _ in range(rounds):
        images = torch.randn(batch, 512)
        made = maker(torch.randn(batch, latent))
        of_judge.zero_grad()
        right = F.binary_cross_entropy_with_logits(judge(images), real)
        right.backward()
        wrong = F.binary_cross_entropy_with_logits(judge(made.detach()), fake)
        wrong.backward()
        of_judge.step()
        of_maker.zero_grad()
        fooled = F.binary_cross_entropy_with_logits(judge(made), real)
        fooled.backward()
        of_maker.step()
    return [maker, judge], [of_maker, of_judge]


def train_epoch(model, optimizer, scheduler, batches):
    model.train()
    total = 0.0
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        total += loss.detach()
    return total


@torch.no_grad()
def evaluate(model, batches):
    model.eval()
    return sum((model(images).argmax(1) == labels).sum() for images, labels in batches)


def clipped(epochs=2):
    """Gradients are dropped after the forward pass, and made smaller before the step; a pass without gradients follows each epoch."""
    model = Images()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)
    batches = [(torch.randn(8, 3, 32, 32), torch.randint(0, 10, (8,))) for _ in range(2)]
    for _ in range(epochs):
        train_epoch(model, optimizer, scheduler, batches)
        evaluate(model, batches)
    return [model], [optimizer]


class Trainer:
    def __init__(self, model, backbone, rate):
        self.model, self.backbone = model, backbone
        self.optimizer = torch.optim.RMSprop([p for p in model.parameters() if p.requires_grad], lr=rate)

    def step(self, x, y):
        self.optimizer.zero_grad(set_to_none=False)
        loss = F.smooth_l1_loss(self.model(self.backbone(x)), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, rounds):
        return [self.step(torch.randn(32, 3, 16, 16), torch.randn(32, 5)) for _ in range(rounds)]


def frozen(rounds=3):
    """What is trained stands behind a model that is not; its gradients are filled with zeros."""
    backbone = Images(32)
    backbone.requires_grad_(False)
    head = Perceptron(10, 400, 5)
    trainer = Trainer(head, backbone, 1e-3)
    trainer.fit(rounds)
    return [head, backbone], [trainer.optimizer]


def averaged(rounds=3):
    """A copy of the model follows its parameters."""
    model = Perceptron(128, 384, 32, depth=3)
    average = copy.deepcopy(model)
    for parameter in average.parameters():
        parameter.requires_grad_(False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4, nesterov=True)
    for _ in range(rounds):
        x, y = torch.randn(16, 128), torch.randint(0, 32, (16,))
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            for kept, now in zip(average.parameters(), model.parameters()):
                kept.copy_(0.99 * kept + 0.01 * now)
    return [model, average], [optimizer]


def scheduled(rounds=4):
    """A batch alone, again and again, with gradients that are there until the next ones are about to be made."""
    model = Perceptron(64, 256, 8)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.01)
    x, y = torch.randn(512, 64), torch.randn(512, 8)
    for step in range(rounds):
        for group in optimizer.param_groups:
            group["lr"] = 0.01 / (step + 1)
        output = model(x)
        loss = ((output - y) ** 2).mean()
        model.zero_grad()
        loss.backward()
        optimizer.step()
    return [model], [optimizer]


def mlp(*sizes):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), wd=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, wd=wd))
    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if "m" not in state:
                    state["m"] = torch.zeros_like(p)
                m = state["m"]
                b1, b2 = group["betas"]
                update = m * b1 + p.grad * (1 - b1)
                p.add_(torch.sign(update), alpha=-group["lr"])
                m.mul_(b2).add_(p.grad, alpha=1 - b2)


def lion():
    model = mlp(64, 256, 256, 10)
    opt = Lion(model.parameters())
    for _ in range(3):
        x, y = torch.randn(32, 64), torch.randint(0, 10, (32,))
        opt.zero_grad()
        F.cross_entropy(model(x), y).backward()
        opt.step()
    return [model], [opt]


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(32, 128)
        self.again = nn.Linear(128, 128)
        self.out = nn.Linear(128, 32)
    def forward(self, xs, h):
        outs = []
        for x in xs.unbind(1):
            h = torch.tanh(self.inner(x) + self.again(h))
            outs.append(self.out(h))
        return torch.stack(outs, 1), h


def truncated():
    model = Recurrent()
    opt = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-2)
    h = torch.zeros(64, 128)
    for _ in range(3):
        x = torch.randn(64, 8, 32)
        out, h = model(x, h.detach())
        loss = F.mse_loss(out[:, :-1], x[:, 1:])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_value_(model.parameters(), 0.5)
        opt.step()
    return [model], [opt]


class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(64, 128)
        self.blocks = nn.ModuleList([mlp(128, 512, 128) for _ in range(4)])
        self.last = nn.Linear(128, 10)
    def forward(self, x):
        x = self.first(x)
        for block in self.blocks:
            x = x + checkpoint(block, x, use_reentrant=False)
        return self.last(x)


def checkpointed():
    model = Deep()
    decay = [p for p in model.parameters() if p.dim() > 1]
    rest = [p for p in model.parameters() if p.dim() < 2]
    opt = torch.optim.AdamW([{"params": decay, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}], lr=1e-3)
    for _ in range(3):
        x, y = torch.randn(256, 64), torch.randint(0, 10, (256,))
        with torch.autocast(device_type="cpu", dtype=torch.bfloat16):
            loss = F.cross_entropy(model(x), y)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
    return [model], [opt]


def two_losses():
    trunk, a, b = mlp(64, 256, 128), nn.Linear(128, 10), nn.Linear(128, 5)
    opt = torch.optim.SGD([*trunk.parameters(), *a.parameters(), *b.parameters()], lr=0.1, momentum=0.9, weight_decay=1e-3)
    for _ in range(3):
        x = torch.randn(512, 64)
        z = torch.relu(trunk(x))
        one = a(z).logsumexp(-1).mean()
        two = b(z).pow(2).mean()
        opt.zero_grad()
        one.backward(retain_graph=True)
        two.backward()
        opt.step()
    return [trunk, a, b], [opt]


def followed():
    model = mlp(64, 256, 256, 10)
    avg = AveragedModel(model)
    opt = torch.optim.SGD(model.parameters(), lr=0.1)
    for n in range(3):
        x, y = torch.randn(64, 64), torch.randint(0, 10, (64,))
        opt.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        opt.step()
        avg.update_parameters(model)
    return [model, avg], [opt]


def halved():
    model = mlp(64, 256, 256, 10).to(torch.bfloat16)
    opt = torch.optim.AdamW(model.parameters())
    for _ in range(3):
        x, y = torch.randn(64, 64, dtype=torch.bfloat16), torch.randint(0, 10, (64,))
        loss = F.cross_entropy(model(x).float(), y)
        loss.backward()
        opt.step()
        opt.zero_grad()
    return [model], [opt]


def critic():
    G, D = mlp(16, 256, 64), mlp(64, 256, 1)
    og, od = torch.optim.RMSprop(G.parameters()), torch.optim.RMSprop(D.parameters())
    for _ in range(3):
        for _ in range(2):
            real = torch.randn(128, 64)
            od.zero_grad()
            fake = G(torch.randn(128, 16)).detach()
            loss = D(fake).mean() - D(real).mean()
            loss.backward()
            od.step()
            for p in D.parameters():
                p.data.clamp_(-0.01, 0.01)
        og.zero_grad()
        gl = -D(G(torch.randn(128, 16))).mean()
        gl.backward()
        og.step()
    return [G, D], [og, od]
