import type { TraceStep } from "../../trace/trace";
import { numbers, plain, type Rule } from "./call";
import { attention, crossEntropy, dropout, embedding, normalized, pooledTo, powered } from "./composites";
import { einsum } from "./einsum";
import { indexed } from "./indexing";
import { contiguous, likeStrides, type Sizes } from "./strides";

/** What the derivative of a function of one tensor reads; `written`: its operand, or its result where it is computed in place. */
type Saves = "operand" | "result" | "written" | "none";

/** Functions of one tensor: what their derivative reads, and how many tensors of that size it makes beside the one that it gives. */
const UNARY: Readonly<Record<string, readonly [Saves, number]>> = {
  relu: ["result", 0],
  sigmoid: ["result", 0],
  tanh: ["result", 0],
  exp: ["result", 0],
  expm1: ["result", 1],
  sqrt: ["result", 1],
  rsqrt: ["result", 2],
  reciprocal: ["result", 2],
  gelu: ["operand", 0],
  silu: ["operand", 0],
  mish: ["operand", 0],
  relu6: ["operand", 0],
  hardtanh: ["operand", 0],
  hardswish: ["operand", 0],
  hardsigmoid: ["operand", 0],
  leaky_relu: ["written", 0],
  elu: ["written", 0],
  celu: ["written", 0],
  selu: ["written", 0],
  softplus: ["operand", 0],
  threshold: ["operand", 0],
  log: ["operand", 0],
  log2: ["operand", 1],
  log10: ["operand", 1],
  log1p: ["operand", 1],
  sin: ["operand", 1],
  cos: ["operand", 2],
  abs: ["operand", 1],
  erf: ["operand", 4],
  square: ["operand", 2],
  neg: ["none", 0],
};

const unary =
  ([saves, temporaries]: readonly [Saves, number]): Rule =>
  ({ p, operands: [x], step }) => {
    const written = step.writes === undefined ? "operand" : "result";
    return p.unary(x, { saves: saves === "written" ? written : saves, temporaries });
  };

const reshaped: Rule = ({ p, operands: [x], results }) => p.reshape(x, results[0].shape);
const copied: Rule = ({ p, operands: [x], results }) => p.clone(x, likeStrides(x.shape, results[0].strides));
const softmax: Rule = ({ p, operands: [x] }) => p.softmax(x);

/** A result whose gradient is handed on as it is (`contiguous`), after a copy where one was made. */
const toContiguous: Rule = ({ p, operands: [x] }) => p.contiguous(x);

const permuted: Rule = ({ p, step, operands: [x], results }) => {
  const { strides, shape } = results[0];
  const order = orderOf(step, x.shape.length);
  return order === undefined ? p.view(x, shape, strides) : p.permute(x, order);
};

/** Which dimension of the operand each of the result is. */
function orderOf({ op, args }: TraceStep, rank: number): number[] | undefined {
  const at = (n: unknown) => (typeof n === "number" ? (n < 0 ? n + rank : n) : -1);
  const all = Array.from({ length: rank }, (_, n) => n);
  const name = op.split(".")[0];
  if (name === "permute") {
    const dims = numbers(args.dims);
    return dims?.map(at);
  }
  if (name === "movedim" || name === "moveaxis") {
    const [from, to] = [args.source, args.destination].map((one) => numbers(one)?.map(at));
    if (from === undefined || to === undefined) return undefined;
    const order = new Array<number>(rank).fill(-1);
    for (const [n, place] of to.entries()) order[place] = from[n];
    const rest = all.filter((n) => !from.includes(n));
    return order.map((n) => (n < 0 ? rest.shift()! : n));
  }
  const [a, b] =
    name === "t" || name === "numpy_T" || name === "mT"
      ? [rank - 2, rank - 1]
      : [at(args.dim0 ?? args.axis0), at(args.dim1 ?? args.axis1)];
  if (a < 0 || b < 0) return undefined;
  [all[a], all[b]] = [all[b], all[a]];
  return all;
}

/** Views of parts of one dimension; the gradients of all parts together make one of the whole. */
const parted: Rule = ({ p, operands: [x], results }) => {
  // Parts lie as the whole does; one dimension may be gone.
  const without = (shape: Sizes) => {
    const at = x.shape.findIndex((size, n) => size !== shape[n]);
    return x.strides.filter((_, n) => n !== (at < 0 ? x.shape.length - 1 : at));
  };
  const strides = (shape: Sizes) => (shape.length === x.shape.length ? x.strides : without(shape));
  const parts = results.map(({ shape }) => p.tape.share(x, shape, strides(shape)));
  p.tape.record([x], parts, [], (gradients) => {
    const size = gradients.find((one) => one !== undefined)!.size;
    for (const [n, gradient] of gradients.entries()) if (gradient === undefined) p.tape.make(results[n].shape, size);
    return [p.tape.make(x.shape, size)];
  });
  return parts;
};

const joined: Rule = ({ p, operands, results: [{ shape, strides, size, floating }] }) => {
  const y = p.tape.make(shape, size, strides, floating);
  // The gradient of each is a part of the whole one.
  p.tape.record(operands, [y], [], ([g]) =>
    operands.map((operand) => g && p.tape.share(g, operand.shape, contiguous(shape).slice(-operand.shape.length))),
  );
  return y;
};

const reduced =
  (divided: boolean): Rule =>
  ({ p, operands: [x], results: [{ shape, size }] }) =>
    p.reduce(x, shape, divided, size);

const convolution =
  (transposed: boolean): Rule =>
  ({ p, of, results: [{ shape, strides }] }) =>
    p.convolution(of("input")!, of("weight")!, of("bias"), { shape, strides }, transposed);

const batchNorm: Rule = ({ p, of, step }) => {
  const x = of("input")!;
  const training = step.args.training === true || of("running_mean") === undefined;
  return p.normalization(x, of("weight"), of("bias"), training ? [x.shape[1]] : [0], likeStrides(x.shape, x.strides));
};

const layerNorm: Rule = ({ p, of, step }) => {
  const x = of("input")!;
  const over = numbers(step.args.normalized_shape)?.length ?? 1;
  const rows = x.shape.map((size, n) => (n < x.shape.length - over ? size : 1));
  return p.normalization(x, of("weight"), of("bias"), rows);
};

const groupNorm: Rule = ({ p, of, step }) => {
  const x = of("input")!;
  return p.normalization(x, of("weight"), of("bias"), [x.shape[0], Number(step.args.num_groups)]);
};

/** Indices are kept: 64-bit integers, one a result. */
const maxPooled: Rule = ({ p, operands: [x], results }) => {
  const [{ shape, size }] = results;
  const y = p.tape.make(shape, size, likeStrides(shape, results[0].strides));
  const indices = p.tape.make(shape, 8, y.strides, false);
  p.tape.record([x], [y], [x, indices], ([g]) => [g && p.tape.make(x.shape, g.size, likeStrides(x.shape, x.strides))]);
  return results.length > 1 ? [y, indices] : y;
};

/** What is filled in has no gradient; the mask is kept. */
const masked: Rule = ({ p, of, operands }) => {
  const [x, mask] = [of("input") ?? operands[0], of("mask")];
  const y = p.like(x);
  p.tape.record([x], [y], [mask], ([g]) => [g && p.like(g)]);
  return y;
};

const chosen: Rule = ({ p, of, results: [{ shape, size }] }) => {
  const [condition, a, b] = [of("condition"), of("input") ?? of("self"), of("other")];
  const y = p.tape.make(shape, size);
  p.tape.record([a, b], [y], [condition], ([g]) =>
    [a, b].map((one) => (one?.requiresGrad && g ? p.like(g) : undefined)),
  );
  return y;
};

const clamped: Rule = ({ p, operands: [x], step }) => {
  const y = p.like(x);
  p.tape.record([x], [y], [x], ([g]) => {
    if (g === undefined) return [];
    for (const bound of ["min", "max"])
      if (bound in step.args && step.args[bound] !== null) p.tape.make(x.shape, 1, undefined, false);
    return [p.like(g)];
  });
  return y;
};

const cast: Rule = ({ p, operands: [x], results: [{ shape, size, floating }] }) => {
  if (size === x.size && floating === x.floating) return x;
  const y = p.tape.make(shape, size, likeStrides(shape, x.strides), floating);
  p.tape.record([x], [y], [], ([g]) => [g && p.tape.make(x.shape, x.size, likeStrides(x.shape, x.strides))]);
  return y;
};

/** Arithmetic with a number: nothing is kept, and the gradient of a sum is handed on. */
const sum =
  (negated: boolean): Rule =>
  ({ p, operands: [a, b] }) => {
    if (b !== undefined) return p.add(a, b, negated);
    const y = p.like(a);
    p.tape.record([a], [y], [], ([g]) => [g]);
    return y;
  };

const product: Rule = ({ p, operands: [a, b] }) => (b === undefined ? p.scale(a) : p.mul(a, b));
const quotient: Rule = ({ p, operands: [a, b] }) => (b === undefined ? p.scale(a) : p.div(a, b));
/** a / x */
const inverted: Rule = ({ p, operands: [a, b] }) => {
  const x = b ?? a;
  const inverse = p.unary(x, { saves: "result", temporaries: 2 });
  return b === undefined ? p.scale(inverse) : p.mul(inverse, a);
};

/** A loss by a kernel that first computes every element, in the memory of the result. */
const elementLoss: Rule = ({ p, operands: [x, target] }) => {
  const whole = p.like(x);
  const y = p.tape.share(whole, [], []);
  p.tape.record([x, target], [y], [x, target], ([g]) =>
    [x, target].map((one) => (one?.requiresGrad && g ? p.like(one) : undefined)),
  );
  return y;
};

/** x / sqrt(mean(x^2) + eps) * weight, step by step. */
const rmsNorm: Rule = ({ p, of, step }) => {
  const x = of("input")!;
  const weight = of("weight");
  const over = numbers(step.args.normalized_shape)?.length ?? 1;
  const rows = x.shape.map((size, n) => (n < x.shape.length - over ? size : 1));
  const squares = p.unary(x, { saves: "operand", temporaries: 2 });
  const mean = p.reduce(squares, rows, true);
  p.tape.free(squares);
  const y = p.mul(x, p.unary(mean, { saves: "result", temporaries: 2 }));
  return weight === undefined ? y : p.mul(y, weight);
};

const matrixProduct: Rule = ({ p, operands: [a, b] }) => p.matmul(a, b);

const expanded: Rule = ({ p, operands: [x], results }) => p.expand(x, results[0].shape);

const repeated: Rule = ({ p, operands: [x], results: [{ shape, size }] }) => {
  const y = p.tape.make(shape, size);
  p.tape.record([x], [y], [], ([g]) => [g && p.tape.make(x.shape, g.size)]);
  return y;
};

/** Statistics that a kernel takes in one: the derivative makes the operand's size on its way. */
const spread: Rule = plain([0, "result"], 2);

const same: Rule = ({ operands: [x] }) => x;

/** By the operator's name. What is not here makes what the trace says, keeps its operands, and has gradients of their sizes. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...Object.entries(UNARY).map(([name, row]): [string, Rule] => [name, unary(row)]),
  ...["view", "reshape", "flatten", "unflatten", "squeeze", "unsqueeze", "view_as", "reshape_as", "ravel"].map(
    (name): [string, Rule] => [name, reshaped],
  ),
  ...["permute", "transpose", "swapaxes", "swapdims", "t", "movedim", "moveaxis", "numpy_T", "mT"].map(
    (name): [string, Rule] => [name, permuted],
  ),
  ...["chunk", "split", "split_with_sizes", "tensor_split", "unbind"].map((name): [string, Rule] => [name, parted]),
  ...["cat", "concat", "concatenate", "stack", "hstack", "vstack", "dstack", "column_stack"].map(
    (name): [string, Rule] => [name, joined],
  ),
  ...["matmul", "mm", "bmm", "mv", "dot", "inner"].map((name): [string, Rule] => [name, matrixProduct]),
  ...["conv1d", "conv2d", "conv3d", "convolution"].map((name): [string, Rule] => [name, convolution(false)]),
  ...["conv_transpose1d", "conv_transpose2d", "conv_transpose3d"].map((name): [string, Rule] => [
    name,
    convolution(true),
  ]),
  ...["max_pool1d", "max_pool2d", "max_pool3d", "adaptive_max_pool2d"].map((name): [string, Rule] => [name, maxPooled]),
  ...["softmax", "log_softmax", "softmin"].map((name): [string, Rule] => [name, softmax]),
  ...["expand", "expand_as", "broadcast_to"].map((name): [string, Rule] => [name, expanded]),
  ...["repeat", "tile", "repeat_interleave"].map((name): [string, Rule] => [name, repeated]),
  ...["to", "type", "float", "half", "bfloat16", "double", "type_as", "cast"].map((name): [string, Rule] => [
    name,
    cast,
  ]),
  ...["dropout", "feature_dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout"].map(
    (name): [string, Rule] => [name, dropout],
  ),
  ["contiguous", toContiguous],
  ["clone", copied],
  ["add", sum(false)],
  ["radd", sum(false)],
  ["sub", sum(true)],
  ["rsub", sum(true)],
  ["mul", product],
  ["multiply", product],
  ["div", quotient],
  ["true_divide", quotient],
  ["rdiv", inverted],
  ["mse_loss", elementLoss],
  ["smooth_l1_loss", elementLoss],
  ["huber_loss", elementLoss],
  ["rms_norm", rmsNorm],
  ["gather", plain([1], 1)],
  ["index_select", plain([1], 1)],
  ["pow", powered],
  ["sum", reduced(false)],
  ["mean", reduced(true)],
  ["linear", ({ p, of }) => p.linear(of("input")!, of("weight")!, of("bias"))],
  ["addmm", ({ p, operands: [bias, a, b] }) => p.mm(a, b, bias)],
  ["baddbmm", ({ p, operands: [bias, a, b] }) => p.mm(a, b, bias)],
  ["batch_norm", batchNorm],
  ["instance_norm", plain([0])],
  ["layer_norm", layerNorm],
  ["group_norm", groupNorm],
  ["scaled_dot_product_attention", attention],
  ["cross_entropy", crossEntropy],
  ["embedding", embedding],
  ["normalize", normalized],
  ["adaptive_avg_pool2d", pooledTo],
  ["avg_pool1d", plain([0])],
  ["avg_pool2d", plain([0])],
  ["avg_pool3d", plain([0])],
  ["interpolate", plain([])],
  ["upsample", plain([])],
  ["pad", plain([])],
  ["roll", plain([])],
  ["flip", plain([])],
  ["tril", plain([])],
  ["triu", plain([])],
  ["pixel_shuffle", plain([])],
  ["masked_fill", masked],
  ["where", chosen],
  ["clamp", clamped],
  ["clamp_min", clamped],
  ["clamp_max", clamped],
  ["var", spread],
  ["std", spread],
  ["einsum", einsum],
  ["getitem", indexed],
  ["select", ({ p, operands: [x], results: [{ shape, strides }] }) => p.part(x, shape, strides)],
  ["narrow", ({ p, operands: [x], results: [{ shape, strides }] }) => p.part(x, shape, strides)],
  ["detach", ({ p, operands: [x], results: [{ shape, strides }] }) => p.tape.share(x, shape, strides)],
  ["requires_grad_", same],
]);

/** The rule of an operator that has none of its own: `saved` are the places of what is recorded to be kept. */
export function ruleFor({ op, view }: TraceStep, saved: readonly (number | "result")[]): Rule {
  const found = RULES.get(op) ?? RULES.get(op.split(".")[0]);
  if (found !== undefined) return found;
  if (view) return ({ p, operands: [x], results }) => results.map(({ shape, strides }) => p.part(x, shape, strides));
  return plain(saved);
}
