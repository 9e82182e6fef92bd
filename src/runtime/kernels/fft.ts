import type { Tensor } from "../tf";
import { rolled } from "./arrange";
import { around, float, fromList, make, normalizeDim, values } from "./host";
import type { Args, Kernel, Kernels } from "./kernel";
import { padded } from "./resample";
import { sliceStepped } from "./views";

/** Discrete Fourier transform of one line in place: radix 2 where the length allows, else by its definition. */
export function transform(re: Float64Array, im: Float64Array, inverse: boolean): void {
  const n = re.length;
  if (n < 2) return;
  const sign = inverse ? 1 : -1;
  if ((n & (n - 1)) !== 0) {
    direct(re, im, sign);
    return;
  }
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const angle = (sign * 2 * Math.PI * k) / size;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let i = k; i < n; i += size) {
        const [x, y] = [re[i + half]! * c - im[i + half]! * s, re[i + half]! * s + im[i + half]! * c];
        re[i + half] = re[i]! - x;
        im[i + half] = im[i]! - y;
        re[i]! += x;
        im[i]! += y;
      }
    }
  }
}

function direct(re: Float64Array, im: Float64Array, sign: number): void {
  const n = re.length;
  const [x, y] = [re.slice(), im.slice()];
  const cos = Float64Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * i) / n));
  const sin = Float64Array.from({ length: n }, (_, i) => sign * Math.sin((2 * Math.PI * i) / n));
  for (let k = 0; k < n; k++) {
    let [a, b] = [0, 0];
    for (let i = 0; i < n; i++) {
      const at = (i * k) % n;
      a += x[i]! * cos[at]! - y[i]! * sin[at]!;
      b += x[i]! * sin[at]! + y[i]! * cos[at]!;
    }
    re[k] = a;
    im[k] = b;
  }
}

function scaleOf(norm: string, n: number, inverse: boolean): number {
  if (norm === "ortho") return 1 / Math.sqrt(n);
  return (norm === "forward") === inverse ? 1 : 1 / n;
}

/** A stored complex tensor (…, 2) transformed along `dim`, cut or padded with zeros to n. */
function along(t: Tensor, dim: number, n: number, inverse: boolean, norm: string): Tensor {
  const sized = resized(t, dim, n);
  const { outer, inner } = around(sized.shape.slice(0, -1), dim);
  const from = values(sized);
  const out = new Float32Array(from.length);
  const scale = scaleOf(norm, n, inverse);
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  for (let o = 0; o < outer; o++)
    for (let j = 0; j < inner; j++) {
      for (let i = 0; i < n; i++) {
        const at = 2 * ((o * n + i) * inner + j);
        re[i] = from[at]!;
        im[i] = from[at + 1]!;
      }
      transform(re, im, inverse);
      for (let i = 0; i < n; i++) {
        const at = 2 * ((o * n + i) * inner + j);
        out[at] = re[i]! * scale;
        out[at + 1] = im[i]! * scale;
      }
    }
  return make(out, sized.shape);
}

function resized(t: Tensor, dim: number, n: number): Tensor {
  const have = t.shape[dim]!;
  if (have === n) return t;
  if (have > n) return sliceStepped(t, dim, [0, n, 1]);
  const amounts = new Array<number>(2 * (t.rank - dim)).fill(0);
  amounts[amounts.length - 1] = n - have;
  return padded(t, amounts, "constant", 0);
}

/** The argument as stored complex numbers. */
function stored(a: Args): Tensor {
  const t = a.self;
  if (a.complex.tensors.has(t)) return t;
  const from = values(float(t));
  const out = new Float32Array(2 * from.length);
  from.forEach((x, i) => {
    out[2 * i] = x;
  });
  return make(out, [...t.shape, 2]);
}

function realPart(t: Tensor): Tensor {
  const from = values(t);
  return make(
    Float32Array.from({ length: from.length / 2 }, (_, i) => from[2 * i]!),
    t.shape.slice(0, -1),
  );
}

/** The half of a spectrum that a real signal has: n / 2 + 1 numbers. */
function half(t: Tensor, dim: number): Tensor {
  return sliceStepped(t, dim, [0, Math.floor(t.shape[dim]! / 2) + 1, 1]);
}

/** A real signal's whole spectrum of length n from its half. */
function whole(t: Tensor, dim: number, n: number): Tensor {
  const part = resized(t, dim, Math.floor(n / 2) + 1);
  const { outer, inner } = around(part.shape.slice(0, -1), dim);
  const m = part.shape[dim]!;
  const from = values(part);
  const out = new Float32Array(2 * outer * n * inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < inner; j++) {
        const mirrored = i >= m;
        const source = 2 * ((o * m + (mirrored ? n - i : i)) * inner + j);
        const target = 2 * ((o * n + i) * inner + j);
        out[target] = from[source]!;
        out[target + 1] = (mirrored ? -1 : 1) * from[source + 1]!;
      }
  return make(out, part.shape.with(dim, n));
}

interface Axes {
  dims: number[];
  sizes: (number | undefined)[];
}

/** The dimensions and lengths of a call: `n`, `dim` for one, `s`, `dim` for several. */
function axesOf(a: Args, rank: number, several: boolean, standard: number[] | undefined): Axes {
  if (!several) return { dims: [a.dim(rank, "dim", -1)], sizes: [a.optionalNumber("n")] };
  const s = a.optionalInts("s");
  const given = a.optionalInts("dim") ?? standard;
  const dims = (given ?? Array.from({ length: s?.length ?? rank }, (_, i) => i - (s?.length ?? rank))).map((d) =>
    normalizeDim(d, rank),
  );
  return { dims, sizes: dims.map((_, i) => (s && s[i] !== -1 ? s[i] : undefined)) };
}

type Flavour = "c2c" | "r2c" | "c2r";

function fft(flavour: Flavour, inverse: boolean, several = false, standard?: number[]): Kernel {
  return (a) => {
    let t = stored(a);
    const { dims, sizes } = axesOf(a, t.rank - 1, several, standard);
    const norm = a.text("norm", "backward");
    const last = dims.length - 1;
    dims.forEach((dim, i) => {
      if (flavour === "c2r" && i === last) return;
      t = along(t, dim, sizes[i] ?? t.shape[dim]!, inverse, norm);
    });
    if (flavour === "c2c") return t;
    if (flavour === "r2c") return half(t, dims[last]!);
    const dim = dims[last]!;
    const n = sizes[last] ?? 2 * (t.shape[dim]! - 1);
    return realPart(along(whole(t, dim, n), dim, n, inverse, norm));
  };
}

function shift(back: boolean): Kernel {
  return (a) => {
    const rank = a.self.rank;
    const dims = a.optionalInts("dim")?.map((d) => normalizeDim(d, rank)) ?? a.self.shape.map((_, d) => d);
    return dims.reduce(
      (t, d) => rolled(t, d, back ? -Math.floor(t.shape[d]! / 2) : Math.floor(t.shape[d]! / 2)),
      a.self,
    );
  };
}

function frequencies(onlyHalf: boolean): Kernel {
  return (a) => {
    const [n, d] = [a.number("n"), a.number("d", 1)];
    const count = onlyHalf ? Math.floor(n / 2) + 1 : n;
    return fromList(
      Array.from({ length: count }, (_, i) => (onlyHalf || i < Math.ceil(n / 2) ? i : i - n) / (n * d)),
      [count],
    );
  };
}

const two = [-2, -1];

export const transforms: Kernels = {
  fft_fft: fft("c2c", false),
  fft_ifft: fft("c2c", true),
  fft_fft2: fft("c2c", false, true, two),
  fft_ifft2: fft("c2c", true, true, two),
  fft_fftn: fft("c2c", false, true),
  fft_ifftn: fft("c2c", true, true),
  fft_rfft: fft("r2c", false),
  fft_rfft2: fft("r2c", false, true, two),
  fft_rfftn: fft("r2c", false, true),
  fft_irfft: fft("c2r", true),
  fft_irfft2: fft("c2r", true, true, two),
  fft_irfftn: fft("c2r", true, true),
  fft_hfft: fft("c2r", false),
  fft_ihfft: fft("r2c", true),
  fft_fftshift: shift(false),
  fft_ifftshift: shift(true),
  fft_fftfreq: frequencies(false),
  fft_rfftfreq: frequencies(true),
};
