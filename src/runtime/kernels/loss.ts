import { Refused } from "../errors";
import type { Tensor } from "../tf";
import * as tf from "../tf";
import { logSoftmaxOf } from "./activations";
import { broadcastShape, broadcastTo, float, make, reshape, scalar, sizeOf, values, zip, zipAll } from "./host";
import type { Args, Kernel, Kernels } from "./kernel";
import { fold } from "./reduce";
import { softplus, xlogy } from "./special";

/** Loss functions (https://pytorch.org/docs/stable/nn.functional.html#loss-functions). */

/** `reduction`: a word, or the native schemas' number. */
function reductionOf(a: Args): string {
  const given = a.value("reduction");
  if (typeof given === "number") return ["none", "mean", "sum"][given] ?? "mean";
  return a.text("reduction", "mean");
}

/** Each element's loss as the call wants it; `count` other than the number of elements where the mean is weighted. */
function reduce(a: Args, losses: Tensor, count = losses.size): Tensor {
  const how = reductionOf(a);
  if (how === "none") return losses;
  let total = 0;
  for (const x of values(losses)) total += x;
  return scalar(
    how === "sum" || (how === "batchmean" && losses.rank === 0)
      ? total
      : total / (how === "batchmean" ? losses.shape[0]! : count),
  );
}

const input = (a: Args) => float(a.self);
const target = (a: Args) => float(a.tensor("target"));

function pairwise(lossOf: (a: Args) => (x: number, y: number) => number): Kernel {
  return (a) => reduce(a, zip(input(a), target(a), lossOf(a)));
}

const huber =
  (scaled: boolean, name: string): Kernel =>
  (a) => {
    const beta = a.number(name, 1);
    const loss = (x: number, y: number) => {
      const d = Math.abs(x - y);
      if (scaled) return d < beta ? (0.5 * d * d) / beta : d - 0.5 * beta;
      return d <= beta ? 0.5 * d * d : beta * (d - 0.5 * beta);
    };
    return reduce(a, zip(input(a), target(a), loss));
  };

const binaryCrossEntropy: Kernel = (a) => {
  const clip = (x: number) => Math.max(x, -100);
  const losses = zip(input(a), target(a), (p, y) => -(y * clip(Math.log(p)) + (1 - y) * clip(Math.log1p(-p))));
  return reduce(a, weighted(losses, a.optional("weight")));
};

function weighted(losses: Tensor, weight: Tensor | undefined): Tensor {
  return weight ? tf.mul(losses, float(weight)) : losses;
}

const withLogits: Kernel = (a) => {
  const positive = a.optional("pos_weight");
  const [x, y] = [input(a), target(a)];
  const shape = broadcastShape(x.shape, y.shape);
  const w = positive ? float(positive) : scalar(1);
  const losses = zipAll([x, y, w], ([p, q, v]) => (1 - q!) * p! + (1 + (v! - 1) * q!) * softplus(-p!));
  return reduce(a, weighted(broadcastTo(losses, shape), a.optional("weight")));
};

/** log-probabilities (N, C, …) and classes (N, …). */
function negativeLogLikelihood(a: Args, logs: Tensor, smoothing = 0): Tensor {
  const lone = logs.rank === 1;
  const x = lone ? reshape(logs, [1, logs.size]) : logs;
  const [n, c] = x.shape as [number, number];
  const inner = sizeOf(x.shape.slice(2));
  const classes = values(a.tensor("target"));
  const weight = a.optional("weight");
  const w = weight ? values(float(weight)) : undefined;
  const ignored = a.number("ignore_index", -100);
  const data = values(x);
  const out = new Float32Array(n * inner);
  let total = 0;
  for (let b = 0; b < n; b++)
    for (let i = 0; i < inner; i++) {
      const k = classes[b * inner + i]!;
      if (k === ignored) continue;
      if (k < 0 || k >= c) throw new Refused(`Target ${k} is out of bounds.`, "IndexError");
      const own = w ? w[k]! : 1;
      let loss = -(1 - smoothing) * own * data[(b * c + k) * inner + i]!;
      if (smoothing > 0)
        for (let j = 0; j < c; j++) loss -= (smoothing / c) * (w ? w[j]! : 1) * data[(b * c + j) * inner + i]!;
      total += own;
      out[b * inner + i] = loss;
    }
  const shape = lone ? [] : [n, ...x.shape.slice(2)];
  return reduce(a, make(out, shape), total);
}

const crossEntropy: Kernel = (a) => {
  const x = input(a);
  const logs = logSoftmaxOf(x, x.rank === 1 ? 0 : 1);
  const smoothing = a.number("label_smoothing", 0);
  const goal = a.tensor("target");
  if (goal.dtype !== "float32") return negativeLogLikelihood(a, logs, smoothing);
  const dim = x.rank === 1 ? 0 : 1;
  const c = x.shape[dim]!;
  const weight = a.optional("weight");
  const shaped = weight
    ? reshape(
        float(weight),
        x.shape.map((_, d) => (d === dim ? c : 1)),
      )
    : scalar(1);
  const losses = zipAll([logs, goal, shaped], ([l, y, w]) => -l! * w! * (y! * (1 - smoothing) + smoothing / c));
  const each = fold(losses, [dim], false, "float32", (line) => line.reduce((s, v) => s + v, 0));
  return reduce(a, each, each.size);
};

const klDivergence: Kernel = (a) => {
  const log = a.flag("log_target");
  const losses = zip(input(a), target(a), (x, y) => (log ? Math.exp(y) * (y - x) : xlogy(y, y) - y * x));
  return reduce(a, losses);
};

const poisson: Kernel = (a) => {
  const [log, whole, eps] = [a.flag("log_input", true), a.flag("full"), a.number("eps", 1e-8)];
  const losses = zip(input(a), target(a), (x, y) => {
    const loss = log ? Math.exp(x) - y * x : x - y * Math.log(x + eps);
    return loss + (whole && y > 1 ? y * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI * y) : 0);
  });
  return reduce(a, losses);
};

const gaussian: Kernel = (a) => {
  const [eps, whole] = [a.number("eps", 1e-6), a.flag("full")];
  let spread = float(a.tensor("var"));
  if (spread.rank === a.self.rank - 1) spread = reshape(spread, [...spread.shape, 1]);
  const losses = zipAll([input(a), target(a), spread], ([x, y, v]) => {
    const s = Math.max(v!, eps);
    return 0.5 * (Math.log(s) + (x! - y!) ** 2 / s) + (whole ? 0.5 * Math.log(2 * Math.PI) : 0);
  });
  return reduce(a, losses);
};

const marginRanking: Kernel = (a) => {
  const margin = a.number("margin", 0);
  const losses = zipAll([float(a.tensor("input1")), float(a.tensor("input2")), target(a)], ([x, y, t]) =>
    Math.max(0, -t! * (x! - y!) + margin),
  );
  return reduce(a, losses);
};

const hingeEmbedding: Kernel = (a) => {
  const margin = a.number("margin", 1);
  return reduce(
    a,
    zip(input(a), target(a), (x, y) => (y === 1 ? 0 : Math.max(0, margin - x)) + (y === -1 ? 0 : x)),
  );
};

const cosineEmbedding: Kernel = (a) => {
  const margin = a.number("margin", 0);
  const [x, y] = [float(a.tensor("input1")), float(a.tensor("input2"))];
  const dim = x.rank - 1;
  const dot = (p: Tensor, q: Tensor) =>
    fold(tf.mul(p, q), [dim], false, "float32", (line) => line.reduce((s, v) => s + v, 0));
  const eps = 1e-12;
  const cosine = zipAll([dot(x, y), dot(x, x), dot(y, y)], ([d, p, q]) => d! / Math.sqrt((p! + eps) * (q! + eps)));
  return reduce(
    a,
    zip(cosine, target(a), (c, t) => (t === 1 ? 1 - c : Math.max(0, c - margin))),
  );
};

const triplet: Kernel = (a) => {
  const [margin, p, eps] = [a.number("margin", 1), a.number("p", 2), a.number("eps", 1e-6)];
  const distance = (x: Tensor, y: Tensor) =>
    fold(
      zip(x, y, (u, v) => Math.abs(u - v + eps)),
      [Math.max(x.rank, y.rank) - 1],
      false,
      "float32",
      (line) => line.reduce((s, v) => s + v ** p, 0) ** (1 / p),
    );
  const [anchor, near, far] = ["anchor", "positive", "negative"].map((name) => float(a.tensor(name))) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  let away = distance(anchor, far);
  if (a.flag("swap")) away = zip(away, distance(near, far), Math.min);
  return reduce(
    a,
    zip(distance(anchor, near), away, (x, y) => Math.max(0, margin + x - y)),
  );
};

/** Each wrong class's margin against the right one, per row. */
const multiMargin: Kernel = (a) => {
  const [p, margin] = [a.number("p", 1), a.number("margin", 1)];
  const x = a.self.rank === 1 ? reshape(input(a), [1, a.self.size]) : input(a);
  const classes = values(a.tensor("target"));
  const weight = a.optional("weight");
  const w = weight ? values(float(weight)) : undefined;
  const [n, c] = x.shape as [number, number];
  const data = values(x);
  const out = Float32Array.from({ length: n }, (_, b) => {
    const k = classes[b]!;
    let total = 0;
    for (let j = 0; j < c; j++)
      if (j !== k) total += (w ? w[k]! : 1) * Math.max(0, margin - data[b * c + k]! + data[b * c + j]!) ** p;
    return total / c;
  });
  return reduce(a, make(out, a.self.rank === 1 ? [] : [n]));
};

const multiLabelMargin: Kernel = (a) => {
  const x = a.self.rank === 1 ? reshape(input(a), [1, a.self.size]) : input(a);
  const [n, c] = x.shape as [number, number];
  const [data, goals] = [values(x), values(a.tensor("target"))];
  const out = Float32Array.from({ length: n }, (_, b) => {
    const row = Array.from(goals.subarray(b * c, (b + 1) * c));
    const right = row.slice(0, row.indexOf(-1) < 0 ? c : row.indexOf(-1));
    let total = 0;
    for (const k of right)
      for (let j = 0; j < c; j++)
        if (!right.includes(j)) total += Math.max(0, 1 - (data[b * c + k]! - data[b * c + j]!));
    return total / c;
  });
  return reduce(a, make(out, a.self.rank === 1 ? [] : [n]));
};

const multiLabelSoftMargin: Kernel = (a) => {
  const losses = zip(input(a), target(a), (x, y) => y * softplus(-x) + (1 - y) * softplus(x));
  const all = weighted(losses, a.optional("weight"));
  return reduce(
    a,
    fold(all, [all.rank - 1], false, "float32", (line) => line.reduce((s, v) => s + v, 0) / line.length),
  );
};

/** Connectionist temporal classification: log_probs (T, N, C), forward algorithm over the targets with blanks between. */
const ctc: Kernel = (a) => {
  const logs = float(a.tensor("log_probs"));
  const lone = logs.rank === 2;
  const [time, n, c] = (lone ? [logs.shape[0], 1, logs.shape[1]] : logs.shape) as [number, number, number];
  const data = values(logs);
  const targets = a.tensor("targets");
  const flat = values(targets);
  const [inputs, lengths] = [a.ints("input_lengths"), a.ints("target_lengths")];
  const blank = a.number("blank", 0);
  const out = new Float32Array(n);
  let begin = 0;
  for (let b = 0; b < n; b++) {
    const length = lengths[b]!;
    const start = targets.rank === 2 ? b * targets.shape[1]! : begin;
    begin += length;
    const labels = Array.from({ length: 2 * length + 1 }, (_, s) => (s % 2 ? flat[start + (s - 1) / 2]! : blank));
    const at = (t: number, s: number) => data[(t * n + b) * c + labels[s]!]!;
    let alpha = labels.map((_, s) => (s < 2 && s < labels.length ? at(0, s) : -Infinity));
    for (let t = 1; t < Math.min(inputs[b]!, time); t++) {
      alpha = labels.map((label, s) => {
        const from = [alpha[s]!, s > 0 ? alpha[s - 1]! : -Infinity];
        if (s > 1 && label !== blank && label !== labels[s - 2]) from.push(alpha[s - 2]!);
        return logSum(from) + at(t, s);
      });
    }
    const loss = -logSum(alpha.slice(-2));
    out[b] = a.flag("zero_infinity") && loss === Infinity ? 0 : loss;
  }
  if (reductionOf(a) === "mean")
    return reduce(
      a,
      make(
        Float32Array.from(out, (x, b) => x / Math.max(1, lengths[b]!)),
        [n],
      ),
    );
  return reduce(a, make(out, lone ? [] : [n]));
};

function logSum(list: readonly number[]): number {
  const top = Math.max(...list);
  return top === -Infinity ? top : top + Math.log(list.reduce((s, x) => s + Math.exp(x - top), 0));
}

export const losses: Kernels = {
  mse_loss: pairwise(() => (x, y) => (x - y) ** 2),
  l1_loss: pairwise(() => (x, y) => Math.abs(x - y)),
  smooth_l1_loss: huber(true, "beta"),
  huber_loss: huber(false, "delta"),
  soft_margin_loss: pairwise(() => (x, y) => softplus(-y * x)),
  binary_cross_entropy: binaryCrossEntropy,
  binary_cross_entropy_with_logits: withLogits,
  nll_loss: (a) => negativeLogLikelihood(a, input(a)),
  nll_loss_nd: (a) => negativeLogLikelihood(a, input(a)),
  nll_loss2d: (a) => negativeLogLikelihood(a, input(a)),
  cross_entropy: crossEntropy,
  cross_entropy_loss: crossEntropy,
  kl_div: klDivergence,
  poisson_nll_loss: poisson,
  gaussian_nll_loss: gaussian,
  margin_ranking_loss: marginRanking,
  hinge_embedding_loss: hingeEmbedding,
  cosine_embedding_loss: cosineEmbedding,
  triplet_margin_loss: triplet,
  triplet_margin_with_distance_loss: triplet,
  multi_margin_loss: multiMargin,
  multilabel_margin_loss: multiLabelMargin,
  multilabel_soft_margin_loss: multiLabelSoftMargin,
  ctc_loss: ctc,
  dist: (a) => {
    const p = a.number("p", 2);
    const d = Array.from(values(zip(float(a.self), float(a.tensor("other")), (x, y) => Math.abs(x - y))));
    if (p === Infinity) return scalar(Math.max(...d));
    if (p === 0) return scalar(d.filter((x) => x !== 0).length);
    return scalar(d.reduce((s, x) => s + x ** p, 0) ** (1 / p));
  },
};
