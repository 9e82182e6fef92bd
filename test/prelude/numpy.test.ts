import { expect, it } from "vitest";
import { evaluator } from "./support";

const evaluate = evaluator("import numpy as np, random\nfrom elsewhere import thing\nr = random.random()\n");

it.each([
  ["np.float32(3)", "3.0"],
  ["np.int64(2.5)", "2"],
  ["np.float32([[1, 2], [3, 4]]).tolist()", "[[1.0, 2.0], [3.0, 4.0]]"],
  ["np.float32([[1, 2], [3, 4]]).dtype.name", "'float32'"],
  ["np.int64(np.zeros((2, 3))).shape", "(2, 3)"],
  ["np.array([r, 3]).shape", "(2,)"],
  ["np.diag([[1, 2, 3], [4, 5, 6]], 1).tolist()", "[2, 6]"],
  ["np.diag([[1, 2, 3], [4, 5, 6]], -1).tolist()", "[4]"],
  ["np.diag([1, 2], 1).tolist()", "[[0, 1, 0], [0, 0, 2], [0, 0, 0]]"],
  ["np.diag([1, 2], -1).tolist()", "[[0, 0, 0], [1, 0, 0], [0, 2, 0]]"],
  ["(np.ones((2, 1)) * np.ones(100000)).shape", "(2, 100000)"],
  ["(np.array([[1, 2], [3, 4]]) @ np.array([[0.5], [2.0]])).tolist()", "[[4.5], [9.5]]"],
  ["(np.array([[1, 2], [3, 4]]) @ np.array([[1, 2], [3, 4]])).dtype.name", "'int64'"],
  ["np.array([1.0, -2.0]) @ np.array([3, 4])", "-5.0"],
  ["(np.array([[1j, 2]]) @ np.array([[1j], [2]])).tolist()", "[[3 + 0j]]"],
  ["(np.zeros((2, 0)) @ np.zeros((0, 1))).tolist()", "[[0.0], [0.0]]"],
])("%s", (expression, repr) => {
  expect(evaluate(`(${expression}) == ${repr}`)).toEqual({ py: "True" });
});

it.each([
  "np.float32(thing)",
  "np.array(thing).shape",
  "np.array([thing, 3]).shape",
  "np.concatenate([thing, thing])",
  "np.concatenate([np.sin(thing), np.cos(thing)], axis=1).ndim",
  "np.sin(thing).ndim",
  "np.maximum(thing, 0).ndim",
])("%s is not known: it may have any number of dimensions", (expression) => {
  expect(evaluate(expression)).toHaveProperty("unknown");
});

it.each(["np.exp(2j)", "np.sqrt(np.array([1j, 2.0]))", "np.exp(-2j * np.pi / 8)"])(
  "%s is not followed",
  (expression) => {
    expect(evaluate(expression)).toHaveProperty("unknown");
  },
);

it.each([
  ["np.zeros((2, 3), dtype=np.float32)", "float32"],
  ["np.array([[1, 2, 3], [4, 5, 6]])", "int64"],
  ["np.array([[1, 2, 3], [4, 5, 6.5]])", "float64"],
  ["np.random.rand(2, 3)", "float64"],
  ["np.random.rand(2, 3).astype('float32')", "float32"],
  ["np.random.randint(0, 9, (2, 3))", "int64"],
  ["np.arange(6).reshape(2, 3)", "int64"],
  ["np.linspace(0, 1, 6).reshape(3, 2).T", "float64"],
  ["np.stack([np.zeros(3, np.float32), np.ones(3, np.float32)])", "float32"],
  ["np.ones((4, 3), np.uint8)[1:3]", "uint8"],
  ["np.zeros((2, 3), bool)", "bool"],
])("torch.from_numpy(%s) is a tensor", (array, dtype) => {
  const tensor = evaluator("import numpy as np, torch\n");
  for (const make of ["torch.from_numpy", "torch.tensor", "torch.as_tensor"])
    expect(tensor(`${make}(${array})`)).toEqual({ shape: [2, 3], dtype });
});

it("the values of an array are those of the tensor", () => {
  expect(evaluator("import numpy as np, torch\n")("torch.tensor(np.arange(4)).tolist()")).toEqual(
    [0, 1, 2, 3].map((n) => ({ py: `${n}` })),
  );
});

it("arrays in a list are rows", () => {
  const tensor = evaluator("import numpy as np, torch\n");
  expect(tensor("torch.tensor([np.zeros((2, 3)), np.zeros((2, 3))])")).toEqual({ shape: [2, 2, 3], dtype: "float64" });
  expect(tensor("torch.tensor([np.zeros((2, 3)), np.zeros((2, 4))])")).toMatchObject({
    error: "ValueError",
    message: "expected sequence of length 3 at dim 2 (got 4)",
  });
});

it.each([
  ["np.zeros(3, np.float32) * np.float64(2)", "NumPy 1 and 2 differ"],
  ["np.array([np.zeros(3, np.float32)[0]])", "a scalar of an array has its type"],
  ["np.zeros((2, 3), np.uint16)", "PyTorch's wide unsigned types are not followed"],
])("torch.from_numpy(%s) is not known: %s", (array) => {
  expect(evaluator("import numpy as np, torch\n")(`torch.from_numpy(${array})`)).toHaveProperty("unknown");
});

it.each([
  ["torch.from_numpy([1, 2])", "TypeError", "expected np.ndarray (got list)"],
  [
    "torch.tensor(np.array([1, 2]).astype('float32')) @ torch.zeros(3)",
    "RuntimeError",
    "inconsistent tensor size, expected tensor [2] and src [3] to have the same number of elements, but got 2 and 3 elements respectively",
  ],
])("%s is refused", (expression, error, message) => {
  expect(evaluator("import numpy as np, torch\n")(expression)).toMatchObject({ error, message });
});
