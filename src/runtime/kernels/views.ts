import { RunError } from "../errors";
import type { Tensor } from "../tf";
import {
  broadcastTo,
  castTo,
  concat,
  copyOf,
  full,
  gatherStrided,
  make,
  normalizeDim,
  permute,
  reshape,
  sizeOf,
  sliceAlong,
  stack,
  stridesOf,
  values,
} from "./host";
import { type Args, isTensor, type Kernel, type Kernels } from "./kernel";

/** Sizes with one -1 worked out. */
export function inferSize(size: readonly number[], total: number): number[] {
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

function swapped(rank: number, p: number, q: number): number[] {
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

const diagonal: Kernel = (a) => {
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

const repeat: Kernel = (a) => repeated(a.self, a.any("repeats", "dims", "sizes") as number[]);

/** Copies along each dimension: (n₀, …) -> (r₀ n₀, …). */
export function repeated(t: Tensor, counts: readonly number[]): Tensor {
  const rank = Math.max(counts.length, t.rank);
  const shape = [...new Array<number>(rank - t.rank).fill(1), ...t.shape];
  const times = [...new Array<number>(rank - counts.length).fill(1), ...counts];
  const strides = stridesOf(shape);
  const wide = shape.flatMap((n, d) => [times[d]!, n]);
  const steps = shape.flatMap((_, d) => [0, strides[d]!]);
  return reshape(
    gatherStrided(t, wide, steps),
    shape.map((n, d) => n * times[d]!),
  );
}

const flip: Kernel = (a) =>
  flipped(
    a.self,
    a.ints("dims").map((d) => normalizeDim(d, a.self.rank)),
  );

export function flipped(t: Tensor, dims: readonly number[]): Tensor {
  if (t.size === 0 || t.rank === 0) return t;
  const strides = stridesOf(t.shape);
  const start = dims.reduce((sum, d) => sum + strides[d]! * (t.shape[d]! - 1), 0);
  return gatherStrided(
    t,
    t.shape,
    strides.map((s, d) => (dims.includes(d) ? -s : s)),
    start,
  );
}

const roll: Kernel = (a) => {
  const shifts = a.ints("shifts");
  const dims = a.optionalInts("dims") ?? [];
  if (dims.length === 0) return reshape(rolled(reshape(a.self, [-1]), 0, shifts[0]!), a.self.shape);
  return dims.reduce((t, d, i) => rolled(t, normalizeDim(d, t.rank), shifts[i]!), a.self);
};

export function rolled(t: Tensor, dim: number, shift: number): Tensor {
  const n = t.shape[dim]!;
  const by = n === 0 ? 0 : ((shift % n) + n) % n;
  return by === 0 ? t : concat([sliceAlong(t, dim, n - by, by), sliceAlong(t, dim, 0, n - by)], dim);
}

const rot90: Kernel = (a) => {
  const dims = (a.optionalInts("dims") ?? [0, 1]).map((d) => normalizeDim(d, a.self.rank)) as [number, number];
  let t = a.self;
  for (let k = ((a.number("k", 1) % 4) + 4) % 4; k > 0; k--)
    t = permute(flipped(t, [dims[1]]), swapped(t.rank, ...dims));
  return t;
};

const repeatInterleave: Kernel = (a) => {
  const given = a.value("repeats");
  if (!a.has("self") && isTensor(given)) {
    const out: number[] = [];
    values(given).forEach((n, i) => {
      for (let k = 0; k < n; k++) out.push(i);
    });
    return make(Int32Array.from(out), [out.length]);
  }
  const flat = !a.has("dim");
  const t = flat ? reshape(a.self, [-1]) : a.self;
  const dim = flat ? 0 : a.dim(t.rank);
  const n = t.shape[dim]!;
  const counts = isTensor(given) ? Array.from(values(given)) : [Number(given)];
  const order = Array.from({ length: n }, (_, i) =>
    new Array<number>(counts.length === 1 ? counts[0]! : counts[i]!).fill(i),
  ).flat();
  return takeAlong(t, dim, order);
};

/** Elements along a dimension by their numbers. */
export function takeAlong(t: Tensor, dim: number, order: ArrayLike<number>): Tensor {
  const n = t.shape[dim]!;
  const inner = sizeOf(t.shape.slice(dim + 1));
  const outer = sizeOf(t.shape.slice(0, dim));
  const from = values(t);
  const to = copyOf(full([outer * order.length * inner], 0, t.dtype as "float32"));
  for (let o = 0; o < outer; o++)
    for (let k = 0; k < order.length; k++) {
      const i = order[k]! < 0 ? order[k]! + n : order[k]!;
      if (i < 0 || i >= n) throw new RunError(`index ${order[k]} is out of bounds for dimension ${dim} with size ${n}`);
      const begin = (o * n + i) * inner;
      to.set(from.subarray(begin, begin + inner), (o * order.length + k) * inner);
    }
  return make(to, t.shape.with(dim, order.length));
}

const cat: Kernel = (a) => {
  const parts = a.tensors("tensors");
  const dim = normalizeDim(a.number("dim", 0), Math.max(...parts.map((t) => t.rank)));
  return concat(
    parts.map((t) => castTo(t, a.kind)),
    dim,
  );
};

const stacked: Kernel = (a) => {
  const parts = a.tensors("tensors").map((t) => castTo(t, a.kind));
  return stack(parts, normalizeDim(a.number("dim", 0), parts[0]!.rank + 1));
};

/** Operands lifted to a rank, then joined. */
function joined(rank: number, dimOf: (rank: number) => number, column = false): Kernel {
  return (a) => {
    const parts = a.tensors("tensors").map((t) => {
      const cast = castTo(t, a.kind);
      if (cast.rank >= rank) return cast;
      if (rank === 3) return cast.rank === 2 ? reshape(cast, [...cast.shape, 1]) : reshape(cast, [1, cast.size, 1]);
      return column ? reshape(cast, [-1, 1]) : reshape(cast, rank === 2 ? [1, cast.size] : [cast.size]);
    });
    return concat(parts, dimOf(parts[0]!.rank));
  };
}

const meshgrid: Kernel = (a) => {
  const parts = a.tensors("tensors").map((t) => reshape(t, [-1]));
  const swap = a.text("indexing", "ij") === "xy" && parts.length > 1;
  const order = swap ? [parts[1]!, parts[0]!, ...parts.slice(2)] : parts;
  const shape = order.map((t) => t.size);
  const grids = order.map((t, d) =>
    broadcastTo(
      reshape(
        t,
        shape.map((_, k) => (k === d ? t.size : 1)),
      ),
      shape,
    ),
  );
  return swap ? [grids[1]!, grids[0]!, ...grids.slice(2)] : grids;
};

const broadcastTensors: Kernel = (a) => {
  const parts = a.tensors("tensors");
  return parts.map((t, i) => broadcastTo(t, a.expected[i]?.shape ?? a.shape));
};

const blockDiag: Kernel = (a) => {
  const parts = a.tensors("tensors").map((t) => (t.rank < 2 ? reshape(t, [1, t.size]) : t));
  const out = copyOf(full(a.shape, 0, a.kind));
  const columns = a.shape[1]!;
  let [row, column] = [0, 0];
  for (const part of parts) {
    const [r, c] = part.shape as [number, number];
    const from = values(part);
    for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) out[(row + i) * columns + column + j] = from[i * c + j]!;
    row += r;
    column += c;
  }
  return make(out, a.shape);
};

const channelShuffle: Kernel = (a) => {
  const [n, c, ...rest] = a.self.shape as [number, number, ...number[]];
  const groups = a.number("groups");
  const order = rest.map((_, d) => d + 3);
  return reshape(permute(reshape(a.self, [n, groups, c / groups, ...rest]), [0, 2, 1, ...order]), a.self.shape);
};

/** (…, C r², H, W) -> (…, C, H r, W r) */
const pixelShuffle: Kernel = (a) => {
  const r = a.number("upscale_factor");
  const [c, h, w] = a.self.shape.slice(-3) as [number, number, number];
  const lead = a.self.shape.slice(0, -3);
  const split = reshape(a.self, [sizeOf(lead), c / (r * r), r, r, h, w]);
  return reshape(permute(split, [0, 1, 4, 2, 5, 3]), [...lead, c / (r * r), h * r, w * r]);
};

/** (…, C, H r, W r) -> (…, C r², H, W) */
const pixelUnshuffle: Kernel = (a) => {
  const r = a.number("downscale_factor");
  const [c, h, w] = a.self.shape.slice(-3) as [number, number, number];
  const lead = a.self.shape.slice(0, -3);
  const split = reshape(a.self, [sizeOf(lead), c, h / r, r, w / r, r]);
  return reshape(permute(split, [0, 1, 3, 5, 2, 4]), [...lead, c * r * r, h / r, w / r]);
};

/** Given the last dimension's numbers, a matrix with them on a diagonal. */
const diagEmbed: Kernel = (a) => {
  const t = a.self;
  const offset = a.number("offset", 0);
  const rank = t.rank + 1;
  const [p, q] = [a.dim(rank, "dim1", -2), a.dim(rank, "dim2", -1)];
  const n = t.shape.at(-1)!;
  const size = n + Math.abs(offset);
  const outer = sizeOf(t.shape.slice(0, -1));
  const from = values(t);
  const to = copyOf(full([outer * size * size], 0, t.dtype as "float32"));
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < n; i++) {
      const [row, column] = [i + Math.max(0, -offset), i + Math.max(0, offset)];
      to[(o * size + row) * size + column] = from[o * n + i]!;
    }
  const square = make(to, [...t.shape.slice(0, -1), size, size]);
  const order = new Array<number>(rank).fill(-1);
  order[p] = rank - 2;
  order[q] = rank - 1;
  let next = 0;
  return permute(
    square,
    order.map((d) => (d === -1 ? next++ : d)),
  );
};

const diag: Kernel = (a) => {
  const offset = a.number("diagonal", 0);
  if (a.self.rank === 1) return diagEmbed(a.with({ offset }));
  return diagonal(a.with({ offset }));
};

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
  repeat,
  tile: repeat,
  flip,
  fliplr: (a) => flipped(a.self, [1]),
  flipud: (a) => flipped(a.self, [0]),
  roll,
  rot90,
  repeat_interleave: repeatInterleave,
  cat,
  concat: cat,
  concatenate: cat,
  stack: stacked,
  hstack: joined(1, (rank) => (rank === 1 ? 0 : 1)),
  vstack: joined(2, () => 0),
  row_stack: joined(2, () => 0),
  dstack: joined(3, () => 2),
  column_stack: joined(2, () => 1, true),
  meshgrid,
  broadcast_tensors: broadcastTensors,
  block_diag: blockDiag,
  channel_shuffle: channelShuffle,
  native_channel_shuffle: channelShuffle,
  pixel_shuffle: pixelShuffle,
  pixel_unshuffle: pixelUnshuffle,
  diag_embed: diagEmbed,
  diag,
  diagflat: (a) => diagEmbed(a.with({ [a.names[0]!]: reshape(a.self, [-1]) })),
};
