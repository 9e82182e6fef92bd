# --- second matrix not transposed
import torch
q = torch.zeros(8, 64)
k = torch.zeros(10, 64)
scores = q @ k  # fix: scores = q @ k.t()
# --- attention without transpose
import torch
q = torch.zeros(2, 4, 10, 16)
k = torch.zeros(2, 4, 10, 16)
scores = torch.matmul(q, k)  # fix: scores = torch.matmul(q, k.transpose(-2, -1))
# --- transposed the wrong axes
import torch
q = torch.zeros(2, 4, 10, 16)
k = torch.zeros(2, 4, 10, 16)
scores = q @ k.transpose(1, 2)  # fix: scores = q @ k.transpose(2, 3)
# --- mm of batches
import torch
a = torch.zeros(8, 3, 4)
b = torch.zeros(8, 4, 5)
c = torch.mm(a, b)  # fix: c = torch.bmm(a, b)
# --- bmm of other batches
import torch
a = torch.zeros(8, 3, 4)
b = torch.zeros(4, 4, 5)  # fix: b = torch.zeros(8, 4, 5)
c = torch.bmm(a, b)
# --- bmm of a matrix
import torch
a = torch.zeros(8, 3, 4)
w = torch.zeros(4, 5)
c = torch.bmm(a, w)  # fix: c = a @ w
# --- dot of matrices
import torch
a = torch.zeros(5, 3)
c = torch.dot(a, a)  # fix: c = (a * a).sum()
# --- vectors of other lengths
import torch
c = torch.dot(torch.zeros(5), torch.zeros(6))  # fix: c = torch.dot(torch.zeros(6), torch.zeros(6))
# --- einsum with one size for two letters
import torch
q = torch.zeros(2, 10, 64)
k = torch.zeros(2, 12, 32)
s = torch.einsum("bqd,bkd->bqk", q, k)  # fix: s = torch.einsum("bqd,bke->bqk", q, k)
# --- einsum with too few letters
import torch
q = torch.zeros(2, 8, 10, 64)
s = torch.einsum("bqd,bkd->bqk", q, q)  # fix: s = torch.einsum("bhqd,bhkd->bhqk", q, q)
# --- einsum output letter unknown
import torch
a = torch.zeros(2, 3)
s = torch.einsum("ij->ik", a)  # fix: s = torch.einsum("ij->ji", a)
# --- graph convolution with the adjacency on the wrong side
import torch, torch.nn as nn
class GCN(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(cin, cout))
    def forward(self, x, adj):
        return x @ self.weight @ adj  # fix: return adj @ x @ self.weight
GCN(16, 32)(torch.zeros(100, 16), torch.zeros(100, 100))  # needs: cout == B_adj: cout is 32, B_adj is 100
# --- matrix times a row
import torch
w = torch.zeros(5, 3)
x = torch.zeros(1, 3)
y = w @ x  # fix: y = w @ x.t()
# --- addmm of another bias
import torch
y = torch.addmm(torch.zeros(4), torch.zeros(2, 3), torch.zeros(3, 5))  # fix: y = torch.addmm(torch.zeros(5), torch.zeros(2, 3), torch.zeros(3, 5))
