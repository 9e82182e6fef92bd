import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { analyzerOf, hostOf } from "../support";

const file = "/project/program.py";

/** Titles of the edits that are offered for the program's only error or warning; each leaves the program without errors. */
function offered(...lines: string[]): string[] {
  const text = ["import torch, torch.nn as nn, torch.nn.functional as F", ...lines].join("\n");
  const errorsOf = (program: string) =>
    analyzerOf({ [file]: program })
      .analyzeFile(file)
      .diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
  const analyzer = new Analyzer(parser, preludeSources, hostOf({ [file]: text }));
  const errors = errorsOf(text);
  expect(errors).toHaveLength(1);
  const fixes = analyzer.repairs(file, errors[0], { work: 20_000_000 });
  for (const { line, column, endLine, endColumn, text: replacement } of fixes) {
    const before = text.split("\n");
    const offset = (row: number, col: number) => before.slice(0, row - 1).join("\n").length + (row > 1 ? col : col - 1);
    const fixed = text.slice(0, offset(line, column)) + replacement + text.slice(offset(endLine, endColumn));
    expect(errorsOf(fixed)).toEqual([]);
  }
  // The file is as it was.
  expect(analyzer.analyzeFile(file).diagnostics).toEqual(expect.arrayContaining(errors));
  return fixes.map(({ title }) => title);
}

describe("a flatten is missing", () => {
  it("before a layer", () => {
    expect(offered("y = nn.Linear(784, 10)(torch.zeros(32, 1, 28, 28))")).toEqual([
      "Change `torch.zeros(32, 1, 28, 28)` to `torch.zeros(32, 1, 28, 28).flatten(1)`",
    ]);
  });

  it("in a Sequential", () => {
    expect(
      offered(
        "net = nn.Sequential(",
        "    nn.Conv2d(1, 8, 3, padding=1),",
        "    nn.Linear(8 * 28 * 28, 10),",
        ")",
        "net(torch.zeros(2, 1, 28, 28))",
      ),
    ).toEqual(["Insert `nn.Flatten()`"]);
  });

  it("or takes the batch along", () => {
    expect(offered("x = torch.zeros(32, 1, 28, 28)", "x = torch.flatten(x)", "y = nn.Linear(784, 10)(x)")).toEqual([
      "Change `torch.flatten(x)` to `torch.flatten(x, 1)`",
    ]);
  });
});

describe("a softmax without a dimension", () => {
  it("gets the one that is taken now, or the last one", () => {
    expect(offered("y = F.softmax(torch.zeros(8, 10, 10))")).toEqual([
      "Change `F.softmax(torch.zeros(8, 10, 10))` to `F.softmax(torch.zeros(8, 10, 10), dim=0)`",
      "Change `F.softmax(torch.zeros(8, 10, 10))` to `F.softmax(torch.zeros(8, 10, 10), dim=-1)`",
    ]);
    expect(offered("x = torch.zeros(8, 10)", "y = F.log_softmax(x, None)")).toEqual([
      "Change `F.log_softmax(x, None)` to `F.log_softmax(x, 1)`",
    ]);
  });

  it("gets it where the layer is built", () => {
    expect(offered("y = nn.Softmax()(torch.zeros(8, 10))")).toEqual(["Change `nn.Softmax()` to `nn.Softmax(dim=1)`"]);
    expect(offered("net = nn.Sequential(nn.Linear(4, 8), nn.Softmax())", "y = net(torch.zeros(2, 4))")).toEqual([
      "Change `nn.Softmax()` to `nn.Softmax(dim=1)`",
    ]);
    expect(
      offered(
        "class Net(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.weigh = nn.LogSoftmax()",
        "    def forward(self, x):",
        "        return self.weigh(x)",
        "y = Net()(torch.zeros(2, 4))",
      ),
    ).toEqual(["Change `nn.LogSoftmax()` to `nn.LogSoftmax(dim=1)`"]);
  });

  it("gets the last one where the number of dimensions is not known", () => {
    expect(offered("class Net(nn.Module):", "    def forward(self, x):", "        return F.softmax(x)")).toEqual([
      "Change `F.softmax(x)` to `F.softmax(x, dim=-1)`",
    ]);
  });
});

describe("the order of dimensions", () => {
  it("of an image whose channels are last", () => {
    expect(offered("x = torch.zeros(1, 224, 224, 3)", "y = nn.Conv2d(3, 8, 3)(x)")).toEqual([
      "Change `nn.Conv2d(3, 8, 3)(x)` to `nn.Conv2d(3, 8, 3)(x.permute(0, 3, 1, 2))`",
    ]);
  });

  it("of a sequence whose features are last", () => {
    expect(offered("x = torch.zeros(4, 50, 128)", "y = nn.Conv1d(128, 64, 3)(x)")).toEqual([
      "Change `nn.Conv1d(128, 64, 3)(x)` to `nn.Conv1d(128, 64, 3)(x.transpose(1, 2))`",
    ]);
  });

  it("of a permute before it, where one other order fits", () => {
    expect(
      offered(
        "class Heads(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.proj = nn.Linear(32, 32)",
        "    def forward(self, x):",
        "        x = x.permute(0, 2, 3, 1).reshape(2, 10, 32)",
        "        return self.proj(x)",
        "x = torch.zeros(2, 4, 10, 8)",
        "y = torch.zeros(2, 10, 4, 8) + x.permute(0, 1, 3, 2)",
      ),
    ).toEqual(["Change `x.permute(0, 1, 3, 2)` to `x.permute(0, 2, 1, 3)`"]);
  });

  it("of the second factor of a product", () => {
    expect(offered("q, k = torch.zeros(8, 10, 64), torch.zeros(8, 12, 64)", "s = q @ k")).toEqual([
      "Change `q @ k` to `q @ k.transpose(-2, -1)`",
    ]);
  });

  it("of a transpose of the wrong axes", () => {
    expect(
      offered("q, k = torch.zeros(2, 4, 10, 16), torch.zeros(2, 4, 12, 16)", "s = q @ k.transpose(1, 2)"),
    ).toContain("Change `k.transpose(1, 2)` to `k.transpose(-2, -1)`");
  });

  it("of the dimension along which tensors are joined", () => {
    expect(offered("a, b = torch.zeros(5, 32), torch.zeros(6, 32)", "c = torch.cat([a, b], 1)")).toEqual([
      "Change `torch.cat([a, b], 1)` to `torch.cat([a, b], 0)`",
    ]);
  });
});

describe("a batch dimension is missing", () => {
  it("of a single image", () => {
    expect(
      offered(
        "class Net(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.conv, self.fc = nn.Conv2d(3, 8, 3, padding=1), nn.Linear(8 * 32 * 32, 10)",
        "    def forward(self, x):",
        "        return self.fc(self.conv(x).flatten(1))",
        "image = torch.zeros(3, 32, 32)",
        "Net()(image)",
      ),
    ).toContain("Change `Net()(image)` to `Net()(image.unsqueeze(0))`");
  });
});

describe("one word or number", () => {
  it("view of what is not contiguous", () => {
    expect(offered("x = torch.zeros(2, 3, 4).transpose(1, 2)", "y = x.view(2, 12)")).toEqual([
      "Change `x.view(2, 12)` to `x.reshape(2, 12)`",
    ]);
  });

  it("heads that do not divide the width", () => {
    expect(offered("attention = nn.MultiheadAttention(96, 10)")).toEqual([
      "Change `nn.MultiheadAttention(96, 10)` to `nn.MultiheadAttention(96, 12)`",
    ]);
  });

  it("heads in the demand of a class", () => {
    expect(
      offered(
        "class Attention(nn.Module):",
        "    def __init__(self, dim, heads):",
        "        super().__init__()",
        "        assert dim % heads == 0",
        "    def forward(self, x):",
        "        return x",
        "layer = Attention(96, 5)",
      ),
    ).toEqual(["Change `Attention(96, 5)` to `Attention(96, 6)`"]);
  });

  it("indices that are no integers", () => {
    expect(offered("tokens = torch.zeros(4, 10)", "x = nn.Embedding(100, 8)(tokens)")).toEqual([
      "Change `nn.Embedding(100, 8)(tokens)` to `nn.Embedding(100, 8)(tokens.long())`",
    ]);
  });

  it("another library's name of an argument", () => {
    expect(offered("p = F.softmax(torch.zeros(4, 10), axis=1)")).toEqual([
      "Change `F.softmax(torch.zeros(4, 10), axis=1)` to `F.softmax(torch.zeros(4, 10), dim=1)`",
    ]);
  });

  it("an array of what has gradients", () => {
    expect(offered("y = nn.Linear(3, 2)(torch.zeros(4, 3))", "a = y.numpy()")).toEqual([
      "Change `y.numpy()` to `y.detach().numpy()`",
    ]);
  });

  it("a loss between a column and a row, of which PyTorch only warns", () => {
    expect(
      offered(
        "output, target = nn.Linear(4, 1)(torch.zeros(32, 4)), torch.zeros(32)",
        "loss = F.mse_loss(output, target)",
      ),
    ).toEqual([
      "Change `F.mse_loss(output, target)` to `F.mse_loss(output.squeeze(1), target)`",
      "Change `F.mse_loss(output, target)` to `F.mse_loss(output, target.unsqueeze(1))`",
    ]);
  });

  it("a target in a column", () => {
    expect(
      offered("target = torch.zeros(32, 1, dtype=torch.long)", "loss = F.cross_entropy(torch.zeros(32, 10), target)"),
    ).toEqual([
      "Change `F.cross_entropy(torch.zeros(32, 10), target)` to `F.cross_entropy(torch.zeros(32, 10), target.squeeze(1))`",
    ]);
  });
});

describe("nothing is offered", () => {
  it("where no edit helps", () => {
    expect(offered("y = nn.Conv2d(1, 1, 5)(torch.zeros(1, 1, 3, 3))")).toEqual([]);
  });

  it("where sizes are symbols, which would fit themselves to any edit", () => {
    expect(
      offered(
        "class Net(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.a, self.b = nn.Conv2d(3, 16, 3), nn.Conv2d(3, 32, 3)",
        "    def forward(self, x):",
        "        return self.b(self.a(x))",
      ),
    ).toEqual([]);
  });
});

describe("a tensor that would stay on the CPU", () => {
  it("is made where the input is, or moved there", () => {
    expect(
      offered(
        "class Net(nn.Module):",
        "    def __init__(self, width):",
        "        super().__init__()",
        "        self.fc = nn.Linear(width, width)",
        "    def forward(self, x):",
        "        noise = torch.randn(x.size(0), x.size(1))",
        "        return self.fc(x) + noise",
      ),
    ).toEqual([
      "Change `torch.randn(x.size(0), x.size(1))` to `torch.randn(x.size(0), x.size(1), device=x.device)`",
      "Change `torch.randn(x.size(0), x.size(1))` to `torch.randn(x.size(0), x.size(1)).to(x.device)`",
    ]);
  });
});
