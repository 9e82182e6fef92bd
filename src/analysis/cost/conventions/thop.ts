import { add, type Dim, floordiv, mul, product } from "../../dims";
import type { ModuleCall } from "../../trace/trace";
import {
  attribute,
  type Convention,
  classes,
  inputs,
  moduleInput,
  moduleOutput,
  outputs,
  parameter,
  scaled,
} from "./convention";
import { gated, over, recurrent } from "./recurrent";

/** thop hooks modules of `torch.nn`: functions (`F.conv2d`, `@`) and parameters used by hand are not seen. */

const nothing = (): Dim => 0;

/** Every output takes in_channels/groups kernels: a transposed convolution is counted by its output, too. */
function convolution(call: ModuleCall): Dim | undefined {
  const [input, weight] = [moduleInput(call), parameter(call, "weight")];
  const groups = attribute(call, "groups");
  if (input === undefined || weight === undefined || typeof groups !== "number") return undefined;
  return scaled(outputs(call), mul(floordiv(input.shape[1], groups), product(weight.shape.slice(2))));
}

function norm(call: ModuleCall): Dim | undefined {
  const affine = attribute(call, "affine") === true || attribute(call, "elementwise_affine") === true;
  return scaled(inputs(call), affine ? 4 : 2);
}

/** Each row of n features takes n exponentials, n - 1 additions and n divisions. */
function softmax(call: ModuleCall): Dim | undefined {
  const input = moduleInput(call);
  const dim = attribute(call, "dim");
  if (input === undefined || typeof dim !== "number") return undefined;
  const rows = product(input.shape.filter((_, n) => n !== (dim < 0 ? dim + input.rank : dim)));
  return add(mul(3, input.numel()), mul(-1, rows));
}

/** Each output adds its window up and divides. */
function adaptivePool(call: ModuleCall): Dim | undefined {
  const [input, output] = [moduleInput(call), moduleOutput(call)];
  if (input === undefined || output === undefined) return undefined;
  const leading = product(input.shape.slice(0, 2));
  return add(mul(leading, product(input.shape.slice(2))), output.numel());
}

const RESIZING: Readonly<Record<string, number>> = { nearest: 1, linear: 5, bilinear: 11, bicubic: 259 };

function resized(call: ModuleCall): Dim | undefined {
  const mode = attribute(call, "mode");
  const each = typeof mode === "string" ? RESIZING[mode] : undefined;
  return each === undefined ? undefined : scaled(outputs(call), each);
}

function linear(call: ModuleCall): Dim | undefined {
  return scaled(outputs(call), attribute(call, "in_features") as Dim);
}

/** `gates` products with input and state; besides, each unit takes one operation a gate, two for biases, and `own` more. */
const cell = (gates: number, own: number) => (call: ModuleCall) => {
  const found = recurrent(call);
  if (found === undefined) return undefined;
  return over(found, (inputs, hidden) => gated(gates, inputs, hidden, gates * (found.bias ? 3 : 1) + own));
};

/** https://github.com/Lyken17/pytorch-OpCounter */
export const thop: Convention = {
  unit: "MACs",
  about: "Modules of torch.nn alone, each by a formula of its own; an affine norm counts 4 an element.",
  modules: {
    ...classes("ConvNd ConvTransposeNd", convolution),
    ...classes("BatchNormNd InstanceNormNd LayerNorm SyncBatchNorm", norm),
    ...classes("ReLU ReLU6 LeakyReLU MaxPoolNd AdaptiveMaxPoolNd Dropout ZeroPad2d PixelShuffle", nothing),
    PReLU: (call) => (attribute(call, "training") === true ? 0 : inputs(call)),
    Softmax: softmax,
    ...classes("AvgPoolNd", outputs),
    ...classes("AdaptiveAvgPoolNd", adaptivePool),
    Linear: linear,
    ...classes("Upsample UpsamplingBilinear2d UpsamplingNearest2d", resized),
    ...classes("RNNCell RNN", cell(1, 0)),
    ...classes("GRUCell GRU", cell(3, 4)),
    ...classes("LSTMCell LSTM", cell(4, 4)),
  },
};
