# --- batch first forgotten
import torch, torch.nn as nn
class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(32, 64)  # fix: self.lstm = nn.LSTM(32, 64, batch_first=True)
        self.fc = nn.Linear(64, 5)
    def forward(self, x):
        h0 = torch.zeros(1, x.size(0), 64)
        out, _ = self.lstm(x, (h0, h0))
        return self.fc(out)
Tagger()(torch.zeros(8, 20, 32))
# --- input size
import torch, torch.nn as nn
rnn = nn.GRU(input_size=28, hidden_size=64, batch_first=True)
out, h = rnn(torch.zeros(16, 28, 32))  # fix: out, h = rnn(torch.zeros(16, 32, 28))
# --- four dimensions into an LSTM
import torch, torch.nn as nn
lstm = nn.LSTM(28, 64, batch_first=True)
out, _ = lstm(torch.zeros(16, 1, 28, 28))  # fix: out, _ = lstm(torch.zeros(16, 28, 28))
# --- the output is a tuple
import torch, torch.nn as nn
net = nn.Sequential(nn.LSTM(10, 20), nn.Linear(20, 2))
y = net(torch.zeros(5, 3, 10))  # fix: y = net[1](net[0](torch.zeros(5, 3, 10))[0])
# --- both directions forgotten
import torch, torch.nn as nn
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(16, 32, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(32, 2)  # fix: self.fc = nn.Linear(64, 2)
    def forward(self, x):
        out, _ = self.lstm(x)
        return self.fc(out[:, -1])
Model()(torch.zeros(4, 12, 16))
# --- hidden state of too few layers
import torch, torch.nn as nn
gru = nn.GRU(8, 16, num_layers=2)
out, h = gru(torch.zeros(5, 3, 8), torch.zeros(1, 3, 16))  # fix: out, h = gru(torch.zeros(5, 3, 8), torch.zeros(2, 3, 16))
# --- one state for an LSTM
import torch, torch.nn as nn
lstm = nn.LSTM(8, 16)
h = torch.zeros(1, 3, 16)
out, h = lstm(torch.zeros(5, 3, 8), h)  # fix: out, h = lstm(torch.zeros(5, 3, 8), (h, h))
# --- cell of a sequence
import torch, torch.nn as nn
cell = nn.LSTMCell(10, 20)
h, c = cell(torch.zeros(6, 3, 10))  # fix: h, c = cell(torch.zeros(3, 10))
# --- flattened states of two directions
import torch, torch.nn as nn
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(16, 32, bidirectional=True)
        self.fc = nn.Linear(64, 2)
    def forward(self, x):
        _, h = self.rnn(x)
        return self.fc(h[-1])  # fix: return self.fc(torch.cat([h[-2], h[-1]], dim=1))
Model()(torch.zeros(12, 4, 16))
# --- state unpacked from a GRU
import torch, torch.nn as nn
gru = nn.GRU(8, 16)
out, (h, c) = gru(torch.zeros(5, 1, 8))  # fix: out, h = gru(torch.zeros(5, 1, 8))
