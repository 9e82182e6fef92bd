import { describe, expect, it } from "vitest";
import { analyzerOf } from "../analysis/support";
import { evaluator } from "./support";

const evaluate = evaluator(`import numpy as np
import torch

x = torch.zeros(2, 3)
w = torch.zeros(2, 3, requires_grad=True)
a = x.numpy()
n = torch.zeros(2, 3, dtype=torch.long).numpy()
b = torch.zeros(2, 3, dtype=torch.bool).numpy()
u = torch.zeros(2, 3, dtype=torch.uint8).numpy()
h = torch.zeros(2, 3).half().numpy()
lengths = torch.tensor([3, 2, 1])
`);

/** Shapes and types are those of NumPy 2.4 and PyTorch 2.15. */
describe("an array that a tensor becomes", () => {
  it.each<[string, number[], string]>([
    ["a", [2, 3], "float32"],
    ["w.detach().cpu().numpy()", [2, 3], "float32"],
    ["w.numpy(force=True)", [2, 3], "float32"],
    ["np.asarray(x)", [2, 3], "float32"],
    ["np.array([x, x])", [2, 2, 3], "float32"],
    ["a.mean(axis=0)", [3], "float32"],
    ["np.mean(n, axis=-1)", [2], "float64"],
    ["np.mean(h, axis=(0, 1), keepdims=True)", [1, 1], "float16"],
    ["np.argmax(a, axis=1)", [2], "int64"],
    ["np.argmax(a, axis=1, keepdims=True)", [2, 1], "int64"],
    ["b.sum(axis=1)", [2], "int64"],
    ["(a > 0).any(axis=0)", [3], "bool"],
    ["np.concatenate([a, a], axis=1)", [2, 6], "float32"],
    ["np.concatenate([a, n])", [4, 3], "float64"],
    ["np.stack([a, a], axis=-1)", [2, 3, 2], "float32"],
    ["np.vstack([n, n[0]])", [3, 3], "int64"],
    ["np.hstack([a, a])", [2, 6], "float32"],
    ["a * a", [2, 3], "float32"],
    ["n / n", [2, 3], "float64"],
    ["u + n", [2, 3], "int64"],
    ["h + u", [2, 3], "float16"],
    ["n + a", [2, 3], "float64"],
    ["np.exp(u)", [2, 3], "float16"],
    ["np.cumsum(b, axis=1)", [2, 3], "int64"],
    ["a @ a.T", [2, 2], "float32"],
    ["a[None] @ a.T", [1, 2, 2], "float32"],
    ["a[:, 1]", [2], "float32"],
    ["a[..., None, ::2]", [2, 1, 2], "float32"],
    ["a[lengths - 2]", [3, 3], "float32"],
    ["a[[True, False]]", [1, 3], "float32"],
    ["np.moveaxis(a[None], 0, -1)", [2, 3, 1], "float32"],
    ["np.pad(a, ((1, 2), (0, 3)))", [5, 6], "float32"],
    ["np.split(a, [1], axis=1)[1]", [2, 2], "float32"],
    ["np.repeat(a, 2, axis=0)", [4, 3], "float32"],
    ["a.astype(np.uint8)", [2, 3], "uint8"],
  ])("becomes one again: %s", (array, shape, dtype) => {
    expect(evaluate(`torch.from_numpy(${array})`)).toEqual({ shape, dtype });
  });

  it.each([
    [
      "w.numpy()",
      "RuntimeError",
      "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    ],
    [
      "np.array(w)",
      "RuntimeError",
      "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    ],
    ["x.bfloat16().numpy()", "TypeError", "Got unsupported ScalarType BFloat16"],
    ["a.sum(axis=2)", "AxisError", "axis 2 is out of bounds for array of dimension 2"],
    ["a[:, 5]", "IndexError", "index 5 is out of bounds for axis 1 with size 3"],
    ["a[0, 0, 0]", "IndexError", "too many indices for array: array is 2-dimensional, but 3 were indexed"],
    ["a.squeeze(0)", "ValueError", "cannot select an axis to squeeze out which has size not equal to one"],
    ["np.stack([a, a[0]])", "ValueError", "all input arrays must have the same shape"],
    [
      "np.concatenate([a, a[:1]], axis=1)",
      "ValueError",
      "all the input array dimensions except for the concatenation axis must match exactly, but along dimension 0, the array at index 0 has size 2 and the array at index 1 has size 1",
    ],
    [
      "x.cuda().numpy()",
      "TypeError",
      "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.",
    ],
    ["torch.from_numpy(a) @ x", "RuntimeError", "mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"],
  ])("refuses %s", (expression, error, message) => {
    expect(evaluate(expression)).toEqual({ error, message });
  });

  it.each([
    ["a.mean()", "a scalar has its array's type"],
    ["a[a > 0]", "how many are chosen depends on the data"],
    ["torch.from_numpy(a * 2.5)", "the number may be one of NumPy's, of which versions make another type"],
  ])("%s is not known: %s", (expression) => {
    expect(evaluate(expression)).toHaveProperty("unknown");
  });

  it("shares its numbers with the tensor: what is written through one is in the other", () => {
    const numbers = (then: string) => evaluator(`import torch\nt = torch.tensor([3, 2, 1])\n${then}\n`)("t[0].item()");
    expect(numbers("")).toEqual({ py: "3" });
    expect(numbers("s = t.numpy()\ns[0] = 7")).toHaveProperty("unknown");
  });
});

it("sizes in symbols keep the program's names", () => {
  const file = "/project/net.py";
  const text = `import numpy as np
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, dim, classes):
        super().__init__()
        self.fc = nn.Linear(dim, classes)
    def forward(self, x):
        a = self.fc(x).detach().cpu().numpy()
        best = torch.from_numpy(np.argmax(a, axis=-1))
        both = torch.from_numpy(np.concatenate([a, a], axis=0))
        rows = torch.from_numpy(a.reshape(-1, a.shape[-1]))
        return torch.from_numpy(a.transpose(0, 2, 1) @ a)
`;
  const { entries, diagnostics } = analyzerOf({ [file]: text }).analyzeFile(file);
  expect(diagnostics).toEqual([]);
  const [{ output, bindings, assumed }] = entries;
  expect(assumed).toEqual([]);
  expect(output).toEqual({ shape: ["B", "classes", "classes"], dtype: "float32" });
  expect(bindings.find(({ name }) => name === "best")?.values).toEqual([{ shape: ["B", "N"], dtype: "int64" }]);
  expect(bindings.find(({ name }) => name === "both")?.values).toEqual([
    { shape: ["2*B", "N", "classes"], dtype: "float32" },
  ]);
  expect(bindings.find(({ name }) => name === "rows")?.values).toEqual([
    { shape: ["B*N", "classes"], dtype: "float32" },
  ]);
});

describe("an array and a tensor", () => {
  const program = (...expressions: string[]) => {
    const lines = expressions.map((expression) => `(${expression}).no_such_name`);
    const text = `import numpy as np, torch\nt, a = torch.zeros(2, 3), np.zeros((2, 3))\n${lines.join("\n")}\n`;
    const { diagnostics } = analyzerOf({ "/project/p.py": text }).analyzeFile("/project/p.py");
    return diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  };

  // `t * a` is a tensor of float64, `a * t` a TypeError under NumPy 2 and a tensor under NumPy 1.
  it("make what depends on the versions of both", () => {
    expect(
      program("t * a", "a * t", "t - a", "a / t", "t ** a", "a.T @ t", "t == a", "a == t", "t > a", "a > t"),
    ).toEqual([]);
  });

  it("make a tensor where NumPy's number has no dimensions", () => {
    const told = "AttributeError: 'Tensor' object has no attribute 'no_such_name'";
    expect(program("t * np.float64(2)", "t * np.sqrt(2)", "t == np.float64(0)")).toEqual([told, told, told]);
  });
});
