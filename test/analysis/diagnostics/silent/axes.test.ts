import { describe, expect, it } from "vitest";
import { analyzerOf } from "../../support";
import { net, told } from "./told";

describe("pairs by accident", () => {
  const begin = "out, y = nn.Linear(4, 1)(torch.randn(9, 4)), torch.randn(9)";
  it("are told of a difference, a product and a comparison of which one number is made", () => {
    expect(told(begin, "loss = (out - y).abs().mean()")).toEqual(["3 pairs-by-accident"]);
    expect(told(begin, "loss = -(y * out).sum()")).toEqual(["3 pairs-by-accident"]);
    expect(told(begin, "hits = ((out > 0) == (y > 0)).float().mean()")).toEqual(["3 pairs-by-accident"]);
  });

  it("are told of what gather and a kept dimension leave", () => {
    const more = [begin, "q = nn.Linear(4, 3)(torch.randn(9, 4))"];
    expect(told(...more, "loss = (q.gather(1, q.argmax(1).unsqueeze(1)) - y).pow(2).mean()")).toEqual([
      "4 pairs-by-accident",
    ]);
    expect(told(...more, "loss = (q.max(1, keepdim=True)[0] - y).pow(2).mean()")).toEqual(["4 pairs-by-accident"]);
  });

  it("are not told where they make distances with a product of all pairs", () => {
    expect(
      told(
        "x, y = torch.randn(9, 4), torch.randn(9, 4)",
        "d = x.pow(2).sum(1, keepdim=True) + y.pow(2).sum(1) - 2 * x @ y.t()",
        "mean = d.exp().mean()",
      ),
    ).toEqual([]);
  });

  it("are not told where the column was put in for them, or where the table is used", () => {
    expect(told(begin, "loss = (y.unsqueeze(1) - y).abs().mean()")).toEqual([]);
    expect(told(begin, "loss = (y[:, None] - y).abs().mean()")).toEqual([]);
    expect(told(begin, "nearest = (out - y).abs().argmin(dim=1)")).toEqual([]);
    expect(told(begin, "loss = (out.squeeze(1) - y).abs().mean()")).toEqual([]);
  });
});

describe("a view for a permutation", () => {
  const begin = "x = torch.randn(2, 5, 7, 3)";
  it("is told of dimensions that have changed places, merged or not", () => {
    expect(told(begin, "b, h, t, d = x.shape", "y = x.view(b, t, h * d)")).toEqual(["4 axes-by-view"]);
    expect(told(begin, "b, h, t, d = x.shape", "y = x.reshape(b, d, h, t)")).toEqual(["4 axes-by-view"]);
  });

  it("is told in sizes as people write them", () => {
    const text = [
      "import torch, torch.nn as nn",
      ...net("pass", "b, c, t, w = x.shape", "y = x[..., 1:]", "return y.view(b, t, c, w - 1)"),
    ].join("\n");
    const { diagnostics } = analyzerOf({ "/project/net.py": text }).analyzeFile("/project/net.py");
    expect(diagnostics.map(({ message }) => message.slice(0, message.indexOf(", but")))).toEqual([
      "`view` gives (b, t, c, w - 1) as if the dimensions of (b, c, t, w - 1) had changed places",
    ]);
  });

  it("is told of a dimension that is split where it should have moved", () => {
    expect(told("x = torch.randn(2, 5, 12)", "b, t, c = x.shape", "y = x.view(b, 3, t, c // 3)")).toEqual([
      "4 axes-by-view",
    ]);
    expect(told("x = torch.randn(2, 5, 12)", "b, t, c = x.shape", "y = x.view(b, t, 3, c // 3)")).toEqual([]);
  });

  it("is told of sizes that nobody knows", () => {
    expect(told(...net("pass", "n, l, c = x.shape", "return x.reshape(n, c, l)"))).toEqual(["8 axes-by-view"]);
  });

  it("is not told of neighbours that are merged or split, of what a transpose moved, or of plain numbers", () => {
    expect(told(begin, "b, h, t, d = x.shape", "y = x.view(b * h, t, d)", "z = y.view(b, h, t * d)")).toEqual([]);
    expect(told(begin, "b, h, t, d = x.shape", "y = x.transpose(1, 2).reshape(b, t, h * d)")).toEqual([]);
    expect(told("y = torch.arange(6).view(2, 3).view(3, 2)")).toEqual([]);
  });

  it("is not told of sizes that are flattened wherever they are read", () => {
    const grid = ["x = torch.randn(2, 5, 7)", "n, h, w = x.shape", "y = x.reshape(n, 1, w, h)"];
    expect(told(...grid, "z = y[0].reshape(-1)", "o = y[1].flatten()")).toEqual([]);
    expect(told(...grid, "z = y[0].reshape(-1)", "o = y[1] * 2")).toEqual(["4 axes-by-view"]);
    expect(told(...grid, "z = y[:, :, 0].reshape(-1)")).toEqual(["4 axes-by-view"]);
  });

  it("is not told of a row that is put in so that a view shifts the others", () => {
    expect(
      told("x = torch.randn(5, 7)", "q, k = x.shape", "y = F.pad(x, (1, 0)).view(k + 1, q)[1:].view(q, k)"),
    ).toEqual([]);
  });
});

describe("a softmax over samples", () => {
  const begin = "layer, x = nn.Linear(4, 3), torch.randn(9, 4)";
  it("is told of a layer's rows and of a loader's batch", () => {
    expect(told(begin, "p = F.softmax(layer(x), dim=0)")).toEqual(["3 batch-normalized"]);
    expect(
      told(
        "for (x,) in DataLoader(TensorDataset(torch.randn(8, 5, 4)), batch_size=4):",
        "    p = torch.relu(x).log_softmax(0)",
      ),
    ).toEqual(["3 batch-normalized"]);
  });

  it("is not told of weights that are summed up, of a stack, or of the features", () => {
    expect(told(begin, "pooled = F.softmax(layer(x), dim=0).t() @ x")).toEqual([]);
    expect(told(begin, "pooled = (F.softmax(layer(x)[:, :1], dim=0) * x).sum(dim=0)")).toEqual([]);
    expect(told(begin, "p = torch.stack([layer(x), layer(x)]).softmax(dim=0)")).toEqual([]);
    expect(told(begin, "p = F.softmax(layer(x), dim=-1)")).toEqual([]);
  });
});

it("is not told of groups of channels that are as many as rows", () => {
  expect(told("x = torch.randn(2, 6, 2, 4)", "groups = 2", "y = x.view(x.shape[0], groups, -1)")).toEqual([]);
});

describe("another dimension than the features", () => {
  const begin = "logits = nn.Linear(8, 5)(torch.randn(2, 7, 8))";
  it("is told of a softmax and of a length", () => {
    expect(told("logits = nn.Linear(8, 5)(torch.randn(7, 8))", "p = logits.softmax(dim=0)")).toEqual([
      "3 batch-normalized",
    ]);
    expect(
      told("for (x,) in DataLoader(TensorDataset(torch.randn(8, 4)), batch_size=4):", "    e = x / x.norm()"),
    ).toEqual(["3 batch-normalized"]);
  });

  it("is not told of one that is not the first: attention may compete for places", () => {
    expect(told(begin, "p = logits.softmax(dim=1)")).toEqual([]);
  });

  it("is not told where it is pooled over, or of one length for each sample", () => {
    expect(told(begin, "pooled = logits.softmax(dim=1).transpose(1, 2) @ torch.randn(2, 7, 8)")).toEqual([]);
    expect(
      told(
        "for (x,) in DataLoader(TensorDataset(torch.randn(8, 4)), batch_size=4):",
        "    e = x / x.norm(dim=1, keepdim=True)",
      ),
    ).toEqual([]);
  });
});

describe("weights along another dimension", () => {
  const begin = "q, v = torch.randn(2, 5, 8), torch.randn(2, 5, 8)";
  it("are told where the product sums over the last one", () => {
    expect(told(begin, "y = F.dropout((q @ q.mT).softmax(dim=-2), 0.1) @ v")).toEqual(["3 weights-axis"]);
  });

  it("are not told where the rank is a guess", () => {
    expect(
      told(...net("self.q = nn.Linear(4, 4)", "w = torch.softmax(self.q(x) @ self.q(x).mT, dim=1)", "return w @ x")),
    ).toEqual([]);
  });

  it("are not told of the last one, or of what a transpose turned", () => {
    expect(told(begin, "y = (q @ q.mT).softmax(dim=-1) @ v")).toEqual([]);
    expect(told(begin, "y = (q @ q.mT).softmax(dim=-2).transpose(1, 2) @ v")).toEqual([]);
  });
});

describe("a batch as a sequence", () => {
  const loop = (made: string, ...lines: string[]) =>
    told(
      made,
      "for (x,) in DataLoader(TensorDataset(torch.randn(8, 5, 16)), batch_size=4):",
      ...lines.map((line) => `    ${line}`),
    );
  it("is told of recurrent layers and of attention", () => {
    expect(loop("layer = nn.GRU(16, 8)", "out, state = layer(x * 2)")).toEqual(["4 batch-as-sequence"]);
    expect(loop("layer = nn.MultiheadAttention(16, 2)", "out, weights = layer(x, x, x)")).toEqual([
      "4 batch-as-sequence",
    ]);
    expect(loop("layer = nn.TransformerEncoderLayer(16, 2, 32)", "out = layer(x)")).toEqual(["4 batch-as-sequence"]);
  });

  it("is not told where the layer takes it so, or where it was moved", () => {
    expect(loop("layer = nn.GRU(16, 8, batch_first=True)", "out, state = layer(x)")).toEqual([]);
    expect(loop("layer = nn.GRU(16, 8)", "out, state = layer(x.transpose(0, 1))")).toEqual([]);
    expect(loop("layer = nn.TransformerEncoderLayer(16, 2, 32)", "out = layer(x.permute(1, 0, 2))")).toEqual([]);
  });
});

describe("the last sample", () => {
  const out = (first: string) => `out, _ = nn.LSTM(4, 8, batch_first=${first})(torch.randn(3, 5, 4))`;
  it("is told where the last step was meant", () => {
    expect(told(out("True"), "last = out[-1]")).toEqual(["3 last-sample"]);
    expect(told(out("False"), "last = out[:, -1, :]")).toEqual(["3 last-sample"]);
  });

  it("is not told of the last step, or of the states", () => {
    expect(told(out("True"), "last = out[:, -1]")).toEqual([]);
    expect(told(out("False"), "last = out[-1]")).toEqual([]);
    expect(told("_, h = nn.GRU(4, 8, batch_first=True)(torch.randn(3, 5, 4))", "last = h[-1]")).toEqual([]);
  });
});

describe("a batch of one", () => {
  const encoder = net("self.fc = nn.Conv2d(3, 4, 8)", "return self.fc(x).squeeze()");
  it("is told where squeeze() takes it", () => {
    expect(told(...encoder, "Net()(torch.randn(1, 3, 8, 8))")).toEqual(["7 squeezed-batch"]);
  });

  it("is not told where it was put in for the call, or is larger", () => {
    expect(told(...encoder, "Net()(torch.randn(3, 8, 8).unsqueeze(0))")).toEqual([]);
    expect(told(...encoder, "Net()(torch.randn(2, 3, 8, 8))")).toEqual([]);
  });
});
