import { describe, expect, it } from "vitest";
import { floats, run } from "./programs";

const NET = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.second = nn.Linear(4, 1)
        self.spare = nn.Linear(2, 2)

    def forward(self, x):
        return self.second(torch.tanh(self.first(x)))

def distance(model, x):
    return ((model(x) - 1.0) ** 2).mean()
`;

const inputs = { x: floats([2, 3], [1, 2, 3, -1, 0, 2]) };

describe("one batch, learnt by heart", () => {
  it("goes on with the same model and the same numbers, by the call's own loss", async () => {
    const { trials, failure } = await run(NET, "distance(Net(), torch.randn(2, 3))", {}, {}, true, { overfit: 40 });
    expect(failure).toBeUndefined();
    const { overfit } = trials as { overfit: { losses: number[]; optimizer: string; standIn: boolean } };
    expect(overfit).toMatchObject({ optimizer: "AdamW(lr=0.001)", standIn: false });
    expect(overfit.losses).toHaveLength(40);
    for (const [n, loss] of overfit.losses.slice(1).entries()) expect(loss).toBeLessThan(overfit.losses[n]);
  });

  it("takes the class and the settings of the optimizer that the program has made", async () => {
    const own = `${NET}\noptimizer = torch.optim.SGD(Net().parameters(), lr=0.25)\n`;
    const { trials } = await run(own, "distance(Net(), torch.randn(2, 3))", {}, {}, true, { overfit: 30 });
    const { overfit } = trials as { overfit: { losses: number[]; optimizer: string } };
    expect(overfit.optimizer).toBe("SGD(lr=0.25)");
    expect(overfit.losses.at(-1)).toBeLessThan(overfit.losses[0] / 20);
  });

  it("has a stand-in where the call gives no loss", async () => {
    const { trials } = await run(NET, "Net()(torch.empty(2, 3))", {}, {}, true, { overfit: 5 });
    expect(trials).toMatchObject({ overfit: { standIn: true } });
  });

  it("leaves the gradients as they were", async () => {
    const call = "Net()(x=torch.empty(2, 3))";
    const plain = await run(NET, call, { inputs }, {}, true);
    const tried = await run(NET, call, { inputs }, {}, true, { overfit: 3, check: true });
    expect(Object.keys(plain.gradients!)).toHaveLength(6);
    for (const [name, { data }] of Object.entries(plain.gradients!)) expect(tried.gradients![name].data).toEqual(data);
  });

  it("says why nothing is tried", async () => {
    const { trials } = await run("", "torch.ones(3, requires_grad=True) * 2", {}, {}, true, { overfit: 2 });
    expect(trials).toEqual({ failed: "the call calls no module, so there is nothing to train" });
  });
});

describe("gradients beside differences", () => {
  it("agree, of every parameter that has one", async () => {
    const { trials } = await run(NET, "distance(Net(), torch.randn(2, 3))", {}, {}, true, { check: true });
    const { check } = trials as { check: { name: string; agrees: boolean; derived: number }[] };
    expect(check.map(({ name, agrees }) => [name, agrees])).toEqual([
      ["first.weight", true],
      ["first.bias", true],
      ["second.weight", true],
      ["second.bias", true],
    ]);
    for (const { derived } of check) expect(derived).toBeGreaterThan(0);
  });

  it("tell a function of the program's own whose backward is wrong", async () => {
    const wrong = `
class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g * 3

class Wrong(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)

    def forward(self, x):
        return Twice.apply(self.layer(x)).sum()
`;
    const { trials } = await run(wrong, "Wrong()(torch.randn(2, 3))", {}, {}, true, { check: true });
    const { check } = trials as { check: { name: string; agrees: boolean; derived: number; difference: number }[] };
    expect(check.map(({ agrees }) => agrees)).toEqual([false, false]);
    for (const { derived, difference } of check) expect(difference / derived).toBeCloseTo(2 / 3, 2);
  });
});

describe("gradients by depth", () => {
  it("are told from the input to the result, with what is never used and what is exactly zero", async () => {
    const dead = `
class Dead(nn.Module):
    def __init__(self):
        super().__init__()
        self.last = nn.Linear(2, 1)
        self.first = nn.Linear(3, 2)
        self.spare = nn.Linear(2, 2)

    def forward(self, x):
        return self.last(self.first(x) * 0)
`;
    const { flow } = await run(dead, "Dead()(torch.randn(2, 3))", {}, {}, true);
    expect(flow!.rows.filter(({ depth }) => depth >= 0).map(({ name }) => name)).toEqual([
      "first.weight",
      "first.bias",
      "last.weight",
      "last.bias",
    ]);
    expect(flow!.remarks).toEqual([
      "never used: spare.weight, spare.bias",
      "exactly zero: first.weight, first.bias, last.weight",
    ]);
  });

  it("vanish in a deep stack of sigmoids", async () => {
    const deep = `
class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(12)])

    def forward(self, x):
        for layer in self.layers:
            x = torch.sigmoid(layer(x))
        return x
`;
    const { flow } = await run(deep, "Deep()(torch.randn(2, 4))", {}, {}, true);
    expect(flow!.remarks.join()).toMatch(/^vanishing: near the input [\d,]+ times smaller than near the result$/);
  });
});
