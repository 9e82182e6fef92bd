# --- in_features of another image size
import torch, torch.nn as nn, torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)  # fix: self.fc1 = nn.Linear(16 * 53 * 53, 120)
        self.fc2 = nn.Linear(120, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)
Net()(torch.randn(4, 3, 224, 224))
# --- padding forgotten in in_features
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 32, 3)  # fix: self.conv = nn.Conv2d(1, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(32 * 14 * 14, 10)
    def forward(self, x):
        x = self.pool(torch.relu(self.conv(x)))
        x = x.view(x.size(0), -1)
        return self.fc(x)
Net()(torch.zeros(64, 1, 28, 28))
# --- flatten is missing
import torch, torch.nn as nn
model = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    # fix: nn.Flatten(),
    nn.Linear(8 * 14 * 14, 10),
)
model(torch.zeros(2, 1, 28, 28))
# --- flatten takes the batch along
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(784, 10)
    def forward(self, x):
        x = torch.flatten(x)  # fix: x = torch.flatten(x, 1)
        return self.fc(x)
Net()(torch.zeros(32, 1, 28, 28))
# --- image not flattened before the first layer
import torch, torch.nn as nn
class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    def forward(self, x):
        return self.layers(x)  # fix: return self.layers(x.flatten(1))
MLP()(torch.zeros(64, 1, 28, 28))
# --- hidden sizes that do not fit each other
import torch, torch.nn as nn
class MLP(nn.Module):
    def __init__(self, hidden=256):
        super().__init__()
        self.fc1 = nn.Linear(20, hidden)
        self.fc2 = nn.Linear(128, hidden)  # fix: self.fc2 = nn.Linear(hidden, hidden)
        self.fc3 = nn.Linear(hidden, 1)
    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)
MLP()(torch.zeros(8, 20))
# --- in and out features swapped
import torch, torch.nn as nn
encoder = nn.Linear(784, 32)
decoder = nn.Linear(784, 32)  # fix: decoder = nn.Linear(32, 784)
x = torch.zeros(16, 784)
out = decoder(encoder(x))
# --- features of a pretrained head
import torch, torch.nn as nn
class Classifier(nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(512, 10)  # fix: self.head = nn.Linear(64, 10)
    def forward(self, x):
        return self.head(self.backbone(x))
backbone = nn.Sequential(nn.Conv2d(3, 64, 7, stride=2), nn.AdaptiveAvgPool2d(1), nn.Flatten())
Classifier(backbone)(torch.zeros(2, 3, 64, 64))
# --- features first
import torch, torch.nn as nn
fc = nn.Linear(10, 5)
x = torch.zeros(10, 32)
y = fc(x)  # fix: y = fc(x.t())
# --- concatenated features are wider
import torch, torch.nn as nn
class TwoBranch(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(16, 32)
        self.b = nn.Linear(8, 32)
        self.out = nn.Linear(32, 4)  # fix: self.out = nn.Linear(64, 4)
    def forward(self, x, y):
        z = torch.cat([self.a(x), self.b(y)], dim=1)
        return self.out(z)
TwoBranch()(torch.zeros(5, 16), torch.zeros(5, 8))
# --- functional linear with a transposed weight
import torch
import torch.nn.functional as F
weight = torch.zeros(20, 30)
x = torch.zeros(4, 20)
y = F.linear(x, weight)  # fix: y = F.linear(x, weight.t())
# --- bias of another size
import torch
import torch.nn.functional as F
x = torch.zeros(4, 20)
y = F.linear(x, torch.zeros(7, 20), torch.zeros(20))  # fix: y = F.linear(x, torch.zeros(7, 20), torch.zeros(7))
# --- bilinear of other inputs
import torch, torch.nn as nn
layer = nn.Bilinear(20, 30, 40)
layer(torch.zeros(8, 20), torch.zeros(8, 20))  # fix: layer(torch.zeros(8, 20), torch.zeros(8, 30))
