import { Refused } from "../errors";
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
import { isTensor, type Kernel, type Kernels } from "./kernel";
import { diagonal, swapped } from "./views";

/** Operators that copy elements into a new order: repeated, turned, joined, shuffled. */

const repeat: Kernel = (a) => repeated(a.self, a.any("repeats", "dims", "sizes") as number[]);

/** Copies along each dimension: (n₀, …) -> (r₀ n₀, …). */
function repeated(t: Tensor, counts: readonly number[]): Tensor {
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

function flipped(t: Tensor, dims: readonly number[]): Tensor {
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
  if (isTensor(given) && values(given).some((n) => n < 0)) throw new Refused("repeats can not be negative");
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
      if (i < 0 || i >= n) throw new Refused("index out of range in self", "IndexError");
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

export const arrangements: Kernels = {
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
