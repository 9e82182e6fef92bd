import { expect, it } from "vitest";
import { evaluator } from "./support";

const evaluate = evaluator(`import torch
from torch.utils.data import DataLoader, TensorDataset
loader = DataLoader(TensorDataset(torch.zeros(10, 3), torch.zeros(10)), 4)
`);

it("is gone through in batches, as often as it is asked", () => {
  expect(evaluate("[tuple(x.shape) for x, y in loader] == [(4, 3), (4, 3), (2, 3)]")).toEqual({ py: "True" });
  expect(evaluate("[tuple(x.shape) for x, y in loader] == [tuple(x.shape) for x, y in iter(loader)]")).toEqual({
    py: "True",
  });
  expect(evaluate("next(iter(loader))[0]")).toEqual({ shape: [4, 3], dtype: "float32" });
});

it("of many batches gives a full one and the rest", () => {
  const many = "DataLoader(TensorDataset(torch.zeros(42, 3)), 4)";
  expect(evaluate(`[tuple(x.shape) for x, in ${many}] == [(4, 3), (2, 3)]`)).toEqual({ py: "True" });
});

it("has an iterator of which versions of PyTorch have more than others", () => {
  expect(evaluate("iter(loader).next()")).toHaveProperty("unknown");
});

it("the number of GPUs is not known", () => {
  expect(evaluate("torch.cuda.device_count() >= 2")).toHaveProperty("unknown");
});
