# --- unpacking three of four
import torch
x = torch.zeros(2, 3, 8, 8)
b, c, h = x.shape  # fix: b, c, h, w = x.shape
# --- unpacking four of three
import torch, torch.nn as nn
class Net(nn.Module):
    def forward(self, x):
        B, C, H, W = x.shape  # fix: B, C, H = x.shape
        return x
Net()(torch.zeros(3, 32, 32))
# --- too many indices
import torch
x = torch.zeros(4, 10)
y = x[:, 0, :]  # fix: y = x[:, 0]
# --- index out of bounds
import torch
x = torch.zeros(3, 10)
y = x[3]  # fix: y = x[2]
# --- size of a missing dimension
import torch
x = torch.zeros(3, 10)
n = x.size(2)  # fix: n = x.size(1)
# --- shape index out of range
import torch
x = torch.zeros(3, 10)
n = x.shape[2]  # fix: n = x.shape[1]
# --- mask of another length
import torch
x = torch.zeros(5, 3)
y = x[torch.zeros(4, dtype=torch.bool)]  # fix: y = x[torch.zeros(5, dtype=torch.bool)]
# --- index tensors that do not broadcast
import torch
x = torch.zeros(5, 5)
y = x[torch.tensor([0, 1, 2]), torch.tensor([0, 1])]  # fix: y = x[torch.tensor([0, 1]), torch.tensor([0, 1])]
# --- assigned value too wide
import torch
x = torch.zeros(4, 3)
x[0] = torch.zeros(4)  # fix: x[0] = torch.zeros(3)
# --- softmax over a missing dimension
import torch
y = torch.zeros(10).softmax(1)  # fix: y = torch.zeros(10).softmax(0)
# --- argmax of a flat vector
import torch
logits = torch.zeros(10)
label = logits.argmax(dim=1)  # fix: label = logits.argmax(dim=0)
# --- max gives values and indices
import torch
x = torch.zeros(4, 10)
best = x.max(dim=1)
y = best + 1  # fix: y = best.values + 1
# --- gather of another rank
import torch
x = torch.zeros(4, 10)
i = torch.zeros(4, dtype=torch.long)
y = x.gather(1, i)  # fix: y = x.gather(1, i[:, None])
# --- more of the largest than there are
import torch
values, indices = torch.zeros(3, 5).topk(10)  # fix: values, indices = torch.zeros(3, 5).topk(5)
# --- negative step
import torch
x = torch.zeros(10)
y = x[::-1]  # fix: y = x.flip(0)
# --- item of many values
import torch
x = torch.zeros(4)
v = x.item()  # fix: v = x.sum().item()
# --- iterating over a scalar
import torch
x = torch.tensor(3.0)
for v in x:  # fix: for v in x.view(1):
    pass
# --- narrow past the end
import torch
x = torch.zeros(10, 4)
y = x.narrow(0, 8, 4)  # fix: y = x.narrow(0, 6, 4)
# --- unfold larger than the dimension
import torch
y = torch.zeros(2, 5).unfold(1, 8, 1)  # fix: y = torch.zeros(2, 8).unfold(1, 8, 1)
