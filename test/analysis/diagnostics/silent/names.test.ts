import { describe, expect, it } from "vitest";
import { net, told } from "./told";

describe("a view that takes an axis for another", () => {
  it.each([
    ["square images", ["x = torch.rand(8, 32, 32, 3)", "n, h, w, c = x.shape", "y = x.view(n, c, h, w)"], 4],
    [
      "sizes that only happen to divide each other",
      ["x = torch.rand(2, 96, 32)", "b, n, c = x.size()", "y = x.view(b, c, 8, 12)"],
      4,
    ],
    [
      "patches that were not moved together",
      [
        "x, p = torch.randn(2, 3, 32, 48), 8",
        "b, c, h, w = x.shape",
        "t = x.reshape(b, (h // p) * (w // p), p * p * c)",
      ],
      4,
    ],
    [
      "sizes that are asked for one by one",
      ["x = torch.randn(4, 8, 4)", "y = x.view(x.size(0), x.size(2), x.shape[1])"],
      3,
    ],
    [
      "numbers, where a layer takes what comes",
      ["x = torch.rand(8, 32, 48, 3)", "y = nn.Conv2d(3, 8, 3)(x.reshape(-1, 3, 32, 48))"],
      3,
    ],
    ["another tensor's sizes", ["x, y = torch.randn(2, 5, 7), torch.randn(2, 7, 5)", "z = x.view_as(y) + y"], 3],
  ])("is told of %s", (_, program, line) => expect(told(...program)).toEqual([`${line} axes-by-view`]));

  it.each([
    ["not of a rank that is only guessed", "gate * bias", []],
    ["of one that the program tells", "(gate * bias.view(b, 1, n, n)).permute(0, 2, 3, 1)", ["10 axes-by-view"]],
  ])("goes by what is known of inputs: %s", (_, made, expected) => {
    const [head, init, call, attribute, forward, ...body] = net(
      "self.heads = heads",
      "b, n, c = x.shape",
      "gate = x.view(b, n, self.heads, -1).permute(0, 2, 1, 3).sum(-1, keepdim=True)",
      `table = ${made}`,
      "return table.reshape((b, self.heads, n, n))",
    );
    const given = [
      head,
      init.replace("self", "self, heads"),
      call,
      attribute,
      forward.replace("x", "x, bias"),
      ...body,
    ];
    expect(told(...given)).toEqual(expected);
  });

  it("is told of heads in a class that nobody calls", () => {
    expect(
      told(
        "class Attention(nn.Module):",
        "    def __init__(self, dim, heads):",
        "        super().__init__()",
        "        self.heads = heads",
        "        self.q = nn.Linear(dim, dim)",
        "    def forward(self, x):",
        "        B, T, C = x.shape",
        "        return self.q(x).view(B, self.heads, T, C // self.heads)",
      ),
    ).toEqual(["9 axes-by-view"]);
  });

  it.each([
    ["numbers of which nothing is made", ["x = torch.rand(8, 32, 48, 3)", "y = x.reshape(8, 3, 32, 48)"]],
    [
      "a tensor of another order by then",
      [
        "x = torch.rand(8, 32, 32, 3)",
        "n, h, w, c = x.shape",
        "x = x.permute(0, 3, 1, 2)",
        "y = x.reshape(n, c, h, w)",
      ],
    ],
    [
      "what is merged in order",
      ["x = torch.rand(2, 32, 8, 8)", "b, c, h, w = x.shape", "y = x.view(b, c, h * w), x.view(b * c, h, w)"],
    ],
    [
      "groups that are as many as the heads by chance",
      [
        "q, k_heads = torch.randn(4, 32, 16, 8), 8",
        "b, heads, t, d = q.shape",
        "y = q.view(b * k_heads, heads // k_heads, t, d)",
      ],
    ],
    [
      "patches that were",
      [
        "x, p = torch.randn(2, 3, 32, 48), 8",
        "b, c, h, w = x.shape",
        "t = x.reshape(b, c, h // p, p, w // p, p).permute(0, 2, 4, 3, 5, 1).reshape(b, (h // p) * (w // p), p * p * c)",
      ],
    ],
  ])("is not told of %s", (_, program) => expect(told(...program)).toEqual([]));
});

const LOOP = (forward: string[], made = "self.a, self.b = nn.Linear(4, 8), nn.Linear(8, 2)") => [
  ...net(made, ...forward),
  "model = Net()",
  "optimizer = torch.optim.SGD(model.parameters(), 0.1)",
  "for _ in range(2):",
  "    loss = F.cross_entropy(model(torch.randn(3, 4)), torch.randint(0, 2, (3,)))",
  "    optimizer.zero_grad()",
  "    loss.backward()",
  "    optimizer.step()",
];

describe("a gradient that ends where Python reads numbers", () => {
  it.each([
    [
      "item()",
      LOOP(["return self.b(x) * self.s.item()"], "self.s, self.b = nn.Parameter(torch.ones(1)), nn.Linear(4, 2)"),
    ],
    ["tolist()", LOOP(["return self.b(torch.tensor(self.a(x).tolist()))"])],
    ["numpy()", LOOP(["return self.b(torch.from_numpy(self.a(x).detach().numpy()))"])],
  ])("is told of %s", (_, program) => expect(told(...program)).toEqual(["7 gradient-cut"]));

  it("is not told of what is only shown", () => {
    expect(told(...LOOP(["h = self.a(x)", "print(h.mean().item())", "return self.b(h)"]))).toEqual([]);
  });
});

describe("parameters that nobody trains", () => {
  it("are those that came after the optimizer, where the module has no other", () => {
    expect(
      told(
        ...net("self.w = nn.Parameter(torch.randn(4, 2))", "return x @ self.w"),
        "model = Net()",
        "optimizer = torch.optim.SGD(model.parameters(), 0.1)",
        "model.w = nn.Parameter(torch.zeros(4, 2))",
        "for _ in range(2):",
        "    optimizer.zero_grad()",
        "    model(torch.randn(3, 4)).sum().backward()",
        "    optimizer.step()",
      ),
    ).toEqual(["10 untrained-parameters"]);
  });

  it("are those in a list, whoever trains", () => {
    const mix = (held: string) =>
      told(...net(`self.ws = ${held}`, "return x * sum(self.ws)"), "Net()(torch.randn(2, 4))");
    expect(mix("[nn.Parameter(torch.zeros(4)) for _ in range(3)]")).toEqual(["5 unregistered-layers"]);
    expect(mix("nn.ParameterList([nn.Parameter(torch.zeros(4)) for _ in range(3)])")).toEqual([]);
  });
});

describe("dropout that never ends", () => {
  it("is a layer that forward makes", () => {
    expect(
      told(...net("self.fc = nn.Linear(4, 2)", "return self.fc(nn.Dropout(0.5)(x))"), "Net()(torch.randn(2, 4))"),
    ).toEqual(["7 endless-dropout"]);
    expect(
      told(
        ...net("self.fc, self.drop = nn.Linear(4, 2), nn.Dropout(0.5)", "return self.fc(self.drop(x))"),
        "Net()(torch.randn(2, 4))",
      ),
    ).toEqual([]);
  });
});

describe("a sum that keeps graphs", () => {
  it("may weigh the loss", () => {
    const loop = (added: string) =>
      told(
        "model = nn.Linear(4, 2)",
        "optimizer = torch.optim.SGD(model.parameters(), 0.1)",
        "total = 0.0",
        "for _ in range(3):",
        "    optimizer.zero_grad()",
        "    loss = model(torch.randn(3, 4)).sum()",
        "    loss.backward()",
        "    optimizer.step()",
        `    total = total + ${added}`,
      );
    expect(loop("loss * 3")).toEqual(["10 total-keeps-graphs"]);
    expect(loop("loss.item() * 3")).toEqual([]);
  });
});

describe("axes by convention", () => {
  it.each([
    ["the last sample behind a layer", "last = nn.Dropout(0.1)(out)[-1]", "3 last-sample"],
    ["the last sample of a state", "last = h[:, -1]", "3 last-sample"],
  ])("are told of %s", (_, line, expected) =>
    expect(told("out, h = nn.GRU(5, 6, batch_first=True)(torch.randn(4, 7, 5))", line)).toEqual([expected]),
  );

  it("are not told of the last layer", () => {
    expect(told("out, h = nn.GRU(5, 6, batch_first=True)(torch.randn(4, 7, 5))", "a, b = h[-1], out[:, -1]")).toEqual(
      [],
    );
  });

  it("are told of a last batch of one", () => {
    const loop = (squeeze: string, options: string) =>
      told(
        "model = nn.Linear(8, 1)",
        `for x, in DataLoader(TensorDataset(torch.randn(33, 8)), ${options}):`,
        `    print(model(x).${squeeze})`,
      );
    expect(loop("squeeze()", "batch_size=8")).toEqual(["4 squeezed-batch"]);
    expect(loop("squeeze(1)", "batch_size=8")).toEqual([]);
    expect(loop("squeeze()", "batch_size=8, drop_last=True")).toEqual([]);
    expect(loop("squeeze()", "batch_size=1")).toEqual([]);
  });

  it("are told of scores of steps that are normalised over the batch", () => {
    const pool = (dim: number) =>
      told(
        ...net("self.score = nn.Linear(16, 1)", `w = self.score(x).softmax(${dim})`, "return (w * x).sum(1)"),
        "Net()(torch.randn(2, 7, 16))",
      );
    expect([pool(0), pool(1)]).toEqual([["7 batch-normalized"], []]);
  });
});

describe("numbers", () => {
  it.each([
    ["y = torch.exp(x) - 1", ["3 unstable-log"]],
    ["y = x.exp() - 1.0", ["3 unstable-log"]],
    ["y = torch.expm1(x)", []],
    ["y = torch.exp(x) - 2", []],
    ["y = torch.log(1 - torch.sigmoid(x))", ["3 unstable-log"]],
    ["y = F.binary_cross_entropy_with_logits(torch.sigmoid(x).clamp(1e-6, 1 - 1e-6), x)", ["3 normalized-twice"]],
    ["y = F.binary_cross_entropy(F.linear(x, x.view(1, 3)), torch.rand(1))", ["3 log-probabilities"]],
    ["y = x[torch.tensor([False, False, False])].mean()", ["3 nothing-left"]],
    ["y = (torch.randn(4, 4) + torch.full((4, 4), float('-inf')).triu()).softmax(-1)", ["3 nothing-left"]],
    ["y = (torch.randn(4, 4) + torch.full((4, 4), float('-inf')).triu(1)).softmax(-1)", []],
    ["y = nn.Embedding(10, 4)(torch.randint(0, 20, (3,)))", ["3 random-range"]],
    ["y = nn.Embedding(10, 4)(torch.randint(0, 10, (3,)))", []],
    ["y = F.one_hot(torch.randint(10, (3,)), num_classes=5)", ["3 random-range"]],
    ["y = F.cross_entropy(torch.randn(8, 3), torch.randint(0, 4, (8,)))", ["3 random-range"]],
    ["y = F.cross_entropy(torch.randn(8, 3, 5), torch.randint(0, 3, (8, 5)))", []],
  ])("%s", (line, expected) => expect(told("x = torch.rand(3)", line)).toEqual(expected));
});
