import { describe, expect, it } from "vitest";
import type { PlanValue } from "../../src/analysis/plan/plan";
import { execute } from "../../src/runtime/execute";
import * as tf from "../../src/runtime/tf";
import { floats, integers, planOf, t } from "./plans";

const linear = planOf(
  { 1: [[2, 3]], 2: [[3]], 3: [[2]], 4: [[4, 3]], 5: [[4, 2]], 6: [[4, 2]] },
  [
    { op: "empty", args: { size: [2, 3] }, out: [1] },
    { op: "uniform", args: { self: t(1), from: -1, to: 1 }, out: [1], writes: 1 },
    { op: "empty", args: { size: [2] }, out: [3] },
    { op: "zeros", args: { size: [3] }, out: [2] },
    { op: "uniform", args: { self: t(3), from: -1, to: 1 }, out: [3], writes: 3 },
    { op: "empty", args: { size: [4, 3] }, out: [4] },
    { op: "linear", args: { input: t(4), weight: t(1), bias: t(3) }, out: [5] },
    { op: "relu", args: { input: t(5) }, out: [6] },
  ],
  {
    forward: 6,
    state: [
      { name: "weight", tensor: 1, parameter: true },
      { name: "bias", tensor: 3, parameter: true },
    ],
    inputs: [{ name: "x", tensor: 4 }],
    output: t(6),
  },
);

describe("a linear layer with relu", () => {
  const state = { weight: floats([2, 3], [1, 0, 0, 0, -1, 0]), bias: floats([2], [0.5, 0]) };
  const inputs = { x: floats([4, 3], [1, 2, 3, -1, -2, -3, 0, 0, 0, 4, -5, 6]) };

  for (const backend of ["cpu", "wasm"] as const) {
    it(`gives x Wᵀ + b on ${backend}`, async () => {
      const result = await execute(linear, { seed: 0, backend, state, inputs });
      expect(result.failure).toBeUndefined();
      expect(result.backend).toBe(backend);
      expect(result.outputs[0]!.shape).toEqual([4, 2]);
      expect([...result.outputs[0]!.data]).toEqual([1.5, 0, 0, 2, 0.5, 0, 4.5, 5]);
      expect(result.steps.map((s) => s.op)).toEqual(["linear", "relu"]);
    });
  }

  it("gives the same numbers for the same seed on both backends, others for another", async () => {
    const runs = await Promise.all(
      (
        [
          [7, "cpu"],
          [7, "wasm"],
          [7, "cpu"],
          [8, "cpu"],
        ] as const
      ).map(([seed, backend]) => execute(linear, { seed, backend })),
    );
    const [first, wasm, again, other] = runs.map((run) => [...run.outputs[0]!.data]);
    expect(again).toEqual(first);
    wasm!.forEach((x, i) => {
      expect(x).toBeCloseTo(first![i]!, 5);
    });
    expect(other).not.toEqual(first);
    expect(runs[0]!.notes).toEqual(["Random numbers for x."]);
  });

  it("leaves no tensors behind", async () => {
    await execute(linear, { seed: 0, backend: "wasm" });
    const before = tf.memory().numTensors;
    await execute(linear, { seed: 0, backend: "wasm" });
    await execute(linear, { seed: 0, backend: "wasm", state, inputs });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses state of another shape in PyTorch's words", async () => {
    const result = await execute(linear, {
      seed: 0,
      backend: "cpu",
      state: { ...state, bias: floats([3], [0, 0, 0]) },
    });
    expect(result.status).toBe("failed");
    expect(result.failure!.message).toBe(
      "size mismatch for bias: copying a param with shape torch.Size([3]) from checkpoint, the shape in current model is torch.Size([2]).",
    );
  });

  it("tells of keys that are missing or too many, and goes on", async () => {
    const result = await execute(linear, {
      seed: 0,
      backend: "cpu",
      state: { weight: state.weight, other: state.bias },
      inputs,
    });
    expect(result.status).toBe("done");
    expect(result.notes).toEqual([
      'Unexpected key(s) in state_dict: "other".',
      'Missing key(s) in state_dict: "bias". They are initialised as the constructor does.',
    ]);
  });
});

it("does not run steps of the constructor that the forward part doesn't need", async () => {
  const plan = planOf(
    { 1: [[2]], 2: [[2]], 3: [[2]], 4: [[2]] },
    [
      { op: "no_such_operator", args: {}, out: [1] },
      { op: "empty", args: { size: [2] }, out: [2] },
      { op: "no_such_initialisation", args: { self: t(2) }, out: [2], writes: 2 },
      { op: "ones", args: { size: [2] }, out: [3] },
      { op: "add.Tensor", args: { self: t(3), other: t(2), alpha: 1 }, out: [4] },
    ],
    { forward: 4, state: [{ name: "w", tensor: 2, parameter: true }], output: t(4) },
  );
  const result = await execute(plan, { seed: 0, backend: "cpu", state: { w: floats([2], [1, 2]) } });
  expect(result.failure).toBeUndefined();
  expect([...result.outputs[0]!.data]).toEqual([2, 3]);
  const without = await execute(plan, { seed: 0, backend: "cpu" });
  expect(without.failure!.message).toBe("`no_such_initialisation` is analysed but can't be executed yet (model.py:3)");
});

it("initialises a parameter once where a later step writes all of it anew", async () => {
  const plan = planOf(
    { 1: [[2]], 2: [[2]], 3: [[2]] },
    [
      { op: "empty", args: { size: [2] }, out: [1] },
      { op: "no_such_initialisation_", args: { self: t(1) }, out: [1], writes: 1 },
      { op: "fill_", args: { self: t(1), value: 3 }, out: [1], writes: 1 },
      { op: "clone", args: { self: t(1) }, out: [2] },
      { op: "mul_", args: { self: t(1), other: 2 }, out: [1], writes: 1 },
      { op: "add", args: { self: t(1), other: t(2) }, out: [3] },
    ],
    { forward: 5, output: t(3) },
  );
  const { outputs, failure } = await execute(plan, { seed: 0, backend: "cpu" });
  expect(failure).toBeUndefined();
  expect([...outputs[0]!.data]).toEqual([9, 9]);
});

describe("views", () => {
  const slice = (start: number | null, stop: number | null, step: number | null = null): PlanValue => ({
    slice: [start, stop, step],
  });

  it("a write into a view reaches its base and the base's other views", async () => {
    const plan = planOf(
      { 1: [[2, 3]], 2: [[3, 2]], 3: [[2]], 4: [[6]], 5: [[3, 2]] },
      [
        { op: "zeros", args: { size: [2, 3] }, out: [1] },
        { op: "transpose.int", args: { self: t(1), dim0: 0, dim1: 1 }, out: [2], view: true },
        { op: "view", args: { self: t(1), size: [6] }, out: [4], view: true },
        { op: "select.int", args: { self: t(2), dim: 0, index: 1 }, out: [3], view: true },
        { op: "fill_.Scalar", args: { self: t(3), value: 5 }, out: [3], writes: 3 },
        { op: "mul.Scalar", args: { self: t(2), other: 2 }, out: [5] },
      ],
      { output: [t(1), t(4), t(2), t(5)] },
    );
    for (const backend of ["cpu", "wasm"] as const) {
      const { outputs, failure } = await execute(plan, { seed: 0, backend });
      expect(failure).toBeUndefined();
      expect(outputs.map((o) => [...o.data])).toEqual([
        [0, 5, 0, 0, 5, 0],
        [0, 5, 0, 0, 5, 0],
        [0, 0, 5, 5, 0, 0],
        [0, 0, 10, 10, 0, 0],
      ]);
    }
  });

  it("a write into the base is seen through a view that was read before", async () => {
    const plan = planOf(
      { 1: [[4]], 2: [[2]], 3: [[2]] },
      [
        { op: "arange", args: { end: 4 }, out: [1] },
        { op: "getitem", args: { self: t(1), index: [slice(1, null, 2)] }, out: [2], view: true },
        { op: "neg", args: { self: t(2) }, out: [3] },
        { op: "add_", args: { self: t(1), other: 10, alpha: 1 }, out: [1], writes: 1 },
      ],
      { output: [t(2), t(3)] },
    );
    const { outputs } = await execute(plan, { seed: 0, backend: "cpu" });
    expect(outputs.map((o) => [...o.data])).toEqual([
      [11, 13],
      [-1, -3],
    ]);
  });

  it("setitem writes strided slices, with a value that is broadcast", async () => {
    const plan = planOf(
      { 1: [[2, 4]], 2: [[2, 1]] },
      [
        { op: "zeros", args: { size: [2, 4] }, out: [1] },
        { op: "tensor", args: { data: [[1], [2]] }, out: [2] },
        {
          op: "setitem",
          args: { self: t(1), index: [slice(null, null), slice(0, null, 2)], value: t(2) },
          out: [1],
          writes: 1,
        },
        { op: "setitem", args: { self: t(1), index: [{ ellipsis: true }, -1], value: 9 }, out: [1], writes: 1 },
      ],
      { output: t(1) },
    );
    const { outputs } = await execute(plan, { seed: 0, backend: "wasm" });
    expect([...outputs[0]!.data]).toEqual([1, 0, 1, 9, 2, 0, 2, 9]);
  });

  it("given state that is a view of a buffer is written into the buffer", async () => {
    const plan = planOf(
      { 1: [[4]], 2: [[2]], 3: [[4]] },
      [
        { op: "zeros", args: { size: [4] }, out: [1] },
        { op: "narrow", args: { self: t(1), dim: 0, start: 2, length: 2 }, out: [2], view: true },
        { op: "clone", args: { self: t(1) }, out: [3] },
      ],
      { forward: 2, state: [{ name: "tail", tensor: 2, parameter: false }], output: t(3) },
    );
    const { outputs } = await execute(plan, { seed: 0, backend: "cpu", state: { tail: floats([2], [7, 8]) } });
    expect([...outputs[0]!.data]).toEqual([0, 0, 7, 8]);
  });

  it("unsqueeze_ changes the tensor's own shape", async () => {
    const plan = planOf(
      { 1: [[1, 3]] },
      [
        { op: "ones", args: { size: [3] }, out: [1] },
        { op: "unsqueeze_", args: { self: t(1), dim: 0 }, out: [1], writes: 1, view: true },
      ],
      { output: t(1) },
    );
    const { outputs } = await execute(plan, { seed: 0, backend: "cpu" });
    expect(outputs[0]!.shape).toEqual([1, 3]);
  });
});

it("fills integer inputs with indices of the table that they read", async () => {
  const plan = planOf(
    { 1: [[5, 2]], 2: [[300], "int64"], 3: [[300], "int64"], 4: [[300, 2]] },
    [
      { op: "randn", args: { size: [5, 2] }, out: [1] },
      { op: "empty", args: { size: [300] }, out: [2] },
      { op: "view", args: { self: t(2), size: [300] }, out: [3], view: true },
      { op: "embedding", args: { weight: t(1), indices: t(3) }, out: [4] },
    ],
    { forward: 2, inputs: [{ name: "ids", tensor: 2 }], output: t(3) },
  );
  const { outputs, failure } = await execute(plan, { seed: 1, backend: "cpu" });
  expect(failure).toBeUndefined();
  expect(new Set(outputs[0]!.data)).toEqual(new Set([0, 1, 2, 3, 4]));
});

it("fills integers that are made of an empty tensor with indices, never with rounded normal numbers", async () => {
  const plan = planOf(
    { 1: [[5, 2]], 2: [[100]], 3: [[100], "int64"], 4: [[100, 2]] },
    [
      { op: "randn", args: { size: [5, 2] }, out: [1] },
      { op: "empty", args: { size: [100] }, out: [2] },
      { op: "to.dtype", args: { self: t(2), dtype: { dtype: "int64" } }, out: [3] },
      { op: "embedding", args: { weight: t(1), indices: t(3) }, out: [4] },
    ],
    { forward: 3, inputs: [{ name: "ids", tensor: 3 }], output: t(3) },
  );
  const { outputs, failure, notes } = await execute(plan, { seed: 1, backend: "cpu" });
  expect(failure).toBeUndefined();
  expect(new Set(outputs[0]!.data)).toEqual(new Set([0, 1, 2, 3, 4]));
  expect(notes).toEqual(["Random numbers for ids."]);
});

it("marks a step whose executed shape is not the foretold one", async () => {
  const plan = planOf(
    { 1: [[4], "int64"], 2: [[4, 1], "int64"] },
    [
      { op: "zeros", args: { size: [4] }, out: [1] },
      { op: "nonzero", args: { self: t(1) }, out: [2] },
    ],
    { output: t(2) },
  );
  const { steps } = await execute(plan, { seed: 0, backend: "cpu" });
  expect(steps[1]!.outputs[0]).toMatchObject({ shape: [0, 1], expected: [4, 1] });
  expect(steps[0]!.outputs[0]).not.toHaveProperty("expected");
});

it("counts NaN and infinities and leaves them out of mean and range", async () => {
  const plan = planOf(
    { 1: [[5]], 2: [[5]] },
    [
      { op: "tensor", args: { data: [1, 3, Number.NaN, Number.POSITIVE_INFINITY, -4] }, out: [1] },
      { op: "relu", args: { input: t(1) }, out: [2] },
    ],
    { output: t(2) },
  );
  for (const backend of ["cpu", "wasm"] as const) {
    const { steps } = await execute(plan, { seed: 0, backend });
    const { statistics } = steps[1]!.outputs[0]!;
    expect(statistics).toMatchObject({ nan: 1, inf: 1, min: 0, max: 3 });
    expect(statistics!.mean).toBeCloseTo(4 / 3);
    expect(statistics!.histogram.reduce((a, b) => a + b)).toBe(3);
    expect(statistics!.picture).toEqual({ width: 5, height: 1, values: [1, 3, null, null, 0], low: 0, high: 3 });
  }
});

it("a failing step ends the run with operator, file and line, and the results so far", async () => {
  const plan = planOf(
    { 1: [[2, 3]], 2: [[2, 2]] },
    [
      { op: "ones", args: { size: [2, 3] }, out: [1] },
      { op: "mm", args: { self: t(1), mat2: t(1) }, out: [2] },
    ],
    { output: t(2) },
  );
  const result = await execute(plan, { seed: 0, backend: "cpu" });
  expect(result.status).toBe("failed");
  expect(result.failure).toEqual({
    message: "`mm` failed: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3) (model.py:2)",
    reason: "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)",
    op: "mm",
    step: 1,
    file: "model.py",
    line: 2,
  });
  expect(result.steps.map((s) => s.op)).toEqual(["ones"]);
});

it("ends between steps when it is cancelled, with the steps so far and no tensors left", async () => {
  const steps = Array.from({ length: 2000 }, (_, i) => ({ op: "randn", args: { size: [100, 100] }, out: [i] }));
  const plan = planOf(Object.fromEntries(steps.map((_, i) => [i, [[100, 100]]])), steps, { output: t(1999) });
  await execute(planOf({}, []), { seed: 0, backend: "cpu" });
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const seen: number[] = [];
  setTimeout(() => controller.abort(), 60);
  const result = await execute(plan, {
    seed: 0,
    backend: "cpu",
    signal: controller.signal,
    onStep: (_, done) => seen.push(done),
  });
  expect(result.status).toBe("cancelled");
  expect(result.steps.length).toBeGreaterThan(0);
  expect(result.steps.length).toBeLessThan(2000);
  expect(seen).toEqual(result.steps.map((_, i) => i + 1));
  expect(tf.memory().numTensors).toBe(before);
});

it("a backend that is not there is a clear failure", async () => {
  const result = await execute(planOf({}, []), { seed: 0, backend: "node" });
  expect(result.failure!.message).toBe("The node backend can't be used: @tensorflow/tfjs-node is not available here");
});

it("keeps the numbers of the tensors asked for", async () => {
  const plan = planOf({ 1: [[2], "int64"], 2: [[2]] }, [
    { op: "tensor", args: { data: [3, 4] }, out: [1] },
    { op: "sqrt", args: { self: t(1) }, out: [2] },
  ]);
  const { kept } = await execute(plan, { seed: 0, backend: "cpu", keep: [1] });
  expect(kept).toEqual({ 1: integers([2], [3, 4]) });
});
