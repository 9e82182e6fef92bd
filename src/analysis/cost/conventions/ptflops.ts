import { add, type Dim, floordiv, mul, product, sum } from "../../dims";
import { Tensor } from "../../tensor/tensor";
import type { ModuleCall, TraceStep } from "../../trace/trace";
import {
  attribute,
  type Convention,
  classes,
  firstInput,
  inputs,
  moduleInput,
  moduleOutput,
  outputs,
  parameter,
  scaled,
  tensorArgument,
} from "./convention";
import { over, recurrent } from "./recurrent";

/**
 * ptflops hooks modules of `torch.nn` and replaces some functions: where a module calls such a function (`nn.ReLU` does, and the poolings),
 * the work counts twice. Operators (`@`, `+`, `*`) are not seen.
 */

const numel = (step: TraceStep): Dim => firstInput(step)?.numel() ?? 0;
const results = (step: TraceStep): Dim => product(step.outputShapes[0]);

function convolution(transposed: boolean) {
  return (call: ModuleCall): Dim | undefined => {
    const [input, output, weight] = [moduleInput(call), moduleOutput(call), parameter(call, "weight")];
    if (input === undefined || output === undefined || weight === undefined) return undefined;
    const places = product([output.shape[0], ...(transposed ? input : output).shape.slice(2)]);
    const bias = parameter(call, "bias") === undefined ? 0 : output.numel();
    return add(mul(places, weight.numel()), bias);
  };
}

function linear(call: ModuleCall): Dim | undefined {
  const weight = parameter(call, "weight");
  const output = moduleOutput(call);
  if (weight === undefined || output === undefined) return undefined;
  const bias = parameter(call, "bias") === undefined ? 0 : output.numel();
  return add(mul(output.numel(), weight.dim(-1)), bias);
}

function norm(call: ModuleCall): Dim | undefined {
  return scaled(inputs(call), attribute(call, "affine") === true ? 2 : 1);
}

/**
 * `gates` products with input and state, `own` operations a unit, biases. Weights of the second direction are taken to be as the first's;
 * for a sequence they are those of the module itself, whose later layers take both directions in.
 */
const cell = (gates: number, own: number) => (call: ModuleCall) => {
  const found = recurrent(call);
  if (found === undefined) return undefined;
  return over(found, (size, hidden) =>
    sum([product([gates, hidden, add(size, hidden)]), mul(own, hidden), found.bias ? product([2, gates, hidden]) : 0]),
  );
};

/** Projections, scores, softmax and values, as if the three projections were square; the last projection has a bias always. */
function attention(call: ModuleCall): Dim | undefined {
  const [query, key, value] = call.inputs;
  if (!(query instanceof Tensor && key instanceof Tensor && value instanceof Tensor) || query.rank !== 3)
    return undefined;
  const first = attribute(call, "batch_first") === true;
  const [batch, length] = first ? [0, 1] : [1, 0];
  const heads = attribute(call, "num_heads") as Dim;
  const [q, k, v] = [query, key, value].map((tensor) => ({ length: tensor.shape[length], size: tensor.shape[2] }));
  const biases = parameter(call, "in_proj_bias") === undefined ? 0 : mul(sum([q.length, k.length, v.length]), q.size);
  const scores = mul(q.length, k.length);
  const each = sum([
    mul(q.length, q.size),
    product([q.length, q.size, q.size]),
    product([k.length, k.size, k.size]),
    product([v.length, v.size, v.size]),
    biases,
    product([heads, scores, sum([floordiv(q.size, heads), 1, floordiv(v.size, heads)])]),
    product([q.length, v.size, add(v.size, 1)]),
  ]);
  return mul(query.shape[batch], each);
}

const POOLINGS = "avg_pool max_pool adaptive_avg_pool adaptive_max_pool".split(" ");
const functions = (names: readonly string[], rule: (step: TraceStep) => Dim | undefined) =>
  Object.fromEntries(names.map((name) => [name, rule]));

/** (N, K) and (K, P), all leading dimensions with the first. */
function matrices(left: string, right: string, added?: string) {
  return (step: TraceStep): Dim | undefined => {
    const [a, b] = [tensorArgument(step, left), tensorArgument(step, right)];
    if (a === undefined || b === undefined) return undefined;
    const sumOf = added === undefined ? 0 : (tensorArgument(step, added)?.numel() ?? 0);
    return add(mul(a.numel(), b.dim(-1)), sumOf);
  };
}

/** `torch.add`, `torch.mul` and `torch.matmul` count, the operators `+`, `*` and `@` do not. */
const called = (rule: (step: TraceStep) => Dim | undefined) => (step: TraceStep) =>
  step.name.startsWith("__") ? undefined : rule(step);

/** https://github.com/sovrasov/flops-counter.pytorch, with its default backend, for a batch of 1. */
export const ptflops: Convention = {
  unit: "MACs",
  about: "Modules of torch.nn with their biases, and some functions; what is seen as both counts twice.",
  modules: {
    ...classes("ConvNd", convolution(false)),
    ...classes("ConvTransposeNd", convolution(true)),
    ...classes("ReLU PReLU ELU LeakyReLU ReLU6 GELU", outputs),
    ...classes("MaxPoolNd AvgPoolNd AdaptiveMaxPoolNd AdaptiveAvgPoolNd", inputs),
    ...classes("BatchNormNd InstanceNormNd GroupNorm LayerNorm", norm),
    Linear: linear,
    Upsample: outputs,
    ...classes("RNNCell RNN", cell(1, 1)),
    ...classes("GRUCell GRU", cell(3, 7)),
    ...classes("LSTMCell LSTM", cell(4, 10)),
    MultiheadAttention: attention,
  },
  ops: {
    ...functions(["relu", "prelu", "elu", "relu6", "gelu", "silu"], numel),
    softmax: (step) => (step.schema.overload === "functional" ? numel(step) : undefined),
    ...functions(
      POOLINGS.flatMap((name) => [1, 2, 3].map((rank) => `${name}${rank}d`)),
      numel,
    ),
    interpolate: results,
    matmul: called(matrices("self", "other")),
    mm: matrices("self", "mat2"),
    bmm: matrices("self", "mat2"),
    addmm: matrices("mat1", "mat2", "self"),
    baddbmm: matrices("batch1", "batch2", "self"),
    mul: called(results),
    add: called(results),
  },
};
