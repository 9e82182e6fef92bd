import { describe, expect, it } from "vitest";
import { net, told } from "./told";

const train = (model: string) => [
  "for step in range(3):",
  "    optimizer.zero_grad()",
  `    F.mse_loss(${model}, torch.zeros(2, 1)).backward()`,
  "    optimizer.step()",
];

describe("layers that are not registered", () => {
  const each = ["for layer in self.layers:", "    x = layer(x)", "return x"];
  it("are told where they are made", () => {
    expect(
      told(...net("self.layers = [nn.Linear(4, 4), nn.Linear(4, 4)]", ...each), "Net()(torch.ones(2, 4))"),
    ).toEqual(["5 unregistered-layers"]);
    expect(
      told(
        ...net("self.layers = {k: nn.Linear(4, 4) for k in 'ab'}", "return self.layers['a'](self.layers['b'](x))"),
        "Net()(torch.ones(2, 4))",
      ),
    ).toEqual(["5 unregistered-layers"]);
  });

  it("are not told where they are registered as well, have no weights, are frozen, or have an optimizer", () => {
    for (const made of [
      "self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])",
      "self.a = nn.Linear(4, 4); self.b = nn.Linear(4, 4); self.layers = [self.a, self.b]",
      "self.layers = [nn.ReLU(), nn.Tanh()]",
      "self.layers = [nn.Linear(4, 4).requires_grad_(False) for _ in range(2)]",
    ])
      expect(told(...net(made, ...each), "Net()(torch.ones(2, 4))")).toEqual([]);
    expect(
      told(
        ...net("self.layers = [nn.Linear(4, 4), nn.Linear(4, 4)]", ...each),
        "model = Net()",
        "torch.optim.SGD([p for layer in model.layers for p in layer.parameters()], lr=0.1)",
        "model(torch.ones(2, 4))",
      ),
    ).toEqual([]);
  });
});

describe("tensors that are no parameters", () => {
  const use = (made: string, forward: string) =>
    told(
      ...net(`${made}; self.last = nn.Linear(4, 1)`, `return self.last(${forward})`),
      "model = Net()",
      "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
      ...train("model(torch.ones(2, 4))"),
    );
  it("are told where they ask for a gradient that no optimizer takes", () => {
    expect(use("self.scale = torch.ones(4, requires_grad=True)", "x * self.scale")).toEqual(["5 unregistered-layers"]);
    expect(use("self.scales = [nn.Parameter(torch.ones(4))]", "x * self.scales[0]")).toEqual(["5 unregistered-layers"]);
  });

  it("are not told of parameters, and of constants", () => {
    expect(use("self.scale = nn.Parameter(torch.ones(4))", "x * self.scale")).toEqual([]);
    expect(use("self.scale = torch.ones(4)", "x * self.scale")).toEqual([]);
  });
});

describe("a layer that is never used", () => {
  const use = (forward: string) =>
    told(
      ...net("self.norm = nn.LayerNorm(4); self.last = nn.Linear(4, 1)", `return self.last(${forward})`),
      "model = Net()",
      "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
      ...train("model(torch.ones(2, 4))"),
    );
  it("is told where it is made, and not where a branch may use it", () => {
    expect(use("x")).toEqual(["5 unused-layer"]);
    expect(use("self.norm(x)")).toEqual([]);
    expect(use("x if x.shape[0] == 2 else self.norm(x)")).toEqual([]);
  });
});

describe("a layer times n", () => {
  it("is told where it is made in the list", () => {
    expect(told("stack = nn.Sequential(*[nn.Linear(4, 4)] * 3)")).toEqual(["2 repeated-layer"]);
  });

  it("is not told of what has no weights, or a name", () => {
    expect(told("stack = nn.Sequential(*[nn.ReLU()] * 3)")).toEqual([]);
    expect(told("layer = nn.Linear(4, 4)", "stack = nn.Sequential(*[layer] * 3)")).toEqual([]);
  });
});

describe("parameters without an optimizer", () => {
  it("are told where a layer is put in after it was made", () => {
    expect(
      told(
        "model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))",
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
        "model[1] = nn.Linear(4, 1)",
        ...train("model(torch.ones(2, 4))"),
      ),
    ).toEqual(["4 untrained-parameters"]);
  });

  it("are told where a model is left out", () => {
    expect(
      told(
        "encoder, decoder = nn.Linear(4, 4), nn.Linear(4, 1)",
        "optimizer = torch.optim.SGD(decoder.parameters(), lr=0.1)",
        ...train("decoder(encoder(torch.ones(2, 4)))"),
      ),
    ).toEqual(["3 untrained-parameters"]);
  });

  it("are not told where the optimizer has them, or where they are not meant to be trained", () => {
    const models = (more: string, params: string) =>
      told(
        `encoder, decoder = nn.Linear(4, 4), nn.Linear(4, 1)${more}`,
        `optimizer = torch.optim.SGD(${params}, lr=0.1)`,
        ...train("decoder(encoder(torch.ones(2, 4)))"),
      );
    expect(models("", "[*encoder.parameters(), *decoder.parameters()]")).toEqual([]);
    for (const settled of [
      "; encoder.requires_grad_(False)",
      "; encoder.eval()",
      "; encoder.load_state_dict({}, False)",
    ])
      expect(models(settled, "decoder.parameters()")).toEqual([]);
    expect(
      told(
        "model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))",
        "model[1] = nn.Linear(4, 1)",
        "optimizer = torch.optim.SGD(model[1].parameters(), lr=0.1)",
        ...train("model(torch.ones(2, 4))"),
      ),
    ).toEqual([]);
  });
});

describe("a gradient that is cut off", () => {
  const begin = [
    "body, head = nn.Linear(4, 4), nn.Linear(4, 1)",
    "optimizer = torch.optim.SGD([*body.parameters(), *head.parameters()], lr=0.1)",
  ];
  it("is told at the detach()", () => {
    expect(told(...begin, ...train("head(body(torch.ones(2, 4)).detach())"))).toEqual(["6 gradient-cut"]);
  });

  it("is told of what runs without gradients", () => {
    expect(
      told(
        ...begin,
        "def features(x):",
        "    with torch.no_grad():",
        "        return body(x)",
        ...train("head(features(torch.ones(2, 4)))"),
      ),
    ).toEqual(["6 gradient-cut"]);
  });

  it("is told where `data` or a number stands for what was computed", () => {
    expect(told(...begin, ...train("head(body(torch.ones(2, 4)).data)"))).toEqual(["6 gradient-cut"]);
    expect(
      told(
        ...begin,
        "for step in range(3):",
        "    optimizer.zero_grad()",
        "    loss = torch.tensor(head(body(torch.ones(2, 4))).mean().item(), requires_grad=True)",
        "    loss.backward()",
        "    optimizer.step()",
      ),
    ).toEqual(["7 gradient-cut"]);
  });

  it("is not told where another loss reaches the parameters, or they are not to be trained", () => {
    expect(
      told(
        ...begin,
        "for step in range(3):",
        "    optimizer.zero_grad()",
        "    h = body(torch.ones(2, 4))",
        "    h.mean().backward()",
        "    head(h.detach()).mean().backward()",
        "    optimizer.step()",
      ),
    ).toEqual([]);
    expect(
      told(
        begin[0],
        "optimizer = torch.optim.SGD(head.parameters(), lr=0.1)",
        ...train("head(body(torch.ones(2, 4)).detach())"),
      ),
    ).toEqual([]);
  });
});

describe("an input that is optimized", () => {
  const train = (image: string, loss: string) => [
    "net = nn.Sequential(nn.Flatten(), nn.Linear(12, 4))",
    image,
    "optimizer = torch.optim.SGD([image], lr=0.1)",
    "for step in range(2):",
    `    loss = ${loss}.mean()`,
    "    optimizer.zero_grad()",
    "    loss.backward()",
    "    optimizer.step()",
  ];

  it("gets its gradient though it was computed, and the model is there to be used", () => {
    expect(told(...train("image = (torch.randn(2, 12) * 0.01).requires_grad_(True)", "net(image)"))).toEqual([]);
    expect(told(...train("image = torch.randn(2, 12, requires_grad=True)", "net(image)"))).toEqual([]);
  });
});
