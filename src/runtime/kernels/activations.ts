import type { Tensor } from "../tf";
import * as tf from "../tf";
import {
  allocate,
  broadcastTo,
  float,
  fromLast,
  make,
  map,
  normalizeDim,
  overLines,
  reshape,
  sliceAlong,
  toLast,
  values,
  zip,
} from "./host";
import type { Args, Kernel, Kernels } from "./kernel";
import { erf, softplus } from "./special";

const { abs, exp, expm1, log, tanh } = Math;

function real(fn: (x: number) => number): Kernel {
  return (a) => map(float(a.self), fn);
}

/** A function whose constants are read once a call. */
function tuned(fnOf: (a: Args) => (x: number) => number): Kernel {
  return (a) => map(float(a.self), fnOf(a));
}

/** A loop of its own: it is the most frequent of all, and the backends' own loses NaN. */
const relu: Kernel = (a) => {
  const from = values(a.self);
  const to = allocate(a.kind, from.length);
  for (let i = 0; i < from.length; i++) to[i] = Math.max(from[i]!, 0);
  return make(to, a.self.shape);
};

const relu6 = (x: number) => (x < 0 ? 0 : Math.min(x, 6));

const gelu: Kernel = (a) => {
  if (a.text("approximate", "none") !== "tanh") return map(float(a.self), (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)));
  const c = Math.sqrt(2 / Math.PI);
  return map(float(a.self), (x) => 0.5 * x * (1 + tanh(c * (x + 0.044715 * x * x * x))));
};

/** The dimension that softmax takes where none is given. */
function softmaxDim(a: Args, t: Tensor): number {
  const given = a.optionalNumber("dim");
  const implied = t.rank === 0 || t.rank === 1 || t.rank === 3 ? 0 : 1;
  return normalizeDim(given ?? implied, t.rank);
}

export function softmaxOf(t: Tensor, dim: number): Tensor {
  if (t.size === 0) return t;
  if (t.rank === 0) return map(t, () => 1);
  return fromLast(tf.softmax(toLast(t, dim)), dim);
}

const softmax: Kernel = (a) => softmaxOf(float(a.self), softmaxDim(a, a.self));
const softmin: Kernel = (a) =>
  softmaxOf(
    map(float(a.self), (x) => -x),
    softmaxDim(a, a.self),
  );

const logSoftmax: Kernel = (a) => logSoftmaxOf(float(a.self), softmaxDim(a, a.self));

export function logSoftmaxOf(t: Tensor, dim: number): Tensor {
  return overLines(t, dim, [{}], (line, [out]) => {
    let top = -Infinity;
    for (const x of line) if (x > top) top = x;
    let total = 0;
    for (const x of line) total += exp(x - top);
    const shift = top + log(total);
    for (let i = 0; i < line.length; i++) out![i] = line[i]! - shift;
  })[0]!;
}

const glu: Kernel = (a) => {
  const t = float(a.self);
  const dim = normalizeDim(a.number("dim", -1), t.rank);
  const half = t.shape[dim]! / 2;
  return tf.mul(sliceAlong(t, dim, 0, half), tf.sigmoid(sliceAlong(t, dim, half, half)));
};

/** One slope a channel: dimension 1, or a single one for all. */
const prelu: Kernel = (a) => {
  const t = float(a.self);
  const weight = float(a.tensor("weight"));
  const shaped =
    weight.size === 1 || t.rank < 2
      ? reshape(weight, weight.size === 1 ? [] : [-1])
      : reshape(weight, [weight.size, ...new Array(t.rank - 2).fill(1)]);
  return zip(t, shaped, (x, w) => (x >= 0 ? x : x * w));
};

const rrelu: Kernel = (a) => {
  const [lower, upper] = [a.number("lower", 1 / 8), a.number("upper", 1 / 3)];
  const training = a.flag("training");
  return map(float(a.self), (x) =>
    x >= 0 ? x : x * (training ? lower + (upper - lower) * a.random.uniform() : (lower + upper) / 2),
  );
};

const dropout: Kernel = (a) => {
  const p = a.number("p", 0.5);
  if (!a.flag("train", true) || p === 0) return a.self;
  const scale = p === 1 ? 0 : 1 / (1 - p);
  return map(a.self, (x) => (a.random.uniform() < p ? 0 : x * scale), a.kind);
};

/** Whole channels are dropped: a mask of shape (N, C, 1, …). */
const featureDropout: Kernel = (a) => {
  const p = a.number("p", 0.5);
  const t = float(a.self);
  if (!a.flag("train", true) || p === 0) return t;
  const mask = map(
    broadcastTo(
      tf.scalar(0),
      t.shape.map((n, d) => (d < 2 ? n : 1)),
    ),
    () => (a.random.uniform() < p ? 0 : 1 / (1 - p)),
  );
  return tf.mul(t, mask);
};

const alphaDropout: Kernel = (a) => {
  const p = a.number("p", 0.5);
  const t = float(a.self);
  if (!a.flag("train", false) || p === 0) return t;
  const low = -1.7580993408473766;
  const scale = 1 / Math.sqrt((low * low * p + 1) * (1 - p));
  return map(t, (x) => (a.random.uniform() < p ? low : x) * scale - scale * low * p);
};

const gumbelSoftmax: Kernel = (a) => {
  const t = float(a.self);
  const tau = a.number("tau", 1);
  const dim = normalizeDim(a.number("dim", -1), t.rank);
  const noisy = map(t, (x) => (x - log(-log(1 - a.random.uniform()))) / tau);
  const soft = softmaxOf(noisy, dim);
  if (!a.flag("hard")) return soft;
  return overLines(soft, dim, [{}], (line, [out]) => {
    out!.fill(0);
    out![line.indexOf(Math.max(...line))] = 1;
  })[0]!;
};

const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

export const activations: Kernels = {
  relu,
  relu6: (a) => map(a.self, relu6, a.kind),
  sigmoid: (a) => tf.sigmoid(float(a.self)),
  expit: (a) => tf.sigmoid(float(a.self)),
  tanh: (a) => tf.tanh(float(a.self)),
  silu: (a) => tf.mul(float(a.self), tf.sigmoid(float(a.self))),
  gelu,
  mish: real((x) => x * tanh(softplus(x))),
  elu: tuned((a) => {
    const [al, sc, inner] = [a.number("alpha", 1), a.number("scale", 1), a.number("input_scale", 1)];
    return (x) => (x > 0 ? sc * x : sc * al * expm1(inner * x));
  }),
  selu: real((x) => scale * (x > 0 ? x : alpha * expm1(x))),
  celu: tuned((a) => {
    const al = a.number("alpha", 1);
    return (x) => (x > 0 ? x : al * expm1(x / al));
  }),
  leaky_relu: tuned((a) => {
    const slope = a.number("negative_slope", 0.01);
    return (x) => (x >= 0 ? x : x * slope);
  }),
  prelu,
  rrelu,
  hardtanh: (a) => {
    const [low, high] = [a.number("min_val", -1), a.number("max_val", 1)];
    return map(a.self, (x) => (x < low ? low : Math.min(x, high)), a.kind);
  },
  hardsigmoid: real((x) => relu6(x + 3) / 6),
  hardswish: real((x) => (x * relu6(x + 3)) / 6),
  hardshrink: tuned((a) => {
    const lambda = a.number("lambd", 0.5);
    return (x) => (x >= -lambda && x <= lambda ? 0 : x);
  }),
  softshrink: tuned((a) => {
    const lambda = a.number("lambd", 0.5);
    return (x) => (x > lambda ? x - lambda : x < -lambda ? x + lambda : Number.isNaN(x) ? x : 0);
  }),
  softplus: tuned((a) => {
    const [beta, threshold] = [a.number("beta", 1), a.number("threshold", 20)];
    return (x) => (x * beta > threshold ? x : softplus(x * beta) / beta);
  }),
  softsign: real((x) => x / (1 + abs(x))),
  tanhshrink: real((x) => x - tanh(x)),
  threshold: (a) => {
    const [limit, value] = [a.number("threshold"), a.number("value")];
    return map(a.self, (x) => (x > limit || Number.isNaN(x) ? x : value), a.kind);
  },
  logsigmoid: real((x) => -softplus(-x)),
  log_sigmoid: real((x) => -softplus(-x)),
  softmax,
  _softmax: softmax,
  log_softmax: logSoftmax,
  _log_softmax: logSoftmax,
  softmin,
  softmax2d: (a) => softmaxOf(float(a.self), a.self.rank - 3),
  glu,
  gumbel_softmax: gumbelSoftmax,
  dropout,
  native_dropout: (a) => {
    const p = a.number("p", 0.5);
    const keep = map(a.self, () => (a.flag("train", true) && a.random.uniform() < p ? 0 : 1), "bool");
    const scale = a.flag("train", true) && p < 1 ? 1 / (1 - p) : 1;
    return [zip(float(a.self), keep, (x, k) => (k ? x * scale : 0)), keep];
  },
  feature_dropout: featureDropout,
  dropout1d: featureDropout,
  dropout2d: featureDropout,
  dropout3d: featureDropout,
  alpha_dropout: alphaDropout,
  feature_alpha_dropout: alphaDropout,
};
