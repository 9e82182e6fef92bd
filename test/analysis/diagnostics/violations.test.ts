import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { hostOf } from "../support";

const file = "/project/program.py";

const WINDOW = [
  "import torch, torch.nn as nn",
  "class WindowAttention(nn.Module):",
  "    def __init__(self, dim, window_size, num_heads=4):",
  "        super().__init__()",
  "        assert dim % num_heads == 0",
  "        self.heads = num_heads",
  "        self.bias = nn.Parameter(torch.zeros(num_heads, window_size[0] * window_size[1], window_size[0] * window_size[1]))",
  "        self.qkv = nn.Linear(dim, dim * 3)",
  "    def forward(self, x):",
  "        B_, N, C = x.shape",
  "        q, k, v = self.qkv(x).reshape(B_, N, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)",
  "        attn = q @ k.transpose(-2, -1) + self.bias",
  "        return (attn.softmax(-1) @ v).transpose(1, 2).reshape(B_, N, C)",
];

const BLOCK = [
  ...WINDOW,
  "class Block(nn.Module):",
  "    def __init__(self, dim, heads=4):",
  "        super().__init__()",
  "        self.attn = WindowAttention(dim, (7, 7), heads)",
  "    def forward(self, x):",
  "        return x + self.attn(x)",
];

/** Errors as `line: message | related`, each related one as `line: message`. */
function errors(lines: readonly string[], others: Record<string, string> = {}): string[] {
  const host = hostOf({ [file]: lines.join("\n"), ...others });
  const { diagnostics } = new Analyzer(parser, preludeSources, host).analyzeFile(file);
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ line, message, related }) =>
      [`${line}: ${message}`, ...(related ?? []).map((one) => `${one.line}: ${one.message}`)].join("\n"),
    );
}

describe("a real call that breaks what a class demands", () => {
  it("is an error at the call, with the demand and where it arises", () => {
    expect(errors([...WINDOW, "WindowAttention(96, (7, 7))(torch.zeros(2, 50, 96))"])).toEqual([
      [
        "14: WindowAttention needs N == window_size[0]*window_size[1]: N is 50, window_size[0]*window_size[1] is 49",
        "RuntimeError: The size of tensor a (50) must match the size of tensor b (49) at non-singleton dimension 3",
        "12: `N == window_size[0]*window_size[1]` is needed here: RuntimeError: The size of tensor a (50) must match the size of tensor b (49) at non-singleton dimension 3",
        "14: `N` is dimension 1 of `x`, which comes from here: 50",
        "12: `self` of shape [2, 4, 50, 50] comes from `__matmul__` here",
        "7: `other` of shape [4, 49, 49] is a parameter made here",
      ].join("\n"),
    ]);
  });

  it("tells a setting of the constructor where the module is built", () => {
    expect(errors([...WINDOW, "layer = WindowAttention(100, (7, 7), 3)"])).toEqual([
      [
        "14: WindowAttention needs dim % num_heads == 0: dim is 100, num_heads is 3",
        "AssertionError",
        "5: `dim % num_heads == 0` is needed here: AssertionError",
      ].join("\n"),
    ]);
  });

  it("names the outermost class that demands it", () => {
    expect(errors([...BLOCK, "Block(100, 3)"])).toEqual([
      [
        "20: Block needs dim % heads == 0: dim is 100, heads is 3",
        "AssertionError",
        "5: `dim % heads == 0` is needed here: AssertionError",
        "17: called from here: WindowAttention needs dim % num_heads == 0: dim is 100, num_heads is 3",
      ].join("\n"),
    ]);
  });

  it("is told at the call in another class's forward where that class's own numbers do not fit", () => {
    const [error] = errors([...BLOCK, "Block(96)(torch.zeros(3, 48, 96))"]);
    expect(error).toMatch(
      /^19: WindowAttention needs N == window_size\[0\]\*window_size\[1\]: N is 48, window_size\[0\]\*window_size\[1\] is 49\n/,
    );
    expect(error).toMatch(/\n20: called from here: Block needs N == 49: N is 48$/);
  });

  it("is told in an example call", () => {
    const [error] = errors([
      WINDOW[0],
      "# shapescope: WindowAttention(96, (7, 7))(torch.zeros(2, 50, 96))",
      ...WINDOW.slice(1),
    ]);
    expect(error).toMatch(/^2: WindowAttention needs N == window_size\[0\]\*window_size\[1\]: N is 50/);
  });

  it("is told of a class that another file defines", () => {
    const call = "from window import WindowAttention\nWindowAttention(100, (7, 7), 3)".split("\n");
    expect(errors(call, { "/project/window.py": WINDOW.join("\n") })[0]).toMatch(
      /^2: WindowAttention needs dim % num_heads == 0: dim is 100, num_heads is 3\n/,
    );
  });

  it("is told where the class refuses the sizes itself", () => {
    expect(
      errors([
        "import torch, torch.nn as nn",
        "class Patches(nn.Module):",
        "    def __init__(self, size=16):",
        "        super().__init__()",
        "        self.size = size",
        "    def forward(self, x):",
        "        B, C, H, W = x.shape",
        "        if H % self.size != 0 or W % self.size != 0:",
        '            raise ValueError(f"{H} x {W} can\'t be cut")',
        "        return x.reshape(B, C, H // self.size, self.size, W // self.size, self.size)",
        "Patches(14)(torch.zeros(1, 3, 224, 225))",
      ]),
    ).toEqual([
      [
        "11: Patches needs W % size == 0: W is 225, size is 14",
        "ValueError: 224 x 225 can't be cut",
        "9: `W % size == 0` is needed here: ValueError: 224 x 225 can't be cut",
        "11: `W` is dimension 3 of `x`, which comes from here: 225",
      ].join("\n"),
    ]);
  });
});

describe("a call that the class's own numbers do not allow", () => {
  it("is told where PyTorch raises: either may be wrong", () => {
    const [error] = errors([
      "import torch, torch.nn as nn",
      "class Net(nn.Module):",
      "    def __init__(self):",
      "        super().__init__()",
      "        self.fc = nn.Linear(256, 10)",
      "    def forward(self, x):",
      "        return self.fc(nn.functional.max_pool2d(x, 2).flatten(1))",
      "Net()(torch.zeros(1, 1, 64, 64))",
    ]);
    expect(error).toMatch(/^7: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied \(1x1024 and 256x10\)/);
  });

  it("is told where PyTorch raises where no input would do", () => {
    const [error] = errors([
      "import torch, torch.nn as nn",
      "class FeedForward(nn.Module):",
      "    def __init__(self, dim, hidden):",
      "        super().__init__()",
      "        self.norm, self.fc = nn.LayerNorm(hidden), nn.Linear(dim, hidden)",
      "    def forward(self, x):",
      "        return self.fc(self.norm(x))",
      "FeedForward(64, 256)(torch.zeros(2, 10, 64))",
    ]);
    expect(error).toMatch(/^7: RuntimeError: Given normalized_shape=\[256\]/);
  });
});
