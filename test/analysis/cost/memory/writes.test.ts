import { expect, test } from "vitest";
import { analyzerOf } from "../../support";

const file = "/project/writes.py";
const text = `import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(8, 6)
        self.b = nn.Linear(8, 5)


class Added(Net):
    def forward(self, x):
        y = self.a(x)
        y[:, 1:] += self.b(x)
        return y


class ByView(Net):
    def forward(self, x):
        y = self.a(x)
        part = y[:, 1:]
        part += self.b(x)
        return y


class BaseIsGone(Net):
    def forward(self, x):
        y = self.a(x).view(2, 2, 6).view(4, 6)
        y[:, 1:] += self.b(x)
        return y.softmax(1)


class AnotherView(Net):
    def forward(self, x):
        y = self.a(x)
        z = y.view(2, 2, 6)
        y[:, 1:] += self.b(x)
        return z.softmax(1)


class IntoZeros(Net):
    def forward(self, x):
        y = torch.zeros(x.shape[0], 6)
        y[:, 1:].add_(self.b(x))
        return self.a(x) + y
`;

/** As `FlopCounterMode` counts them in PyTorch 2.15: two products of each layer, of its weight alone. */
test.each(["Added", "ByView", "BaseIsGone", "AnotherView", "IntoZeros"])(
  "what is written through a view passes its gradient on: %s",
  (name) => {
    const analyzer = analyzerOf({ [file]: text });
    const told = analyzer.training(file, `${name}()(torch.empty(4, 8))`, { optimizer: "sgd" })!;
    expect([told.forwardFlops, told.backwardFlops]).toEqual([704, 704]);
    expect(told.noGradient).toEqual([]);
    expect(told.gradientBytes).toBe((8 * 6 + 6 + 8 * 5 + 5) * 4);
  },
);

test("parameters to which no gradient comes are named: unused ones and those before what ends a gradient, not frozen ones", () => {
  const cut = `${text}

class Cut(Net):
    def __init__(self):
        super().__init__()
        self.c = nn.Linear(6, 2)
        self.frozen = nn.Linear(6, 2).requires_grad_(False)

    def forward(self, x):
        return self.c(self.a(x).detach()) + self.frozen(self.a(x).detach())
`;
  const analyzer = analyzerOf({ [file]: cut });
  const told = analyzer.training(file, "Cut()(torch.empty(4, 8))", { optimizer: "sgd" })!;
  expect(told.noGradient).toEqual(["a.weight", "a.bias", "b.weight", "b.bias"]);
});
