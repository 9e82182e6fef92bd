import { describe, expect, it } from "vitest";
import { evaluator } from "./support";

/** Runs a program and tells what an expression is after it. */
function running(program: string): (expression: string) => unknown {
  const head =
    "import copy\nimport torch\nfrom torch import nn\nimport torch.nn.functional as F\nfrom torch.utils import data\n";
  return evaluator(head + program);
}

const tensor = (...shape: (number | string)[]) => ({ shape, dtype: "float32" });
const py = (text: string) => ({ py: text });

const MODEL = `
log = []
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 4)
        self.b = nn.Linear(4, 3)
        self.register_buffer("seen", torch.zeros(2), persistent=False)
    def forward(self, x):
        return self.b(self.a(x))
model = Model()
`;

describe("nn.Module", () => {
  it("runs hooks in PyTorch's order, and takes what they return", () => {
    const show = running(`${MODEL}
model.register_forward_hook(lambda module, args, output: log.append("second"))
model.register_forward_hook(lambda module, args, output: log.append("first"), prepend=True)
model.register_forward_pre_hook(lambda module, args: (args[0][:1],))
model.a.register_forward_hook(lambda module, args, output: output * 2)
gone = model.register_forward_hook(lambda module, args, output: log.append("gone"))
gone.remove()
y = model(torch.ones(2, 3))
`);
    expect(show("log")).toEqual([py("'first'"), py("'second'")]);
    expect(show("y")).toEqual(tensor(1, 3));
  });

  it("tells state hooks when its state is asked for and put back", () => {
    const show = running(`${MODEL}
model.register_state_dict_pre_hook(lambda module, prefix, keep_vars: log.append("before"))
model.register_load_state_dict_post_hook(lambda module, keys: log.append(len(keys.missing_keys)))
state = model.state_dict()
model.load_state_dict(state)
`);
    expect(show("list(state)")).toEqual(["a.weight", "a.bias", "b.weight", "b.bias"].map((name) => py(`'${name}'`)));
    expect(show("log")).toEqual([py("'before'"), py("0")]);
  });

  it("changes the dtype of parameters, which stay parameters", () => {
    const show = running(`${MODEL}model.half()\n`);
    expect(show("model.a.weight")).toEqual({ shape: [4, 3], dtype: "float16" });
    expect(show("model.seen")).toEqual({ shape: [2], dtype: "float16" });
    expect(show("isinstance(model.a.weight, nn.Parameter), len(list(model.parameters()))")).toEqual([
      py("True"),
      py("4"),
    ]);
  });

  it("copies deeply, and keeps what is shared shared", () => {
    const show = running(`
class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(5, 4)
        self.out = nn.Linear(4, 5, bias=False)
        self.out.weight = self.embed.weight
tied = Tied()
other = copy.deepcopy(tied)
`);
    expect(
      show(
        "other.out.weight is other.embed.weight, other.embed.weight is tied.embed.weight, len(list(other.parameters()))",
      ),
    ).toEqual([py("True"), py("False"), py("1")]);
  });

  it("copies through `__setstate__` of a class and of `nn.Module`", () => {
    const show = running(`
class Late(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 4)
    def __setstate__(self, state):
        state["scale"] = 2
        super(Late, self).__setstate__(state)
    def forward(self, x):
        return self.layer(x) * self.scale
made = Late()
other = copy.deepcopy(made)
def refused():
    try:
        other(torch.zeros(2, 5))
    except RuntimeError as error:
        return str(error)
`);
    expect(show("other(torch.zeros(2, 3))")).toEqual(tensor(2, 4));
    expect(show("other.layer is made.layer, other.scale, hasattr(made, 'scale')")).toEqual([
      py("False"),
      py("2"),
      py("False"),
    ]);
    expect(show("refused()")).toEqual(py("'addmm: mat1 and mat2 shapes cannot be multiplied (2x5 and 3x4)'"));
  });
});

describe("functions with gradients of their own", () => {
  it("run forward", () => {
    const show = running(`
class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.save_for_backward(x)
        return torch.cat([x, x]) * factor
`);
    expect(show("Double.apply(torch.ones(3), 2)")).toEqual(tensor(6));
  });

  it("pass through decorators and contexts that set gradients", () => {
    const show = running(`
@torch.no_grad()
def one(x):
    return x + 1
@torch.no_grad
def two(x):
    return x + 2
with torch.inference_mode(), torch.autocast("cuda", dtype=torch.float16):
    y = one(two(torch.ones(2)))
`);
    expect(show("y")).toEqual(tensor(2));
    expect(show("one.__name__")).toEqual(py("'one'"));
  });
});

describe("torch.utils.data", () => {
  it("gives full batches and the rest", () => {
    const show = running(
      "loader = data.DataLoader(data.TensorDataset(torch.ones(10, 3), torch.zeros(10)), batch_size=4)\n",
    );
    expect(show("[list(batch) for batch in loader]")).toEqual([
      [tensor(4, 3), tensor(4)],
      [tensor(4, 3), tensor(4)],
      [tensor(2, 3), tensor(2)],
    ]);
    expect(show("len(loader)")).toEqual(py("3"));
  });

  it("joins samples of dicts and tuples", () => {
    const show = running(`
class Pairs(data.Dataset):
    def __len__(self):
        return 8
    def __getitem__(self, index):
        return {"image": torch.zeros(3, 4, 4), "label": index}
batch = next(iter(data.DataLoader(Pairs(), batch_size=8)))
`);
    expect(show("batch")).toEqual({ image: tensor(8, 3, 4, 4), label: { shape: [8], dtype: "int64" } });
  });

  it("splits by numbers and by fractions", () => {
    const show = running("parts = data.random_split(range(10), [0.5, 0.3, 0.2])\n");
    expect(show("[len(part) for part in parts]")).toEqual([py("5"), py("3"), py("2")]);
    expect(show("data.random_split(range(10), [5, 4])")).toMatchObject({
      error: "ValueError",
      message: expect.stringContaining("Sum of input lengths does not equal the length of the input dataset!"),
    });
  });
});

describe("torch.func", () => {
  it("calls a module with other parameters", () => {
    const show = running("layer = nn.Linear(3, 4)\nother = {'weight': torch.ones(7, 3), 'bias': torch.ones(7)}\n");
    expect(show("torch.func.functional_call(layer, other, (torch.ones(2, 3),))")).toEqual(tensor(2, 7));
    expect(show("layer(torch.ones(2, 3))")).toEqual(tensor(2, 4));
  });

  it("maps a function over a dimension", () => {
    const show = running("");
    expect(show("torch.vmap(lambda a, b: a @ b)(torch.ones(7, 3), torch.ones(7, 3))")).toEqual(tensor(7));
    expect(show("torch.vmap(lambda a: a.sum(0), in_dims=1, out_dims=1)(torch.ones(4, 7, 5))")).toEqual(tensor(5, 7));
  });
});

describe("what passes through", () => {
  it.each([
    "torch.jit.script(layer)(x)",
    "torch.compile(layer)(x)",
    "torch.compile(mode='reduce-overhead')(layer)(x)",
    "torch.utils.checkpoint.checkpoint(layer, x, use_reentrant=False)",
    "nn.DataParallel(layer)(x)",
    "torch.fx.symbolic_trace(layer)(x)",
    "torch.ao.quantization.QuantStub()(layer(x))",
  ])("%s", (call) => {
    expect(running("layer = nn.Linear(3, 4)\nx = torch.ones(2, 3)\n")(call)).toEqual(tensor(2, 4));
  });

  it("knows that no graph is being made", () => {
    const show = running("");
    expect(show("torch.jit.is_scripting(), torch.jit.is_tracing(), torch.onnx.is_in_onnx_export()")).toEqual(
      Array(3).fill(py("False")),
    );
  });
});

describe("what is not known", () => {
  it.each([
    ["torch.load('weights.pt')", "what a file holds is not read"],
    ["torch.hub.load_state_dict_from_url('https://example.org/w.pt')", "downloaded weights are not read"],
    ["__import__('os').listdir('.')", "it depends on the machine"],
    ["__import__('time').time()", "it depends on the clock"],
    ["__import__('random').random()", "it depends on chance"],
    ["torch.cuda.memory_stats()", "`torch.cuda.memory_stats` is not followed"],
  ])("%s says why", (code, reason) => {
    expect(running("")(code)).toEqual({ unknown: reason });
  });

  it("is no error where weights from a file are loaded", () => {
    const show = running("layer = nn.Linear(3, 4)\nlayer.load_state_dict(torch.load('weights.pt'))\n");
    expect(show("layer(torch.ones(2, 3))")).toEqual(tensor(2, 4));
  });

  it("leaves names that torch has not an error", () => {
    expect(running("")("torch.zeross(3)")).toMatchObject({
      error: "AttributeError",
      message: expect.stringContaining("module 'torch' has no attribute 'zeross'"),
    });
    expect(running("")("nn.Lineer(3, 4)")).toMatchObject({ error: "AttributeError" });
  });
});

describe("chance", () => {
  const show = running(`import random
from collections import deque
memory = deque([(torch.rand(4), n) for n in range(6)], maxlen=6)
batch = random.sample(memory, 3)
states = torch.stack([state for state, _ in batch])
one, _ = random.choice(list(memory))
`);
  it("leaves the shapes of what it picks", () => {
    expect(show("states")).toEqual(tensor(3, 4));
    expect(show("one")).toEqual(tensor(4));
    expect(show("len(batch)")).toEqual(py("3"));
  });
  it("refuses what Python refuses", () => {
    expect(show("random.sample([1, 2], 3)")).toMatchObject({
      error: "ValueError",
      message: "Sample larger than population or is negative",
    });
  });
});

describe("tools that run a model", () => {
  it.each([
    "torch.jit.trace(model, torch.rand(2, 5))",
    "torch.jit.trace_module(model, {'forward': torch.rand(2, 5)})",
    "torch.export.export(model, (torch.rand(2, 5),))",
    "torch.onnx.export(model, torch.rand(2, 5), 'model.onnx')",
    "torch.onnx.export(model, (torch.rand(2, 5),), 'model.onnx', opset_version=17)",
    "SummaryWriter().add_graph(model, torch.rand(2, 5))",
    "torchinfo.summary(model, input_size=(2, 5))",
    "torchinfo.summary(model, input_data=torch.rand(2, 5))",
    "torchsummary.summary(model, (5,), device='cpu')",
    "thop.profile(model, inputs=(torch.rand(2, 5),))",
    "ptflops.get_model_complexity_info(model, (5,))",
  ])("%s tells where it fails", (call) => {
    const rows = call.includes("ptflops") ? 1 : 2;
    const show = running(`import torchinfo, torchsummary, thop, ptflops
from torch.utils.tensorboard import SummaryWriter
${MODEL}`);
    expect(show(call)).toMatchObject({
      error: "RuntimeError",
      message: `addmm: mat1 and mat2 shapes cannot be multiplied (${rows}x5 and 3x4)`,
    });
  });

  it("a traced function knows that it is traced, and no longer afterwards", () => {
    const show = running(`
told = []
def f(x):
    told.append(torch.jit.is_tracing())
    return x
f(torch.rand(1)); torch.jit.trace(f, torch.rand(1))(torch.rand(1))
`);
    expect(show("told")).toEqual([py("False"), py("True"), py("False")]);
  });
});

it("what no version of a class has is an error", () => {
  const show = running(`${MODEL}`);
  expect(show("model.state_dict().flatten(1)")).toMatchObject({
    error: "AttributeError",
    message: "'collections.OrderedDict' object has no attribute 'flatten'",
  });
});
