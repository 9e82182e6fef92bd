import type { Tensor } from "../tf";
import * as tf from "../tf";
import { float, make, reshape, sizeOf, values } from "./host";
import type { Kernel, Kernels } from "./kernel";
import { fold } from "./reduce";

/** Each run of `length` numbers made of mean 0 and variance 1; also the mean and 1/deviation of each. */
function standardize(
  t: Tensor,
  length: number,
  eps: number,
): { out: Float32Array; mean: Float32Array; rstd: Float32Array } {
  const x = values(t);
  const out = new Float32Array(x.length);
  const runs = length === 0 ? 0 : x.length / length;
  const [mean, rstd] = [new Float32Array(runs), new Float32Array(runs)];
  for (let r = 0, at = 0; r < runs; r++, at += length) {
    let total = 0;
    for (let i = 0; i < length; i++) total += x[at + i]!;
    const m = total / length;
    let squares = 0;
    for (let i = 0; i < length; i++) squares += (x[at + i]! - m) ** 2;
    const scale = 1 / Math.sqrt(squares / length + eps);
    for (let i = 0; i < length; i++) out[at + i] = (x[at + i]! - m) * scale;
    mean[r] = m;
    rstd[r] = scale;
  }
  return { out, mean, rstd };
}

/** x * weight + bias where they are given. */
function affine(x: Tensor, weight: Tensor | undefined, bias: Tensor | undefined, shape: readonly number[]): Tensor {
  let out = x;
  if (weight) out = tf.mul(out, reshape(float(weight), shape));
  if (bias) out = tf.add(out, reshape(float(bias), shape));
  return out;
}

const layerNorm: Kernel = (a) => {
  const t = float(a.self);
  const shape = a.ints("normalized_shape");
  const { out, mean, rstd } = standardize(t, sizeOf(shape), a.number("eps", 1e-5));
  const made = affine(make(out, t.shape), a.optional("weight"), a.optional("bias"), shape);
  const lead = t.shape.map((n, d) => (d < t.rank - shape.length ? n : 1));
  return a.op.startsWith("native") ? [made, make(mean, lead), make(rstd, lead)] : made;
};

const rmsNorm: Kernel = (a) => {
  const t = float(a.self);
  const shape = a.ints("normalized_shape");
  const length = sizeOf(shape);
  const eps = a.optionalNumber("eps") ?? 1.1920928955078125e-7;
  const x = values(t);
  const out = new Float32Array(x.length);
  for (let at = 0; at < x.length; at += length) {
    let squares = 0;
    for (let i = 0; i < length; i++) squares += x[at + i]! ** 2;
    const scale = 1 / Math.sqrt(squares / length + eps);
    for (let i = 0; i < length; i++) out[at + i] = x[at + i]! * scale;
  }
  return affine(make(out, t.shape), a.optional("weight"), undefined, shape);
};

/** One number a channel, over (N, C, …). */
function channels(t: Tensor): number[] {
  return [1, t.shape[1] ?? 1, ...new Array<number>(Math.max(0, t.rank - 2)).fill(1)];
}

const groupNorm: Kernel = (a) => {
  const t = float(a.self);
  const groups = a.number(a.has("num_groups") ? "num_groups" : "group");
  const { out, mean, rstd } = standardize(t, t.size / (t.shape[0]! * groups), a.number("eps", 1e-5));
  const made = affine(make(out, t.shape), a.optional("weight"), a.optional("bias"), channels(t));
  const each = [t.shape[0]!, groups];
  return a.op.startsWith("native") && t.size > 0 ? [made, make(mean, each), make(rstd, each)] : made;
};

const instanceNorm: Kernel = (a) => {
  const t = float(a.self);
  const running = a.optional("running_mean");
  if (running && !a.flag("use_input_stats", true)) {
    return withStatistics(
      t,
      running,
      a.tensor("running_var"),
      a.number("eps", 1e-5),
      a.optional("weight"),
      a.optional("bias"),
    );
  }
  const { out } = standardize(t, sizeOf(t.shape.slice(2)), a.number("eps", 1e-5));
  return affine(make(out, t.shape), a.optional("weight"), a.optional("bias"), channels(t));
};

/** (x - mean) / √(variance + eps), as one multiplication and one addition a channel. */
function withStatistics(
  t: Tensor,
  mean: Tensor,
  variance: Tensor,
  eps: number,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
): Tensor {
  const [m, v] = [values(mean), values(variance)];
  const [w, b] = [weight ? values(weight) : undefined, bias ? values(bias) : undefined];
  const scale = Float32Array.from(m, (_, c) => (w ? w[c]! : 1) / Math.sqrt(v[c]! + eps));
  const shift = Float32Array.from(m, (x, c) => (b ? b[c]! : 0) - x * scale[c]!);
  const shape = channels(t);
  return tf.add(tf.mul(t, make(scale, shape)), make(shift, shape));
}

const batchNorm: Kernel = (a) => {
  const t = float(a.self);
  const eps = a.number("eps", 1e-5);
  const [mean, variance] = [a.optional("running_mean"), a.optional("running_var")];
  if (mean && variance && !a.flag("training")) {
    const made = withStatistics(t, mean, variance, eps, a.optional("weight"), a.optional("bias"));
    const none = () => make(new Float32Array(0), [0]);
    return a.op.startsWith("native") ? [made, none(), none()] : made;
  }
  const [n, c] = t.shape as [number, number];
  const inner = sizeOf(t.shape.slice(2));
  const x = values(t);
  const [means, variances] = [new Float32Array(c), new Float32Array(c)];
  for (let k = 0; k < c; k++) {
    let [total, squares] = [0, 0];
    for (let b = 0; b < n; b++) for (let i = 0; i < inner; i++) total += x[(b * c + k) * inner + i]!;
    means[k] = total / (n * inner);
    for (let b = 0; b < n; b++)
      for (let i = 0; i < inner; i++) squares += (x[(b * c + k) * inner + i]! - total / (n * inner)) ** 2;
    variances[k] = squares / (n * inner);
  }
  const made = withStatistics(t, make(means, [c]), make(variances, [c]), eps, a.optional("weight"), a.optional("bias"));
  const scales = variances.map((x) => 1 / Math.sqrt(x + eps));
  return a.op.startsWith("native") ? [made, make(means, [c]), make(scales, [c])] : made;
};

/** x / (k + alpha · mean of squares over `size` neighbouring channels)^beta */
const localResponseNorm: Kernel = (a) => {
  const t = float(a.self);
  const [size, alpha, beta, k] = [a.number("size"), a.number("alpha", 1e-4), a.number("beta", 0.75), a.number("k", 1)];
  const [n, c] = t.shape as [number, number];
  const inner = sizeOf(t.shape.slice(2));
  const x = values(t);
  const out = new Float32Array(x.length);
  const before = Math.floor(size / 2);
  for (let b = 0; b < n; b++)
    for (let ch = 0; ch < c; ch++)
      for (let i = 0; i < inner; i++) {
        let squares = 0;
        for (let d = Math.max(0, ch - before); d < Math.min(c, ch - before + size); d++)
          squares += x[(b * c + d) * inner + i]! ** 2;
        const at = (b * c + ch) * inner + i;
        out[at] = x[at]! / (k + (alpha * squares) / size) ** beta;
      }
  return make(out, t.shape);
};

/** The norm of every slice along `dim`, its dimension kept. */
const normExceptDim: Kernel = (a) => {
  const v = float(a.self);
  const dim = a.number("dim", 0);
  const power = a.number("pow", 2);
  const axes = v.shape.map((_, d) => d).filter((d) => d !== dim);
  return fold(v, axes, true, "float32", (line) => line.reduce((s, x) => s + Math.abs(x) ** power, 0) ** (1 / power));
};

/** Weight normalization: g · v / ‖v‖ over all dimensions but one. */
const weightNorm: Kernel = (a) => {
  const [v, g] = [float(a.tensor("v")), float(a.tensor("g"))];
  const dim = a.number("dim", 0);
  const axes = v.shape.map((_, d) => d).filter((d) => d !== dim);
  return tf.mul(v, tf.div(g, tf.sqrt(tf.sum(tf.square(v), axes, true))));
};

export const normalizations: Kernels = {
  layer_norm: layerNorm,
  native_layer_norm: layerNorm,
  rms_norm: rmsNorm,
  group_norm: groupNorm,
  native_group_norm: groupNorm,
  instance_norm: instanceNorm,
  batch_norm: batchNorm,
  native_batch_norm: batchNorm,
  local_response_norm: localResponseNorm,
  _weight_norm: weightNorm,
  norm_except_dim: normExceptDim,
};
