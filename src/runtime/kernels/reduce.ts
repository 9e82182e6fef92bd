import type { Tensor } from "../tf";
import * as tf from "../tf";
import {
  allocate,
  broadcastShape,
  broadcastTo,
  castTo,
  concat,
  float,
  type Kind,
  make,
  map,
  normalizeDim,
  overLines,
  permute,
  reshape,
  sizeOf,
  sliceAlong,
  values,
  zip,
} from "./host";
import { type Args, isTensor, type Kernel, type Kernels } from "./kernel";

/** The dimensions gathered at the end as one: (…kept, n). */
export function lastOf(t: Tensor, dims: readonly number[]): Tensor {
  const kept = t.shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const moved = permute(t, [...kept, ...dims]);
  return reshape(moved, [...kept.map((d) => t.shape[d]!), sizeOf(dims.map((d) => t.shape[d]!))]);
}

/** Shape after a reduction. */
function reduced(shape: readonly number[], dims: readonly number[], keepdim: boolean): number[] {
  return keepdim ? shape.map((n, d) => (dims.includes(d) ? 1 : n)) : shape.filter((_, d) => !dims.includes(d));
}

type Fold = (line: Float64Array, a: Args) => number;

/** A number for every line over the reduced dimensions. */
export function fold(
  t: Tensor,
  dims: readonly number[],
  keepdim: boolean,
  kind: Kind,
  fn: (line: Float64Array) => number,
): Tensor {
  const lines = lastOf(t, dims);
  const n = lines.shape.at(-1) ?? 1;
  const data = values(lines);
  const out = allocate(kind, sizeOf(reduced(t.shape, dims, false)));
  const line = new Float64Array(n);
  for (let i = 0; i < out.length; i++) {
    for (let k = 0; k < n; k++) line[k] = data[i * n + k]!;
    out[i] = fn(line);
  }
  return make(out, reduced(t.shape, dims, keepdim));
}

function reduction(fn: Fold, kindOf: (a: Args) => Kind = (a) => a.kind): Kernel {
  return (a) => fold(a.self, a.dims(a.self.rank), a.flag("keepdim"), kindOf(a), (line) => fn(line, a));
}

const total = (line: Float64Array) => {
  let sum = 0;
  for (const x of line) sum += x;
  return sum;
};
const most = (line: Float64Array) => {
  let top = -Infinity;
  for (const x of line) if (x > top || Number.isNaN(x)) top = x;
  return top;
};
const least = (line: Float64Array) => {
  let low = Infinity;
  for (const x of line) if (x < low || Number.isNaN(x)) low = x;
  return low;
};
const mean = (line: Float64Array) => total(line) / line.length;

/** Float sums on the backend, which adds in float32; integers exactly here. */
const sum: Kernel = (a) => {
  const t = a.self;
  if (a.kind !== "float32" || t.size === 0) return reduction(total)(a);
  return tf.sum(float(t), a.dims(t.rank), a.flag("keepdim"));
};

/** Σ (x - mean)² / (n - correction) */
function variance(line: Float64Array, correction: number): number {
  const m = mean(line);
  let squares = 0;
  for (const x of line) squares += (x - m) ** 2;
  return squares / Math.max(0, line.length - correction);
}

function correctionOf(a: Args): number {
  if (a.has("correction")) return a.number("correction");
  return a.flag("unbiased", true) ? 1 : 0;
}

const norm = (order: number) => (line: Float64Array) => {
  if (order === Infinity) return most(line.map(Math.abs));
  if (order === -Infinity) return least(line.map(Math.abs));
  if (order === 0) return line.reduce((n, x) => n + (x !== 0 ? 1 : 0), 0);
  if (order === 1) return line.reduce((n, x) => n + Math.abs(x), 0);
  if (order === 2) return Math.sqrt(line.reduce((n, x) => n + x * x, 0));
  return line.reduce((n, x) => n + Math.abs(x) ** order, 0) ** (1 / order);
};

/** `p` or `ord`: a number, "fro", "inf" or absent. */
export function orderOf(a: Args): number {
  const given = a.any("p", "ord");
  if (typeof given === "number") return given;
  if (given === "inf") return Infinity;
  if (given === "-inf") return -Infinity;
  return 2;
}

export const vectorNorm: Kernel = (a) =>
  fold(float(a.self), a.dims(a.self.rank), a.flag("keepdim"), "float32", norm(orderOf(a)));

function argument(better: (x: number, best: number) => boolean): Kernel {
  return (a) => {
    const whole = !a.has("dim") || a.self.rank === 0;
    const t = whole ? reshape(a.self, [-1]) : a.self;
    const out = fold(t, [whole ? 0 : a.dim(t.rank)], a.flag("keepdim") && !whole, "int32", (line) =>
      indexOfBest(line, better),
    );
    return whole ? reshape(out, a.flag("keepdim") ? a.self.shape.map(() => 1) : []) : out;
  };
}

function indexOfBest(line: Float64Array, better: (x: number, best: number) => boolean): number {
  let at = 0;
  for (let i = 1; i < line.length; i++) {
    if (Number.isNaN(line[at]!)) break;
    if (better(line[i]!, line[at]!) || Number.isNaN(line[i]!)) at = i;
  }
  return at;
}

/** `max(x)`, `max(x, dim)` with indices, `max(x, other)`. */
function extreme(better: (x: number, best: number) => boolean): Kernel {
  return (a) => {
    if (isTensor(a.value("other"))) {
      return zip(
        castTo(a.self, a.kind),
        a.operand("other", a.kind),
        (x, y) => (better(x, y) || Number.isNaN(x) ? x : y),
        a.kind,
      );
    }
    if (!a.has("dim"))
      return fold(
        a.self,
        a.self.shape.map((_, d) => d),
        false,
        a.self.dtype as Kind,
        (line) => line[indexOfBest(line, better)]!,
      );
    const dim = a.dim(a.self.rank);
    const at = fold(a.self, a.self.rank === 0 ? [] : [dim], a.flag("keepdim"), "int32", (line) =>
      indexOfBest(line, better),
    );
    const best = fold(
      a.self,
      a.self.rank === 0 ? [] : [dim],
      a.flag("keepdim"),
      a.self.dtype as Kind,
      (line) => line[indexOfBest(line, better)]!,
    );
    return [best, at];
  };
}

export const greater = (x: number, y: number) => x > y;
export const smaller = (x: number, y: number) => x < y;

export const logsumexpOf = (line: Float64Array) => {
  const top = most(line);
  return Number.isFinite(top) ? top + Math.log(total(line.map((x) => Math.exp(x - top)))) : top;
};

const trapezoid =
  (cumulative: boolean): Kernel =>
  (a) => {
    const y = float(a.tensor("y", "self"));
    const dim = a.dim(y.rank, "dim", -1);
    const x = a.optional("x");
    if (x !== undefined && x.rank > 1) return areas(y, float(x), dim, cumulative);
    const dx = a.has("dx") ? a.number("dx") : 1;
    const n = y.shape[dim]!;
    const at = x ? values(x) : undefined;
    const [out] = overLines(y, dim, [{ length: cumulative ? Math.max(0, n - 1) : 1 }], (line, [o]) => {
      let area = 0;
      for (let i = 1; i < n; i++) {
        area += ((line[i]! + line[i - 1]!) / 2) * (at ? at[i]! - at[i - 1]! : dx);
        if (cumulative) o![i - 1] = area;
      }
      if (!cumulative) o![0] = area;
    });
    return cumulative ? out! : reshape(out!, y.shape.toSpliced(dim, 1));
  };

/** The trapezoids of lines whose places differ from line to line. */
function areas(y: Tensor, x: Tensor, dim: number, cumulative: boolean): Tensor {
  const n = y.shape[dim]!;
  const along = x.rank - y.rank + dim;
  const pairs = zip(sliceAlong(y, dim, 1, n - 1), sliceAlong(y, dim, 0, n - 1), (p, q) => (p + q) / 2);
  const widths = zip(sliceAlong(x, along, 1, n - 1), sliceAlong(x, along, 0, n - 1), (p, q) => p - q);
  const parts = zip(pairs, widths, (p, q) => p * q);
  const last = parts.rank - y.rank + dim;
  if (!cumulative) return fold(parts, [last], false, "float32", (line) => line.reduce((sum, part) => sum + part, 0));
  return overLines(parts, last, [{ length: n - 1 }], (line, [out]) => {
    let sum = 0;
    for (const [i, part] of line.entries()) out![i] = sum += part;
  })[0]!;
}

const diff: Kernel = (a) => {
  const parts = [a.optional("prepend"), a.self, a.optional("append")].filter((part) => part !== undefined);
  if (a.number("n", 1) === 0) return a.self;
  const dim = a.dim(a.self.rank, "dim", -1);
  let t =
    parts.length > 1
      ? concat(
          parts.map((part) => castTo(part, a.kind)),
          dim,
        )
      : a.self;
  for (let k = a.number("n", 1); k > 0; k--) {
    t = overLines(t, dim, [{ length: Math.max(0, t.shape[dim]! - 1) }], (line, [out]) => {
      for (let i = 1; i < line.length; i++) out![i - 1] = line[i]! - line[i - 1]!;
    })[0]!;
  }
  return t;
};

const normalize: Kernel = (a) => {
  const t = float(a.self);
  const dims = a.has("dim") ? a.dims(t.rank) : [normalizeDim(1, t.rank)];
  const eps = a.number("eps", 1e-12);
  const length = fold(t, dims, true, "float32", norm(orderOf(a)));
  return tf.div(
    t,
    map(length, (x) => Math.max(x, eps)),
  );
};

/** Each slice along `dim` scaled down to at most `maxnorm`. */
const renorm: Kernel = (a) => {
  const t = float(a.self);
  const dim = a.dim(t.rank);
  const others = t.shape.map((_, d) => d).filter((d) => d !== dim);
  const limit = a.number("maxnorm");
  const length = fold(t, others, true, "float32", norm(a.number("p")));
  return tf.mul(
    t,
    map(length, (x) => (x > limit ? limit / (x + 1e-7) : 1)),
  );
};

const deviation = reduction(
  (line, a) => Math.sqrt(variance(line, correctionOf(a))),
  () => "float32",
);
const variances = reduction(
  (line, a) => variance(line, correctionOf(a)),
  () => "float32",
);
const means = reduction(mean, () => "float32");

export const reductions: Kernels = {
  sum,
  nansum: reduction((line) => total(line.map((x) => (Number.isNaN(x) ? 0 : x)))),
  mean: means,
  nanmean: reduction((line) => mean(line.filter((x) => !Number.isNaN(x)))),
  prod: reduction((line) => line.reduce((p, x) => p * x, 1)),
  amax: reduction(most),
  amin: reduction(least),
  aminmax: (a) => [reduction(least)(a) as Tensor, reduction(most)(a) as Tensor],
  max: extreme(greater),
  min: extreme(smaller),
  argmax: argument(greater),
  argmin: argument(smaller),
  all: reduction((line) => (line.every((x) => x !== 0) ? 1 : 0)),
  any: reduction((line) => (line.some((x) => x !== 0) ? 1 : 0)),
  count_nonzero: reduction((line) => line.reduce((n, x) => n + (x !== 0 ? 1 : 0), 0)),
  std: deviation,
  var: variances,
  std_mean: (a) => [deviation(a) as Tensor, means(a) as Tensor],
  var_mean: (a) => [variances(a) as Tensor, means(a) as Tensor],
  linalg_vector_norm: vectorNorm,
  frobenius_norm: vectorNorm,
  logsumexp: reduction(logsumexpOf),
  trapezoid: trapezoid(false),
  trapz: trapezoid(false),
  cumulative_trapezoid: trapezoid(true),
  diff,
  normalize,
  renorm,
  __contains__: (a) => {
    const element = a.operand("element", "float32");
    const wanted = values(broadcastTo(element, broadcastShape(element.shape, a.self.shape)));
    const have = values(float(a.self));
    return make(Uint8Array.of(have.some((v, i) => v === wanted[i % wanted.length]) ? 1 : 0), []);
  },
  equal: (a) => {
    const [x, y] = [values(a.operandAt(0, "float32")), values(a.operandAt(1, "float32"))];
    return make(Uint8Array.of(x.length === y.length && x.every((v, i) => v === y[i]) ? 1 : 0), []);
  },
  sum_to_size: (a) => {
    const size = a.ints("size");
    const lead = a.self.rank - size.length;
    const dims = a.self.shape
      .map((_, d) => d)
      .filter((d) => d < lead || (size[d - lead] === 1 && a.self.shape[d] !== 1));
    return reshape(fold(castTo(a.self, a.kind), dims, false, a.kind, total), size);
  },
};
