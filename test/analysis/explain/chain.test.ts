import { describe, expect, it } from "vitest";
import { chain, explained } from "./support";

const net = `import torch
from torch import nn
import torch.nn.functional as F

# shapescope: Net(10)(torch.empty(4, 3, 30, 30))
class Net(nn.Module):
    def __init__(self, classes, width=16):
        super().__init__()
        self.conv = nn.Conv2d(3, width, kernel_size=7, stride=2, padding=3)
        self.norm = nn.BatchNorm2d(width)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(16 * 7 * 7, classes)

    def forward(self, x):
        x = F.relu(self.norm(self.conv(x)))
        x = self.pool(x)
        x = x.flatten(1)
        y = self.fc(x)
        z = torch.cat([x, y], dim=1)
        picked = torch.nonzero(z)
        wide = z.unsqueeze(1) + torch.zeros(4, 5, 1)
        return wide
`;

describe("a convolution, a flatten and a linear layer", () => {
  it("follow each size to where it is made, without the steps that keep it", () => {
    expect(chain(net, "x.flatten(1)")).toEqual([
      "5:23 torch.empty(4, 3, 30, 30) | empty | (4, 3, 30, 30)",
      "14:23 x | (4, 3, 30, 30)",
      "  argument `x` of `Net.forward`",
      "7:33 width",
      "  argument `width` of `Net.__init__`, here 16",
      "9:21 nn.Conv2d(3, width, kernel_size=7, stride=2, padding=3) | Conv2d conv",
      "  `out_channels` is 16",
      "  `kernel_size` is 7",
      "15:30 self.conv(x) | Conv2d conv | (4, 3, 30, 30) → (4, 16, 15, 15)",
      "  dimension 1 is given: `out_channels`",
      "  dimensions 2 and 3: (30 + 2*3 - 7)//2 + 1 = 15",
      "11:21 nn.MaxPool2d(2)",
      "  `self.pool` is made here",
      "16:13 self.pool(x) | MaxPool2d pool | (4, 16, 15, 15) → (4, 16, 7, 7)",
      "  dimensions 2 and 3: (15 - 2)//2 + 1 = 7",
      "17:13 x.flatten(1) | flatten | (4, 16, 7, 7) → (4, 784)",
      "  dimension 1: multiplies 16, 7 and 7 to 784",
    ]);
  });

  it("take a layer's width from its constructor's argument", () => {
    expect(chain(net, "self.fc(x)")).toEqual([
      "5:23 torch.empty(4, 3, 30, 30) | empty | (4, 3, 30, 30)",
      "14:23 x | (4, 3, 30, 30)",
      "  argument `x` of `Net.forward`",
      "7:24 classes",
      "  argument `classes` of `Net.__init__`, here 10",
      "12:19 nn.Linear(16 * 7 * 7, classes) | Linear fc",
      "  `out_features` is 10",
      "18:13 self.fc(x) | Linear fc | (4, 784) → (4, 10)",
      "  dimension 1 is given: `out_features`",
    ]);
  });

  it("tell which dimension each step has a part in, and which sizes are not plain to see", () => {
    const { steps, surprising, value, entry } = explained(net, "x.flatten(1)");
    expect(value).toEqual({ shape: [4, 784], dtype: "float32" });
    expect(surprising).toEqual([1]);
    expect(entry).toBe("Net(10)(torch.empty(4, 3, 30, 30))");
    expect(steps.map(({ line, dims }) => `${line}: ${dims}`)).toEqual([
      "5: 0,1",
      "14: 0,1",
      "7: 1",
      "9: 1",
      "15: 1",
      "11: 1",
      "16: 1",
      "17: 1",
    ]);
  });
});

it("adds what is joined", () => {
  expect(chain(net, "torch.cat([x, y], dim=1)").slice(-2)).toEqual([
    "19:13 torch.cat([x, y], dim=1) | cat | (4, 784), (4, 10) → (4, 794)",
    "  dimension 1: adds 784 and 10 to 794",
  ]);
});

it("takes a broadcast size from the operand that has it", () => {
  const lines = chain(net, "z.unsqueeze(1) + torch.zeros(4, 5, 1)");
  expect(lines).toContain("21:33 torch.zeros(4, 5, 1) | zeros | (4, 5, 1)");
  expect(lines.slice(-2)).toEqual([
    "21:16 z.unsqueeze(1) + torch.zeros(4, 5, 1) | add | (4, 1, 794), (4, 5, 1) → (4, 5, 794)",
    "  dimension 1 is dimension 1 of `torch.zeros(4, 5, 1)`",
  ]);
});

it("gives the reason of a size that depends on data", () => {
  expect(chain(net, "torch.nonzero(z)")).toEqual([
    "20:18 torch.nonzero(z) | nonzero | (4, 794) → (u0, 2)",
    "  dimension 0: `u0`: the number of true elements depends on the data",
    "  dimension 1: 2, made by `nonzero`",
  ]);
});

const window = `import torch
from torch import nn

class Attention(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(dim, dim * 3)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        B_, N, C = x.shape
        qkv = self.qkv(x).reshape(B_, N, 3, self.num_heads, C // self.num_heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        attn = q @ k.transpose(-2, -1)
        return self.proj((attn @ v).transpose(1, 2).reshape(B_, N, C))
`;

describe("attention in symbols", () => {
  it("follows written sizes through names and attributes to the arguments", () => {
    expect(chain(window, ".permute(2, 0, 3, 1, 4)")).toEqual([
      "13:15 self.qkv(x)",
      "  needs `C` of the input to be `dim`",
      "11:23 x | (B_, N, dim)",
      "  argument `x` of `Attention.forward`",
      "12:9 B_, N, C = x.shape",
      "  `B_`, `N` and `C` are dimensions 0, 1 and 2 of `x`",
      "5:29 num_heads",
      "  argument `num_heads` of `Attention.__init__`",
      "7:9 self.num_heads = num_heads",
      "  attribute `self.num_heads` is set here, from `num_heads`",
      "13:15 self.qkv(x).reshape(B_, N, 3, self.num_heads, C // self.num_heads) | reshape | (B_, N, 3*dim) → (B_, N, 3, num_heads, dim//num_heads)",
      "  dimensions 0, 1, 2, 3 and 4 are given: `B_`, `N`, `3`, `self.num_heads`, `C // self.num_heads`",
      "13:15 self.qkv(x).reshape(B_, N, 3, self.num_heads, C // self.num_heads).permute(2, 0, 3, 1, 4) | permute | (B_, N, 3, num_heads, dim//num_heads) → (3, B_, num_heads, N, dim//num_heads)",
      "  dimensions 2, 0, 3 and 1 become dimensions 0, 1, 2 and 3",
    ]);
  });

  it("takes each side of a matrix product from its operand", () => {
    expect(chain(window, "q @ k.transpose(-2, -1)").slice(-8)).toEqual([
      "14:19 qkv[0] | getitem | (3, B_, num_heads, N, dim//num_heads) → (B_, num_heads, N, dim//num_heads)",
      "  dimensions 1, 2 and 3 become dimensions 0, 1 and 2",
      "14:27 qkv[1] | getitem | (3, B_, num_heads, N, dim//num_heads) → (B_, num_heads, N, dim//num_heads)",
      "  dimension 3 becomes dimension 2",
      "15:20 k.transpose(-2, -1) | transpose | (B_, num_heads, N, dim//num_heads) → (B_, num_heads, dim//num_heads, N)",
      "  dimension 2 becomes dimension 3",
      "15:16 q @ k.transpose(-2, -1) | matmul | (B_, num_heads, N, dim//num_heads), (B_, num_heads, dim//num_heads, N) → (B_, num_heads, N, N)",
      "  dimension 3 is dimension 3 of `k.transpose(-2, -1)`",
    ]);
  });
});

it("passes over steps that undo each other", () => {
  const text = `import torch
from torch import nn

# shapescope: Same()(torch.empty(1, 8, 9))
class Same(nn.Module):
    def __init__(self):
        super().__init__()
        self.pad = nn.ConstantPad1d((2, 0), 0.0)
        self.conv = nn.Conv1d(8, 8, 3)

    def forward(self, x):
        return self.conv(self.pad(x))[:, 0]
`;
  expect(chain(text, "self.conv(self.pad(x))[:, 0]")).toEqual([
    "4:22 torch.empty(1, 8, 9) | empty | (1, 8, 9)",
    "11:23 x | (1, 8, 9)",
    "  argument `x` of `Same.forward`",
    "12:16 self.conv(self.pad(x))[:, 0] | getitem | (1, 8, 9) → (1, 9)",
    "  dimension 2 becomes dimension 1",
  ]);
});

it("tells a helper's call as one step", () => {
  const text = `import torch
from einops import rearrange

def tokens(x):
    return rearrange(x, "b c h w -> b (h w) c")

y = tokens(torch.empty(2, 3, 4, 5))
`;
  expect(chain(text, "rearrange(x")).toEqual([
    "7:12 torch.empty(2, 3, 4, 5) | empty | (2, 3, 4, 5)",
    '5:12 rearrange(x, "b c h w -> b (h w) c") | rearrange | (2, 3, 4, 5) → (2, 20, 3)',
    "  dimension 1 becomes dimension 2",
    "  dimension 1: multiplies 4 and 5 to 20",
  ]);
});

it("passes over a library's module that gives a size back, whatever it did to it inside", () => {
  const text = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)

    def forward(self, x):
        B, N, C = x.shape
        y, weights = self.attention(query=x, key=x, value=x)
        return y.mean(1)
`;
  expect(chain(text, "y.mean(1)").filter((line) => !line.startsWith("  "))).toEqual([
    "9:23 x | (B, N, dim)",
    "5:24 dim",
    "7:26 nn.MultiheadAttention(dim, heads, batch_first=True) | MultiheadAttention attention",
    "11:22 self.attention(query=x, key=x, value=x) | MultiheadAttention attention | (B, N, dim) → (B, N, dim)",
    "12:16 y.mean(1) | mean | (B, N, dim) → (B, dim)",
  ]);
});

describe("across modules and files", () => {
  const files = {
    "blocks.py": `from torch import nn

class Stem(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 2, stride=2)

    def forward(self, image):
        return self.conv(image)
`,
  };
  const text = `import torch
from torch import nn
from blocks import Stem

class Tokens(nn.Module):
    def forward(self, x):
        batch, channels = x.shape[:2]
        return x.view(batch, channels, -1)

# shapescope: Model()(torch.empty(2, 3, 8, 6))
class Model(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        self.stem = Stem(width)
        self.tokens = Tokens()

    def forward(self, x):
        x = self.tokens(self.stem(x))
        return x.transpose(1, 2)
`;

  it("goes into the modules that are called, wherever they stand", () => {
    expect(chain(text, "x.transpose(1, 2)", files)).toEqual([
      "10:23 torch.empty(2, 3, 8, 6) | empty | (2, 3, 8, 6)",
      "17:23 x | (2, 3, 8, 6)",
      "  argument `x` of `Model.forward`",
      "blocks.py:4:24 width",
      "  argument `width` of `Stem.__init__`, here 32",
      "blocks.py:6:21 nn.Conv2d(3, width, 2, stride=2) | Conv2d stem.conv",
      "  `out_channels` is 32",
      "  `kernel_size` is 2",
      "blocks.py:9:16 self.conv(image) | Conv2d stem.conv | (2, 3, 8, 6) → (2, 32, 4, 3)",
      "  dimension 1 is given: `out_channels`",
      "  dimension 2: (8 - 2)//2 + 1 = 4",
      "  dimension 3: (6 - 2)//2 + 1 = 3",
      "7:9 batch, channels = x.shape[:2]",
      "  `batch` and `channels` are dimensions 0 and 1 of `x`",
      "8:16 x.view(batch, channels, -1) | view | (2, 32, 4, 3) → (2, 32, 12)",
      "  dimensions 0 and 1 are given: `batch`, `channels`",
      "  dimension 2: multiplies 4 and 3 to 12",
      "19:16 x.transpose(1, 2) | transpose | (2, 32, 12) → (2, 12, 32)",
      "  dimensions 2 and 1 become dimensions 1 and 2",
    ]);
  });
});
