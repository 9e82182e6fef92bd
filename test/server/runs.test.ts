import { expect, it } from "vitest";
import { executedStep } from "../../src/server/runs";

const step = { step: 0, op: "linear", module: 0, file: "/a.py", line: 15, start: 300, end: 311, ms: 1.5 };

it("tells a step with its place, its numbers and what its picture shows", () => {
  const picture = { width: 2, height: 1, values: [0, 1], low: 0, high: 1 };
  const statistics = { mean: 0.5, std: 0.5, min: 0, max: 1, nan: 0, inf: 0, zeros: 1, histogram: [1, 1], picture };
  const outputs = [{ shape: [4, 3, 1, 2], dtype: "float32" as const, statistics }];
  expect(executedStep({ ...step, outputs })).toEqual({
    index: 0,
    op: "linear",
    module: 0,
    file: "/a.py",
    line: 15,
    start: 300,
    end: 311,
    executed: { shape: [4, 3, 1, 2], dtype: "float32" },
    mean: 0.5,
    std: 0.5,
    min: 0,
    max: 1,
    nan: 0,
    inf: 0,
    zeros: 1,
    histogram: { counts: [1, 1], low: 0, high: 1 },
    picture: { ...picture, caption: "[0, 0, :, :]" },
    ms: 1.5,
  });
});

it("has no numbers where no value is finite: JSON has no NaN", () => {
  const statistics = {
    mean: Number.NaN,
    std: Number.NaN,
    min: Number.NaN,
    max: Number.NaN,
    nan: 4,
    inf: 0,
    zeros: 0,
    histogram: [],
  };
  const outputs = [{ shape: [4], dtype: "float32" as const, statistics }];
  const told = executedStep({ ...step, outputs });
  expect(told).toMatchObject({ mean: null, std: null, min: null, max: null, nan: 4 });
  expect(told.histogram).toBeUndefined();
});

it("says of a step whose statistics are still to be taken that they are", () => {
  const told = executedStep({ ...step, attends: true, outputs: [{ shape: [4], dtype: "float32" }] });
  expect(told).toMatchObject({ pending: true, attends: true, mean: null });
  expect(told.histogram).toBeUndefined();
});
