import { RunError } from "../errors";
import type { Tensor } from "../tf";
import * as tf from "../tf";
import { allocate, concat, float, make, permute, reshape, sizeOf, sliceAlong, stridesOf, values, walk } from "./host";
import type { Args, Kernel, Kernels } from "./kernel";
import { sliceStepped } from "./views";

/** Sizes of one convolution over `rank` spatial dimensions. */
interface Window {
  stride: number[];
  /** Before and after each dimension. */
  padding: [number, number][];
  dilation: number[];
  groups: number;
}

/** PyTorch's padding: a number each side, "valid", or "same" (the odd one goes after). */
function paddingOf(a: Args, rank: number, kernel: readonly number[], dilation: readonly number[]): [number, number][] {
  const given = a.value("padding");
  if (given === "valid") return kernel.map(() => [0, 0]);
  if (given === "same") {
    return kernel.map((k, d) => {
      const all = dilation[d]! * (k - 1);
      return [Math.floor(all / 2), all - Math.floor(all / 2)];
    });
  }
  return a.ints("padding", rank, 0).map((p) => [p, p]);
}

/** Zeros around the spatial dimensions of x (N, C, …); negative amounts cut. */
function padSpatial(x: Tensor, padding: readonly [number, number][]): Tensor {
  let out = x;
  padding.forEach(([before, after], d) => {
    const dim = d + 2;
    const cutFront = Math.max(0, -before);
    const cutBack = Math.max(0, -after);
    if (cutFront + cutBack > 0) out = sliceAlong(out, dim, cutFront, out.shape[dim]! - cutFront - cutBack);
  });
  if (padding.every(([p, q]) => p <= 0 && q <= 0)) return out;
  return tf.pad(out, [
    [0, 0],
    [0, 0],
    ...padding.map(([p, q]) => [Math.max(p, 0), Math.max(q, 0)] as [number, number]),
  ]);
}

/** x (N, C, …), weight (K, C/groups, …) -> (N, K, …) */
function convolve(x: Tensor, weight: Tensor, window: Window): Tensor {
  const rank = window.stride.length;
  if (x.shape[1] !== weight.shape[1]! * window.groups) {
    throw new RunError(
      `Given groups=${window.groups}, weight of size [${weight.shape.join(", ")}], expected input[${x.shape.join(", ")}] to have ${weight.shape[1]! * window.groups} channels, but got ${x.shape[1]} channels instead`,
    );
  }
  if (rank === 1) {
    const out = convolve2d(
      reshape(x, [x.shape[0]!, x.shape[1]!, 1, x.shape[2]!]),
      reshape(weight, [weight.shape[0]!, weight.shape[1]!, 1, weight.shape[2]!]),
      {
        stride: [1, ...window.stride],
        padding: [[0, 0], ...window.padding],
        dilation: [1, ...window.dilation],
        groups: window.groups,
      },
    );
    return reshape(out, [out.shape[0]!, out.shape[1]!, out.shape[3]!]);
  }
  return rank === 2 ? convolve2d(x, weight, window) : convolve3d(x, weight, window);
}

/** A 3-D convolution is a sum of 2-D ones, one for each depth of the kernel: much faster than the backend's own. */
function convolve3d(x: Tensor, weight: Tensor, window: Window): Tensor {
  const padded = padSpatial(x, [window.padding[0]!, [0, 0], [0, 0]]);
  const [n, c, depth, h, w] = padded.shape as [number, number, number, number, number];
  const [k, cg, kd, kh, kw] = weight.shape as [number, number, number, number, number];
  const [stride, dilation] = [window.stride[0]!, window.dilation[0]!];
  const od = Math.floor((depth - dilation * (kd - 1) - 1) / stride) + 1;
  if (od <= 0) throw new RunError("Calculated padded input size per channel is smaller than the kernel size");
  const flat: Window = {
    ...window,
    stride: window.stride.slice(1),
    padding: window.padding.slice(1),
    dilation: window.dilation.slice(1),
  };
  // (N, D, C, H, W): every depth is an image
  const images = permute(padded, [0, 2, 1, 3, 4]);
  let out: Tensor | undefined;
  for (let i = 0; i < kd; i++) {
    const part = reshape(sliceStepped(images, 1, [i * dilation, od, stride]), [n * od, c, h, w]);
    const slab = reshape(sliceAlong(weight, 2, i, 1), [k, cg, kh, kw]);
    const made = convolve2d(part, slab, flat);
    out = out ? tf.add(out, made) : made;
  }
  const [oh, ow] = out!.shape.slice(2) as [number, number];
  return permute(reshape(out!, [n, od, k, oh, ow]), [0, 2, 1, 3, 4]);
}

function convolve2d(x: Tensor, weight: Tensor, window: Window): Tensor {
  const { stride, padding, dilation, groups } = window;
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const [k, cg, kh, kw] = weight.shape as [number, number, number, number];
  const [oh, ow] = [h, w].map(
    (size, d) =>
      Math.floor((size + padding[d]![0] + padding[d]![1] - dilation[d]! * ([kh, kw][d]! - 1) - 1) / stride[d]!) + 1,
  ) as [number, number];
  if (oh <= 0 || ow <= 0) {
    const seen = [h, w].map((size, d) => size + padding[d]![0] + padding[d]![1]).join(" x ");
    throw new RunError(
      `Calculated padded input size per channel: (${seen}). Kernel size: (${kh} x ${kw}). Kernel size can't be greater than actual input size`,
    );
  }
  if (n * k * c === 0) return make(new Float32Array(n * k * oh * ow), [n, k, oh, ow]);
  // the backends take a stride or a dilation, not both: the rows and columns in between are left out afterwards
  if (stride.some((s) => s > 1) && dilation.some((d) => d > 1)) {
    const dense = convolve2d(x, weight, { ...window, stride: [1, 1] });
    return sliceStepped(sliceStepped(dense, 2, [0, oh, stride[0]!]), 3, [0, ow, stride[1]!]);
  }
  const around: [[number, number], [number, number], [number, number], [number, number]] = [
    [0, 0],
    padding[0]!,
    padding[1]!,
    [0, 0],
  ];
  const [strides, dilations] = [stride, dilation] as [[number, number], [number, number]];
  if (groups === 1) {
    const out = tf.conv2d(
      toChannelsLast(x) as never,
      permute(weight, [2, 3, 1, 0]) as never,
      strides,
      around,
      "NHWC",
      dilations,
    );
    return toChannelsFirst(out);
  }
  // The native library's depthwise convolution takes no dilation, and one stride for rows and columns.
  if (cg === 1 && tf.getBackend() === NATIVE && dilation.some((d) => d > 1))
    return convolve2d(x, dilated(weight, dilation), { ...window, dilation: [1, 1] });
  if (cg === 1 && tf.getBackend() === NATIVE && stride[0] !== stride[1]) {
    const dense = convolve2d(x, weight, { ...window, stride: [1, 1] });
    return sliceStepped(sliceStepped(dense, 2, [0, oh, stride[0]!]), 3, [0, ow, stride[1]!]);
  }
  if (cg === 1) {
    // (K, 1, kh, kw), K = C m -> (kh, kw, C, m)
    const filter = permute(reshape(weight, [c, k / c, kh, kw]), [2, 3, 0, 1]);
    const out = tf.depthwiseConv2d(toChannelsLast(x) as never, filter as never, strides, around, "NHWC", dilations);
    return toChannelsFirst(out);
  }
  const parts = Array.from({ length: groups }, (_, g) =>
    convolve2d(sliceAlong(x, 1, g * cg, cg), sliceAlong(weight, 0, (g * k) / groups, k / groups), {
      ...window,
      groups: 1,
    }),
  );
  return concat(parts, 1);
}

/** TensorFlow.js's name of the native library. */
const NATIVE = "tensorflow";

/** A filter (K, C, kh, kw) with zeros where a dilated one passes over: (K, C, 1 + (kh - 1)·dilation, …). */
function dilated(weight: Tensor, dilation: readonly number[]): Tensor {
  const [k, c, kh, kw] = weight.shape as [number, number, number, number];
  const [rows, columns] = [1 + (kh - 1) * dilation[0]!, 1 + (kw - 1) * dilation[1]!];
  const from = values(weight);
  const out = new Float32Array(k * c * rows * columns);
  for (let n = 0; n < k * c; n++)
    for (let i = 0; i < kh; i++)
      for (let j = 0; j < kw; j++)
        out[(n * rows + i * dilation[0]!) * columns + j * dilation[1]!] = from[(n * kh + i) * kw + j]!;
  return make(out, [k, c, rows, columns]);
}

function toChannelsLast(x: Tensor): Tensor {
  return permute(x, [0, 2, 3, 1]);
}

function toChannelsFirst(x: Tensor): Tensor {
  return permute(x, [0, 3, 1, 2]);
}

/** Bias (K) over (N, K, …). */
function withBias(out: Tensor, bias: Tensor | undefined): Tensor {
  return bias ? tf.add(out, reshape(float(bias), [1, bias.size, ...new Array<number>(out.rank - 2).fill(1)])) : out;
}

/** A call without a batch dimension gets one for the time being. */
function batched(x: Tensor, rank: number, fn: (x: Tensor) => Tensor): Tensor {
  if (x.rank !== rank + 1) return fn(x);
  const out = fn(reshape(x, [1, ...x.shape]));
  return reshape(out, out.shape.slice(1));
}

function conv(rankOf: (a: Args) => number): Kernel {
  return (a) => {
    const rank = rankOf(a);
    if (a.flag("transposed")) return convTranspose(rankOf)(a);
    const weight = float(a.tensor("weight"));
    const dilation = a.ints("dilation", rank, 1);
    const window: Window = {
      stride: a.ints("stride", rank, 1),
      padding: paddingOf(a, rank, weight.shape.slice(2), dilation),
      dilation,
      groups: a.number("groups", 1),
    };
    return batched(float(a.self), rank, (x) => withBias(convolve(x, weight, window), a.optional("bias")));
  };
}

/** x with `stride - 1` zeros between neighbours: (N, C, (n-1) stride + 1, …) */
function spread(x: Tensor, stride: readonly number[]): Tensor {
  if (stride.every((s) => s === 1)) return x;
  const shape = [...x.shape.slice(0, 2), ...stride.map((s, d) => (x.shape[d + 2]! - 1) * s + 1)];
  const own = stridesOf(shape);
  const steps = own.map((step, d) => (d < 2 ? step : step * stride[d - 2]!));
  const from = values(x);
  const to = allocate("float32", sizeOf(shape));
  const last = steps.at(-1)!;
  walk(x.shape, [steps], (at, [offset], length) => {
    for (let i = 0; i < length; i++) to[offset! + i * last] = from[at + i]!;
  });
  return make(to, shape);
}

/**
 * A transposed convolution is a convolution over the spread input with the kernel turned round.
 * x (N, C, …), weight (C, K/groups, …) -> (N, K, …)
 */
function convTranspose(rankOf: (a: Args) => number): Kernel {
  return (a) => {
    const rank = rankOf(a);
    const weight = float(a.tensor("weight"));
    const kernel = weight.shape.slice(2);
    const groups = a.number("groups", 1);
    const stride = a.ints("stride", rank, 1);
    const dilation = a.ints("dilation", rank, 1);
    const padding = a.ints("padding", rank, 0);
    const extra = a.ints("output_padding", rank, 0);
    const [c, kg] = weight.shape as [number, number];
    const spatial = kernel.map((_, d) => d + 3);
    const grouped = reshape(weight, [groups, c / groups, kg, ...kernel]);
    const turned = flipSpatial(reshape(permute(grouped, [0, 2, 1, ...spatial]), [groups * kg, c / groups, ...kernel]));
    return batched(float(a.self), rank, (x) => {
      const window: Window = {
        stride: stride.map(() => 1),
        padding: kernel.map((k, d) => [
          dilation[d]! * (k - 1) - padding[d]!,
          dilation[d]! * (k - 1) - padding[d]! + extra[d]!,
        ]),
        dilation,
        groups,
      };
      const ready = padSpatial(spread(x, stride), window.padding);
      return withBias(convolve(ready, turned, { ...window, padding: kernel.map(() => [0, 0]) }), a.optional("bias"));
    });
  };
}

function flipSpatial(weight: Tensor): Tensor {
  const [k, c, ...kernel] = weight.shape as [number, number, ...number[]];
  const size = sizeOf(kernel);
  const from = values(weight);
  const to = new Float32Array(from.length);
  for (let b = 0; b < k * c; b++) for (let i = 0; i < size; i++) to[b * size + i] = from[b * size + size - 1 - i]!;
  return make(to, weight.shape);
}

const byRank = (rank: number) => () => rank;
const byWeight = (a: Args) => a.tensor("weight").rank - 2;

/** Windows of an image as columns: (N, C, H, W) -> (N, C kh kw, L), or back with overlaps added. */
function columns(a: Args, x: Tensor, size: readonly number[], back: boolean): Tensor {
  const [kh, kw] = a.ints("kernel_size", 2) as [number, number];
  const [dh, dw] = a.ints("dilation", 2, 1) as [number, number];
  const [ph, pw] = a.ints("padding", 2, 0) as [number, number];
  const [sh, sw] = a.ints("stride", 2, 1) as [number, number];
  const [h, w] = size as [number, number];
  const [oh, ow] = [
    Math.floor((h + 2 * ph - dh * (kh - 1) - 1) / sh) + 1,
    Math.floor((w + 2 * pw - dw * (kw - 1) - 1) / sw) + 1,
  ];
  const n = x.shape[0]!;
  const c = back ? x.shape[1]! / (kh * kw) : x.shape[1]!;
  const from = values(x);
  const shape = back ? [n, c, h, w] : [n, c * kh * kw, oh * ow];
  const to = allocate("float32", sizeOf(shape));
  for (let b = 0; b < n * c; b++)
    for (let i = 0; i < kh; i++)
      for (let j = 0; j < kw; j++)
        for (let r = 0; r < oh; r++) {
          const y = r * sh - ph + i * dh;
          if (y < 0 || y >= h) continue;
          for (let s = 0; s < ow; s++) {
            const z = s * sw - pw + j * dw;
            if (z < 0 || z >= w) continue;
            const pixel = (b * h + y) * w + z;
            const cell = ((b * kh * kw + i * kw + j) * oh + r) * ow + s;
            if (back) to[pixel]! += from[cell]!;
            else to[cell] = from[pixel]!;
          }
        }
  return make(to, shape);
}

export const unfold: Kernel = (a) => {
  const single = a.self.rank === 3;
  const x = float(single ? reshape(a.self, [1, ...a.self.shape]) : a.self);
  const out = columns(a, x, x.shape.slice(2), false);
  return single ? reshape(out, out.shape.slice(1)) : out;
};

const foldBack: Kernel = (a) => {
  const single = a.self.rank === 2;
  const x = float(single ? reshape(a.self, [1, ...a.self.shape]) : a.self);
  const out = columns(a, x, a.ints("output_size", 2), true);
  return single ? reshape(out, out.shape.slice(1)) : out;
};

export const convolutions: Kernels = {
  conv1d: conv(byRank(1)),
  conv2d: conv(byRank(2)),
  conv3d: conv(byRank(3)),
  convolution: conv(byWeight),
  _convolution: conv(byWeight),
  conv_transpose1d: convTranspose(byRank(1)),
  conv_transpose2d: convTranspose(byRank(2)),
  conv_transpose3d: convTranspose(byRank(3)),
  /** input (time, batch, in), weight (k, in, out) */
  conv_tbc: (a) => {
    const x = permute(float(a.self), [1, 2, 0]);
    const weight = permute(float(a.tensor("weight")), [2, 1, 0]);
    const pad = a.number("pad", 0);
    const out = convolve(x, weight, { stride: [1], padding: [[pad, pad]], dilation: [1], groups: 1 });
    return permute(withBias(out, a.optional("bias")), [2, 0, 1]);
  },
  im2col: unfold,
  col2im: foldBack,
  fold: foldBack,
};
