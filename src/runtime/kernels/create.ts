import type { DType } from "../../analysis/tensor/dtype";
import { Refused, RunError } from "../errors";
import * as tf from "../tf";
import { allocate, broadcastTo, castTo, float, fromList, full, make, map, reshape, sizeOf, values, zip } from "./host";
import { type Args, isKeyed, isTensor, type Kernel, type Kernels, type Resolved } from "./kernel";
import { besselI, erf, erfinv } from "./special";

/** Shape of the result: a later step may change a tensor's own shape, so what the call says goes before what was foretold. */
function shapeOf(a: Args): readonly number[] {
  const size = a.value("size");
  if (Array.isArray(size)) return size.map(Number);
  const [first] = a.names;
  const like = first !== undefined && isTensor(a.value(first));
  return like && !a.op.startsWith("new_") ? a.self.shape : a.shape;
}

/** Of the result's shape and type, each element made by `next`. */
function generated(nextOf: (a: Args) => () => number): Kernel {
  return (a) => {
    const next = nextOf(a);
    const data = allocate(a.kind, sizeOf(shapeOf(a)));
    for (let i = 0; i < data.length; i++) data[i] = next();
    return make(data, shapeOf(a));
  };
}

function constant(value: number): Kernel {
  return (a) => full(shapeOf(a), value, a.kind);
}

const filled: Kernel = (a) => {
  const value = a.any("fill_value", "value");
  if (isTensor(value)) return broadcastTo(castTo(value, a.kind), shapeOf(a));
  return full(shapeOf(a), Number(value ?? 0), a.kind);
};

const arange: Kernel = (a) => {
  const step = a.number("step", 1);
  const start = a.has("end") ? a.number("start", 0) : 0;
  return make(
    allocate(a.kind, sizeOf(a.shape)).map((_, i) => start + i * step),
    a.shape,
  );
};

function spaced(fn: (x: number, a: Args) => number): Kernel {
  return (a) => {
    // Integers are counted from integers.
    const bound = (name: string) => (a.kind === "int32" ? Math.trunc(a.number(name)) : a.number(name));
    const [start, end] = [bound("start"), bound("end")];
    const n = sizeOf(a.shape);
    const step = n > 1 ? (end - start) / (n - 1) : 0;
    return make(
      // both halves are counted from their own end, so the last element is exact
      allocate(a.kind, n).map((_, i) => fn(i < n / 2 ? start + i * step : end - (n - 1 - i) * step, a)),
      a.shape,
    );
  };
}

const eye: Kernel = (a) => {
  const [rows, columns] = a.shape as [number, number];
  const data = allocate(a.kind, rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) data[i * columns + i] = 1;
  return make(data, a.shape);
};

/** Nested lists of numbers and tensors, flat. */
function flatten(value: Resolved, into: number[]): void {
  if (Array.isArray(value)) for (const part of value) flatten(part, into);
  else if (isTensor(value)) for (const x of values(value)) into.push(x);
  else if (isKeyed(value, "complex")) into.push(...value.complex);
  else into.push(Number(value));
}

const literal: Kernel = (a) => {
  const data: number[] = [];
  flatten(a.any("data", "obj", ...a.names) ?? null, data);
  const shape = a.complex.output ? [...a.shape, 2] : a.shape;
  if (data.length !== sizeOf(shape)) throw new RunError(`got ${data.length} numbers for ${sizeOf(shape)} elements`);
  return fromList(data, shape, a.kind);
};

function bounds(dtype: DType): [number, number] {
  return dtype === "bool" ? [0, 2] : dtype === "uint8" ? [0, 256] : dtype === "int8" ? [0, 128] : [0, 2 ** 24];
}

const randint = generated((a) => {
  const high = a.number("high");
  const low = a.has("low") ? a.number("low") : 0;
  return () => a.random.integer(low, high);
});

const bernoulli: Kernel = (a) => {
  const p = a.value("p") ?? a.value("probs");
  if (typeof p === "number") return map(a.self, () => (a.random.uniform() < p ? 1 : 0), a.kind);
  const probabilities = isTensor(p) ? broadcastTo(float(p), a.self.shape) : float(a.self);
  return map(probabilities, (q) => (a.random.uniform() < q ? 1 : 0), a.kind);
};

/** Mean and deviation may be tensors. */
const normal: Kernel = (a) => {
  if (!isTensor(a.value("mean")) && !isTensor(a.value("std"))) {
    const [mean, std] = [a.number("mean", 0), a.number("std", 1)];
    return generated(() => () => mean + std * a.random.normal())(a);
  }
  const mean = a.has("mean") ? a.operand("mean", "float32") : tf.scalar(0);
  const std = a.has("std") ? a.operand("std", "float32") : tf.scalar(1);
  return zip(mean, std, (m, s) => m + s * a.random.normal());
};

/** Normal within [a, b], by the inverse distribution. */
const truncNormal: Kernel = generated((a) => {
  const [mean, std, low, high] = [a.number("mean", 0), a.number("std", 1), a.number("a", -2), a.number("b", 2)];
  const normalBelow = (x: number) => (1 + erf(x / Math.SQRT2)) / 2;
  const [l, u] = [normalBelow((low - mean) / std), normalBelow((high - mean) / std)];
  return () => {
    const x = erfinv(2 * l - 1 + (2 * u - 2 * l) * a.random.uniform()) * std * Math.SQRT2 + mean;
    return Math.min(Math.max(x, low), high);
  };
});

/** A matrix with orthonormal rows or columns: Gram–Schmidt on normal numbers. */
const orthogonal: Kernel = (a) => {
  const gain = a.number("gain", 1);
  const rows = a.shape[0]!;
  const columns = sizeOf(a.shape) / rows;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const v = Float64Array.from({ length }, () => a.random.normal());
    for (const u of vectors) {
      const along = v.reduce((sum, x, k) => sum + x * u[k]!, 0);
      for (let k = 0; k < length; k++) v[k]! -= along * u[k]!;
    }
    const norm = Math.hypot(...v);
    vectors.push(v.map((x) => x / norm));
  }
  const data = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      data[r * columns + c] = gain * (rows < columns ? vectors[r]![c]! : vectors[c]![r]!);
  return make(data, a.shape);
};

const multinomial: Kernel = (a) => {
  const weights = reshape(float(a.self), [-1, a.self.shape.at(-1)!]);
  const [rows, n] = weights.shape as [number, number];
  const count = a.number("num_samples");
  const again = a.flag("replacement");
  const data = values(weights);
  if (data.some((x) => !(x >= 0 && Number.isFinite(x))))
    throw new Refused("probability tensor contains either `inf`, `nan` or element < 0");
  const out = new Int32Array(rows * count);
  for (let r = 0; r < rows; r++) {
    const left = Array.from(data.subarray(r * n, (r + 1) * n));
    if (left.every((w) => w === 0)) throw new Refused("invalid multinomial distribution (sum of probabilities <= 0)");
    for (let k = 0; k < count; k++) {
      let at = a.random.uniform() * left.reduce((x, y) => x + y, 0);
      let pick = left.findIndex((w) => {
        at -= w;
        return at < 0;
      });
      if (pick < 0) pick = left.findLastIndex((w) => w > 0);
      out[r * count + k] = pick;
      if (!again) left[pick] = 0;
    }
  }
  return make(out, a.self.shape.with(-1, count));
};

/** Row and column numbers of a triangle, (2, count). */
function triangleIndices(inside: (r: number, c: number, offset: number) => boolean): Kernel {
  return (a) => {
    const [rows, columns, offset] = [a.number("row"), a.number("col"), a.number("offset", 0)];
    const found: [number[], number[]] = [[], []];
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        if (inside(r, c, offset)) {
          found[0].push(r);
          found[1].push(c);
        }
    return fromList(found.flat(), [2, found[0].length], "int32");
  };
}

/** A window of length N by its formula of the phase 2πn/M. */
function windowed(fn: (phase: number, x: number, a: Args) => number): Kernel {
  return (a) => {
    const n = a.number("window_length");
    const m = a.flag("periodic", true) ? n : n - 1;
    return fromList(
      Array.from({ length: n }, (_, i) => (n === 1 ? 1 : fn((2 * Math.PI * i) / m, i / m, a))),
      [n],
    );
  };
}

const uniform = generated((a) => {
  const [from, to] = [a.number("from", a.number("a", 0)), a.number("to", a.number("b", 1))];
  return () => from + (to - from) * a.random.uniform();
});

export const create: Kernels = {
  empty: constant(0),
  empty_permuted: constant(0),
  empty_like: constant(0),
  empty_strided: constant(0),
  new_empty: constant(0),
  new_empty_strided: constant(0),
  zeros: constant(0),
  zeros_like: constant(0),
  new_zeros: constant(0),
  ones: constant(1),
  ones_like: constant(1),
  new_ones: constant(1),
  full: filled,
  full_like: filled,
  new_full: filled,
  arange,
  range: arange,
  linspace: spaced((x) => x),
  logspace: spaced((x, a) => a.number("base", 10) ** x),
  eye,
  tensor: literal,
  as_tensor: literal,
  asarray: literal,
  from_numpy: literal,
  new: constant(0),
  scalar_tensor: (a) => full([], a.number("s"), a.kind),
  new_tensor: (a) => {
    const data: number[] = [];
    flatten(a.value("data") ?? null, data);
    return fromList(data, a.shape, a.kind);
  },
  rand: generated((a) => () => a.random.uniform()),
  rand_like: generated((a) => () => a.random.uniform()),
  randn: generated((a) => () => a.random.normal()),
  randn_like: generated((a) => () => a.random.normal()),
  randint,
  randint_like: randint,
  randperm: (a) => castTo(make(a.random.permutation(a.number("n")), a.shape), a.kind),
  uniform,
  normal,
  trunc_normal: truncNormal,
  orthogonal,
  bernoulli,
  exponential: generated((a) => {
    const rate = a.number("lambd", 1);
    return () => -Math.log(1 - a.random.uniform()) / rate;
  }),
  log_normal: generated((a) => () => Math.exp(a.number("mean", 1) + a.number("std", 2) * a.random.normal())),
  cauchy: generated(
    (a) => () => a.number("median", 0) + a.number("sigma", 1) * Math.tan(Math.PI * (a.random.uniform() - 0.5)),
  ),
  geometric: generated((a) => () => Math.ceil(Math.log(1 - a.random.uniform()) / Math.log(1 - a.number("p")))),
  random: generated((a) => {
    const [low, high] = bounds(a.expected[0]!.dtype);
    const from = a.has("from") ? a.number("from") : low;
    const to = a.has("to") ? a.number("to") : high;
    return () => a.random.integer(from, to);
  }),
  poisson: (a) =>
    map(float(a.self), (rate) => {
      let count = -1;
      for (let p = 1, limit = Math.exp(-rate); p > limit || count < 0; p *= a.random.uniform()) count++;
      return count;
    }),
  binomial: (a) =>
    zip(float(a.self), float(a.tensor("prob")), (count, p) => {
      let hits = 0;
      for (let k = 0; k < count; k++) if (a.random.uniform() < p) hits++;
      return hits;
    }),
  multinomial,
  tril_indices: triangleIndices((r, c, offset) => c - r <= offset),
  triu_indices: triangleIndices((r, c, offset) => c - r >= offset),
  kaiser_window: windowed(
    (_, x, a) => besselI(0, a.number("beta", 12) * Math.sqrt(1 - (2 * x - 1) ** 2)) / besselI(0, a.number("beta", 12)),
  ),
  hann_window: windowed((phase) => 0.5 - 0.5 * Math.cos(phase)),
  hamming_window: windowed((phase, _, a) => a.number("alpha", 0.54) - a.number("beta", 0.46) * Math.cos(phase)),
  blackman_window: windowed((phase) => 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase)),
  bartlett_window: windowed((_, x) => 1 - Math.abs(2 * x - 1)),
};

/** Operators whose result holds no particular numbers. */
export const uninitialised: ReadonlySet<string> = new Set([
  "empty",
  "empty_like",
  "empty_strided",
  "empty_permuted",
  "new_empty",
  "new_empty_strided",
  "Tensor",
]);
