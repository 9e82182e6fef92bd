# --- channels last image
import torch, torch.nn as nn
image = torch.zeros(1, 224, 224, 3)
conv = nn.Conv2d(3, 64, 7)
y = conv(image)  # fix: y = conv(image.permute(0, 3, 1, 2))
# --- gray image into a colour network
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 3, stride=2, padding=1)  # fix: self.stem = nn.Conv2d(1, 32, 3, stride=2, padding=1)
    def forward(self, x):
        return self.stem(x)
Net()(torch.zeros(8, 1, 28, 28))
# --- second convolution expects other channels
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)  # fix: self.conv2 = nn.Conv2d(16, 64, 3)
    def forward(self, x):
        x = torch.relu(self.conv1(x))
        return self.conv2(x)
Net()(torch.zeros(1, 3, 32, 32))
# --- channels dimension is missing
import torch, torch.nn as nn
batch = torch.zeros(64, 28, 28)
conv = nn.Conv2d(1, 8, 3)
y = conv(batch)  # fix: y = conv(batch.unsqueeze(1))
# --- flat vectors into a convolution
import torch, torch.nn as nn
conv = nn.Conv2d(1, 8, 3)
x = torch.zeros(64, 784)
y = conv(x)  # fix: y = conv(x.view(64, 1, 28, 28))
# --- groups do not divide the channels
import torch.nn as nn
conv = nn.Conv2d(64, 128, 3, groups=3)  # fix: conv = nn.Conv2d(64, 128, 3, groups=4)
# --- out channels not divisible by groups
import torch.nn as nn
conv = nn.Conv2d(64, 100, 3, groups=64)  # fix: conv = nn.Conv2d(64, 128, 3, groups=64)
# --- kernel greater than the input
import torch, torch.nn as nn
x = torch.zeros(1, 16, 2, 2)
y = nn.Conv2d(16, 16, 3)(x)  # fix: y = nn.Conv2d(16, 16, 3, padding=1)(x)
# --- sequence first into conv1d
import torch, torch.nn as nn
class TextCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(1000, 128)
        self.conv = nn.Conv1d(128, 64, 3)
    def forward(self, tokens):
        x = self.embed(tokens)
        return self.conv(x)  # fix: return self.conv(x.transpose(1, 2))
TextCNN()(torch.zeros(4, 50, dtype=torch.long))
# --- padding same with a stride
import torch.nn as nn
conv = nn.Conv2d(3, 8, 3, stride=2, padding="same")  # fix: conv = nn.Conv2d(3, 8, 3, stride=2, padding=1)
# --- video into a 2d convolution
import torch, torch.nn as nn
clip = torch.zeros(2, 3, 16, 112, 112)
y = nn.Conv2d(3, 8, 3)(clip)  # fix: y = nn.Conv3d(3, 8, 3)(clip)
# --- weight of a functional convolution lacks a dimension
import torch
import torch.nn.functional as F
x = torch.zeros(1, 3, 8, 8)
kernel = torch.ones(3, 3)
y = F.conv2d(x, kernel)  # fix: y = F.conv2d(x, kernel.expand(3, 1, 3, 3), groups=3)
# --- batch of uint8 images
import torch, torch.nn as nn
images = torch.zeros(4, 3, 32, 32, dtype=torch.uint8)
y = nn.Conv2d(3, 8, 3)(images)  # fix: y = nn.Conv2d(3, 8, 3)(images.float() / 255)
# --- transposed convolution of other channels
import torch, torch.nn as nn
up = nn.ConvTranspose2d(128, 64, 2, stride=2)
y = up(torch.zeros(1, 64, 16, 16))  # fix: y = up(torch.zeros(1, 128, 16, 16))
# --- output padding too large
import torch, torch.nn as nn
up = nn.ConvTranspose2d(8, 8, 3, stride=2, output_padding=2)  # fix: up = nn.ConvTranspose2d(8, 8, 3, stride=2, output_padding=1)
y = up(torch.zeros(1, 8, 4, 4))
# --- depthwise then pointwise of other channels
import torch, torch.nn as nn
class Separable(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.depthwise = nn.Conv2d(cin, cin, 3, padding=1, groups=cin)
        self.pointwise = nn.Conv2d(cout, cin, 1)  # fix: self.pointwise = nn.Conv2d(cin, cout, 1)
    def forward(self, x):
        return self.pointwise(self.depthwise(x))
Separable(32, 64)(torch.zeros(1, 32, 8, 8))
# --- block list with a gap
import torch, torch.nn as nn
channels = [3, 16, 32, 64]
blocks = nn.ModuleList([nn.Conv2d(channels[0], channels[i + 1], 3) for i in range(3)])  # fix: blocks = nn.ModuleList([nn.Conv2d(channels[i], channels[i + 1], 3) for i in range(3)])
x = torch.zeros(1, 3, 32, 32)
for block in blocks:
    x = block(x)
# --- reflection padding wider than the image
import torch, torch.nn as nn
x = torch.zeros(1, 3, 4, 4)
y = nn.ReflectionPad2d(4)(x)  # fix: y = nn.ReflectionPad2d(3)(x)
# --- pooled to nothing
import torch, torch.nn as nn
net = nn.Sequential(nn.MaxPool2d(2), nn.MaxPool2d(2), nn.MaxPool2d(2), nn.MaxPool2d(2))
y = net(torch.zeros(1, 8, 12, 12))  # fix: y = net(torch.zeros(1, 8, 16, 16))
# --- padding more than half of the pooling window
import torch, torch.nn as nn
y = nn.MaxPool2d(2, padding=2)(torch.zeros(1, 8, 12, 12))  # fix: y = nn.MaxPool2d(2, padding=1)(torch.zeros(1, 8, 12, 12))
# --- pixel shuffle of the wrong channels
import torch, torch.nn as nn
up = nn.Sequential(nn.Conv2d(64, 64 * 2, 3, padding=1), nn.PixelShuffle(3))  # fix: up = nn.Sequential(nn.Conv2d(64, 64 * 9, 3, padding=1), nn.PixelShuffle(3))
up(torch.zeros(1, 64, 8, 8))
