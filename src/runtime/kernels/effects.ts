import type { Tensor } from "../tf";
import { copyOf, float, make, sizeOf, values } from "./host";
import { namesOf } from "./index";
import type { Args } from "./kernel";

/** What an operator writes beside its results: an argument's new numbers, by the argument's name. They are there before it computes. */
type Effect = (a: Args) => Readonly<Record<string, Tensor>>;

const none: Readonly<Record<string, Tensor>> = {};

/** The mean and the unbiased variance of each channel of (N, C, …), over all but the channels. */
function channelStatistics(t: Tensor): { mean: Float64Array; variance: Float64Array } {
  const [n, c] = t.shape as [number, number];
  const inner = sizeOf(t.shape.slice(2));
  const x = values(t);
  const [mean, variance] = [new Float64Array(c), new Float64Array(c)];
  const count = n * inner;
  for (let k = 0; k < c; k++) {
    for (let b = 0; b < n; b++) for (let i = 0; i < inner; i++) mean[k]! += x[(b * c + k) * inner + i]! / count;
    for (let b = 0; b < n; b++)
      for (let i = 0; i < inner; i++) variance[k]! += (x[(b * c + k) * inner + i]! - mean[k]!) ** 2 / (count - 1);
  }
  return { mean, variance };
}

/** Batch normalization in training moves its running statistics. */
const moveStatistics: Effect = (a) => {
  const [mean, variance] = [a.optional("running_mean"), a.optional("running_var")];
  if (!mean || !variance || !(a.flag("training") || a.flag("use_input_stats"))) return none;
  const own = float(a.self);
  // Each sample of an instance normalization has statistics of its own; the mean of them counts.
  const samples = a.names.includes("use_input_stats") ? own.shape[0]! : 1;
  const each = own.size / samples;
  const moved = { running_mean: copyOf(mean), running_var: copyOf(variance) };
  const momentum = a.number("momentum", 0.1);
  for (const key of ["running_mean", "running_var"] as const)
    for (let k = 0; k < moved[key].length; k++) moved[key][k] = moved[key][k]! * (1 - momentum);
  const shape = [own.shape[0]! / samples, ...own.shape.slice(1)];
  for (let s = 0; s < samples; s++) {
    const part = make(values(own).slice(s * each, (s + 1) * each), shape);
    const found = channelStatistics(part);
    for (let k = 0; k < moved.running_mean.length; k++) {
      moved.running_mean[k]! += (momentum * found.mean[k]!) / samples;
      moved.running_var[k]! += (momentum * found.variance[k]!) / samples;
    }
  }
  return { running_mean: make(moved.running_mean, mean.shape), running_var: make(moved.running_var, variance.shape) };
};

/** Rows that are looked up are made shorter than `max_norm`. */
const renorm: Effect = (a) => {
  const most = a.optionalNumber("max_norm");
  if (most === undefined) return none;
  const weight = a.tensor("weight");
  const order = a.number("norm_type", 2);
  const width = weight.shape[1]!;
  const table = copyOf(weight);
  for (const row of new Set(values(a.tensor("indices", "input")))) {
    const line = table.subarray(row * width, (row + 1) * width);
    let total = 0;
    for (const x of line)
      total = order === Number.POSITIVE_INFINITY ? Math.max(total, Math.abs(x)) : total + Math.abs(x) ** order;
    const norm = order === Number.POSITIVE_INFINITY ? total : total ** (1 / order);
    if (norm > most) for (let i = 0; i < width; i++) line[i] = (line[i]! * most) / (norm + 1e-7);
  }
  return { weight: make(table, weight.shape) };
};

const effects: Record<string, Effect> = {
  batch_norm: moveStatistics,
  native_batch_norm: moveStatistics,
  instance_norm: moveStatistics,
  embedding: renorm,
  embedding_bag: renorm,
};

/** What an operator writes beside its results; undefined for nearly all of them. */
export function effectOf(op: string): Effect | undefined {
  for (const name of namesOf(op)) if (name in effects) return effects[name];
  return undefined;
}
