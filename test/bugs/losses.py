# --- one hot of another number of classes
import torch
import torch.nn.functional as F
loss = F.cross_entropy(torch.zeros(8, 10), torch.zeros(8, 5))  # fix: loss = F.cross_entropy(torch.zeros(8, 10), torch.zeros(8, 10))
# --- targets of another batch
import torch, torch.nn as nn
loss = nn.CrossEntropyLoss()(torch.zeros(32, 10), torch.zeros(16, dtype=torch.long))  # fix: loss = nn.CrossEntropyLoss()(torch.zeros(32, 10), torch.zeros(32, dtype=torch.long))
# --- float class indices
import torch, torch.nn as nn
criterion = nn.CrossEntropyLoss()
loss = criterion(torch.zeros(32, 10), torch.zeros(32))  # fix: loss = criterion(torch.zeros(32, 10), torch.zeros(32).long())
# --- targets in a column
import torch, torch.nn as nn
criterion = nn.CrossEntropyLoss()
target = torch.zeros(32, 1, dtype=torch.long)
loss = criterion(torch.zeros(32, 10), target)  # fix: loss = criterion(torch.zeros(32, 10), target.squeeze(1))
# --- classes of a sequence last
import torch
import torch.nn.functional as F
logits = torch.zeros(4, 20, 1000)
target = torch.zeros(4, 20, dtype=torch.long)
loss = F.cross_entropy(logits, target)  # fix: loss = F.cross_entropy(logits.transpose(1, 2), target)
# --- binary loss of a column and a row
import torch, torch.nn as nn
output = torch.sigmoid(torch.zeros(32, 1))
loss = nn.BCELoss()(output, torch.zeros(32))  # fix: loss = nn.BCELoss()(output.squeeze(1), torch.zeros(32))
# --- binary loss with logits of other sizes
import torch, torch.nn as nn
loss = nn.BCEWithLogitsLoss()(torch.zeros(32, 10), torch.zeros(32))  # fix: loss = nn.BCEWithLogitsLoss()(torch.zeros(32, 10), torch.zeros(32, 10))
# --- integer targets of a binary loss
import torch, torch.nn as nn
loss = nn.BCELoss()(torch.sigmoid(torch.zeros(4)), torch.ones(4, dtype=torch.long))  # fix: loss = nn.BCELoss()(torch.sigmoid(torch.zeros(4)), torch.ones(4))
# --- squared error that can't broadcast
import torch
import torch.nn.functional as F
loss = F.mse_loss(torch.zeros(32, 3), torch.zeros(32, 4))  # fix: loss = F.mse_loss(torch.zeros(32, 4), torch.zeros(32, 4))
# --- class weights of another count
import torch, torch.nn as nn
criterion = nn.CrossEntropyLoss(weight=torch.ones(3))
loss = criterion(torch.zeros(8, 4), torch.zeros(8, dtype=torch.long))  # fix: loss = criterion(torch.zeros(8, 3), torch.zeros(8, dtype=torch.long))
# --- class beyond the last
import torch, torch.nn as nn
criterion = nn.CrossEntropyLoss()
loss = criterion(torch.zeros(3, 4), torch.tensor([1, 2, 4]))  # fix: loss = criterion(torch.zeros(3, 4), torch.tensor([1, 2, 3]))
# --- segmentation target with channels
import torch
import torch.nn.functional as F
target = torch.zeros(2, 1, 8, 8, dtype=torch.long)
loss = F.cross_entropy(torch.zeros(2, 5, 8, 8), target)  # fix: loss = F.cross_entropy(torch.zeros(2, 5, 8, 8), target[:, 0])
# --- backward of many values
import torch
x = torch.zeros(3, requires_grad=True)
y = x * 2
y.backward()  # fix: y.sum().backward()
