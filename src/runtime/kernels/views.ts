import type { Tensor } from "../tf";
import {
  broadcastTo,
  castTo,
  copyOf,
  full,
  gatherStrided,
  make,
  normalizeDim,
  permute,
  reshape,
  sizeOf,
  sliceAlong,
  stridesOf,
  values,
} from "./host";
import { type Args, isTensor, type Kernel, type Kernels } from "./kernel";

/** Sizes with one -1 worked out. */
function inferSize(size: readonly number[], total: number): number[] {
  const known = size.reduce((p, n) => (n === -1 ? p : p * n), 1);
  return size.map((n) => (n === -1 ? (known === 0 ? 0 : total / known) : n));
}

function identity(a: Args): Tensor {
  return a.self;
}

/** The element type changed, the bits' meaning kept: numbers are converted. */
const cast: Kernel = (a) => castTo(a.self, a.kind);

const view: Kernel = (a) => {
  const size = a.optionalInts("size") ?? a.optionalInts("shape");
  if (size === undefined) return cast(a);
  return reshape(a.self, inferSize(size, a.self.size));
};

/** The same numbers in row-major order, cut or followed by zeros. */
const resize: Kernel = (a) => {
  const size = a.has("size") ? a.ints("size") : a.tensor("the_template").shape;
  const out = copyOf(full([sizeOf(size)], 0, a.self.dtype as "float32"));
  out.set(values(a.self).subarray(0, out.length));
  return make(out, size);
};

const toShapeOf: Kernel = (a) => reshape(a.self, a.tensor("other").shape);

const expand: Kernel = (a) => {
  const t = a.self;
  const size = a.ints("size");
  const lead = size.length - t.rank;
  return broadcastTo(
    t,
    size.map((n, d) => (n === -1 ? t.shape[d - lead]! : n)),
  );
};

const flatten: Kernel = (a) => {
  const t = a.self;
  if (t.rank === 0) return reshape(t, [1]);
  const [start, end] = [a.dim(t.rank, "start_dim", 0), a.dim(t.rank, "end_dim", -1)];
  return reshape(t, [...t.shape.slice(0, start), sizeOf(t.shape.slice(start, end + 1)), ...t.shape.slice(end + 1)]);
};

const unflatten: Kernel = (a) => {
  const t = a.self;
  const dim = a.dim(t.rank);
  const sizes = inferSize(a.optionalInts("sizes") ?? a.ints("unflattened_size"), t.shape[dim]!);
  return reshape(t, [...t.shape.slice(0, dim), ...sizes, ...t.shape.slice(dim + 1)]);
};

const transpose: Kernel = (a) => {
  const t = a.self;
  if (t.rank === 0) return t;
  const [p, q] = ["dim0", "dim1"].map((name, i) =>
    normalizeDim(a.has(name) ? a.number(name) : a.number(`axis${i}`), t.rank),
  ) as [number, number];
  return permute(t, swapped(t.rank, p, q));
};

export function swapped(rank: number, p: number, q: number): number[] {
  return Array.from({ length: rank }, (_, d) => (d === p ? q : d === q ? p : d));
}

const transposeLast: Kernel = (a) =>
  a.self.rank < 2 ? a.self : permute(a.self, swapped(a.self.rank, a.self.rank - 2, a.self.rank - 1));

const reversed: Kernel = (a) =>
  permute(
    a.self,
    a.self.shape.map((_, d) => a.self.rank - 1 - d),
  );

const permuted: Kernel = (a) =>
  permute(
    a.self,
    a.ints("dims").map((d) => normalizeDim(d, a.self.rank)),
  );

const movedim: Kernel = (a) => {
  const rank = a.self.rank;
  const source = a.ints("source").map((d) => normalizeDim(d, rank));
  const target = a.ints("destination").map((d) => normalizeDim(d, rank));
  const order = new Array<number>(rank).fill(-1);
  source.forEach((s, i) => {
    order[target[i]!] = s;
  });
  const rest = a.self.shape.map((_, d) => d).filter((d) => !source.includes(d));
  return permute(
    a.self,
    order.map((d) => (d === -1 ? rest.shift()! : d)),
  );
};

const unsqueeze: Kernel = (a) => {
  const dim = normalizeDim(a.number("dim"), a.self.rank + 1);
  return reshape(a.self, a.self.shape.toSpliced(dim, 0, 1));
};

const squeeze: Kernel = (a) => {
  const t = a.self;
  const dims = a.has("dim") ? a.ints("dim").map((d) => normalizeDim(d, t.rank)) : undefined;
  return reshape(
    t,
    t.shape.filter((n, d) => n !== 1 || (dims !== undefined && !dims.includes(d))),
  );
};

const narrow: Kernel = (a) => {
  const dim = a.dim(a.self.rank);
  const start = a.number("start");
  return sliceAlong(a.self, dim, start < 0 ? start + a.self.shape[dim]! : start, a.number("length"));
};

const select: Kernel = (a) => {
  const dim = a.dim(a.self.rank);
  const index = a.number("index");
  const part = sliceAlong(a.self, dim, index < 0 ? index + a.self.shape[dim]! : index, 1);
  return reshape(part, a.self.shape.toSpliced(dim, 1));
};

/** Python's slice of a dimension of n: first, count, step. */
export function sliceRange(
  n: number,
  start: number | null,
  stop: number | null,
  step: number | null,
): [number, number, number] {
  const by = step ?? 1;
  const clip = (i: number) => Math.min(Math.max(i < 0 ? i + n : i, 0), n);
  const first = clip(start ?? 0);
  const last = clip(stop ?? n);
  return [first, Math.max(0, Math.ceil((last - first) / by)), by];
}

export function sliceStepped(t: Tensor, dim: number, [first, count, step]: [number, number, number]): Tensor {
  if (step === 1) return sliceAlong(t, dim, first, count);
  const strides = stridesOf(t.shape);
  return gatherStrided(t, t.shape.with(dim, count), strides.with(dim, strides[dim]! * step), first * strides[dim]!);
}

const slice: Kernel = (a) => {
  const dim = a.dim(a.self.rank, "dim", 0);
  return sliceStepped(
    a.self,
    dim,
    sliceRange(
      a.self.shape[dim]!,
      a.optionalNumber("start") ?? null,
      a.optionalNumber("end") ?? null,
      a.optionalNumber("step") ?? null,
    ),
  );
};

function cut(t: Tensor, dim: number, lengths: readonly number[]): Tensor[] {
  let at = 0;
  return lengths.map((n) => {
    const part = sliceAlong(t, dim, at, n);
    at += n;
    return part;
  });
}

/** Pieces of `size`, the last one shorter. */
function pieces(n: number, size: number): number[] {
  if (n === 0 || size === 0) return [n];
  return Array.from({ length: Math.ceil(n / size) }, (_, i) => Math.min(size, n - i * size));
}

const split: Kernel = (a) => {
  const dim = a.dim(a.self.rank, "dim", 0);
  const size = a.any("split_size", "split_size_or_sections", "split_sizes");
  const lengths = typeof size === "number" ? pieces(a.self.shape[dim]!, size) : (size as number[]);
  return cut(a.self, dim, lengths);
};

const chunk: Kernel = (a) => {
  const dim = a.dim(a.self.rank, "dim", 0);
  const n = a.self.shape[dim]!;
  return cut(a.self, dim, pieces(n, Math.ceil(n / a.number("chunks"))));
};

function tensorSplit(dimOf: (a: Args) => number): Kernel {
  return (a) => {
    const dim = dimOf(a);
    const n = a.self.shape[dim]!;
    const how = a.any("tensor_indices_or_sections", "indices_or_sections", "indices", "sections");
    if (typeof how === "number") {
      const base = Math.floor(n / how);
      return cut(
        a.self,
        dim,
        Array.from({ length: how }, (_, i) => base + (i < n % how ? 1 : 0)),
      );
    }
    const list = isTensor(how) ? Array.from(values(how)) : (how as number[]);
    const cuts = list.map((i) => Math.min(Math.max(i < 0 ? i + n : i, 0), n));
    const edges = [0, ...cuts, n];
    return edges.slice(1).map((end, i) => sliceAlong(a.self, dim, edges[i]!, Math.max(0, end - edges[i]!)));
  };
}

const unbind: Kernel = (a) => {
  const dim = a.dim(a.self.rank, "dim", 0);
  const shape = a.self.shape.toSpliced(dim, 1);
  return Array.from({ length: a.self.shape[dim]! }, (_, i) => reshape(sliceAlong(a.self, dim, i, 1), shape));
};

export const diagonal: Kernel = (a) => {
  const t = a.self;
  const [p, q] = [a.dim(t.rank, "dim1", 0), a.dim(t.rank, "dim2", 1)];
  const offset = a.number("offset", 0);
  const strides = stridesOf(t.shape);
  const rows = t.shape[p]! + Math.min(offset, 0);
  const columns = t.shape[q]! - Math.max(offset, 0);
  const count = Math.max(0, Math.min(rows, columns));
  const rest = t.shape.map((_, d) => d).filter((d) => d !== p && d !== q);
  return gatherStrided(
    t,
    [...rest.map((d) => t.shape[d]!), count],
    [...rest.map((d) => strides[d]!), strides[p]! + strides[q]!],
    count === 0 ? 0 : offset >= 0 ? offset * strides[q]! : -offset * strides[p]!,
  );
};

/** Strides count in the tensor's own row-major storage. */
const asStrided: Kernel = (a) => gatherStrided(a.self, a.ints("size"), a.ints("stride"), a.number("storage_offset", 0));

/** Windows along one dimension: (…, n, …) -> (…, count, …, size). */
export const unfoldDimension: Kernel = (a) => {
  const t = a.self;
  const dim = a.dim(t.rank, "dimension");
  const [size, step] = [a.number("size"), a.number("step")];
  if (t.rank === 0) return reshape(t, [1]);
  const strides = stridesOf(t.shape);
  const count = Math.floor((t.shape[dim]! - size) / step) + 1;
  return gatherStrided(
    t,
    [...t.shape.with(dim, count), size],
    [...strides.with(dim, strides[dim]! * step), strides[dim]!],
  );
};

function atLeast(rank: number): Kernel {
  return (a) => {
    const results = a.tensors(a.names[0]!).map((t) => {
      if (t.rank >= rank) return t;
      if (rank === 3 && t.rank === 2) return reshape(t, [...t.shape, 1]);
      if (rank === 3 && t.rank === 1) return reshape(t, [1, ...t.shape, 1]);
      return reshape(t, [...new Array<number>(rank - t.rank).fill(1), ...t.shape]);
    });
    return results;
  };
}

export const views: Kernels = {
  view,
  reshape: view,
  _unsafe_view: view,
  view_as: toShapeOf,
  reshape_as: toShapeOf,
  resize,
  resize_as: resize,
  expand,
  broadcast_to: expand,
  expand_as: (a) => broadcastTo(a.self, a.tensor("other").shape),
  flatten,
  ravel: (a) => reshape(a.self, [-1]),
  unflatten,
  transpose,
  swapaxes: transpose,
  swapdims: transpose,
  t: transposeLast,
  mT: transposeLast,
  mH: transposeLast,
  adjoint: transposeLast,
  matrix_H: transposeLast,
  T: reversed,
  H: reversed,
  numpy_T: reversed,
  permute: permuted,
  movedim,
  moveaxis: movedim,
  unsqueeze,
  squeeze,
  narrow,
  narrow_copy: narrow,
  select,
  slice,
  split,
  split_with_sizes: split,
  chunk,
  unsafe_split: split,
  unsafe_chunk: chunk,
  tensor_split: tensorSplit((a) => a.dim(a.self.rank, "dim", 0)),
  hsplit: tensorSplit((a) => (a.self.rank === 1 ? 0 : 1)),
  vsplit: tensorSplit(() => 0),
  dsplit: tensorSplit(() => 2),
  unbind,
  unstack: unbind,
  diagonal,
  linalg_diagonal: (a) => diagonal(a.with({ dim1: a.number("dim1", -2), dim2: a.number("dim2", -1) })),
  as_strided: asStrided,
  atleast_1d: atLeast(1),
  atleast_2d: atLeast(2),
  atleast_3d: atLeast(3),
  contiguous: identity,
  clone: identity,
  detach: identity,
  alias: identity,
  lift_fresh: identity,
  requires_grad: identity,
  data: identity,
  to: cast,
  _to_copy: cast,
  type: cast,
  type_as: cast,
  cast,
  float: cast,
  double: cast,
  half: cast,
  bfloat16: cast,
  int: cast,
  long: cast,
  short: cast,
  char: cast,
  byte: cast,
  bool: cast,
  cpu: identity,
  rename: identity,
  refine_names: identity,
  to_dense: identity,
  coalesce: identity,
  set: (a) => a.tensor("source"),
  pin_memory: identity,
  share_memory: identity,
  cuda: identity,
  copy: (a) => broadcastTo(castTo(a.tensor("src", "other"), a.kind), a.self.shape),
};
