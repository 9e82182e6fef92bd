# --- double input into float weights
import torch, torch.nn as nn
x = torch.zeros(4, 10, dtype=torch.float64)  # fix: x = torch.zeros(4, 10)
y = nn.Linear(10, 2)(x)
# --- integers into a linear layer
import torch, torch.nn as nn
x = torch.arange(10).view(1, 10)  # fix: x = torch.arange(10).view(1, 10).float()
y = nn.Linear(10, 2)(x)
# --- mean of integers
import torch
y = torch.arange(10).mean()  # fix: y = torch.arange(10).float().mean()
# --- half weights, float input
import torch, torch.nn as nn
layer = nn.Linear(4, 4).double()
y = layer(torch.zeros(2, 4))  # fix: y = layer(torch.zeros(2, 4).double())
# --- division into integers in place
import torch
x = torch.zeros(4, dtype=torch.long)
x /= 2  # fix: x //= 2
# --- matmul of unlike dtypes
import torch
a = torch.zeros(2, 3)
b = torch.zeros(3, 4, dtype=torch.float64)
c = a @ b  # fix: c = a @ b.float()
# --- gradients of integers
import torch
w = torch.tensor([1, 2, 3], requires_grad=True)  # fix: w = torch.tensor([1., 2., 3.], requires_grad=True)
# --- float index
import torch
x = torch.zeros(10, 3)
i = torch.zeros(2)  # fix: i = torch.zeros(2).long()
y = x[i]
# --- gather with int32
import torch
x = torch.zeros(4, 5)
y = x.gather(1, torch.zeros(4, 1, dtype=torch.int32))  # fix: y = x.gather(1, torch.zeros(4, 1, dtype=torch.int64))
# --- minus of booleans
import torch
mask = torch.ones(4, dtype=torch.bool)
inverse = 1 - mask  # fix: inverse = ~mask
# --- integer parameter
import torch, torch.nn as nn
p = nn.Parameter(torch.arange(4))  # fix: p = nn.Parameter(torch.arange(4).float())
# --- softmax of integers
import torch
y = torch.softmax(torch.arange(4), dim=0)  # fix: y = torch.softmax(torch.arange(4).float(), dim=0)
# --- array of a result with gradients
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2))
    def forward(self, x):
        return self.net(x)
scores = torch.softmax(Net()(torch.zeros(4, 8)), dim=1)
best = scores.numpy()  # fix: best = scores.detach().numpy()
# --- array of a parameter
import torch, torch.nn as nn
w = nn.Linear(8, 2).weight.cpu().numpy()  # fix: w = nn.Linear(8, 2).weight.data.cpu().numpy()
# --- list as an array
import torch
x = torch.from_numpy([1.0, 2.0])  # fix: x = torch.tensor([1.0, 2.0])
# --- array of a type that PyTorch has not
import torch, numpy as np
names = np.array(["cat", "dog"])
x = torch.from_numpy(names)  # fix: x = torch.arange(len(names))
