# --- attribute that was never set
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 2)
    def forward(self, x):
        return self.fc3(self.fc1(x))  # fix: return self.fc2(self.fc1(x))
Net()(torch.zeros(1, 10))
# --- super forgotten
import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        # fix: super().__init__()
        self.fc = nn.Linear(10, 5)
Net()
# --- keyword that does not exist
import torch.nn as nn
conv = nn.Conv2d(3, 8, kernel=3)  # fix: conv = nn.Conv2d(3, 8, kernel_size=3)
# --- kernel size missing
import torch.nn as nn
conv = nn.Conv2d(3, 8)  # fix: conv = nn.Conv2d(3, 8, 3)
# --- required argument missing
import torch, torch.nn as nn
class Block(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, 3)
Block(3)  # fix: Block(3, 8)
# --- too many inputs of forward
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
    def forward(self, x):
        return self.fc(x)
Net()(torch.zeros(1, 4), torch.zeros(1, 4))  # fix: Net()(torch.zeros(1, 4))
# --- list of modules is called
import torch, torch.nn as nn
layers = nn.ModuleList([nn.Linear(4, 4), nn.ReLU()])
y = layers(torch.zeros(1, 4))  # fix: y = nn.Sequential(*layers)(torch.zeros(1, 4))
# --- list given to Sequential
import torch.nn as nn
net = nn.Sequential([nn.Linear(4, 4), nn.ReLU()])  # fix: net = nn.Sequential(*[nn.Linear(4, 4), nn.ReLU()])
# --- module used as a function
import torch, torch.nn as nn
x = torch.zeros(2, 4)
y = nn.ReLU(x) + 1  # fix: y = nn.ReLU()(x) + 1
# --- an argument that a function does not have
import torch
import torch.nn.functional as F
y = F.relu(torch.zeros(2, 4), dim=1)  # fix: y = F.relu(torch.zeros(2, 4))
# --- forward returns nothing
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
    def forward(self, x):
        x = self.fc(x)
        # fix: return x
y = Net()(torch.zeros(1, 4)) + 1
# --- no forward
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
    def foward(self, x):  # fix: def forward(self, x):
        return self.fc(x)
Net()(torch.zeros(1, 4))
# --- parameter that is a tensor
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
    def forward(self, x):
        self.fc.weight = torch.zeros(4, 4)  # fix: self.fc.weight = nn.Parameter(torch.zeros(4, 4))
        return self.fc(x)
Net()(torch.zeros(1, 4))
# --- float size of a layer
import torch.nn as nn
dim = 64
fc = nn.Linear(dim, dim / 2)  # fix: fc = nn.Linear(dim, dim // 2)
# --- float in a view
import torch
x = torch.zeros(2, 64)
y = x.view(2, 8, 64 / 8)  # fix: y = x.view(2, 8, 64 // 8)
# --- method called on a shape
import torch
x = torch.zeros(2, 64)
n = x.shape(0)  # fix: n = x.shape[0]
# --- size is a method
import torch
x = torch.zeros(2, 64)
n = x.size[0]  # fix: n = x.size(0)
# --- numpy's name of an argument
import torch
y = torch.zeros(2, 3).transpose()  # fix: y = torch.zeros(2, 3).transpose(0, 1)
# --- buffer twice
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = torch.ones(1)
        self.register_buffer("scale", torch.ones(1))  # fix: self.register_buffer("offset", torch.ones(1))
Net()
# --- assert on the input size
import torch, torch.nn as nn
class Patches(nn.Module):
    def forward(self, x):
        B, C, H, W = x.shape
        assert H == 224 and W == 224, f"Input image size ({H}*{W}) doesn't match model"
        return x
Patches()(torch.zeros(1, 3, 256, 256))  # fix: Patches()(torch.zeros(1, 3, 224, 224))
# --- unknown activation
import torch.nn as nn
def activation(name):
    if name == "relu":
        return nn.ReLU()
    if name == "gelu":
        return nn.GELU()
    raise ValueError(f"unknown activation {name}")
activation("swish")  # fix: activation("gelu")
# --- misspelled module
import torch.nn as nn
layer = nn.Conv2D(3, 8, 3)  # fix: layer = nn.Conv2d(3, 8, 3)
# --- misspelled method
import torch
y = torch.zeros(2, 3).unsqeeze(0)  # fix: y = torch.zeros(2, 3).unsqueeze(0)
# --- name that is not defined
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc = nn.Linear(dim, hidden_dim)  # fix: self.fc = nn.Linear(dim, 4 * dim)
Net(8)
# --- dropout probability
import torch.nn as nn
drop = nn.Dropout(50)  # fix: drop = nn.Dropout(0.5)
# --- state of another model
import torch.nn as nn
a, b = nn.Linear(4, 5), nn.Linear(4, 6)
a.load_state_dict(b.state_dict())  # fix: a.load_state_dict(nn.Linear(4, 5).state_dict())
# --- interpolated without a size
import torch
import torch.nn.functional as F
y = F.interpolate(torch.zeros(1, 3, 8, 8))  # fix: y = F.interpolate(torch.zeros(1, 3, 8, 8), scale_factor=2)
# --- learning rate
import torch.nn as nn
from torch import optim
opt = optim.SGD(nn.Linear(2, 2).parameters(), lr=-0.1)  # fix: opt = optim.SGD(nn.Linear(2, 2).parameters(), lr=0.1)
# --- numpy's name of a dimension
import torch, torch.nn.functional as F
p = F.softmax(torch.zeros(4, 10), axis=1)  # fix: p = F.softmax(torch.zeros(4, 10), dim=1)
# --- another library's name of a probability
import torch, torch.nn.functional as F
y = F.dropout(torch.zeros(4, 10), rate=0.5)  # fix: y = F.dropout(torch.zeros(4, 10), p=0.5)
# --- another library's name of the targets
import torch, torch.nn.functional as F
loss = F.cross_entropy(torch.zeros(4, 10), labels=torch.zeros(4).long())  # fix: loss = F.cross_entropy(torch.zeros(4, 10), target=torch.zeros(4).long())
# --- another library's name of a small number
import torch.nn as nn
norm = nn.LayerNorm(64, epsilon=1e-6)  # fix: norm = nn.LayerNorm(64, eps=1e-6)
# --- numpy's name of a size
import torch
x = torch.zeros(shape=(2, 3))  # fix: x = torch.zeros(size=(2, 3))
