import type { Tensor } from "../tf";
import { transform } from "./fft";
import { around, float, fromList, make, normalizeDim, values } from "./host";
import { type Args, isTensor, type Kernel, type Kernels } from "./kernel";
import { besselI } from "./special";

/** Signals: windows, short-time spectra, differences, histograms. */

// --- windows (https://pytorch.org/docs/stable/signal.html) ---

/** `fn` at 0 … M-1 of a window whose last place is `last`: M-1, or M where it is periodic. */
function signalWindow(fn: (n: number, last: number, a: Args) => number): Kernel {
  return (a) => {
    const count = a.number("M");
    const last = a.flag("sym", true) || count === 1 ? count - 1 : count;
    return fromList(
      Array.from({ length: count }, (_, n) => (count === 1 ? 1 : fn(n, last, a))),
      [count],
    );
  };
}

/** A sum of cosines with alternating signs. */
const cosines = (weights: (a: Args) => readonly number[]) =>
  signalWindow((n, last, a) =>
    weights(a).reduce(
      (sum, weight, k) => sum + (k % 2 === 0 ? 1 : -1) * weight * Math.cos((2 * Math.PI * k * n) / last),
      0,
    ),
  );

const numbers = (a: Args, name: string): number[] => {
  const value = a.value(name);
  return isTensor(value) ? Array.from(values(value)) : Array.isArray(value) ? value.map(Number) : [];
};

// --- short-time Fourier transform ---

/** Mirrors at the ends without repeating the first and the last. */
const mirrored = (at: number, length: number) => {
  const place = Math.abs(at);
  return place < length ? place : 2 * (length - 1) - place;
};

/** The window of frames of `size`, its own `width` in their middle. */
function windowOf(given: Tensor | undefined, width: number, size: number): Float64Array {
  const window = new Float64Array(size);
  const margin = Math.floor((size - width) / 2);
  for (let n = 0; n < width; n++) window[margin + n] = given === undefined ? 1 : values(given)[n]!;
  return window;
}

/** The signals of stored spectra (…, bins, frames, 2): the frames' signals overlap, and are divided by what their windows sum up to. */
const istft: Kernel = (a) => {
  const spectra = float(a.self);
  const [bins, frames] = spectra.shape.slice(-3, -1) as [number, number];
  const size = a.number("n_fft");
  const hop = a.optionalNumber("hop_length") ?? Math.floor(size / 4);
  const window = windowOf(a.optional("window"), a.optionalNumber("win_length") ?? size, size);
  const scale = a.flag("normalized") ? Math.sqrt(size) : 1;
  const isOneSided = bins !== size;
  const pad = a.flag("center", true) ? Math.floor(size / 2) : 0;
  const length = a.shape.at(-1)!;
  const isComplex = a.flag("return_complex");
  const parts = isComplex ? 2 : 1;
  const lead = spectra.shape.slice(0, -3);
  const signals = lead.reduce((x, y) => x * y, 1);
  const data = values(spectra);
  const weights = new Float64Array(size + hop * (frames - 1));
  for (let frame = 0; frame < frames; frame++)
    for (let n = 0; n < size; n++) weights[frame * hop + n]! += window[n]! ** 2;
  const out = new Float32Array(signals * length * parts);
  for (let signal = 0; signal < signals; signal++) {
    const sums = [new Float64Array(weights.length), new Float64Array(weights.length)];
    for (let frame = 0; frame < frames; frame++) {
      const [re, im] = [new Float64Array(size), new Float64Array(size)];
      for (let bin = 0; bin < size; bin++) {
        // Of a real signal, the other half of the spectrum is this one's mirror.
        const isMirrored = isOneSided && bin >= bins;
        const from = 2 * ((signal * bins + (isMirrored ? size - bin : bin)) * frames + frame);
        re[bin] = data[from]! * scale;
        im[bin] = data[from + 1]! * (isMirrored ? -scale : scale);
      }
      // What a real signal can't have is left out.
      if (isOneSided) im[0] = 0;
      if (isOneSided && size % 2 === 0) im[size / 2] = 0;
      transform(re, im, true);
      for (let n = 0; n < size; n++) {
        sums[0]![frame * hop + n]! += (re[n]! / size) * window[n]!;
        sums[1]![frame * hop + n]! += (im[n]! / size) * window[n]!;
      }
    }
    for (let n = 0; n < length; n++)
      for (let part = 0; part < parts; part++) {
        const at = n + pad;
        const weight = weights[at] ?? 0;
        out[(signal * length + n) * parts + part] = weight > 1e-11 ? sums[part]![at]! / weight : 0;
      }
  }
  return make(out, [...lead, length, ...(isComplex ? [2] : [])]);
};

/** Frames of each signal, weighted, as stored spectra: (…, bins, frames, 2). */
const stft: Kernel = (a) => {
  const t = a.self;
  const size = a.number("n_fft");
  const hop = a.optionalNumber("hop_length") ?? Math.floor(size / 4);
  const width = a.optionalNumber("win_length") ?? size;
  const given = a.optional("window");
  const pad = a.flag("center", true) ? Math.floor(size / 2) : 0;
  const length = t.shape.at(-1)!;
  const frames = 1 + Math.floor((length + 2 * pad - size) / hop);
  const isOneSided = a.has("onesided") ? a.flag("onesided") : true;
  const bins = isOneSided ? Math.floor(size / 2) + 1 : size;
  const window = windowOf(given, width, size);
  const scale = a.flag("normalized") ? 1 / Math.sqrt(size) : 1;
  const data = values(float(t));
  const signals = t.size / length;
  const out = new Float32Array(signals * bins * frames * 2);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let signal = 0; signal < signals; signal++)
    for (let frame = 0; frame < frames; frame++) {
      for (let n = 0; n < size; n++) {
        const at = frame * hop + n - pad;
        const inside = at >= 0 && at < length;
        const source = inside || a.text("pad_mode", "reflect") === "reflect" ? mirrored(at, length) : undefined;
        re[n] = source === undefined ? 0 : data[signal * length + source]! * window[n]!;
        im[n] = 0;
      }
      transform(re, im, false);
      for (let bin = 0; bin < bins; bin++) {
        const target = 2 * ((signal * bins + bin) * frames + frame);
        out[target] = re[bin]! * scale;
        out[target + 1] = im[bin]! * scale;
      }
    }
  return make(out, [...t.shape.slice(0, -1), bins, frames, 2]);
};

// --- differences ---

/** Slopes of a line of values at the given places: central ones inside, one-sided ones at the ends. */
function slopes(line: ArrayLike<number>, places: ArrayLike<number>, order: number): number[] {
  const n = line.length;
  const slope = (i: number, j: number) => (line[j]! - line[i]!) / (places[j]! - places[i]!);
  /** The slope at `at` of the parabola through three points. */
  const parabola = (i: number, at: number) => {
    const [first, second] = [slope(i, i + 1), slope(i + 1, i + 2)];
    const curve = (second - first) / (places[i + 2]! - places[i]!);
    return first + curve * (2 * places[at]! - places[i]! - places[i + 1]!);
  };
  return Array.from({ length: n }, (_, i) => {
    if (i > 0 && i < n - 1) return parabola(i - 1, i);
    if (order === 2) return parabola(i === 0 ? 0 : n - 3, i);
    return i === 0 ? slope(0, 1) : slope(n - 2, n - 1);
  });
}

const gradient: Kernel = (a) => {
  const t = a.self;
  const dims = a.dims(t.rank);
  const spacing = a.value("spacing");
  const data = values(float(t));
  return dims.map((dim, k) => {
    const { outer, n, inner } = around(t.shape, dim);
    const own = Array.isArray(spacing) ? spacing[k] : spacing;
    const places =
      isTensor(own) && own.rank === 1 ? values(own) : Array.from({ length: n }, (_, i) => i * Number(own ?? 1));
    const out = new Float32Array(t.size);
    for (let o = 0; o < outer; o++)
      for (let j = 0; j < inner; j++) {
        const at = (i: number) => (o * n + i) * inner + j;
        const line = Array.from({ length: n }, (_, i) => data[at(i)]!);
        slopes(line, places, a.number("edge_order", 1)).forEach((slope, i) => {
          out[at(i)] = slope;
        });
      }
    return make(out, t.shape);
  });
};

// --- histograms ---

/** The bin that a value lies in; the last one holds its upper edge, too. -1 outside. */
function binOf(x: number, edges: readonly number[]): number {
  const last = edges.length - 2;
  if (!(x >= edges[0]! && x <= edges[last + 1]!)) return -1;
  let bin = last;
  while (bin > 0 && x < edges[bin]!) bin--;
  return bin;
}

/** Equal bins over a range; an empty range is widened by a half on both sides. */
function evenly(count: number, low: number, high: number): number[] {
  const [from, to] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  return Array.from({ length: count + 1 }, (_, n) => from + ((to - from) * n) / count);
}

/** Points (…, D) counted in D dimensions. */
function count(
  points: readonly number[][],
  edges: readonly number[][],
  weights: ArrayLike<number> | undefined,
  a: Args,
) {
  const shape = edges.map((each) => each.length - 1);
  const out = new Float32Array(shape.reduce((x, y) => x * y, 1));
  let all = 0;
  points.forEach((point, n) => {
    let flat = 0;
    for (const [d, x] of point.entries()) {
      const bin = binOf(x, edges[d]!);
      if (bin < 0) return;
      flat = flat * shape[d]! + bin;
    }
    const weight = weights?.[n] ?? 1;
    out[flat]! += weight;
    all += weight;
  });
  if (a.flag("density"))
    out.forEach((value, flat) => {
      let [volume, rest] = [1, flat];
      for (let d = shape.length - 1; d >= 0; d--) {
        const bin = rest % shape[d]!;
        rest = Math.floor(rest / shape[d]!);
        volume *= edges[d]![bin + 1]! - edges[d]![bin]!;
      }
      out[flat] = value / (all * volume);
    });
  return [make(out, shape), ...edges.map((each) => fromList(each, [each.length]))];
}

function edgesOf(a: Args, points: readonly number[][]): number[][] {
  const bins = a.value("bins");
  const width = points[0]?.length ?? 1;
  const range = numbers(a, "range");
  return Array.from({ length: width }, (_, d) => {
    const own = Array.isArray(bins) ? bins[d] : bins;
    if (isTensor(own) && own.rank === 1) return Array.from(values(own));
    const column = points.map((point) => point[d]!);
    const [low, high] =
      range.length > 0 ? [range[2 * d]!, range[2 * d + 1]!] : [Math.min(...column), Math.max(...column)];
    return evenly(Number(own ?? 100), low, high);
  });
}

const histogram =
  (several: boolean): Kernel =>
  (a) => {
    const t = a.self;
    const width = several ? t.shape.at(-1)! : 1;
    const data = values(t);
    const points = Array.from({ length: t.size / width }, (_, n) => Array.from(data.slice(n * width, (n + 1) * width)));
    const weights = a.optional("weight");
    return count(points, edgesOf(a, points), weights && values(weights), a);
  };

// --- segments ---

const REDUCTIONS: Record<string, { start: number; step: (sum: number, x: number) => number }> = {
  sum: { start: 0, step: (sum, x) => sum + x },
  mean: { start: 0, step: (sum, x) => sum + x },
  prod: { start: 1, step: (product, x) => product * x },
  max: { start: Number.NEGATIVE_INFINITY, step: Math.max },
  min: { start: Number.POSITIVE_INFINITY, step: Math.min },
};

const segmentReduce: Kernel = (a) => {
  const t: Tensor = a.tensor("data");
  const axis = normalizeDim(a.number("axis", 0), t.rank);
  const { outer, n, inner } = around(t.shape, axis);
  const kind = a.text("reduce");
  const { start, step } = REDUCTIONS[kind]!;
  const lengths = a.optional("lengths");
  const given = values(lengths ?? a.tensor("offsets"));
  const rows = given.length / outer;
  const segments = lengths === undefined ? rows - 1 : rows;
  const data = values(float(t));
  const out: number[] = [];
  for (let o = 0; o < outer; o++) {
    let from = lengths === undefined ? given[o * rows]! : 0;
    for (let segment = 0; segment < segments; segment++) {
      const to = lengths === undefined ? given[o * rows + segment + 1]! : from + given[o * rows + segment]!;
      for (let j = 0; j < inner; j++) {
        let sum = a.optionalNumber("initial") ?? start;
        for (let i = from; i < to; i++) sum = step(sum, data[(o * n + i) * inner + j]!);
        out.push(kind === "mean" ? (to > from ? sum / (to - from) : (a.optionalNumber("initial") ?? Number.NaN)) : sum);
      }
      from = to;
    }
  }
  return fromList(out, a.shape);
};

/** Kernels that store complex results themselves. */
export const spectra: Kernels = { stft, istft };

export const signals: Kernels = {
  signal_windows_bartlett: signalWindow((n, last) => 1 - Math.abs((2 * n) / last - 1)),
  signal_windows_blackman: cosines(() => [0.42, 0.5, 0.08]),
  signal_windows_cosine: signalWindow((n, last) => Math.sin((Math.PI * (n + 0.5)) / (last + 1))),
  signal_windows_exponential: signalWindow((n, last, a) =>
    Math.exp(-Math.abs(n - (a.optionalNumber("center") ?? last / 2)) / a.number("tau", 1)),
  ),
  signal_windows_gaussian: signalWindow((n, last, a) => Math.exp(-0.5 * ((n - last / 2) / a.number("std", 1)) ** 2)),
  signal_windows_general_cosine: cosines((a) => numbers(a, "a")),
  signal_windows_general_hamming: cosines((a) => [a.number("alpha", 0.54), 1 - a.number("alpha", 0.54)]),
  signal_windows_hamming: cosines(() => [0.54, 0.46]),
  signal_windows_hann: cosines(() => [0.5, 0.5]),
  signal_windows_kaiser: signalWindow((n, last, a) => {
    const beta = a.number("beta", 12);
    return besselI(0, beta * Math.sqrt(Math.max(0, 1 - ((2 * n) / last - 1) ** 2))) / besselI(0, beta);
  }),
  signal_windows_nuttall: cosines(() => [0.3635819, 0.4891775, 0.1365995, 0.0106411]),
  ...spectra,
  gradient,
  histogram: histogram(false),
  histogramdd: histogram(true),
  segment_reduce: segmentReduce,
};
