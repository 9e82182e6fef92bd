import { RunError } from "../errors";
import type { Tensor } from "../tf";
import { takeAlong } from "./arrange";
import { allocate, around, castTo, float, type Kind, make, sizeOf, sliceAlong, values } from "./host";
import type { Args, Kernel, Kernels } from "./kernel";

/** Which inputs make one output along a dimension, and with what weights. */
interface Taps {
  at: number[];
  weight: number[];
}

/** A weighted sum of inputs for every output along `dim`. */
function resampleAlong(t: Tensor, dim: number, taps: readonly Taps[]): Tensor {
  const { outer, n, inner } = around(t.shape, dim);
  const from = values(t);
  const to = new Float32Array(outer * taps.length * inner);
  for (let o = 0; o < outer; o++)
    taps.forEach(({ at, weight }, k) => {
      const target = (o * taps.length + k) * inner;
      for (let i = 0; i < at.length; i++) {
        const source = (o * n + at[i]!) * inner;
        const w = weight[i]!;
        for (let j = 0; j < inner; j++) to[target + j]! += w * from[source + j]!;
      }
    });
  return make(to, t.shape.with(dim, taps.length));
}

const clip = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);

/** Where output i lies in the input. */
function sourceOf(i: number, n: number, out: number, scale: number, align: boolean): number {
  if (align) return out > 1 ? (i * (n - 1)) / (out - 1) : 0;
  return (i + 0.5) * scale - 0.5;
}

function linearTaps(n: number, out: number, scale: number, align: boolean): Taps[] {
  return Array.from({ length: out }, (_, i) => {
    const x = Math.max(0, sourceOf(i, n, out, scale, align));
    const low = Math.min(Math.floor(x), n - 1);
    const part = Math.min(x - low, 1);
    return { at: [low, Math.min(low + 1, n - 1)], weight: [1 - part, part] };
  });
}

/** Keys' cubic kernel. PyTorch takes a = -0.75, and -0.5 with antialiasing. */
function cubic(x: number, a: number): number {
  const t = Math.abs(x);
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? ((t - 5) * t + 8) * t * a - 4 * a : 0;
}

function cubicTaps(n: number, out: number, scale: number, align: boolean): Taps[] {
  return Array.from({ length: out }, (_, i) => {
    const x = sourceOf(i, n, out, scale, align);
    const low = Math.floor(x);
    const steps = [-1, 0, 1, 2];
    return { at: steps.map((s) => clip(low + s, n)), weight: steps.map((s) => cubic(x - low - s, -0.75)) };
  });
}

/** With antialiasing the filter is widened by the scale, and its weights are made to add up to 1. */
function smoothTaps(
  n: number,
  out: number,
  given: number,
  align: boolean,
  radius: number,
  filter: (x: number) => number,
): Taps[] {
  const scale = align ? (out > 1 ? (n - 1) / (out - 1) : 0) : given;
  const wide = Math.max(scale, 1);
  const support = radius * wide;
  return Array.from({ length: out }, (_, i) => {
    const center = align ? i * scale + 0.5 : scale * (i + 0.5);
    const first = Math.max(Math.trunc(center - support + 0.5), 0);
    const last = Math.min(Math.trunc(center + support + 0.5), n);
    const at = Array.from({ length: last - first }, (_, k) => first + k);
    const weight = at.map((k) => filter((k - center + 0.5) / wide));
    const total = weight.reduce((s, w) => s + w, 0);
    return { at, weight: weight.map((w) => w / total) };
  });
}

const areaTaps = (n: number, out: number): Taps[] =>
  Array.from({ length: out }, (_, i) => {
    const first = Math.floor((i * n) / out);
    const count = Math.ceil(((i + 1) * n) / out) - first;
    return { at: Array.from({ length: count }, (_, k) => first + k), weight: new Array<number>(count).fill(1 / count) };
  });

function interpolateTo(
  t: Tensor,
  sizes: readonly number[],
  scales: readonly (number | undefined)[],
  mode: string,
  align: boolean,
  antialias: boolean,
): Tensor {
  let out = t;
  sizes.forEach((size, d) => {
    const dim = d + 2;
    const n = t.shape[dim]!;
    const scale = scales[d] ? 1 / scales[d]! : n / size;
    if (mode === "nearest" || mode === "nearest-exact") {
      const half = mode === "nearest" ? 0 : 0.5;
      out = takeAlong(
        out,
        dim,
        Array.from({ length: size }, (_, i) => Math.min(Math.floor((i + half) * Math.fround(scale)), n - 1)),
      );
    } else if (n !== size || scale !== 1) {
      out = resampleAlong(float(out), dim, tapsOf(mode, n, size, scale, align, antialias));
    }
  });
  return out;
}

function tapsOf(mode: string, n: number, size: number, scale: number, align: boolean, antialias: boolean): Taps[] {
  if (mode === "area") return areaTaps(n, size);
  if (mode === "bicubic")
    return antialias ? smoothTaps(n, size, scale, align, 2, (x) => cubic(x, -0.5)) : cubicTaps(n, size, scale, align);
  return antialias
    ? smoothTaps(n, size, scale, align, 1, (x) => Math.max(0, 1 - Math.abs(x)))
    : linearTaps(n, size, scale, align);
}

const interpolate: Kernel = (a) => resize(a, a.text("mode", "nearest"));

function resize(a: Args, mode: string): Tensor {
  const t = a.self;
  const spatial = t.shape.slice(2);
  const given = a.optionalInts("size", spatial.length) ?? a.optionalInts("output_size", spatial.length);
  const factor = a.any("scale_factor", "scale_factors", "scales");
  const scales =
    given || factor === undefined || factor === null ? [] : a.with({ factor }).ints("factor", spatial.length);
  const sizes = given ?? spatial.map((n, d) => Math.floor(n * scales[d]!));
  // the given factor is used for the positions unless it is to be computed again from the sizes
  const used = a.flag("recompute_scale_factor") || given ? spatial.map(() => undefined) : scales;
  return interpolateTo(t, sizes, used, mode, a.flag("align_corners"), a.flag("antialias"));
}

/** Position in pixels of a coordinate in [-1, 1]. */
function unnormalize(x: number, n: number, align: boolean): number {
  return align ? ((x + 1) / 2) * (n - 1) : ((x + 1) * n - 1) / 2;
}

/** A position bounced between two edges. */
function reflect(x: number, twiceLow: number, twiceHigh: number): number {
  if (twiceLow === twiceHigh) return 0;
  const low = twiceLow / 2;
  const span = (twiceHigh - twiceLow) / 2;
  const away = Math.abs(x - low);
  const extra = away % span;
  return Math.floor(away / span) % 2 === 0 ? extra + low : span - extra + low;
}

function settle(x: number, n: number, padding: string, align: boolean): number {
  if (padding === "border") return clip(x, n);
  if (padding === "reflection") return clip(align ? reflect(x, 0, 2 * (n - 1)) : reflect(x, -1, 2 * n - 1), n);
  return x;
}

/** input (N, C, …), grid (N, …, 2 or 3) with x first -> (N, C, …) */
const gridSample: Kernel = (a) => {
  const t = float(a.tensor("input"));
  const grid = float(a.tensor("grid"));
  const [n, c, ...spatial] = t.shape as [number, number, ...number[]];
  const rank = spatial.length;
  const mode = named(a, "mode", ["bilinear", "nearest", "bicubic"], "interpolation_mode");
  const padding = named(a, "padding_mode", ["zeros", "border", "reflection"]);
  const align = a.flag("align_corners");
  const points = sizeOf(grid.shape.slice(1, -1));
  const plane = sizeOf(spatial);
  const [from, at] = [values(t), values(grid)];
  const out = new Float32Array(n * c * points);
  const strides = spatial.map((_, d) => sizeOf(spatial.slice(d + 1)));
  for (let b = 0; b < n; b++)
    for (let p = 0; p < points; p++) {
      // the grid's last dimension counts from the innermost
      const axes = spatial.map((size, d): Taps => {
        const x = unnormalize(at[(b * points + p) * rank + rank - 1 - d]!, size, align);
        return sampleTaps(x, size, mode, padding, align);
      });
      let cells = [{ offset: 0, weight: 1 }];
      axes.forEach(({ at: places, weight }, d) => {
        cells = cells.flatMap((cell) =>
          places.flatMap((place, k) =>
            place >= 0 && place < spatial[d]!
              ? [{ offset: cell.offset + place * strides[d]!, weight: cell.weight * weight[k]! }]
              : [],
          ),
        );
      });
      for (let ch = 0; ch < c; ch++) {
        let total = 0;
        for (const cell of cells) total += cell.weight * from[(b * c + ch) * plane + cell.offset]!;
        out[(b * c + ch) * points + p] = total;
      }
    }
  return make(out, [n, c, ...grid.shape.slice(1, -1)]);
};

function sampleTaps(x: number, n: number, mode: string, padding: string, align: boolean): Taps {
  if (mode === "bicubic") {
    const low = Math.floor(x);
    const steps = [-1, 0, 1, 2];
    return {
      at: steps.map((s) => settle(low + s, n, padding, align)),
      weight: steps.map((s) => cubic(x - low - s, -0.75)),
    };
  }
  const inside = settle(x, n, padding, align);
  if (mode === "nearest") {
    const whole = Math.floor(inside);
    const part = inside - whole;
    return { at: [part === 0.5 ? whole + (whole % 2 === 0 ? 0 : 1) : Math.round(inside)], weight: [1] };
  }
  const low = Math.floor(inside);
  return { at: [low, low + 1], weight: [1 - (inside - low), inside - low] };
}

/** Native schemas number the modes. */
function named(a: Args, name: string, list: readonly string[], other = name): string {
  const given = a.any(name, other);
  return typeof given === "number" ? list[given]! : typeof given === "string" ? given : list[0]!;
}

/** theta (N, 2, 3) -> (N, H, W, 2), or (N, 3, 4) -> (N, D, H, W, 3) */
const affineGrid: Kernel = (a) => {
  const theta = values(float(a.tensor("theta")));
  const [n, , ...spatial] = a.ints("size") as [number, number, ...number[]];
  const rank = spatial.length;
  const align = a.flag("align_corners");
  const total = sizeOf(spatial);
  const out = new Float32Array(n * total * rank);
  const coordinate = (i: number, size: number) =>
    size <= 1 ? 0 : align ? (2 * i) / (size - 1) - 1 : (2 * i + 1) / size - 1;
  for (let b = 0; b < n; b++)
    for (let p = 0; p < total; p++) {
      let left = p;
      const point = new Array<number>(rank);
      for (let d = rank - 1; d >= 0; d--) {
        point[rank - 1 - d] = coordinate(left % spatial[d]!, spatial[d]!);
        left = Math.floor(left / spatial[d]!);
      }
      for (let r = 0; r < rank; r++) {
        const row = (b * rank + r) * (rank + 1);
        out[(b * total + p) * rank + r] = point.reduce((s, x, k) => s + x * theta[row + k]!, theta[row + rank]!);
      }
    }
  return make(out, [n, ...spatial, rank]);
};

/** The input position that a padded one repeats. */
const sources: Record<string, (i: number, n: number) => number> = {
  reflect: (i, n) => (i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i),
  replicate: clip,
  circular: (i, n) => ((i % n) + n) % n,
};

/** `pad` counts from the last dimension: (left, right, top, bottom, …). */
export function padded(t: Tensor, amounts: readonly number[], mode: string, value: number): Tensor {
  let out = t;
  for (let k = 0; k < amounts.length / 2; k++) {
    const dim = t.rank - 1 - k;
    const [before, after] = [amounts[2 * k]!, amounts[2 * k + 1]!];
    if (before === 0 && after === 0) continue;
    const n = t.shape[dim]!;
    out =
      mode === "constant"
        ? constantAlong(out, dim, before, after, value)
        : takeAlong(
            out,
            dim,
            // What is cut off does not come round.
            mode === "circular" && (before < 0 || after < 0)
              ? Array.from({ length: n + before + after }, (_, i) => {
                  const [first, kept] = [Math.max(-before, 0), n + Math.min(before, 0) + Math.min(after, 0)];
                  return first + from(i - Math.max(before, 0), kept);
                })
              : Array.from({ length: n + before + after }, (_, i) => from(i - before, n)),
          );
  }
  return out;

  function from(i: number, n: number): number {
    const at = sources[mode]?.(i, n);
    if (at === undefined || at < 0 || at >= n)
      throw new RunError(`can't pad ${n} elements in mode ${mode} by ${amounts.join(", ")}`);
    return at;
  }
}

function constantAlong(t: Tensor, dim: number, before: number, after: number, value: number): Tensor {
  const start = Math.max(0, -before);
  const kept = sliceAlong(t, dim, start, t.shape[dim]! - start - Math.max(0, -after));
  const [front, back] = [Math.max(0, before), Math.max(0, after)];
  if (front + back === 0) return kept;
  const { outer, n, inner } = around(kept.shape, dim);
  const total = front + n + back;
  const from = values(kept);
  const to = allocate(t.dtype as Kind, outer * total * inner).fill(value);
  for (let o = 0; o < outer; o++)
    to.set(from.subarray(o * n * inner, (o + 1) * n * inner), (o * total + front) * inner);
  return make(to, kept.shape.with(dim, total));
}

const pad: Kernel = (a) =>
  padded(castTo(a.self, a.kind), a.ints("pad"), a.text("mode", "constant"), a.number("value", 0));

const padNd =
  (mode: string): Kernel =>
  (a) =>
    padded(a.self, a.ints(a.has("padding") ? "padding" : "pad"), mode, 0);

const upsampling: Record<string, string> = {
  upsample_nearest1d: "nearest",
  upsample_nearest2d: "nearest",
  upsample_nearest3d: "nearest",
  _upsample_nearest_exact1d: "nearest-exact",
  _upsample_nearest_exact2d: "nearest-exact",
  _upsample_nearest_exact3d: "nearest-exact",
  upsample_linear1d: "linear",
  upsample_bilinear2d: "bilinear",
  upsample_trilinear3d: "trilinear",
  upsample_bicubic2d: "bicubic",
  upsample_nearest: "nearest",
};

export const resampling: Kernels = {
  interpolate,
  upsample: interpolate,
  upsample_bilinear: (a) => resize(a.with({ align_corners: true }), "bilinear"),
  ...Object.fromEntries(
    Object.entries(upsampling).map(([name, mode]): [string, Kernel] => [name, (a) => resize(a, mode)]),
  ),
  _upsample_bilinear2d_aa: (a) => resize(a.with({ antialias: true }), "bilinear"),
  _upsample_bicubic2d_aa: (a) => resize(a.with({ antialias: true }), "bicubic"),
  grid_sample: gridSample,
  grid_sampler: gridSample,
  grid_sampler_2d: gridSample,
  grid_sampler_3d: gridSample,
  affine_grid: affineGrid,
  affine_grid_generator: affineGrid,
  pad,
  constant_pad_nd: pad,
  ...Object.fromEntries(
    [1, 2, 3].flatMap((rank): [string, Kernel][] => [
      [`reflection_pad${rank}d`, padNd("reflect")],
      [`replication_pad${rank}d`, padNd("replicate")],
    ]),
  ),
};
