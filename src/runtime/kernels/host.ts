import type { DType } from "../../analysis/tensor/dtype";
import { dtypes } from "../../analysis/tensor/dtype";
import type { Tensor } from "../tf";
import * as tf from "../tf";
import { sizeOf } from "./size";

export { sizeOf };

/** How TensorFlow.js stores an element. */
export type Kind = "float32" | "int32" | "bool";
export type Numbers = Float32Array | Int32Array | Uint8Array;

/** PyTorch's dtype to its store: floats as float32, integers as int32; complex numbers as pairs of float32. */
export function kindOf(dtype: DType): Kind {
  const category = dtypes[dtype].category;
  return category === "bool" ? "bool" : category === "int" ? "int32" : "float32";
}

export function allocate(kind: Kind, size: number): Numbers {
  return kind === "float32" ? new Float32Array(size) : kind === "int32" ? new Int32Array(size) : new Uint8Array(size);
}

/** A tensor's numbers in row-major order. Read only: the backend may own them. */
export function values(t: Tensor): Numbers {
  return t.dataSync() as Numbers;
}

/** A fresh copy of a tensor's numbers. */
export function copyOf(t: Tensor): Numbers {
  return values(t).slice();
}

export function make(data: Numbers, shape: readonly number[], kind?: Kind): Tensor {
  const stored = kind ?? (data instanceof Float32Array ? "float32" : data instanceof Int32Array ? "int32" : "bool");
  // What was summed or filled in counts as true.
  if (stored === "bool") for (let i = 0; i < data.length; i++) if (data[i]! > 1) data[i] = 1;
  return tf.tensor(data, shape as number[], stored);
}

/** A tensor of plain numbers. */
export function fromList(list: ArrayLike<number>, shape: readonly number[], kind: Kind = "float32"): Tensor {
  const data = allocate(kind, list.length);
  data.set(list);
  return make(data, shape);
}

export function full(shape: readonly number[], value: number, kind: Kind = "float32"): Tensor {
  return make(allocate(kind, sizeOf(shape)).fill(value), shape);
}

export function scalar(value: number, kind: Kind = "float32"): Tensor {
  return full([], value, kind);
}

/** 0 … n-1 in the given shape. */
export function positions(shape: readonly number[]): Tensor {
  return make(
    Int32Array.from({ length: sizeOf(shape) }, (_, i) => i),
    shape,
  );
}

export function castTo(t: Tensor, kind: Kind): Tensor {
  if (t.dtype === kind) return t;
  const from = values(t);
  const to = allocate(kind, from.length);
  if (kind === "bool") for (let i = 0; i < from.length; i++) to[i] = from[i] !== 0 ? 1 : 0;
  else to.set(from);
  return make(to, t.shape);
}

const narrow: Partial<Record<DType, Int8Array | Uint8Array | Int16Array>> = {
  uint8: new Uint8Array(1),
  quint8: new Uint8Array(1),
  int8: new Int8Array(1),
  qint8: new Int8Array(1),
  int16: new Int16Array(1),
};

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** The nearest number that bfloat16 has: the upper half of a float32, halves to the even neighbour. */
function toBfloat16(x: number): number {
  if (Number.isNaN(x)) return x;
  single[0] = x;
  const lost = bits[0]! & 0xffff;
  const odd = (bits[0]! >>> 16) & 1;
  bits[0] = (bits[0]! - lost + (lost > 0x8000 || (lost === 0x8000 && odd === 1) ? 0x10000 : 0)) >>> 0;
  return single[0];
}

/** The nearest number that IEEE 754's half precision has, halves to the even neighbour; infinite beyond 65504. */
function toFloat16(x: number): number {
  const size = Math.abs(x);
  if (size === 0 || !Number.isFinite(x)) return x;
  // Ten bits behind the first one, or steps of 2^-24 where that is more.
  const step = 2 ** Math.max(Math.floor(Math.log2(size)) - 10, -24);
  const quotient = size / step;
  const floor = Math.floor(quotient);
  const rest = quotient - floor;
  const rounded = (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor) * step;
  return Math.sign(x) * (rounded > 65504 ? Number.POSITIVE_INFINITY : rounded);
}

const rounding: Partial<Record<DType, (x: number) => number>> = { float16: toFloat16, bfloat16: toBfloat16 };

/** A result in the store of its dtype; integers of fewer bits wrap around, floats of fewer bits are rounded. */
export function settle(t: Tensor, dtype: DType): Tensor {
  const cast = castTo(t, kindOf(dtype));
  const round = rounding[dtype];
  if (round !== undefined) return map(cast, round, "float32");
  const cell = narrow[dtype];
  if (!cell) return cast;
  return map(
    cast,
    (x) => {
      cell[0] = x;
      return cell[0]!;
    },
    "int32",
  );
}

export function float(t: Tensor): Tensor {
  return castTo(t, "float32");
}

/** Row-major strides. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = step;
    step *= shape[d]!;
  }
  return strides;
}

export function broadcastShape(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  const out = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let d = 0; d < shape.length; d++) {
      const at = rank - shape.length + d;
      if (shape[d] !== 1) out[at] = shape[d]!;
    }
  }
  return out;
}

/** Strides of `shape` seen as `out`: 0 along dimensions that are repeated. */
function broadcastStrides(shape: readonly number[], out: readonly number[]): number[] {
  const own = stridesOf(shape);
  const lead = out.length - shape.length;
  return out.map((_, d) => (d < lead || shape[d - lead] === 1 ? 0 : own[d - lead]!));
}

/**
 * Visits every position of `shape` in order, with the offset into each operand of the given strides:
 * the innermost dimension is walked in a tight loop by the caller's `row(start offsets, length, steps)`.
 */
export function walk(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  row: (at: number, offsets: readonly number[], length: number) => void,
  starts?: readonly number[],
): void {
  const total = sizeOf(shape);
  if (total === 0) return;
  const rank = shape.length;
  const offsets = strides.map((_, k) => starts?.[k] ?? 0);
  if (rank === 0) {
    row(0, offsets, 1);
    return;
  }
  const length = shape[rank - 1]!;
  const index = new Array<number>(rank).fill(0);
  for (let at = 0; at < total; at += length) {
    row(at, offsets, length);
    for (let d = rank - 2; d >= 0; d--) {
      index[d]!++;
      for (let k = 0; k < strides.length; k++) offsets[k]! += strides[k]![d]!;
      if (index[d]! < shape[d]!) break;
      index[d] = 0;
      for (let k = 0; k < strides.length; k++) offsets[k]! -= strides[k]![d]! * shape[d]!;
    }
  }
}

/** `t` read through strides of its own data: the copy of a strided view. */
export function gatherStrided(t: Tensor, shape: readonly number[], strides: readonly number[], start = 0): Tensor {
  const from = values(t);
  const to = allocate(t.dtype as Kind, sizeOf(shape));
  const last = strides.at(-1) ?? 0;
  walk(
    shape,
    [strides],
    (at, [offset], length) => {
      let p = offset!;
      if (last === 1 && length > 8) to.set(from.subarray(p, p + length), at);
      else for (let i = 0; i < length; i++, p += last) to[at + i] = from[p]!;
    },
    [start],
  );
  return make(to, shape);
}

export function broadcastTo(t: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(t.shape, shape)) return t;
  return gatherStrided(t, shape, broadcastStrides(t.shape, shape));
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, d) => n === b[d]);
}

/** A function of one number over every element. */
export function map(t: Tensor, fn: (x: number) => number, kind: Kind = "float32"): Tensor {
  const from = values(t);
  const to = allocate(kind, from.length);
  for (let i = 0; i < from.length; i++) to[i] = fn(from[i]!);
  return make(to, t.shape);
}

/** A function of two numbers over every pair of elements, broadcast. */
export function zip(a: Tensor, b: Tensor, fn: (x: number, y: number) => number, kind: Kind = "float32"): Tensor {
  const x = values(a);
  const y = values(b);
  const shape = broadcastShape(a.shape, b.shape);
  const to = allocate(kind, sizeOf(shape));
  if (sameShape(a.shape, b.shape)) {
    for (let i = 0; i < to.length; i++) to[i] = fn(x[i]!, y[i]!);
  } else if (y.length === 1) {
    const only = y[0]!;
    for (let i = 0; i < to.length; i++) to[i] = fn(x[i]!, only);
  } else {
    const strides = [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)];
    const [stepA, stepB] = strides.map((s) => s.at(-1) ?? 0) as [number, number];
    walk(shape, strides, (at, [p, q], length) => {
      let i = p!;
      let j = q!;
      for (let k = 0; k < length; k++, i += stepA, j += stepB) to[at + k] = fn(x[i]!, y[j]!);
    });
  }
  return make(to, shape);
}

/** The same for any number of operands. */
export function zipAll(operands: readonly Tensor[], fn: (x: number[]) => number, kind: Kind = "float32"): Tensor {
  const shape = broadcastShape(...operands.map((t) => t.shape));
  const data = operands.map((t) => values(broadcastTo(t, shape)));
  const to = allocate(kind, sizeOf(shape));
  const row = new Array<number>(operands.length);
  for (let i = 0; i < to.length; i++) {
    for (let k = 0; k < data.length; k++) row[k] = data[k]![i]!;
    to[i] = fn(row);
  }
  return make(to, shape);
}

export function normalizeDim(dim: number, rank: number): number {
  return dim < 0 ? dim + Math.max(rank, 1) : dim;
}

/** A tensor split around one dimension: index = (outer * n + i) * inner + j. */
export function around(shape: readonly number[], dim: number): { outer: number; n: number; inner: number } {
  if (shape.length === 0) return { outer: 1, n: 1, inner: 1 };
  return { outer: sizeOf(shape.slice(0, dim)), n: shape[dim]!, inner: sizeOf(shape.slice(dim + 1)) };
}

/**
 * A function over every line along `dim`: it reads `n` numbers and gives numbers for each result,
 * `lengths[k]` of them (`n` where absent; a result that drops the dimension is reshaped by the caller).
 */
export function overLines(
  t: Tensor,
  dim: number,
  results: readonly { length?: number; kind?: Kind }[],
  fn: (line: Float64Array, out: Float64Array[]) => void,
): Tensor[] {
  const at = normalizeDim(dim, t.rank);
  const { outer, n, inner } = around(t.shape, at);
  const from = values(t);
  const line = new Float64Array(n);
  const lengths = results.map((r) => r.length ?? n);
  const outs = lengths.map((length) => new Float64Array(length));
  const stores = results.map((r, k) => allocate(r.kind ?? (t.dtype as Kind), outer * lengths[k]! * inner));
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      for (let i = 0; i < n; i++) line[i] = from[(o * n + i) * inner + j]!;
      fn(line, outs);
      for (let k = 0; k < outs.length; k++) {
        const length = lengths[k]!;
        for (let i = 0; i < length; i++) stores[k]![(o * length + i) * inner + j] = outs[k]![i]!;
      }
    }
  }
  return stores.map((data, k) => make(data, t.rank === 0 ? [] : t.shape.with(at, lengths[k]!)));
}

/**
 * Dimensions in another order. Those that stay neighbours are moved as one; the backends are fast for
 * matrices and their batches only, so whole rows and higher ranks are copied here.
 */
export function permute(t: Tensor, order: readonly number[]): Tensor {
  if (order.every((d, i) => d === i)) return t;
  const shape = order.map((d) => t.shape[d]!);
  const runs: number[][] = [];
  for (const d of order) {
    if (t.shape[d] === 1) continue;
    const last = runs.at(-1);
    if (last && isNext(t.shape, last.at(-1)!, d)) last.push(d);
    else runs.push([d]);
  }
  const sorted = [...runs].sort((p, q) => p[0]! - q[0]!);
  const merged = runs.map((run) => sorted.indexOf(run));
  const sizes = sorted.map((run) => sizeOf(run.map((d) => t.shape[d]!)));
  if (merged.every((d, i) => d === i)) return reshape(t, shape);
  return reshape(moved(reshape(t, sizes), merged), shape);
}

/** Is `next` the dimension after `d`, those of size 1 left out? */
function isNext(shape: readonly number[], d: number, next: number): boolean {
  if (next <= d) return false;
  for (let k = d + 1; k < next; k++) if (shape[k] !== 1) return false;
  return true;
}

function moved(t: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((d) => t.shape[d]!);
  if (t.size > 0 && t.rank <= 3 && order.at(-1) !== t.rank - 1) return tf.transpose(t, order as number[]);
  const strides = stridesOf(t.shape);
  return gatherStrided(
    t,
    shape,
    order.map((d) => strides[d]!),
  );
}

export function reshape(t: Tensor, shape: readonly number[]): Tensor {
  return tf.reshape(t, shape as number[]);
}

/** The dimension moved to the end. */
export function toLast(t: Tensor, dim: number): Tensor {
  const order = t.shape.map((_, d) => d).filter((d) => d !== dim);
  return permute(t, [...order, dim]);
}

/** The last dimension moved back to `dim`. */
export function fromLast(t: Tensor, dim: number): Tensor {
  const order = t.shape.map((_, d) => d).slice(0, -1);
  order.splice(dim, 0, t.rank - 1);
  return permute(t, order);
}

export function sliceAlong(t: Tensor, dim: number, start: number, length: number): Tensor {
  if (start === 0 && length === t.shape[dim]) return t;
  const shape = t.shape.with(dim, length);
  const strides = stridesOf(t.shape);
  return gatherStrided(t, shape, strides, start * strides[dim]!);
}

export function concat(parts: readonly Tensor[], dim: number): Tensor {
  const kept = parts.filter((t) => !(t.rank === 1 && t.size === 0 && parts.some((p) => p.rank !== 1)));
  if (kept.length === 1) return kept[0]!;
  const kind: Kind = kept.some((t) => t.dtype === "float32")
    ? "float32"
    : kept.some((t) => t.dtype === "int32")
      ? "int32"
      : "bool";
  const first = kept[0]!;
  const total = kept.reduce((n, t) => n + t.shape[dim]!, 0);
  const { outer, inner } = around(first.shape, dim);
  const to = allocate(kind, outer * total * inner);
  let begin = 0;
  for (const part of kept) {
    const from = values(part);
    const run = part.shape[dim]! * inner;
    for (let o = 0; o < outer; o++) to.set(from.subarray(o * run, (o + 1) * run), (o * total + begin) * inner);
    begin += part.shape[dim]!;
  }
  return make(to, first.shape.with(dim, total));
}

/** New leading dimension. */
export function stack(parts: readonly Tensor[], dim: number): Tensor {
  return concat(
    parts.map((t) => reshape(t, t.shape.toSpliced(dim, 0, 1))),
    dim,
  );
}
