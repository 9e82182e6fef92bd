import { afterEach, describe, expect, it, vi } from "vitest";
import { GradientTape } from "../../src/analysis/derivatives/tape";
import { gradientStatistics } from "../../src/runtime/gradient-statistics";
import { floats, numbersOf, run } from "./programs";

afterEach(() => {
  vi.restoreAllMocks();
});

const NET = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1)
        self.frozen = nn.Linear(2, 2).requires_grad_(False)
        self.unused = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return self.layer(x)
`;

describe("the gradients of a call", () => {
  const state = { "layer.weight": floats([1, 2], [1, 2]), "layer.bias": floats([1], [0]) };
  const inputs = { x: floats([2, 2], [1, 2, 3, 4]) };

  it("are those of the sum of its tensors, zeros where none arrives, and none of what is frozen", async () => {
    const { gradients } = await run(NET, "Net()(x=torch.empty(2, 2))", { state, inputs, strict: false }, {}, true);
    expect(Object.fromEntries(Object.entries(gradients!).map(([name, { data }]) => [name, [...data]]))).toEqual({
      "layer.weight": [4, 6],
      "layer.bias": [2],
      unused: [0, 0, 0],
    });
  });

  it("are refused in PyTorch's words where the value requires none", async () => {
    const { failure } = await run(
      NET,
      "Net()(x=torch.empty(2, 2)).argmax(1)",
      { state, inputs, strict: false },
      {},
      true,
    );
    expect(failure?.message).toContain("element 0 of tensors does not require grad and does not have a grad_fn");
  });

  it("name the operator that has no rule", async () => {
    const body = "torch.segment_reduce(torch.ones(3, requires_grad=True), 'sum', lengths=torch.tensor([1, 2]))";
    const { failure } = await run("", body, {}, {}, true);
    expect(failure?.message).toBe("`segment_reduce` has no derivative here yet");
  });

  it("cost nothing where nobody asks for them", async () => {
    const begin = vi.spyOn(GradientTape.prototype, "begin");
    await run(NET, "Net()(x=torch.empty(2, 2))", { state, inputs, strict: false });
    expect(begin).not.toHaveBeenCalled();
    await run(NET, "Net()(x=torch.empty(2, 2)).sum().backward()", { state, inputs, strict: false });
    expect(begin).toHaveBeenCalled();
  });

  it("are recorded from the beginning where shapes alone did not tell that they are wanted", async () => {
    const body = `
x = torch.tensor([2.0], requires_grad=True)
y = x * x
getattr(y, "".join(chr(n) for n in torch.tensor([98, 97, 99, 107, 119, 97, 114, 100]).tolist()))()
return x.grad`;
    expect(await numbersOf(body)).toEqual([[4]]);
  });
});

describe("what is remembered", () => {
  it.each([
    [
      "leaves add up over passes",
      "x = torch.tensor([3.0], requires_grad=True)\nfor _ in range(2):\n    (x * x).sum().backward()\nreturn x.grad",
      [[12]],
    ],
    [
      "a view follows what is written into its base",
      "x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x * 1\nv = y[0]\ny.mul_(3)\nreturn torch.autograd.grad(v, x)",
      [[3, 0]],
    ],
    [
      "a base follows what is written through its views",
      "x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = torch.zeros(2, 2)\ny.t()[1].copy_(x)\nreturn torch.autograd.grad((y * torch.tensor([[1.0, 2.0], [3.0, 4.0]])).sum(), x)",
      [[2, 4]],
    ],
    [
      "what is overwritten passes nothing",
      "x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x * 2\ny[0] = 5\nreturn torch.autograd.grad(y.sum(), x)",
      [[0, 2]],
    ],
    [
      "in place, the other operand needs what was there before",
      "x = torch.tensor([2.0], requires_grad=True)\nw = torch.tensor([3.0], requires_grad=True)\ny = x * 1\ny.mul_(w)\nreturn torch.autograd.grad(y, [x, w])",
      [[3], [2]],
    ],
    [
      "repeated places add up",
      "x = torch.tensor([1.0, 2.0], requires_grad=True)\nreturn torch.autograd.grad(x[torch.tensor([0, 0, 1])].sum(), x)",
      [[2, 1]],
    ],
    [
      "what was broadcast is summed, and has its own dtype",
      "x = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)\n(g,) = torch.autograd.grad((x + torch.ones(3, 2)).sum(), x)\nreturn g, torch.tensor(g.dtype == torch.float64)",
      [[6], [1]],
    ],
    [
      "detach and no_grad cut",
      "x = torch.tensor([3.0], requires_grad=True)\nwith torch.no_grad():\n    a = x * x\nreturn torch.autograd.grad(x * x.detach() + a, x)",
      [[3]],
    ],
    [
      "what is detached from a function's results is no part of it",
      "x = torch.tensor([3.0], requires_grad=True)\ny = x.data * 2\nreturn torch.tensor([y.requires_grad, (x * 2).requires_grad, x.is_leaf, (x * 2).is_leaf])",
      [[0, 1, 1, 0]],
    ],
    [
      "a gradient has a gradient",
      "x = torch.tensor([2.0], requires_grad=True)\n(g,) = torch.autograd.grad(x**3, x, create_graph=True)\n(h,) = torch.autograd.grad(g, x, create_graph=True)\nreturn g, h, torch.autograd.grad(h, x)[0]",
      [[12], [12], [6]],
    ],
    [
      "hooks see and replace",
      "x = torch.tensor([1.0], requires_grad=True)\nseen = []\ny = x * 2\ny.register_hook(lambda g: g * 10)\nhandle = x.register_hook(seen.append)\n(y * 3).backward(retain_graph=True)\nhandle.remove()\n(y * 3).backward()\nreturn x.grad, seen",
      [[120], [60]],
    ],
    [
      "attention passes gradients under a mask, of rows that see nothing too",
      "q = torch.ones(1, 2, 2, requires_grad=True)\nv = torch.tensor([[[1.0, 2.0], [3.0, 4.0]]], requires_grad=True)\nmask = torch.tensor([[True, False], [False, False]])\nreturn torch.autograd.grad(F.scaled_dot_product_attention(q, q.detach(), v, mask).sum(), v)",
      [[1, 1, 0, 0]],
    ],
    [
      "dropout's gradient has its mask",
      "x = torch.ones(64, requires_grad=True)\ny = F.dropout(x, 0.5)\n(g,) = torch.autograd.grad(y.sum(), x)\nreturn torch.tensor([torch.equal(g, y), bool((y == 0).any())])",
      [[1, 1]],
    ],
    [
      "an optimizer steps",
      "w = nn.Parameter(torch.tensor([1.0]))\nopt = torch.optim.SGD([w], lr=0.5, momentum=0.9)\nfor _ in range(2):\n    opt.zero_grad()\n    (w * w).sum().backward()\n    opt.step()\nreturn w.detach()",
      [[-0.9]],
    ],
    [
      "unused inputs have none",
      "x = torch.ones(1, requires_grad=True)\nz = torch.ones(1, requires_grad=True)\nfound = torch.autograd.grad(x * 2, [x, z], allow_unused=True)\nreturn found[0], torch.tensor(found[1] is None)",
      [[2], [1]],
    ],
    [
      "function transforms",
      "f = lambda x: (x**3).sum()\nx = torch.tensor([1.0, 2.0])\nreturn torch.func.grad(f)(x), torch.func.hessian(f)(x), torch.func.jvp(f, (x,), (torch.ones(2),))[1]",
      [[3, 12], [6, 0, 0, 12], [15]],
    ],
  ])("%s", async (_, body, expected) => {
    const found = await numbersOf(body);
    expect(
      typeof found === "string" ? found : found.map((part) => part.map((x) => Number(Number(x).toFixed(4)))),
    ).toEqual(expected);
  });

  it("holds functions of the program's own", async () => {
    const body = `
class Scaled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor, y):
        ctx.save_for_backward(x)
        ctx.factor = factor
        return x * factor, y + 1

    @staticmethod
    def backward(ctx, first, second):
        (x,) = ctx.saved_tensors
        assert ctx.needs_input_grad == (True, False, False)
        return first * ctx.factor + x, None, None

x = torch.tensor([2.0], requires_grad=True)
a, b = Scaled.apply(x, 5, torch.zeros(1))
return torch.autograd.grad(a, x)`;
    expect(await numbersOf(body)).toEqual([[7]]);
  });

  it.each([
    [
      "x = torch.ones(1, requires_grad=True)\ny = x.exp()\ny.backward()\ny.backward()",
      "Trying to backward through the graph a second time",
    ],
    [
      "x = torch.ones(2, requires_grad=True)\ny = x.exp()\ny.add_(1)\ny.sum().backward()",
      "is at version 1; expected version 0 instead",
    ],
    [
      "x = torch.ones(2, requires_grad=True)\n(x * 2).backward()",
      "grad can be implicitly created only for scalar outputs",
    ],
    [
      "x = torch.ones(1, requires_grad=True)\ntorch.autograd.grad(x * 2, torch.ones(1, requires_grad=True))",
      "appears to not have been used in the graph",
    ],
  ])("refuses as PyTorch does: %s", async (body, words) => {
    expect(await numbersOf(`${body}\nreturn x`)).toContain(words);
  });
});

it("tells of a gradient what shows whether a layer learns", () => {
  expect(gradientStatistics([3, 0, -4, 1])).toEqual({
    norm: Math.sqrt(26),
    mean: 0,
    std: Math.sqrt(6.5),
    min: -4,
    max: 3,
    zeros: 1,
  });
  expect(gradientStatistics([])).toMatchObject({ norm: 0, zeros: 0, mean: Number.NaN });
});
