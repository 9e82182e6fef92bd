import { type Dim, mul, product } from "../../dims";
import type { TraceStep } from "../../trace/trace";
import { type Convention, firstInput, tensorArgument } from "./convention";

/**
 * Tools that watch the operators which PyTorch dispatches: matrix products and convolutions count, as each is broken down into
 * `mm`, `bmm`, `addmm` and `convolution`; what reaches a kernel of its own (`mv`, `dot`, `bilinear`, `addbmm`) is not seen.
 */

const macs = (step: TraceStep): Dim => step.cost.macs;

/** A product with a vector on its right is `mv` or `dot`. */
const unlessVector =
  (right: string) =>
  (step: TraceStep): Dim | undefined =>
    tensorArgument(step, right)?.rank === 1 ? undefined : macs(step);

const convolutions = Object.fromEntries(
  [...[1, 2, 3].flatMap((rank) => [`conv${rank}d`, `conv_transpose${rank}d`]), "convolution"].map((name) => [
    name,
    macs,
  ]),
);

const products = {
  mm: macs,
  bmm: macs,
  addmm: macs,
  matmul: unlessVector("other"),
  linear: unlessVector("weight"),
};

/** Operators that PyTorch itself makes of those; `_scaled_dot_product_attention` is what there was before the fused one. */
const composed = {
  einsum: macs,
  tensordot: macs,
  multi_dot: macs,
  chain_matmul: macs,
  linalg_matrix_power: macs,
  inner: unlessVector("other"),
  _scaled_dot_product_attention: macs,
};

const cells = { lstm_cell: macs, gru_cell: macs, rnn_tanh_cell: macs, rnn_relu_cell: macs };
const sequences = { gru: macs, rnn_tanh: macs, rnn_relu: macs };

/** https://github.com/pytorch/vision/blob/main/test/common_extended_utils.py: where the GFLOPS of its model tables come from. */
export const torchvision: Convention = {
  unit: "MACs",
  about: "Multiply-accumulates of matrix products and convolutions; torchvision's tables call them FLOPS.",
  ops: {
    ...convolutions,
    ...products,
    ...composed,
    ...cells,
    ...sequences,
    lstm: macs,
    scaled_dot_product_attention: macs,
  },
};

const twice = (rules: NonNullable<Convention["ops"]>): NonNullable<Convention["ops"]> =>
  Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      (step: TraceStep) => {
        const counted = rule(step);
        return counted === undefined ? undefined : mul(2, counted);
      },
    ]),
  );

/** https://pytorch.org/docs/stable/generated/torch.utils.flop_counter.FlopCounterMode.html, on a CPU, where `lstm` is one kernel of oneDNN. */
export const flopCounter: Convention = {
  unit: "FLOPs",
  about: "Two for each multiply-accumulate of matrix products, convolutions and attention.",
  ops: twice({
    ...convolutions,
    ...products,
    ...composed,
    ...cells,
    ...sequences,
    baddbmm: macs,
    scaled_dot_product_attention: macs,
  }),
};

// --- fvcore: the operators of a TorchScript trace ---

const numel = (step: TraceStep): Dim => firstInput(step)?.numel() ?? 0;
const outputs = (step: TraceStep): Dim => product(step.outputShapes[0]);

const norm = (step: TraceStep): Dim => mul(tensorArgument(step, "weight") === undefined ? 4 : 5, numel(step));

function batchNorm(step: TraceStep): Dim {
  if (step.args.training === true || step.args.use_input_stats === true) return norm(step);
  return mul(tensorArgument(step, "weight") === undefined ? 1 : 2, numel(step));
}

/** Only these two ways to resize have a rule. */
function resized(step: TraceStep): Dim | undefined {
  if (step.outputShapes[0].length !== 4) return undefined;
  if (step.args.mode === "nearest") return outputs(step);
  return step.args.mode === "bilinear" ? mul(4, outputs(step)) : undefined;
}

/** https://github.com/facebookresearch/fvcore/blob/main/docs/flop_count.md */
export const fvcore: Convention = {
  unit: "FLOPs",
  about: "One for each multiply-accumulate of matrix products and convolutions, plus norms and some resizing.",
  ops: {
    ...convolutions,
    ...products,
    ...cells,
    einsum: macs,
    _scaled_dot_product_attention: macs,
    batch_norm: batchNorm,
    layer_norm: norm,
    group_norm: norm,
    instance_norm: norm,
    adaptive_avg_pool2d: numel,
    interpolate: resized,
    upsample_nearest2d: outputs,
    upsample_bilinear2d: (step) => mul(4, outputs(step)),
    grid_sample: (step) => mul(4, outputs(step)),
    grid_sampler: (step) => mul(4, outputs(step)),
  },
};
