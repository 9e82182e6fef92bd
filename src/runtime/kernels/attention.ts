import type { Tensor } from "../tf";
import * as tf from "../tf";
import { softmaxOf } from "./activations";
import { broadcastTo, float, make, map, permute, zip } from "./host";
import type { Kernel, Kernels } from "./kernel";
import { matmul } from "./matmul";

/** query (…, L, E), key (…, S, E), value (…, S, Ev) -> (…, L, Ev) */
const scaledDotProduct: Kernel = (a) => {
  const query = float(a.tensor("query", "q"));
  let key = float(a.tensor("key", "k"));
  let value = float(a.tensor("value", "v"));
  if (a.flag("enable_gqa"))
    [key, value] = [key, value].map((t) => spreadHeads(t, query.shape.at(-3)!)) as [Tensor, Tensor];
  const scale = a.optionalNumber("scale") ?? 1 / Math.sqrt(query.shape.at(-1)!);
  const [l, s] = [query.shape.at(-2)!, key.shape.at(-2)!];
  const order = key.shape.map((_, d) => d);
  let scores = matmul(
    map(query, (x) => x * scale),
    permute(key, [...order.slice(0, -2), key.rank - 1, key.rank - 2]),
  );
  if (a.flag("is_causal")) scores = tf.add(scores, causal(l, s));
  const mask = a.optional("attn_mask");
  if (mask) {
    scores =
      mask.dtype === "bool"
        ? zip(scores, mask, (x, keep) => (keep ? x : -Infinity))
        : zip(scores, float(mask), (x, y) => x + y);
  }
  let weights = softmaxOf(scores, scores.rank - 1);
  const p = a.number("dropout_p", 0);
  if (p > 0) weights = map(weights, (x) => (a.random.uniform() < p ? 0 : x / (1 - p)));
  const out = matmul(weights, value);
  return a.expected.length > 1 ? [out, weights] : out;
};

/** -inf above the diagonal. */
function causal(l: number, s: number): Tensor {
  const data = new Float32Array(l * s);
  for (let i = 0; i < l; i++) data.fill(-Infinity, Math.min(s, i + 1) + i * s, (i + 1) * s);
  return make(data, [l, s]);
}

/** Grouped queries: every head of keys serves several of the queries. */
function spreadHeads(t: Tensor, heads: number): Tensor {
  const [h, s, e] = t.shape.slice(-3) as [number, number, number];
  const lead = t.shape.slice(0, -3);
  const wide = broadcastTo(tf.reshape(t, [...lead, h, 1, s, e]), [...lead, h, heads / h, s, e]);
  return tf.reshape(wide, [...lead, heads, s, e]);
}

export const attention: Kernels = {
  scaled_dot_product_attention: scaledDotProduct,
  _scaled_dot_product_attention: scaledDotProduct,
};
