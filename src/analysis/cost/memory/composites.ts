import type { Rule } from "./call";
import type { Entry } from "./graph";
import type { Primitives } from "./primitives";
import { likeStrides, numel } from "./strides";

/** Operators that ATen puts together of smaller ones. */

/** With dropout: noise in the operand's dtype, by which it is multiplied; without, the operand itself. */
export const dropout: Rule = ({ p, step, operands: [x] }) => {
  const { p: rate = 0.5, training, train } = step.args;
  if (rate === 0 || training === false || train === false) return x;
  return p.mul(x, p.like(x));
};

/** The part of the results that the derivative of a fused attention reads lies beside the operands. */
export const attention: Rule = (call) => {
  const { p, of, step } = call;
  const [q, k, v, mask] = ["query", "key", "value", "attn_mask"].map(of) as Entry[];
  const rate = Number(step.args.dropout_p ?? 0);
  const isFused =
    rate === 0 &&
    mask?.requiresGrad !== true &&
    q.shape.length === 4 &&
    [q, k, v].every(({ strides }) => strides.at(-1) === 1);
  if (!isFused) return composed(p, q, k, v, mask, rate, step.args.is_causal === true);
  const shape = [...q.shape.slice(0, -1), v.shape[v.shape.length - 1]];
  const y = p.tape.make(shape, q.size, likeStrides(shape, q.strides));
  const sums = p.tape.make(q.shape.slice(0, -1), 4);
  const [length, wide, deep] = [k.shape[k.shape.length - 2], q.shape[q.shape.length - 1], shape[shape.length - 1]];
  const rows = numel(q.shape) / wide;
  p.tape.meter.work(2 * rows * length * (wide + deep));
  p.tape.record([q, k, v], [y], [q, k, v, y, sums, mask], ([g]) => {
    if (g === undefined) return [];
    p.tape.meter.work(2 * rows * length * (3 * wide + 2 * deep));
    return [q, k, v].map((one) => p.tape.make(one.shape, g.size, likeStrides(one.shape, one.strides)));
  });
  return y;
};

/** softmax(q k^T / sqrt(d) + mask) v, step by step. */
function composed(
  p: Primitives,
  q: Entry,
  k: Entry,
  v: Entry,
  mask: Entry | undefined,
  rate: number,
  causal: boolean,
): Entry {
  const scaled = p.scale(q);
  const bias = causal ? p.tape.make([q.shape.at(-2)!, k.shape.at(-2)!], q.size) : mask;
  let weights = p.matmul(scaled, p.scale(p.transpose(k)));
  if (bias !== undefined) {
    // Under gradients the mask is added in place.
    if (bias.requiresGrad) weights = p.add(weights, bias);
  }
  let attended = p.softmax(weights);
  if (rate > 0) attended = p.mul(attended, p.like(attended));
  return p.matmul(attended, v);
}

export const crossEntropy: Rule = (call) => {
  const { p, of } = call;
  const [x, target] = [of("input")!, of("target")];
  const logs = p.softmax(x);
  const result = call.results[0];
  const y = p.tape.make(result.shape, result.size);
  p.tape.record([logs], [y], [logs, target, p.tape.make([], 4)], ([g]) => [g && p.tape.make(x.shape, g.size)]);
  return y;
};

export const embedding: Rule = ({ p, of, operands, results: [{ shape, size }] }) => {
  const weight = of("weight")!;
  const indices = operands.find((operand) => operand !== weight);
  const y = p.tape.make(shape, size);
  p.tape.record([weight], [y], [indices], ([g]) => [g && p.tape.make(weight.shape, g.size)]);
  return y;
};

/** x / max(|x|, eps) */
export const normalized: Rule = ({ p, step, operands: [x] }) => {
  const dim = Number(step.args.dim ?? 1);
  const at = dim < 0 ? dim + x.shape.length : dim;
  const shape = x.shape.map((size, n) => (n === at ? 1 : size));
  const norm = p.tape.make(shape, x.size);
  p.tape.record([x], [norm], [x, norm], ([g]) => {
    if (g === undefined) return [];
    // The operand over its norm, 0 where that is, times the gradient.
    p.like(x);
    p.tape.make(shape, 1, undefined, false);
    return [p.like(x)];
  });
  const floor = p.like(norm);
  p.tape.record([norm], [floor], [norm], ([g]) => [g && p.like(g)]);
  return p.div(x, p.expand(floor, x.shape));
};

/** To one element a channel it is a mean. */
export const pooledTo: Rule = ({ p, operands: [x], results: [{ shape, size }] }) => {
  if (shape.at(-1) === 1 && shape.at(-2) === 1) return p.reduce(x, shape, true);
  const y = p.tape.make(shape, size, likeStrides(shape, x.strides));
  p.tape.record([x], [y], [x], ([g]) => [g && p.tape.make(x.shape, g.size)]);
  return y;
};

/** g * (n * x^(n - 1)) */
export const powered: Rule = ({ p, operands: [x, exponent] }) => {
  if (exponent === undefined) return p.unary(x, { saves: "operand", temporaries: 2 });
  const y = p.like(x);
  p.tape.record([x, exponent], [y], [x, exponent, y], ([g]) =>
    [x, exponent].map((one) => (one.requiresGrad && g ? p.chain(g, 2) : undefined)),
  );
  return y;
};
