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
