import { describe, expect, it, vi } from "vitest";
import { Analyzer } from "../../src/analysis/analyzer";
import { StepValues } from "../../src/runtime/looks";
import { Random } from "../../src/runtime/random";
import { runProgram } from "../../src/runtime/run";
import * as tf from "../../src/runtime/tf";
import { preludeSources } from "../../src/syntax/prelude";
import { hostOf } from "../analysis/support";
import { parser } from "../syntax/python";
import { floats, integers, numbersOf, run } from "./programs";

const LINEAR = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)
    def forward(self, x):
        return self.layer(x).relu()
`;
const CALL = "Net()(x=torch.empty(4, 3))";

describe("a linear layer with relu", () => {
  const state = { "layer.weight": floats([2, 3], [1, 0, 0, 0, -1, 0]), "layer.bias": floats([2], [0.5, 0]) };
  const inputs = { x: floats([4, 3], [1, 2, 3, -1, -2, -3, 0, 0, 0, 4, -5, 6]) };

  for (const backend of ["cpu", "wasm"] as const) {
    it(`gives x Wᵀ + b on ${backend}`, async () => {
      const result = await run(LINEAR, CALL, { backend, state, inputs });
      expect(result.failure).toBeUndefined();
      expect(result.backend).toBe(backend);
      expect(result.outputs[0]!.shape).toEqual([4, 2]);
      expect([...result.outputs[0]!.data]).toEqual([1.5, 0, 0, 2, 0.5, 0, 4.5, 5]);
      expect(result.steps.map(({ op, line, module }) => [op, line, result.modules[module]!.path])).toEqual([
        ["linear", 10, "layer"],
        ["relu", 10, ""],
      ]);
    });
  }

  it("gives the same numbers for the same seed on both backends, others for another", async () => {
    const runs = [
      await run(LINEAR, CALL, { seed: 7 }),
      await run(LINEAR, CALL, { seed: 7, backend: "wasm" }),
      await run(LINEAR, CALL, { seed: 7 }),
      await run(LINEAR, CALL, { seed: 8 }),
    ];
    const [first, wasm, again, other] = runs.map(({ outputs }) => [...outputs[0]!.data].map(Number));
    expect(again).toEqual(first);
    wasm!.forEach((x, i) => {
      expect(x).toBeCloseTo(first![i]!, 5);
    });
    expect(other).not.toEqual(first);
    expect(runs[0]!.notes).toEqual(["Random numbers for x."]);
  });

  it("leaves no tensors behind", async () => {
    await run(LINEAR, CALL, { backend: "wasm" });
    const before = tf.memory().numTensors;
    await run(LINEAR, CALL, { backend: "wasm" });
    await run(LINEAR, CALL, { backend: "wasm", state, inputs });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses state of another shape in PyTorch's words", async () => {
    const result = await run(LINEAR, CALL, { state: { ...state, "layer.bias": floats([3], [0, 0, 0]) } });
    expect(result.status).toBe("failed");
    expect(result.failure!.message).toBe(
      "Error(s) in loading state_dict for Net:\n\tsize mismatch for layer.bias: copying a param with shape torch.Size([3]) from checkpoint, the shape in current model is torch.Size([2]).",
    );
  });

  it("tells of all names that are wrong, in PyTorch's words, and goes on only where it need not be strict", async () => {
    const given = { "layer.weight": floats([1], [0]), other: state["layer.bias"] };
    const result = await run(LINEAR, CALL, { state: given, inputs });
    expect(result.failure!.message).toBe(
      [
        "Error(s) in loading state_dict for Net:",
        '\tMissing key(s) in state_dict: "layer.bias". ',
        '\tUnexpected key(s) in state_dict: "other". ',
        "\tsize mismatch for layer.weight: copying a param with shape torch.Size([1]) from checkpoint, the shape in current model is torch.Size([2, 3]).",
      ].join("\n"),
    );
    const lax = { "layer.weight": state["layer.weight"], other: state["layer.bias"] };
    const { status, notes } = await run(LINEAR, CALL, { state: lax, inputs, strict: false });
    expect([status, ...notes]).toEqual([
      "done",
      'Missing key(s) in state_dict: "layer.bias".',
      'Unexpected key(s) in state_dict: "other".',
    ]);
  });

  it("names the prefix that all names of a file have", async () => {
    const given = Object.fromEntries(Object.entries(state).map(([name, data]) => [`module.${name}`, data]));
    const { failure } = await run(LINEAR, CALL, { state: given, inputs });
    expect(failure!.message.split("\n").at(-1)).toBe(
      "Names in the file begin with `module.`, those of the model don't: `nn.DataParallel` and `DistributedDataParallel` put it there.",
    );
    const inner = Object.fromEntries(Object.entries(state).map(([name, data]) => [name.slice("layer.".length), data]));
    expect((await run(LINEAR, CALL, { state: inner, inputs })).failure!.message).toMatch(
      /\nNames in the model begin with `layer\.`, those of the file don't\.$/,
    );
  });

  it("rounds and cuts what it is given to the parameter's dtype, and puts numbers beside no imaginary part", async () => {
    const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.small = nn.Parameter(torch.empty(1, dtype=torch.float16))
        self.register_buffer("byte", torch.zeros(1, dtype=torch.uint8))
        self.register_buffer("complex", torch.zeros(1, dtype=torch.complex64))
        self.register_buffer("own", torch.zeros(1), persistent=False)

    def forward(self):
        return self.small, self.byte, torch.view_as_real(self.complex)
`;
    const given = { small: floats([1], [2049]), byte: integers([1], [300]), complex: floats([1], [5]) };
    const { outputs, failure } = await run(text, "Net()()", { state: given });
    expect(failure).toBeUndefined();
    expect(outputs.map(({ data }) => [...data])).toEqual([[2048], [44], [5, 0]]);
    expect((await run(text, "Net()()", { state: { ...given, own: floats([1], [1]) } })).failure!.message).toContain(
      'Unexpected key(s) in state_dict: "own". ',
    );
  });

  it("is strict about the counts of batch normalization where the state tells its version", async () => {
    const [call, ones] = ["nn.BatchNorm1d(1)(torch.ones(2, 1))", floats([1], [1])];
    const given = { weight: ones, bias: ones, running_mean: ones, running_var: ones };
    expect((await run("", call, { state: given })).status).toBe("done");
    expect((await run("", call, { state: given, stateIsVersioned: true })).failure!.message).toContain(
      'Missing key(s) in state_dict: "num_batches_tracked". ',
    );
  });

  it("refuses inputs of other names, shapes and dtypes", async () => {
    const { message } = (await run(LINEAR, CALL, { inputs: { y: inputs.x } })).failure!;
    expect(message).toBe("no input is called y: the call has x and nothing else");
    const other = await run(LINEAR, CALL, { inputs: { x: integers([4, 3], new Array(12).fill(1)) } });
    expect(other.failure!.message).toBe("input x has dtype int64, the call was analysed with float32");
    const numbers = await run(LINEAR, CALL, { inputs: { x: { fit: "numbers", data: [1, 2, 3] } } });
    expect(numbers.failure!.message).toBe("input x: it has 3 numbers, the call was analysed with [4, 3]: 12");
  });
});

describe("what a run tells beside its value", () => {
  const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.twice = nn.Identity()
        self.drop = nn.Dropout(1.0)

    def forward(self, x):
        print("sum", x.sum(), end="!\\n")
        x = self.twice(x)
        return self.twice(self.drop(x) + 1), {"n": x[x > 1.5]}
`;
  const inputs = { x: floats([2], [1, 2]) };

  it("results of modules by their paths, each call's", async () => {
    const { kept, failure } = await run(text, "Net()(torch.empty(2))", { inputs, keep: ["twice", ""] });
    expect(failure).toBeUndefined();
    expect(Object.entries(kept!).map(([name, { data }]) => [name, ...data])).toEqual([
      ["twice", 1, 2],
      ["twice@2", 2, 3],
      [".0", 2, 3],
      [".1.n", 2],
    ]);
    expect((await run(text, "Net()(torch.empty(2))", { keep: ["once"] })).failure!.message).toBe(
      "no module `once` is called: there is twice, drop",
    );
  });

  it("what the program prints", async () => {
    expect((await run(text, "Net()(torch.empty(2))", { inputs })).printed).toBe("sum tensor(3.)!\n");
  });

  it("the shapes that the analysis foretold, with symbols where data decide", async () => {
    const { steps } = await run(text, "Net()(torch.empty(2))", { inputs });
    const shapes = steps.map(({ op, outputs: [one] }) => [op, one!.shape, one!.analysed]);
    expect(shapes.at(-1)).toEqual(["getitem", [1], [expect.any(String)]]);
    expect(shapes[0]).toEqual(["sum", [], []]);
  });

  it("that a model is trained, where it is asked to be", async () => {
    const file = "/project/model.py";
    const analyzer = new Analyzer(
      parser,
      preludeSources,
      hostOf({ [file]: `import torch\nfrom torch import nn\n${text}` }),
    );
    const asked = { call: "Net()(torch.empty(2))[0]", trains: true };
    const { outputs } = await runProgram(analyzer, { file, asked }, { seed: 0, backend: "cpu", inputs });
    expect([...outputs[0]!.data]).toEqual([1, 1]);
  });
});

describe("what data decide", () => {
  const negative = "torch.tensor([-1., -2., -3.])";

  it("is decided by data: a branch, a loop, a loop's end", async () => {
    expect(await numbersOf("if x.sum() > 0:\n    return x + 1\nreturn x - 1", negative, "x")).toEqual([[-2, -3, -4]]);
    expect(await numbersOf("while x.abs().max() > 0.1:\n    x = x * 0.5\nreturn x", negative, "x")).toEqual([
      [-0.03125, -0.0625, -0.09375],
    ]);
    const searching = "for n in range(100):\n    if x[n] < -1.5:\n        break\nreturn torch.tensor(n)";
    expect(await numbersOf(searching, negative, "x")).toEqual([[1]]);
  });

  it("gives sizes, rows and indices", async () => {
    const x = "torch.tensor([[3., -1., 2.], [-4., 5., -6.]])";
    expect(await numbersOf("return x[x > 0], torch.nonzero(x < 0), x[:, : int((x > 0).sum())]", x, "x")).toEqual([
      [3, 2, 5],
      [0, 1, 1, 0, 1, 2],
      [3, -1, 2, -4, 5, -6],
    ]);
    expect(
      await numbersOf("n = x.argmax().item()\nreturn torch.zeros(n), x.flatten()[n], x[[1, 0], [0, 0]]", x, "x"),
    ).toEqual([[0, 0, 0, 0], [5], [-4, 3]]);
  });

  it("tells the shape that came out beside the one that was foretold only where they differ", async () => {
    const { steps } = await run("def f(x):\n    return x[x > 0] * 2\n", "f(torch.tensor([1., -1., 2.]))");
    const outputs = steps.map(({ op, outputs: [one] }) => [op, one!.shape, one!.expected]);
    expect(outputs.slice(-2)).toEqual([
      ["getitem", [2], undefined],
      ["mul", [2], undefined],
    ]);
  });

  it("goes through Python: lists, dicts, sorting, texts", async () => {
    const body = `
best = {round(v, 1): n for n, v in enumerate(x.tolist())}
order = sorted(range(len(x)), key=lambda n: x[n])
text = f"{x[0]:.2f} {x.max().item()} {x}"
return torch.tensor([best[0.5], *order]), torch.tensor([ord(c) for c in text])`;
    const text = "2.00 2.0 tensor([ 2.0000,  0.5000, -1.0000])";
    expect(await numbersOf(body, "torch.tensor([2., 0.5, -1.])", "x")).toEqual([
      [1, 2, 1, 0],
      [...text].map((c) => c.charCodeAt(0)),
    ]);
  });

  it("ends the run where it is not known: nothing is followed two ways", async () => {
    expect(
      await numbersOf("import random\nif random.betavariate(1, 2) < 2:\n    return x\nreturn -x", "torch.ones(1)", "x"),
    ).toMatch(/^what decides here is not known/);
  });

  it("are CPython's random numbers for the same seed", async () => {
    const body = `
import random
random.seed(42)
shuffled = list(range(5))
random.shuffle(shuffled)
other = random.Random(2**70 + 5)
numbers = [random.random(), random.gauss(0, 1), random.randint(0, 99), *random.sample(range(100), 2), other.getrandbits(40)]
return torch.tensor(numbers), torch.tensor(shuffled)`;
    const [numbers, shuffled] = (await numbersOf(body)) as number[][];
    expect(shuffled).toEqual([3, 1, 2, 4, 0]);
    for (const [n, want] of [0.24489185380347622, 0.2974745204017183, 94, 69, 11, 427206651051].entries())
      expect(numbers![n]! / want).toBeCloseTo(1, 5);
  });
});

describe("exceptions", () => {
  it("come with PyTorch's class and words, and may be caught", async () => {
    const body = `
words = []
for attempt in (
    lambda: torch.linalg.cholesky(-torch.eye(2)),
    lambda: torch.linalg.inv(torch.zeros(1, 2, 2)),
    lambda: torch.gather(x, 0, torch.tensor([7])),
    lambda: torch.tensor([1, 2]) // torch.tensor([1, 0]),
):
    try:
        attempt()
    except RuntimeError as e:
        words.append(type(e).__name__ + ": " + str(e))
raise ValueError(" | ".join(words))`;
    expect(await numbersOf(body, "torch.ones(3)", "x")).toBe(
      "ValueError: _LinAlgError: linalg.cholesky: The factorization could not be completed because the input is not positive-definite (the leading minor of order 1 is not positive-definite). | " +
        "_LinAlgError: linalg.inv: (Batch element 0): The diagonal element 1 is zero, the inversion could not be completed because the input matrix is singular. | " +
        "RuntimeError: index 7 is out of bounds for dimension 0 with size 3 | RuntimeError: ZeroDivisionError",
    );
  });

  it("end the run with their place", async () => {
    const { failure, status } = await run("def f(x):\n    y = x + 1\n    return x @ y\n", "f(torch.ones(2, 3))");
    expect(status).toBe("failed");
    expect(failure).toMatchObject({
      message: "RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)",
      file: "/project/model.py",
      line: 6,
    });
  });
});

describe("integers of 64 bits", () => {
  it("are exact, and cut off as PyTorch cuts them off", async () => {
    const body =
      "return x * 2654435761 + 12345, (x * 2654435761 + 12345) % 97, x * 6364136223846793005, x << 40, x.sum(), x.float()";
    expect(await numbersOf(body, "torch.tensor([1, 7, 2147483647])", "x")).toEqual([
      [2654448106n, 18581062672n, 5700357388759512712n],
      [38, 13, 30],
      [6364136223846793005n, 7655465419508447803n, 5618464187839316179n],
      [1099511627776n, 7696581394432n, -1099511627776n],
      [2147483655n],
      [1, 7, 2147483648],
    ]);
  });

  it("are put in order", async () => {
    const body = "s, i = x.sort()\nu, c = x.unique(return_counts=True)\nreturn s, i, u, c, x.max(), x.argmin()";
    expect(await numbersOf(body, "torch.tensor([5000000000, -7000000000, 3, 5000000000])", "x")).toEqual([
      [-7000000000n, 3n, 5000000000n, 5000000000n],
      [1, 2, 0, 3],
      [-7000000000n, 3n, 5000000000n],
      [1, 1, 2],
      [5000000000n],
      [1],
    ]);
  });

  it("move like any others, and are refused where nothing computes them", async () => {
    const body =
      "y = x * 100000\nreturn y[y > 200000000000000], torch.stack([y, x])[1], y.view(2, 1).expand(2, 2).flip(0)";
    expect(await numbersOf(body, "torch.tensor([1000000000, 3000000000])", "x")).toEqual([
      [300000000000000n],
      [1000000000n, 3000000000n],
      [300000000000000n, 300000000000000n, 100000000000000n, 100000000000000n],
    ]);
    expect(await numbersOf("return (x * 10**10).diff()", "torch.tensor([1, 2])", "x")).toMatch(
      /has integers beyond 32 bits, which its kernel can't compute$/,
    );
  });
});

describe("views", () => {
  it("see what is written through another, whatever it is", async () => {
    const body = `
x = torch.arange(6.).reshape(2, 3)
t, flat = x.T, x.view(-1)
flat[1:3] *= 10
t[0] += 100
x[:, 2].zero_()
x.unsqueeze_(0)
x[0, 1, 1] = -1
return x, t, flat`;
    expect(await numbersOf(body)).toEqual([
      [100, 10, 0, 103, -1, 0],
      [100, 103, 10, -1, 0, 0],
      [100, 10, 0, 103, -1, 0],
    ]);
  });

  it("given state that is a view of a buffer is written into the buffer", async () => {
    const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.all = torch.zeros(4)
        self.register_buffer("tail", self.all[2:])
    def forward(self):
        return self.all * 1
`;
    const { outputs } = await run(text, "Net()()", { state: { tail: floats([2], [7, 8]) } });
    expect([...outputs[0]!.data]).toEqual([0, 0, 7, 8]);
  });
});

it("normalization in training moves its statistics, and max_norm shortens what is looked up", async () => {
  const body = `
norm = nn.BatchNorm1d(1, momentum=0.5).train()
norm(torch.tensor([[1.], [3.]]))
table = nn.Embedding(2, 2, max_norm=1.0)
table.weight.data.copy_(torch.tensor([[3., 4.], [30., 40.]]))
table(torch.tensor([0]))
return norm.running_mean, norm.running_var, table.weight`;
  const numbers = (await numbersOf(body)) as number[][];
  expect(numbers.slice(0, 2)).toEqual([[1], [1.5]]);
  expect(numbers[2]!.map((x) => Math.round(x * 1e4) / 1e4)).toEqual([0.6, 0.8, 30, 40]);
});

it("vmap goes over every slice, and packed sequences end where they end", async () => {
  expect(await numbersOf("return torch.vmap(lambda r: r @ r)(x)", "torch.tensor([[1., 2.], [3., 4.]])", "x")).toEqual([
    [5, 25],
  ]);
  const body = `
rnn = nn.RNN(1, 1, nonlinearity="relu", batch_first=True)
for p in rnn.parameters():
    p.data.fill_(1.0)
packed = nn.utils.rnn.pack_padded_sequence(x[..., None], torch.tensor([1, 3]), batch_first=True, enforce_sorted=False)
out, last = rnn(packed)
return nn.utils.rnn.pad_packed_sequence(out, batch_first=True)[0].squeeze(-1), last.flatten()`;
  expect(await numbersOf(body, "torch.tensor([[1., 9., 9.], [0., 1., 2.]])", "x")).toEqual([
    [3, 0, 0, 2, 5, 9],
    [3, 9],
  ]);
});

it("half precision rounds and overflows", async () => {
  expect(
    await numbersOf("return x.half(), x.bfloat16(), x.half() * 2", "torch.tensor([0.1, 2049., 65504.])", "x"),
  ).toEqual([
    [0.0999755859375, 2048, 65504],
    [0.10009765625, 2048, 65536],
    [0.199951171875, 4096, Number.POSITIVE_INFINITY],
  ]);
});

it("fills integer inputs with indices of the table that they read, never with rounded normal numbers", async () => {
  const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(5, 2)
    def forward(self, ids):
        return ids.view(-1), self.table(ids.view(-1))
`;
  for (const made of ["torch.empty(300, dtype=torch.long)", "torch.empty(300).long()"]) {
    const { outputs, failure, notes } = await run(text, `Net()(${made})`, { seed: 1 });
    expect(failure).toBeUndefined();
    expect(new Set<number | bigint>(outputs[0]!.data)).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(notes).toEqual(["Random numbers for ids."]);
  }
});

it("takes integers that 32 bits can't hold", async () => {
  const text = "class Net(nn.Module):\n    def forward(self, x):\n        return x + 1\n";
  const x = { shape: [1], dtype: "int64" as const, data: BigInt64Array.of(2n ** 40n) };
  const { outputs } = await run(text, "Net()(torch.empty(1, dtype=torch.long))", { inputs: { x } });
  expect(outputs[0]!.data).toEqual(BigInt64Array.of(2n ** 40n + 1n));
  const small = await run(text, "Net()(torch.empty(1, dtype=torch.long))", { inputs: { x: integers([1], [4]) } });
  expect(small.outputs[0]!.data).toEqual(Int32Array.of(5));
});

it("counts NaN and infinities and leaves them out of mean and range", async () => {
  for (const backend of ["cpu", "wasm"] as const) {
    const { steps } = await run(
      "def f():\n    return torch.tensor([1, 3, float('nan'), float('inf'), -4]).relu()\n",
      "f()",
      {
        backend,
      },
    );
    const { statistics } = steps[1]!.outputs[0]!;
    expect(statistics).toMatchObject({ nan: 1, inf: 1, min: 0, max: 3 });
    expect(statistics!.mean).toBeCloseTo(4 / 3);
    expect(statistics!.histogram.reduce((a, b) => a + b)).toBe(3);
    expect(statistics!.picture).toEqual({ width: 5, height: 1, values: [1, 3, null, null, 0], low: 0, high: 3 });
  }
});

describe("before it starts", () => {
  it("refuses what does not fit into memory, with the largest tensor", async () => {
    const text =
      "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.l = nn.Linear(30000, 30000)\n    def forward(self, x):\n        return self.l(x)\n";
    const call = "Net()(torch.empty(1, 30000))";
    const { failure, steps } = await run(text, call, { memory: 1e9 });
    expect(failure!.message).toMatch(
      /^it needs 7\.\d GB of memory, and there are 1\.0 GB: the largest tensor, of 3\.6 GB, is `l\.weight` of Linear, \(30000, 30000\)$/,
    );
    expect(failure!.line).toBe(7);
    expect(steps).toEqual([]);
  });

  it("knows whether gradients are asked for", async () => {
    const result = await run(
      "def f(x):\n    x.requires_grad_()\n    return torch.autograd.grad((x ** 3).sum(), x)\n",
      "f(torch.ones(3))",
    );
    expect(result.outputs.map(({ data }) => [...data])).toEqual([[3, 3, 3]]);
  });

  it("says that a backend is not there", async () => {
    const { failure } = await run("", "torch.ones(1)", { backend: "node" });
    expect(failure!.message).toBe("The node backend can't be used: @tensorflow/tfjs-node is not available here");
  });
});

it("ends between steps when it is cancelled, with the steps so far and no tensors left", async () => {
  await run("", "torch.ones(1)");
  const before = tf.memory().numTensors;
  const seen: number[] = [];
  const result = await run(
    "def f():\n    for n in range(100000):\n        x = torch.randn(100, 100)\n    return x\n",
    "f()",
    {},
    { onStep: (_, done) => seen.push(done), cancelled: () => seen.length >= 50 },
  );
  expect(result.status).toBe("cancelled");
  expect(result.steps.length).toBeLessThan(100);
  expect(seen).toEqual(result.steps.map((_, i) => i + 1));
  expect(tf.memory().numTensors).toBe(before);
});

it("runs a call that the file's own statements make, and stops behind it", async () => {
  const text = `${LINEAR}
first = Net()(torch.ones(1, 3))
second = Net()(torch.zeros(2, 3))
raise SystemExit
`;
  const { Analyzer } = await import("../../src/analysis/analyzer");
  const { hostOf } = await import("../analysis/support");
  const { preludeSources } = await import("../../src/syntax/prelude");
  const { parser } = await import("../syntax/python");
  const { runProgram } = await import("../../src/runtime/run");
  const file = "/project/model.py";
  const analyzer = new Analyzer(
    parser,
    preludeSources,
    hostOf({ [file]: `import torch\nfrom torch import nn\n${text}` }),
  );
  const entries = analyzer.analyzeFile(file).entries.filter(({ kind }) => kind === "call");
  const asked = entries.map(({ id }) => analyzer.runnable(file, id));
  expect(asked).toEqual([
    { file, asked: { root: 0 } },
    { file, asked: { root: 1 } },
  ]);
  const result = await runProgram(analyzer, { file, asked: { root: 1 } }, { seed: 0, backend: "cpu" });
  expect(result.failure).toBeUndefined();
  expect(result.outputs[0]!.shape).toEqual([2, 2]);
  expect(result.steps.map(({ op }) => op)).toEqual(["linear", "relu"]);
});

it("makes an initialisation's numbers when they are read, the same as at once", async () => {
  const text = (reads: string) => `
def made():
    w = torch.empty(64).uniform_(-0.9, 0.9)
    ${reads}
    return w.erfinv_().mul_(0.5).add_(1).clamp_(0.2, 1.5), w.sum()
`;
  const [late, early] = [await run(text("pass"), "made()"), await run(text("w.sum()"), "made()")];
  expect(late.failure).toBeUndefined();
  expect([...late.outputs[0]!.data]).toEqual([...early.outputs[0]!.data]);
  const numbers = [...late.outputs[0]!.data] as number[];
  expect(Math.min(...numbers)).toBeCloseTo(0.4, 0);
  expect(new Set(numbers).size).toBeGreaterThan(50);
  expect(late.outputs[1]!.data[0]).toBeCloseTo(numbers.reduce((x, y) => x + y));
});

it("keeps a write apart from what was read before", async () => {
  const text = `
def made():
    w = torch.empty(4).fill_(2)
    before = w.clone()
    view = w.view(2, 2)
    w.mul_(3)
    view.add_(1)
    return before, w
`;
  const { outputs } = await run(text, "made()");
  expect(outputs.map(({ data }) => [...data])).toEqual([
    [2, 2, 2, 2],
    [7, 7, 7, 7],
  ]);
});

it("makes no numbers that a state replaces", async () => {
  const drawn = vi.spyOn(Random.prototype, "uniform");
  const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.empty(4))
        nn.init.trunc_normal_(self.w, std=0.02)

    def forward(self, x):
        return self.w * x
`;
  const given = { state: { w: floats([4], [1, 2, 3, 4]) }, inputs: { x: floats([4], [1, 1, 1, 2]) } };
  const { outputs } = await run(text, "Net()(torch.empty(4))", given);
  expect([...outputs[0]!.data]).toEqual([1, 2, 3, 8]);
  expect(drawn).not.toHaveBeenCalled();
  drawn.mockRestore();
});

it("takes statistics later where they are asked for later, and of what there is no room for at once", async () => {
  const values = new StepValues(70);
  const text = "def f(x):\n    return (x + 1) * 2\n";
  const { steps } = await run(text, "f(torch.ones(8))", { statistics: "later" }, { values });
  const told = steps.map(({ op, outputs: [output] }) => [op.split(".")[0], output?.statistics?.mean]);
  expect(told.slice(-2)).toEqual([
    ["add", undefined],
    ["mul", 4],
  ]);
  expect(values.next(() => true).map(({ statistics }) => statistics.mean)).toEqual([1, 2]);
});

it("says that float64 is computed in single precision, and of float32 nothing", async () => {
  const text = "def f(x):\n    return x + 1\n";
  expect((await run(text, "f(torch.ones(2, dtype=torch.float64))")).notes).toEqual([
    "float64 is computed in single precision: about seven digits hold.",
  ]);
  expect((await run(text, "f(torch.ones(2))")).notes).toEqual([]);
});
