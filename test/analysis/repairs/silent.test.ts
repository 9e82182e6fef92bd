import { describe, expect, it } from "vitest";
import { Analyzer } from "../../../src/analysis/analyzer";
import { preludeSources } from "../../../src/syntax/prelude";
import { parser } from "../../syntax/python";
import { analyzerOf, hostOf } from "../support";

const file = "/project/program.py";
const HEAD = "import torch, torch.nn as nn, torch.nn.functional as F";
const LOADER = [
  "from torch.utils.data import DataLoader, TensorDataset",
  "loader = DataLoader(TensorDataset(torch.randn(12, 5, 16)), batch_size=6)",
];
const LOOP = [
  "model = nn.Linear(4, 1)",
  "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
  "x, y = torch.randn(8, 4), torch.randn(8, 1)",
];
const MODAL = [
  "model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 2))",
  "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
  "x, y = torch.randn(8, 4), torch.randint(0, 2, (8,))",
];
const net = (build: string, forward: string, input = "torch.randn(2, 8)") => [
  "class Net(nn.Module):",
  "    def __init__(self):",
  "        super().__init__()",
  `        ${build}`,
  "    def forward(self, x):",
  `        ${forward}`,
  `out = Net()(${input})`,
];

/** Warnings of a program by code, and what it is after the first edit that is offered for the only one. */
function mended(lines: readonly string[]): { code: string; fixed: string[] | undefined; left: string[] } {
  const text = [HEAD, ...lines].join("\n");
  const told = (program: string) =>
    analyzerOf({ [file]: program })
      .analyzeFile(file)
      .diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
  const [warning, ...others] = told(text);
  expect(others).toEqual([]);
  const analyzer = new Analyzer(parser, preludeSources, hostOf({ [file]: text }));
  const fix = warning.fix ?? analyzer.repairs(file, warning, { work: 20_000_000 })[0];
  if (fix === undefined) return { code: warning.code, fixed: undefined, left: [] };
  const rows = text.split("\n");
  const offset = (row: number, col: number) => rows.slice(0, row - 1).join("\n").length + (row > 1 ? col : col - 1);
  const fixed = text.slice(0, offset(fix.line, fix.column)) + fix.text + text.slice(offset(fix.endLine, fix.endColumn));
  const changed = fixed.split("\n").filter((line) => !rows.includes(line));
  return { code: warning.code, fixed: changed.map((line) => line.trim()), left: told(fixed).map(({ code }) => code) };
}

/** The code that is told of a program, and the lines that its fix changes. */
const CASES: [code: string, program: string[], changed: string[]][] = [
  [
    "deprecated",
    [...LOOP, 'plan = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, "min", verbose=True)'],
    ['plan = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, "min")'],
  ],
  [
    "scheduler-first",
    [
      ...LOOP,
      "plan = torch.optim.lr_scheduler.StepLR(optimizer, 2)",
      "for epoch in range(3):",
      "    plan.step()",
      "    for _ in range(2):",
      "        optimizer.zero_grad()",
      "        F.mse_loss(model(x), y).backward()",
      "        optimizer.step()",
      "    print(epoch)",
    ],
    [],
  ],
  [
    "step-missing",
    [...LOOP, "for _ in range(3):", "    optimizer.zero_grad()", "    F.mse_loss(model(x), y).backward()  # no step"],
    ["optimizer.step()"],
  ],
  [
    "step-missing",
    [
      ...LOOP,
      "for _ in range(3):",
      "    loss = F.mse_loss(model(x), y)",
      "    loss.backward()",
      "    optimizer.zero_grad()",
      "    optimizer.step()",
    ],
    [],
  ],
  [
    "evaluates-in-training",
    [
      ...MODAL,
      "for _ in range(3):",
      "    optimizer.zero_grad()",
      "    F.cross_entropy(model(x), y).backward()",
      "    optimizer.step()",
      "with torch.no_grad():",
      "    right = (model(x).argmax(1) == y).sum()",
    ],
    ["model.eval()"],
  ],
  [
    "trains-in-eval",
    [
      ...MODAL,
      "for epoch in range(3):",
      "    for _ in range(2):",
      "        optimizer.zero_grad()",
      "        F.cross_entropy(model(x), y).backward()",
      "        optimizer.step()",
      "    model.eval()",
      "    with torch.no_grad():",
      "        right = (model(x).argmax(1) == y).sum()",
    ],
    ["model.train()"],
  ],
  [
    "misspelt-flag",
    ["model = nn.Linear(2, 2)", "for p in model.parameters():", "    p.require_grad = False"],
    ["p.requires_grad = False"],
  ],
  ["misspelt-flag", ["model = nn.Linear(2, 2)", "model.require_grad = False"], ["model.requires_grad_(False)"]],
  [
    "axes-by-view",
    ["x = torch.rand(8, 32, 48, 3)", "n, h, w, c = x.shape", "y = x.view(n, c, h, w)"],
    ["y = x.permute(0, 3, 1, 2)"],
  ],
  [
    "axes-by-view",
    ["x = torch.rand(8, 32, 32, 3)", "n, h, w, c = x.shape", "y = x.view(n, c, h, w)"],
    ["y = x.permute(0, 3, 1, 2)"],
  ],
  [
    "axes-by-view",
    ["x = torch.rand(8, 7, 5)", "b, t, d = x.shape", "y = x.reshape(t, b, d)"],
    ["y = x.transpose(0, 1)"],
  ],
  [
    "axes-by-view",
    ["x = torch.rand(2, 10, 64)", "b, n, d = x.shape", "q = x.view(b, 4, n, d // 4)"],
    ["q = x.view(b, n, 4, d // 4).transpose(1, 2)"],
  ],
  [
    "axes-by-view",
    ["o = torch.rand(2, 4, 10, 16)", "b, h, n, d = o.shape", "y = (o * 2).reshape(b, n, h * d)"],
    ["y = (o * 2).transpose(1, 2).reshape(b, n, h * d)"],
  ],
  [
    "half-overflow",
    ["s = torch.randn(2, 4, 4).half()", "s = s.masked_fill(torch.ones(4, 4) == 0, -1e9)"],
    ["s = s.masked_fill(torch.ones(4, 4) == 0, torch.finfo(s.dtype).min)"],
  ],
  [
    "half-overflow",
    ["keep = torch.ones(2, 4).half()", "bias = (1.0 - keep) * -1e5"],
    ["bias = (1.0 - keep) * torch.finfo(torch.float16).min"],
  ],
  [
    "nothing-left",
    ["x, mask = torch.randn(2, 2), torch.tensor([[1.0, 1.0], [0.0, 0.0]])", "m = (x * mask).sum(1) / mask.sum(1)"],
    ["m = (x * mask).sum(1) / mask.sum(1).clamp(min=1)"],
  ],
  ["nothing-left", ["s = torch.randn(4, 1).std(1)"], ["s = torch.randn(4, 1).std(1, correction=0)"]],
  ["unstable-log", ["x = torch.rand(3)", "y = torch.exp(x) - 1"], ["y = torch.expm1(x)"]],
  [
    "unstable-log",
    ["x = nn.Linear(4, 1)(torch.randn(2, 4))", "y = torch.log(1 - torch.sigmoid(x))"],
    ["y = torch.nn.functional.logsigmoid(-x)"],
  ],
  [
    "log-probabilities",
    ["x = nn.Linear(4, 1)(torch.randn(2, 4))", "loss = F.binary_cross_entropy(x, torch.rand(2, 1))"],
    ["loss = F.binary_cross_entropy_with_logits(x, torch.rand(2, 1))"],
  ],
  [
    "last-sample",
    ["out, h = nn.GRU(5, 6, batch_first=True)(torch.randn(4, 7, 5))", "last = h[:, -1]"],
    ["last = h[-1]"],
  ],
  ["deprecated", ["q = torch.ger(torch.ones(2), torch.ones(3))"], ["q = torch.outer(torch.ones(2), torch.ones(3))"]],
  ["deprecated", ["q, r = torch.qr(torch.randn(3, 3))"], ["q, r = torch.linalg.qr(torch.randn(3, 3))"]],
  ["deprecated", ["w = nn.Linear(2, 2).weight", "nn.init.xavier_uniform(w)"], ["nn.init.xavier_uniform_(w)"]],
  [
    "deprecated",
    [
      "from torch.utils.checkpoint import checkpoint",
      "import torch.utils.checkpoint as ck",
      "out = ck.checkpoint(nn.Linear(2, 2), torch.randn(1, 2))",
    ],
    ["out = ck.checkpoint(nn.Linear(2, 2), torch.randn(1, 2), use_reentrant=False)"],
  ],
  [
    "deprecated",
    ["scaler = torch.cuda.amp.GradScaler(enabled=False)"],
    ['scaler = torch.amp.GradScaler("cuda", enabled=False)'],
  ],
  ["deprecated", ["scaler = torch.cuda.amp.GradScaler()"], ['scaler = torch.amp.GradScaler("cuda")']],
  [
    "deprecated",
    ["import torchvision", "net = torchvision.models.resnet18(pretrained=False)"],
    ["net = torchvision.models.resnet18(weights=None)"],
  ],
  [
    "deprecated",
    ["nn.utils.clip_grad_norm(nn.Linear(2, 2).parameters(), 1)"],
    ["nn.utils.clip_grad_norm_(nn.Linear(2, 2).parameters(), 1)"],
  ],
  ["unsafe-load", ["state = torch.load('m.pt')"], ["state = torch.load('m.pt', weights_only=True)"]],
  ["unstable-log", ["x = torch.rand(3)", "y = torch.log(1 + x)"], ["y = torch.log1p(x)"]],
  ["unstable-log", ["x = torch.rand(3)", "y = (x + 1.0).log()"], ["y = torch.log1p(x)"]],
  ["unstable-log", ["x = torch.rand(3, 4)", "y = torch.log(F.softmax(x, dim=1))"], ["y = F.log_softmax(x, dim=1)"]],
  ["unstable-log", ["x = torch.rand(3, 4)", "y = x.softmax(1).log()"], ["y = x.log_softmax(1)"]],
  [
    "unstable-log",
    ["x = torch.rand(3, 4)", "y = torch.log(torch.exp(x).sum(dim=1))"],
    ["y = torch.logsumexp(x, dim=1)"],
  ],
  [
    "unstable-log",
    ["x = torch.rand(3, 4)", "y = torch.log(torch.sum(torch.exp(x), 1))"],
    ["y = torch.logsumexp(x, 1)"],
  ],
  [
    "last-sample",
    [...LOADER, "lstm = nn.LSTM(16, 32, batch_first=True)", "for (batch,) in loader:", "    last = lstm(batch)[0][-1]"],
    ["last = lstm(batch)[0][:, -1]"],
  ],
  [
    "batch-as-sequence",
    [...LOADER, "lstm = nn.LSTM(16, 32)", "for (batch,) in loader:", "    out, _ = lstm(batch)"],
    ["lstm = nn.LSTM(16, 32, batch_first=True)"],
  ],
  [
    "normalized-twice",
    ["x = torch.randn(8, 5)", "loss = F.cross_entropy(F.softmax(x, dim=1), torch.randint(0, 5, (8,)))"],
    ["loss = F.cross_entropy(x, torch.randint(0, 5, (8,)))"],
  ],
  [
    "log-probabilities",
    ["x = torch.randn(8, 5)", "loss = F.nll_loss(F.softmax(x, dim=1), torch.randint(0, 5, (8,)))"],
    ["loss = F.nll_loss(F.log_softmax(x, dim=1), torch.randint(0, 5, (8,)))"],
  ],
  [
    "divergence-mean",
    ["p, q = torch.randn(8, 9), torch.rand(8, 9).softmax(dim=1)", "loss = F.kl_div(p.log_softmax(dim=1), q)"],
    ['loss = F.kl_div(p.log_softmax(dim=1), q, reduction="batchmean")'],
  ],
  [
    "pairs-by-accident",
    ["v = nn.Linear(4, 1)(torch.randn(20, 4))", "r = torch.rand(20)", "loss = (r - v).pow(2).mean()"],
    ["loss = (r - v.squeeze(1)).pow(2).mean()"],
  ],
  [
    "batch-normalized",
    [
      "net = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))",
      "p = torch.softmax(net(torch.randn(64, 4)), dim=0)",
    ],
    ["p = torch.softmax(net(torch.randn(64, 4)), dim=-1)"],
  ],
  [
    "weights-axis",
    ["q = k = v = torch.randn(2, 5, 8)", "w = (q @ k.transpose(1, 2)).softmax(dim=1)", "mean = w @ v"],
    ["w = (q @ k.transpose(1, 2)).softmax(dim=-1)"],
  ],
  [
    "endless-dropout",
    net("self.p = 0.3", "return F.dropout(x, 0.3)"),
    ["return F.dropout(x, 0.3, training=self.training)"],
  ],
  [
    "squeezed-batch",
    net("self.pool = nn.AdaptiveAvgPool2d(1)", "return self.pool(x).squeeze()", "torch.randn(1, 8, 4, 4)"),
    ["return self.pool(x).flatten(1)"],
  ],
  [
    "squeezed-batch",
    net("self.pool = nn.AdaptiveAvgPool2d((1, 4))", "return self.pool(x).squeeze()", "torch.randn(1, 8, 4, 4)"),
    ["return self.pool(x).squeeze(2)"],
  ],
  [
    "left-behind",
    [
      ...net(
        "self.embed = nn.Embedding(9, 8)",
        "return x + self.embed(torch.arange(x.shape[1]))",
        "torch.randn(2, 5, 8)",
      ),
    ].slice(0, -1),
    ["return x + self.embed(torch.arange(x.shape[1], device=x.device))"],
  ],
  [
    "total-keeps-graphs",
    [
      ...LOOP,
      "total = 0",
      "for _ in range(10):",
      "    optimizer.zero_grad()",
      "    loss = F.mse_loss(model(x), y)",
      "    loss.backward()",
      "    optimizer.step()",
      "    total += loss",
    ],
    ["total += loss.item()"],
  ],
  [
    "gradients-add-up",
    [...LOOP, "for _ in range(10):", "    F.mse_loss(model(x), y).backward()", "    optimizer.step()"],
    ["optimizer.zero_grad()"],
  ],
  [
    "repeated-layer",
    net(
      "self.layers = nn.ModuleList([nn.Linear(8, 8)] * 3)",
      "return self.layers[0](self.layers[1](self.layers[2](x)))",
    ),
    ["self.layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(3)])"],
  ],
  [
    "unregistered-layers",
    net(
      "self.layers = [nn.Linear(8, 8) for _ in range(3)]",
      "return self.layers[0](self.layers[1](self.layers[2](x)))",
    ),
    ["self.layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(3)])"],
  ],
  [
    "unregistered-layers",
    net("self.layers = {'a': nn.Linear(8, 8), 'b': nn.Linear(8, 8)}", "return self.layers['a'](self.layers['b'](x))"),
    ["self.layers = nn.ModuleDict({'a': nn.Linear(8, 8), 'b': nn.Linear(8, 8)})"],
  ],
];

describe("what raises nothing", () => {
  it.each(CASES)("is mended: %s", (code, program, changed) => {
    expect(mended(program)).toEqual({ code, fixed: changed, left: [] });
  });

  it.each([
    ["gives something else", ["u, s, v = torch.svd(torch.randn(3, 3))"]],
    ["takes something else", ["q, r = torch.qr(torch.randn(3, 3), some=False)"]],
  ])("has no fix where what PyTorch has instead %s", (_, program) => {
    expect(mended(program)).toEqual({ code: "deprecated", fixed: undefined, left: [] });
  });
});
