import { RunError } from "../errors";
import type { Tensor } from "../tf";
import * as tf from "../tf";
import { arithmetic } from "./elementwise";
import {
  broadcastShape,
  broadcastTo,
  castTo,
  concat,
  float,
  gatherStrided,
  make,
  map,
  normalizeDim,
  permute,
  reshape,
  sizeOf,
  sliceAlong,
  stridesOf,
  values,
  zip,
} from "./host";
import type { Args, Kernel, Kernels } from "./kernel";
import { fold } from "./reduce";

/** (…, m, k) @ (…, k, n) with broadcast batches, as `torch.matmul`: vectors are rows on the left, columns on the right. */
export function matmul(x: Tensor, y: Tensor): Tensor {
  if (x.rank === 0 || y.rank === 0) throw new RunError("both arguments to matmul need to be at least 1D");
  const left = x.rank === 1 ? reshape(x, [1, x.size]) : x;
  const right = y.rank === 1 ? reshape(y, [y.size, 1]) : y;
  let out = product(left, right);
  if (x.rank === 1) out = reshape(out, out.shape.toSpliced(-2, 1));
  if (y.rank === 1) out = reshape(out, out.shape.slice(0, -1));
  return out;
}

function product(x: Tensor, y: Tensor): Tensor {
  const [m, k] = x.shape.slice(-2) as [number, number];
  const [k2, n] = y.shape.slice(-2) as [number, number];
  if (k !== k2) throw new RunError(`mat1 and mat2 shapes cannot be multiplied (${m}x${k} and ${k2}x${n})`);
  const batch = broadcastShape(x.shape.slice(0, -2), y.shape.slice(0, -2));
  const shape = [...batch, m, n];
  if (sizeOf(shape) === 0 || k === 0) return make(new Float32Array(sizeOf(shape)), shape);
  if (x.dtype !== "float32" || y.dtype !== "float32") return exactProduct(x, y, batch, [m, k, n]);
  // a single matrix on the right: the rows of all batches are one matrix
  if (y.rank === 2) return reshape(tf.matMul(reshape(x, [-1, k]), asMatrix(y)), shape);
  const left = reshape(broadcastTo(x, [...batch, m, k]), [-1, m, k]);
  const right = reshape(broadcastTo(y, [...batch, k, n]), [-1, k, n]);
  const count = sizeOf(batch);
  if (count > 64 || m * k * n < 1e5) return reshape(tf.matMul(left, asMatrix(right)), shape);
  // large products one by one: the wasm backend is slow for batches
  const each = Array.from({ length: count }, (_, b) =>
    tf.matMul(reshape(sliceAlong(left, 0, b, 1), [m, k]), reshape(sliceAlong(right, 0, b, 1), [k, n])),
  );
  return reshape(concat(each, 0), shape);
}

/** The sizes in which numbers have stood on the right of a product. */
const multiplied = new WeakMap<object, string>();

/**
 * A matrix to be multiplied with. The wasm backend keeps what it has made of the numbers on the right, by where they are: a row that is looked at as
 * a column has the same ones, and needs others.
 */
function asMatrix(y: Tensor): Tensor {
  const sizes = y.shape.join(" ");
  const known = multiplied.get(y.dataId);
  if (known !== undefined && known !== sizes) return make(values(y).slice(), y.shape);
  multiplied.set(y.dataId, sizes);
  return y;
}

/** Integers, which the backends don't multiply. */
function exactProduct(x: Tensor, y: Tensor, batch: number[], [m, k, n]: [number, number, number]): Tensor {
  const left = values(broadcastTo(x, [...batch, m, k]));
  const right = values(broadcastTo(y, [...batch, k, n]));
  const count = sizeOf(batch);
  const out = new Int32Array(count * m * n);
  for (let b = 0; b < count; b++)
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let total = 0;
        for (let p = 0; p < k; p++) total += left[(b * m + i) * k + p]! * right[(b * k + p) * n + j]!;
        out[(b * m + i) * n + j] = total;
      }
  return make(out, [...batch, m, n]);
}

/** beta * self + alpha * product */
function plus(productOf: (a: Args) => Tensor): Kernel {
  return (a) => {
    // Of integers, factors are integers too.
    const factor = (name: string) => (a.kind === "float32" ? a.number(name, 1) : Math.trunc(a.number(name, 1)));
    const [alpha, beta] = [factor("alpha"), factor("beta")];
    const scale = (t: Tensor, by: number) => (by === 1 ? t : map(t, (x) => x * by, a.kind));
    const made = scale(castTo(productOf(a), a.kind), alpha);
    if (beta === 0) return made;
    return arithmetic(scale(castTo(a.self, a.kind), beta), made, tf.add, (x, y) => x + y);
  };
}

/** input (…, in), weight (out, in), bias (out) -> (…, out) */
export function linear(input: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  if (weight.rank === 1) {
    const out = matmul(input, weight);
    return bias ? tf.add(out, bias) : out;
  }
  const [out, inner] = weight.shape as [number, number];
  if (input.shape.at(-1) !== inner) {
    throw new RunError(
      `mat1 and mat2 shapes cannot be multiplied (${sizeOf(input.shape.slice(0, -1))}x${input.shape.at(-1)} and ${inner}x${out})`,
    );
  }
  const shape = [...input.shape.slice(0, -1), out];
  if (sizeOf(shape) === 0) return make(new Float32Array(0), shape);
  if (inner === 0) return bias ? broadcastTo(bias, shape) : make(new Float32Array(sizeOf(shape)), shape);
  // turned round first: the wasm backend is fast for plain products only
  const flat = tf.matMul(reshape(input, [-1, inner]), asMatrix(permute(weight, [1, 0])));
  return reshape(bias ? tf.add(flat, bias) : flat, shape);
}

/** x1 (…, i), x2 (…, j), weight (o, i, j) -> (…, o) */
const bilinear: Kernel = (a) => {
  const [x, y, w] = [float(a.tensor("input1")), float(a.tensor("input2")), float(a.tensor("weight"))];
  const [o, i, j] = w.shape as [number, number, number];
  const rows = sizeOf(x.shape.slice(0, -1));
  // (rows, i) @ (i, o j) -> (rows, o, j), then with y over j
  const half = reshape(tf.matMul(reshape(x, [rows, i]), asMatrix(reshape(permute(w, [1, 0, 2]), [i, o * j]))), [
    rows,
    o,
    j,
  ]);
  const out = reshape(tf.sum(tf.mul(half, reshape(y, [rows, 1, j])), -1), [...x.shape.slice(0, -1), o]);
  const bias = a.optional("bias");
  return bias ? tf.add(out, float(bias)) : out;
};

/** Subscripts with `...` spelt out in letters of its own. */
function spellOut(equation: string, ranks: readonly number[]): { inputs: string[]; output: string } {
  const [left, right] = equation.replace(/\s/g, "").split("->") as [string, string | undefined];
  const inputs = left.split(",");
  const spare = Array.from({ length: 26 }, (_, i) => String.fromCharCode(0x3b1 + i));
  let widest = 0;
  const spelt = inputs.map((part, i) => {
    const width = ranks[i]! - part.replace("...", "").length;
    if (part.includes("...")) widest = Math.max(widest, width);
    return part.replace("...", spare.slice(0, width).reverse().join(""));
  });
  const dots = spare.slice(0, widest).reverse().join("");
  if (right !== undefined) return { inputs: spelt, output: right.replace("...", dots) };
  const letters = [...inputs.join("").replaceAll("...", "")];
  const once = [...new Set(letters)].filter((c) => letters.filter((d) => d === c).length === 1).sort();
  return { inputs: spelt, output: dots + once.join("") };
}

/** A letter that is there twice is a diagonal. */
function diagonals(t: Tensor, letters: string): [Tensor, string] {
  const unique = [...new Set(letters)];
  if (unique.length === letters.length) return [t, letters];
  const strides = stridesOf(t.shape);
  const shape = unique.map((c) => t.shape[letters.indexOf(c)]!);
  const steps = unique.map((c) => [...letters].reduce((sum, d, i) => sum + (d === c ? strides[i]! : 0), 0));
  return [gatherStrided(t, shape, steps), unique.join("")];
}

function sumOut(t: Tensor, letters: string, keep: string): [Tensor, string] {
  const dims = [...letters].flatMap((c, d) => (keep.includes(c) ? [] : [d]));
  if (dims.length === 0) return [t, letters];
  const kept = [...letters].filter((c) => keep.includes(c)).join("");
  return [fold(t, dims, false, t.dtype as "float32", (line) => line.reduce((x, y) => x + y, 0)), kept];
}

/** Two operands contracted over the letters that nothing later needs. */
function contract(x: Tensor, xs: string, y: Tensor, ys: string, later: string): [Tensor, string] {
  [x, xs] = sumOut(x, xs, ys + later);
  [y, ys] = sumOut(y, ys, xs + later);
  const shared = [...xs].filter((c) => ys.includes(c));
  const batch = shared.filter((c) => later.includes(c));
  const inner = shared.filter((c) => !later.includes(c));
  const rows = [...xs].filter((c) => !ys.includes(c));
  const columns = [...ys].filter((c) => !xs.includes(c));
  const size = (c: string) =>
    Math.max(xs.includes(c) ? x.shape[xs.indexOf(c)]! : 1, ys.includes(c) ? y.shape[ys.indexOf(c)]! : 1);
  const sizes = (letters: string[]) => letters.map(size);
  const wide = (t: Tensor, letters: string) => broadcastTo(t, [...letters].map(size));
  const left = permute(
    wide(x, xs),
    [...batch, ...rows, ...inner].map((c) => xs.indexOf(c)),
  );
  const right = permute(
    wide(y, ys),
    [...batch, ...inner, ...columns].map((c) => ys.indexOf(c)),
  );
  const [b, m, k, n] = [batch, rows, inner, columns].map((letters) => sizeOf(sizes(letters))) as [
    number,
    number,
    number,
    number,
  ];
  const out = product(reshape(left, [b, m, k]), reshape(right, [b, k, n]));
  const letters = [...batch, ...rows, ...columns];
  return [reshape(out, sizes(letters)), letters.join("")];
}

function einsum(equation: string, tensors: readonly Tensor[]): Tensor {
  const { inputs, output } = spellOut(
    equation,
    tensors.map((t) => t.rank),
  );
  const parts = tensors.map((t, i) => diagonals(t, inputs[i]!));
  let [out, letters] = parts[0]!;
  for (let i = 1; i < parts.length; i++) {
    const later =
      output +
      parts
        .slice(i + 1)
        .map(([, l]) => l)
        .join("");
    [out, letters] = contract(out, letters, parts[i]![0], parts[i]![1], later);
  }
  [out, letters] = sumOut(out, letters, output);
  return permute(
    out,
    [...output].map((c) => letters.indexOf(c)),
  );
}

const einsumKernel: Kernel = (a) =>
  einsum(
    a.text("equation"),
    a.tensors("tensors", "operands").map((t) => castTo(t, a.kind)),
  );

/** Contraction over given dimensions, or over the last and first `dims`. */
const tensordot: Kernel = (a) => {
  const [whole, other] = [a.operandAt(0, a.kind), a.operandAt(1, a.kind)];
  const given = a.value("dims");
  const pair: [number[], number[]] | undefined = a.has("dims_self")
    ? [a.ints("dims_self"), a.ints("dims_other")]
    : Array.isArray(given)
      ? [a.with({ v: given[0]! }).ints("v"), a.with({ v: given[1]! }).ints("v")]
      : undefined;
  const count = typeof given === "number" ? given : 2;
  const [p, q] = pair ?? [
    Array.from({ length: count }, (_, i) => whole.rank - count + i),
    Array.from({ length: count }, (_, i) => i),
  ];
  const [ps, qs] = [p.map((d) => normalizeDim(d, whole.rank)), q.map((d) => normalizeDim(d, other.rank))];
  // A dimension of size 1 meets the sum along the other one.
  const met = (t: Tensor, dims: number[], partner: number[]) => {
    const summed = dims.filter((d, n) => t.shape[d] !== 1 && partner[n] === 1);
    return summed.length === 0 ? t : castTo(tf.sum(t, summed, true), a.kind);
  };
  const x = met(
    whole,
    ps,
    qs.map((d) => other.shape[d]!),
  );
  const y = met(
    other,
    qs,
    ps.map((d) => whole.shape[d]!),
  );
  const restX = x.shape.map((_, d) => d).filter((d) => !ps.includes(d));
  const restY = y.shape.map((_, d) => d).filter((d) => !qs.includes(d));
  const inner = sizeOf(ps.map((d) => x.shape[d]!));
  const left = reshape(permute(x, [...restX, ...ps]), [sizeOf(restX.map((d) => x.shape[d]!)), inner]);
  const right = reshape(permute(y, [...qs, ...restY]), [inner, sizeOf(restY.map((d) => y.shape[d]!))]);
  return reshape(matmul(left, right), [...restX.map((d) => x.shape[d]!), ...restY.map((d) => y.shape[d]!)]);
};

const kron: Kernel = (a) => {
  const [x, y] = [a.operandAt(0, a.kind), a.operandAt(1, a.kind)];
  const rank = Math.max(x.rank, y.rank);
  const lift = (t: Tensor) => [...new Array<number>(rank - t.rank).fill(1), ...t.shape];
  const [p, q] = [lift(x), lift(y)];
  const wide = zip(
    reshape(
      x,
      p.flatMap((n) => [n, 1]),
    ),
    reshape(
      y,
      q.flatMap((n) => [1, n]),
    ),
    (u, v) => u * v,
    a.kind,
  );
  return reshape(
    wide,
    p.map((n, d) => n * q[d]!),
  );
};

/** Along the first dimension of size 3, or the one named. */
const cross: Kernel = (a) => {
  const [x0, y0] = [a.operandAt(0, a.kind), a.operandAt(1, a.kind)];
  const shape = broadcastShape(x0.shape, y0.shape);
  const [x, y] = [broadcastTo(x0, shape), broadcastTo(y0, shape)];
  const dim = a.has("dim")
    ? normalizeDim(a.number("dim"), x.rank)
    : a.op.startsWith("linalg")
      ? x.rank - 1
      : shape.indexOf(3);
  const part = (t: Tensor, i: number) => sliceAlong(t, dim, i % 3, 1);
  const minus = (i: number) =>
    zip(
      zip(part(x, i + 1), part(y, i + 2), (u, v) => u * v, a.kind),
      zip(part(x, i + 2), part(y, i + 1), (u, v) => u * v, a.kind),
      (u, v) => u - v,
      a.kind,
    );
  return tf.concat([minus(0), minus(1), minus(2)], dim);
};

function sized(a: Args, ...names: string[]): [Tensor, Tensor] {
  const [x, y] = names.map((name) => castTo(a.tensor(name), a.kind)) as [Tensor, Tensor];
  return [x, y];
}

const pairwise: Kernel = (a) => matmul(a.operandAt(0, a.kind), a.operandAt(1, a.kind));

/** Distances between rows: (…, P, M), (…, R, M) -> (…, P, R) */
const cdist: Kernel = (a) => {
  const [x, y] = [float(a.tensor("x1")), float(a.tensor("x2"))];
  const order = a.number("p", 2);
  const batch = broadcastShape(x.shape.slice(0, -2), y.shape.slice(0, -2));
  const [p, m] = x.shape.slice(-2) as [number, number];
  const r = y.shape.at(-2)!;
  const left = values(broadcastTo(x, [...batch, p, m]));
  const right = values(broadcastTo(y, [...batch, r, m]));
  const out = new Float32Array(sizeOf(batch) * p * r);
  for (let i = 0; i < out.length; i++) {
    const u = Math.floor(i / r) * m;
    const v = (Math.floor(i / (p * r)) * r + (i % r)) * m;
    out[i] = distance(left, u, right, v, m, order);
  }
  return make(out, [...batch, p, r]);
};

function distance(x: ArrayLike<number>, u: number, y: ArrayLike<number>, v: number, m: number, order: number): number {
  let total = 0;
  for (let k = 0; k < m; k++) {
    const d = Math.abs(x[u + k]! - y[v + k]!);
    total = order === Infinity ? Math.max(total, d) : order === 0 ? total + (d !== 0 ? 1 : 0) : total + d ** order;
  }
  return order === Infinity || order === 0 ? total : total ** (1 / order);
}

const pdist: Kernel = (a) => {
  const x = float(a.self);
  const [n, m] = x.shape as [number, number];
  const data = values(x);
  const out: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) out.push(distance(data, i * m, data, j * m, m, a.number("p", 2)));
  return make(Float32Array.from(out), [out.length]);
};

const cosineSimilarity: Kernel = (a) => {
  const [x0, y0] = [float(a.tensor("x1")), float(a.tensor("x2"))];
  const shape = broadcastShape(x0.shape, y0.shape);
  const lined = shape.length === 0 ? [1] : shape;
  const [x, y] = [reshape(broadcastTo(x0, shape), lined), reshape(broadcastTo(y0, shape), lined)];
  const dim = normalizeDim(a.number("dim", 1), x.rank);
  const eps = a.number("eps", 1e-8);
  const add = (line: Float64Array) => line.reduce((s, v) => s + v, 0);
  const dot = fold(tf.mul(x, y), [dim], false, "float32", add);
  const length = (t: Tensor) => fold(t, [dim], false, "float32", (line) => Math.max(eps, Math.hypot(...line)));
  return tf.div(dot, tf.mul(length(x), length(y)));
};

const pairwiseDistance: Kernel = (a) => {
  const [p, eps] = [a.number("p", 2), a.number("eps", 1e-6)];
  const d = zip(float(a.tensor("x1")), float(a.tensor("x2")), (x, y) => Math.abs(x - y + eps));
  return fold(d, [d.rank - 1], a.flag("keepdim"), "float32", (line) =>
    p === Infinity ? Math.max(...line) : line.reduce((s, v) => s + v ** p, 0) ** (1 / p),
  );
};

export const products: Kernels = {
  matmul: pairwise,
  __matmul__: pairwise,
  linalg_matmul: pairwise,
  mm: pairwise,
  bmm: pairwise,
  mv: pairwise,
  dot: pairwise,
  vdot: pairwise,
  inner: (a) => {
    const [x, y] = [a.operandAt(0, a.kind), a.operandAt(1, a.kind)];
    if (x.rank === 0 || y.rank === 0) return zip(x, y, (u, v) => u * v, a.kind);
    const out = matmul(reshape(x, [-1, x.shape.at(-1)!]), permute(reshape(y, [-1, y.shape.at(-1)!]), [1, 0]));
    return reshape(out, [...x.shape.slice(0, -1), ...y.shape.slice(0, -1)]);
  },
  outer: (a) =>
    zip(reshape(a.operandAt(0, a.kind), [-1, 1]), reshape(a.operandAt(1, a.kind), [1, -1]), (x, y) => x * y, a.kind),
  ger: (a) =>
    zip(reshape(a.operandAt(0, a.kind), [-1, 1]), reshape(a.operandAt(1, a.kind), [1, -1]), (x, y) => x * y, a.kind),
  linear: (a) => {
    const bias = a.optional("bias");
    return linear(float(a.self), float(a.tensor("weight")), bias ? float(bias) : undefined);
  },
  addmm: plus((a) => matmul(...sized(a, "mat1", "mat2"))),
  addmv: plus((a) => matmul(...sized(a, "mat", "vec"))),
  addr: plus((a) => {
    const [x, y] = sized(a, "vec1", "vec2");
    return zip(reshape(x, [-1, 1]), reshape(y, [1, -1]), (u, v) => u * v, a.kind);
  }),
  baddbmm: plus((a) => matmul(...sized(a, "batch1", "batch2"))),
  addbmm: plus((a) => {
    const made = matmul(...sized(a, "batch1", "batch2"));
    return fold(made, [0], false, a.kind, (line) => line.reduce((x, y) => x + y, 0));
  }),
  bilinear,
  einsum: einsumKernel,
  tensordot,
  kron,
  cross,
  linalg_cross: cross,
  chain_matmul: (a) => a.tensors("matrices", "tensors").reduce(matmul),
  multi_dot: (a) => a.tensors("tensors").reduce(matmul),
  linalg_multi_dot: (a) => a.tensors("tensors").reduce(matmul),
  linalg_vecdot: (a) => {
    const made = zip(a.operandAt(0, a.kind), a.operandAt(1, a.kind), (x, y) => x * y, a.kind);
    return fold(made, [a.dim(made.rank, "dim", -1)], false, a.kind, (line) => line.reduce((x, y) => x + y, 0));
  },
  cdist,
  pdist,
  cosine_similarity: cosineSimilarity,
  pairwise_distance: pairwiseDistance,
};
