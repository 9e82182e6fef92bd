import type { Tensor } from "../tf";
import { allocate, float, type Kind, make, sizeOf, values } from "./host";
import type { Args, Kernel, Kernels } from "./kernel";

/** The input positions that one output position sees along one dimension. */
interface Taps {
  first: number;
  count: number;
  step: number;
  /** How many there would be with the padding counted. */
  padded: number;
}

/** Output size of a pool, PyTorch's rule: a window must begin inside the input or its left padding. */
function pooledSize(
  n: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  ceil: boolean,
): number {
  const span = n + 2 * padding - dilation * (kernel - 1) - 1;
  let out = (ceil ? Math.ceil(span / stride) : Math.floor(span / stride)) + 1;
  if (ceil && (out - 1) * stride >= n + padding) out--;
  return out;
}

/** Windows along each spatial dimension. */
function windowsOf(a: Args, spatial: readonly number[]): Taps[][] {
  const rank = spatial.length;
  const kernel = a.ints("kernel_size", rank);
  const given = a.optionalInts("stride", rank);
  const stride = given === undefined || given.length === 0 ? kernel : given;
  const padding = a.ints("padding", rank, 0);
  const dilation = a.ints("dilation", rank, 1);
  const ceil = a.flag("ceil_mode");
  return spatial.map((n, d) => {
    const [k, s, p, step] = [kernel[d]!, stride[d]!, padding[d]!, dilation[d]!];
    return Array.from({ length: pooledSize(n, k, s, p, step, ceil) }, (_, o) => {
      const start = o * s - p;
      const skipped = start < 0 ? Math.ceil(-start / step) : 0;
      const first = start + skipped * step;
      const count = Math.max(0, Math.min(k - skipped, Math.ceil((n - first) / step)));
      return { first, count, step, padded: Math.min(start + k, n + p) - start };
    });
  });
}

/** Windows of nearly equal size that cover the input. */
function adaptiveWindows(a: Args, spatial: readonly number[]): Taps[][] {
  const given = a.any("output_size");
  const sizes = Array.isArray(given) ? given : new Array(spatial.length).fill(given);
  return spatial.map((n, d) => {
    const out = sizes[d] === null ? n : Number(sizes[d]);
    return Array.from({ length: out }, (_, o) => {
      const first = Math.floor((o * n) / out);
      const count = Math.ceil(((o + 1) * n) / out) - first;
      return { first, count, step: 1, padded: count };
    });
  });
}

/** For every window, `visit(plane, flat output position, taps of the three dimensions)`; fewer dimensions are led by ones. */
function eachWindow(
  t: Tensor,
  rank: number,
  windows: readonly Taps[][],
  visit: (offset: number, out: number, taps: [Taps, Taps, Taps], size: [number, number, number]) => void,
): number[] {
  const lead = t.shape.slice(0, t.rank - rank);
  const spatial = t.shape.slice(t.rank - rank);
  const one: Taps = { first: 0, count: 1, step: 1, padded: 1 };
  const full = [...new Array<Taps[]>(3 - rank).fill([one]), ...windows] as [Taps[], Taps[], Taps[]];
  const size = [...new Array<number>(3 - rank).fill(1), ...spatial] as [number, number, number];
  const plane = sizeOf(size);
  const planes = sizeOf(lead);
  let out = 0;
  for (let p = 0; p < planes; p++)
    for (const z of full[0]) for (const y of full[1]) for (const x of full[2]) visit(p * plane, out++, [z, y, x], size);
  return [...lead, ...windows.map((w) => w.length)];
}

/** A number for every window, from the numbers inside it. */
function pool(
  t: Tensor,
  rank: number,
  windows: Taps[][],
  start: number,
  step: (acc: number, x: number) => number,
  finish: (acc: number, taps: [Taps, Taps, Taps]) => number,
): Tensor {
  const from = values(t);
  const planes = sizeOf(t.shape.slice(0, t.rank - rank));
  const to = new Float32Array(planes * windows.reduce((p, w) => p * w.length, 1));
  const shape = eachWindow(t, rank, windows, (offset, out, taps, [, h, w]) => {
    const [z, y, x] = taps;
    let acc = start;
    for (let i = 0; i < z.count; i++)
      for (let j = 0; j < y.count; j++) {
        const row = offset + ((z.first + i * z.step) * h + y.first + j * y.step) * w + x.first;
        for (let k = 0; k < x.count; k++) acc = step(acc, from[row + k * x.step]!);
      }
    to[out] = finish(acc, taps);
  });
  return make(to, shape);
}

const inside = ([z, y, x]: [Taps, Taps, Taps]) => z.count * y.count * x.count;

/** Largest of every window with its place in the plane. */
function maxima(t: Tensor, rank: number, windows: Taps[][]): [Tensor, Tensor] {
  const from = values(t);
  const total = sizeOf(t.shape.slice(0, t.rank - rank)) * windows.reduce((p, w) => p * w.length, 1);
  const best = allocate(t.dtype as Kind, total);
  const places = new Int32Array(total);
  const shape = eachWindow(t, rank, windows, (offset, out, [z, y, x], [, h, w]) => {
    let top = -Infinity;
    let place = (z.first * h + y.first) * w + x.first;
    for (let i = 0; i < z.count; i++)
      for (let j = 0; j < y.count; j++) {
        const row = ((z.first + i * z.step) * h + y.first + j * y.step) * w + x.first;
        for (let k = 0; k < x.count; k++) {
          const v = from[offset + row + k * x.step]!;
          if (v > top || Number.isNaN(v)) {
            top = v;
            place = row + k * x.step;
          }
        }
      }
    best[out] = top;
    places[out] = place;
  });
  return [make(best, shape), make(places, shape)];
}

const spatialOf = (t: Tensor, rank: number) => t.shape.slice(t.rank - rank);

const maxPool =
  (rank: number): Kernel =>
  (a) =>
    maxima(a.self, rank, windowsOf(a, spatialOf(a.self, rank)));
const adaptiveMaxPool =
  (rank: number): Kernel =>
  (a) =>
    maxima(a.self, rank, adaptiveWindows(a, spatialOf(a.self, rank)));

const avgPool =
  (rank: number): Kernel =>
  (a) => {
    const t = float(a.self);
    const divisor = a.optionalNumber("divisor_override");
    const counted = a.flag("count_include_pad", true);
    return pool(
      t,
      rank,
      windowsOf(a, spatialOf(t, rank)),
      0,
      (s, x) => s + x,
      (s, taps) => s / (divisor ?? (counted ? taps[0].padded * taps[1].padded * taps[2].padded : inside(taps))),
    );
  };

const adaptiveAvgPool =
  (rank: number): Kernel =>
  (a) => {
    const t = float(a.self);
    return pool(
      t,
      rank,
      adaptiveWindows(a, spatialOf(t, rank)),
      0,
      (s, x) => s + x,
      (s, taps) => s / inside(taps),
    );
  };

/** (Σ xᵖ)^(1/p): PyTorch scales the mean of a window by the whole kernel, also where the window is cut at the edge. */
const lpPool =
  (rank: number): Kernel =>
  (a) => {
    const t = float(a.self);
    const p = a.number("norm_type");
    const whole = a.ints("kernel_size", rank).reduce((x, y) => x * y, 1);
    return pool(
      t,
      rank,
      windowsOf(a, spatialOf(t, rank)),
      0,
      (s, x) => s + x ** p,
      (s, [z, y, x]) => ((s * whole) / (z.padded * y.padded * x.padded)) ** (1 / p),
    );
  };

const fractionalMaxPool =
  (rank: number): Kernel =>
  (a) => {
    const spatial = spatialOf(a.self, rank);
    const kernel = a.ints("kernel_size", rank);
    const size =
      a.optionalInts("output_size", rank) ??
      spatial.map((n, d) => Math.floor(n * Number([a.value("output_ratio")].flat()[d] ?? a.number("output_ratio"))));
    const samples = a.optional("_random_samples", "random_samples");
    const windows = spatial.map((n, d) => {
      const out = size[d]!;
      const alpha = out > 1 ? (n - kernel[d]!) / (out - 1) : 0;
      const u = samples ? values(samples)[samples.shape.at(-1)! - 1 - d]! : a.random.uniform();
      return Array.from({ length: out }, (_, i): Taps => {
        const first = i === out - 1 ? n - kernel[d]! : Math.floor((i + u) * alpha) - Math.floor(u * alpha);
        return { first, count: kernel[d]!, step: 1, padded: kernel[d]! };
      });
    });
    return maxima(a.self, rank, windows);
  };

/** Values put back at the places that a max pool named. */
const maxUnpool =
  (rank: number): Kernel =>
  (a) => {
    const t = a.self;
    const places = values(a.tensor("indices"));
    const shape = a.expected[0]?.shape ?? [...t.shape.slice(0, t.rank - rank), ...a.ints("output_size", rank)];
    const plane = sizeOf(shape.slice(shape.length - rank));
    const each = sizeOf(spatialOf(t, rank));
    const from = values(t);
    const to = allocate(t.dtype as Kind, sizeOf(shape));
    for (let i = 0; i < from.length; i++) to[Math.floor(i / each) * plane + places[i]!] = from[i]!;
    return make(to, shape);
  };

function perRank(name: string, kernelOf: (rank: number) => Kernel): Kernels {
  return Object.fromEntries([1, 2, 3].map((rank) => [`${name}${rank}d`, kernelOf(rank)]));
}

export const pools: Kernels = {
  ...perRank("max_pool", maxPool),
  max_pool1d_with_indices: maxPool(1),
  max_pool2d_with_indices: maxPool(2),
  max_pool3d_with_indices: maxPool(3),
  ...perRank("avg_pool", avgPool),
  ...perRank("adaptive_avg_pool", adaptiveAvgPool),
  ...perRank("adaptive_max_pool", adaptiveMaxPool),
  adaptive_max_pool1d_with_indices: adaptiveMaxPool(1),
  adaptive_max_pool2d_with_indices: adaptiveMaxPool(2),
  adaptive_max_pool3d_with_indices: adaptiveMaxPool(3),
  ...perRank("lp_pool", lpPool),
  fractional_max_pool2d: fractionalMaxPool(2),
  fractional_max_pool3d: fractionalMaxPool(3),
  fractional_max_pool2d_with_indices: fractionalMaxPool(2),
  fractional_max_pool3d_with_indices: fractionalMaxPool(3),
  ...perRank("max_unpool", maxUnpool),
};
