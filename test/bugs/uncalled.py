# --- layers that can't follow each other
import torch, torch.nn as nn
class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(20, 64)
        self.fc2 = nn.Linear(32, 10)  # fix: self.fc2 = nn.Linear(64, 10)
    def forward(self, x):
        x = torch.relu(self.fc1(x))
        return self.fc2(x)
# call: MLP()(torch.zeros(1, 20))
# --- convolutions that can't follow each other
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__(); width = 16
        self.conv1 = nn.Conv2d(3, width, 3)
        self.conv2 = nn.Conv2d(3, width, 3)  # fix: self.conv2 = nn.Conv2d(width, width, 3)
    def forward(self, x):
        return self.conv2(self.conv1(x))
# call: Net()(torch.zeros(1, 3, 32, 32))
# --- norm after a convolution
import torch, torch.nn as nn
class Stem(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)
        self.bn = nn.BatchNorm2d(width * 2)  # fix: self.bn = nn.BatchNorm2d(width)
    def forward(self, x):
        return self.bn(self.conv(x))
# call: Stem(32)(torch.zeros(1, 3, 32, 32))
# --- attribute that does not exist
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc = nn.Linear(dim, dim)
    def forward(self, x):
        return self.fc1(x)  # fix: return self.fc(x)
# call: Net(4)(torch.zeros(1, 4))
# --- attribute misspelled after a guess of the rank
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc = nn.Linear(dim, dim)
    def forward(self, x):
        x = x.mean(dim=1)
        return self.fc(x) * self.scale  # fix: return self.fc(x)
# call: Net(4)(torch.zeros(2, 3, 4))
# --- argument of a constructor
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv = nn.Conv2d(3, dim, 3, pad=1)  # fix: self.conv = nn.Conv2d(3, dim, 3, padding=1)
    def forward(self, x):
        return self.conv(x)
# call: Net(4)(torch.zeros(2, 3, 8, 8))
# --- sequence of layers
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(128, 10))  # fix: self.net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))
    def forward(self, x):
        return self.net(x)
# call: Net()(torch.zeros(2, 784))
# --- embedding into a narrower layer
import torch, torch.nn as nn
class Classifier(nn.Module):
    def __init__(self, vocab):
        super().__init__(); dim = 128
        self.embed = nn.Embedding(vocab, dim)
        self.fc = nn.Linear(64, 2)  # fix: self.fc = nn.Linear(dim, 2)
    def forward(self, tokens):
        return self.fc(self.embed(tokens).mean(-2))
# call: Classifier(100)(torch.zeros(2, 7, dtype=torch.long))
# --- head after the pooling
import torch, torch.nn as nn
class Model(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.conv = nn.Conv2d(3, 64, 3)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(128, classes)  # fix: self.fc = nn.Linear(64, classes)
    def forward(self, x):
        x = self.pool(self.conv(x)).flatten(1)
        return self.fc(x)
# call: Model(8, 16)(torch.zeros(2, 3, 8, 8))
# --- residual of another width
import torch, torch.nn as nn
class Block(nn.Module):
    def __init__(self):
        super().__init__(); dim = 4
        self.a = nn.Linear(dim, 2 * dim)
        self.b = nn.Linear(2 * dim, 4 * dim)  # fix: self.b = nn.Linear(2 * dim, dim)
    def forward(self, x):
        return x + self.b(self.a(x))
# call: Block()(torch.zeros(2, 4))
# --- super forgotten in a class that is not built
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self, dim):
        # fix: super().__init__()
        self.fc = nn.Linear(dim, dim)
    def forward(self, x):
        return self.fc(x)
# call: Net(4)(torch.zeros(1, 4))
# --- built and never called
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, 8)
    def forward(self, x):
        return self.attn(x, x, x)[0]
net = Net(100)  # needs: dim % 8 == 0: dim is 100  # fix: net = Net(96)
# --- concatenation wider than the next layer
import torch, torch.nn as nn
class Fuse(nn.Module):
    def __init__(self, a, b, out):
        super().__init__()
        self.pa = nn.Linear(a, 32)
        self.pb = nn.Linear(b, 32)
        self.out = nn.Linear(32, out)  # fix: self.out = nn.Linear(64, out)
    def forward(self, x, y):
        return self.out(torch.cat([self.pa(x), self.pb(y)], dim=-1))
# call: Fuse(4, 5, 6)(torch.zeros(2, 4), torch.zeros(2, 5))
# --- both directions of an LSTM forgotten
import torch, torch.nn as nn
class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 64, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(64, 10)  # fix: self.fc = nn.Linear(128, 10)
    def forward(self, x):
        out, _ = self.lstm(x)
        return self.fc(out[:, -1, :])
# call: Tagger()(torch.zeros(4, 7, 28))
# --- head of an LSTM over embeddings
import torch, torch.nn as nn
class Classifier(nn.Module):
    def __init__(self, vocab):
        super().__init__(); dim, hidden = 32, 64
        self.embed = nn.Embedding(vocab, dim)
        self.lstm = nn.LSTM(dim, hidden, batch_first=True)
        self.fc = nn.Linear(32, 2)  # fix: self.fc = nn.Linear(hidden, 2)
    def forward(self, tokens):
        out, (h, c) = self.lstm(self.embed(tokens))
        return self.fc(out[:, -1, :])
# call: Classifier(100)(torch.zeros(4, 7).long())
# --- input size for the state of a GRU
import torch, torch.nn as nn
class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(16, 32, batch_first=True)
        self.fc = nn.Linear(16, 4)  # fix: self.fc = nn.Linear(32, 4)
    def forward(self, x):
        out, h = self.gru(x)
        return self.fc(out)
# call: Encoder()(torch.zeros(4, 7, 16))
