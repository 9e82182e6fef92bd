import { add, type Dim, floordiv, mul, sum } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import { formerly, refusals } from "../../trace/refusals";
import type { OpContext } from "../context";
import { type DeviceRule, op, type TensorSpec } from "../registry";
import { clash } from "../shape/checks";
import { text } from "../shape/spatial";

/**
 * Recurrent layers and cells. MACs: each weight once for each element of the sequence and of the batch. FLOPs besides: the biases, and
 * for each hidden unit the gates' functions and products (LSTM 9, GRU 10, plain 1).
 */

const KINDS = {
  lstm: { gates: 4, units: 9 },
  gru: { gates: 3, units: 10 },
  rnn_tanh: { gates: 1, units: 1 },
  rnn_relu: { gates: 1, units: 1 },
} as const;
type Kind = keyof typeof KINDS;

interface Layers {
  params: readonly Tensor[];
  has_biases: boolean;
  num_layers: Dim;
  bidirectional: boolean;
}

/** The weights of each layer and direction: input, hidden, biases, and for a projected LSTM what projects. */
function weights(at: OpContext, { params, has_biases, num_layers, bidirectional }: Layers): Tensor[][] {
  const count = at.number(num_layers, "the number of layers") * (bidirectional ? 2 : 1);
  const each = params.length / count;
  const least = has_biases ? 4 : 2;
  if (each !== least && each !== least + 1) at.fail("shape-mismatch", "got an incorrect number of RNN parameters");
  return Array.from({ length: count }, (_, n) => params.slice(n * each, (n + 1) * each));
}

/** The size of a layer's output for each direction. */
function outputSize(at: OpContext, cells: readonly Tensor[][], hasBiases: boolean): Dim {
  const last = cells[cells.length - 1];
  return last.length > (hasBiases ? 4 : 2) ? at.size(last[last.length - 1], 0) : at.size(last[1], -1);
}

function checkInput(at: OpContext, rows: Dim, features: Dim, weight: Tensor): void {
  const [outputs, inputs] = [at.size(weight, 0), at.size(weight, 1)];
  at.same(features, inputs, () => {
    const refused = refusals.matrices("addmm", [rows, features], [inputs, outputs]);
    // The library that computes it on a CPU today does not look.
    return at.name === "lstm" ? formerly(refused) : refused;
  });
}

/** Work for so many elements of sequence and batch. */
function work(kind: Kind, cells: readonly Tensor[][], elements: Dim): TensorSpec["cost"] {
  const matrices = cells.flat().filter((tensor) => tensor.rank === 2);
  const biases = cells.flat().filter((tensor) => tensor.rank === 1);
  const macs = mul(elements, sum(matrices.map((tensor) => tensor.numel())));
  const hidden = sum(cells.map(([input]) => input.dim(0)));
  const units = floordiv(hidden, KINDS[kind].gates);
  const others = add(mul(KINDS[kind].units, units), sum(biases.map((tensor) => tensor.numel())));
  return { macs, flops: add(mul(2, macs), mul(elements, others)) };
}

interface Sequence extends Layers {
  input: Tensor;
  hx: readonly Tensor[];
  batch_first: boolean;
}

function run(at: OpContext, kind: Kind, a: Sequence): { tensors: TensorSpec[] } {
  const { input, hx } = a;
  if (input.rank !== 3) at.axis(2, input.rank);
  const cells = weights(at, a);
  const [length, batch] = a.batch_first ? [input.shape[1], input.shape[0]] : input.shape;
  const elements = mul(length, batch);
  checkInput(at, elements, input.dim(-1), cells[0][0]);
  const size = mul(outputSize(at, cells, a.has_biases), a.bidirectional ? 2 : 1);
  const output = { shape: [...input.shape.slice(0, 2), size], cost: work(kind, cells, elements) };
  // The output is computed with time first: with the batch first it is a transposed view.
  return {
    tensors: [a.batch_first ? { ...output, layout: undefined } : output, ...hx.map(({ shape }) => ({ shape }))],
  };
}

/** A packed sequence: the elements of all sequences in a row. */
function runPacked(at: OpContext, kind: Kind, data: Tensor, a: Layers & { hx: readonly Tensor[] }) {
  const cells = weights(at, a);
  const [elements, features] = [at.size(data, 0), at.size(data, 1)];
  checkInput(at, elements, features, cells[0][0]);
  const size = mul(outputSize(at, cells, a.has_biases), a.bidirectional ? 2 : 1);
  const output = { shape: [elements, size], cost: work(kind, cells, elements) };
  return { tensors: [output, ...a.hx.map(({ shape }) => ({ shape }))] };
}

interface Cell {
  input: Tensor;
  w_ih: Tensor;
  w_hh: Tensor;
  b_ih: Tensor | null;
  b_hh: Tensor | null;
}

function step(at: OpContext, kind: Kind, a: Cell, hx: readonly Tensor[]): { tensors: TensorSpec[] } {
  const { input, w_ih, w_hh } = a;
  const hiddenSize = at.size(w_hh, 1);
  const gates = mul(KINDS[kind].gates, hiddenSize);
  for (const [name, weight] of Object.entries({ weight_ih: w_ih, weight_hh: w_hh })) {
    const rows = at.size(weight, 0);
    at.same(
      rows,
      gates,
      "shape-mismatch",
      () => `${name} first dim must be ${KINDS[kind].gates} * hidden_size = ${text(gates)}, but got ${text(rows)}`,
    );
  }
  const inputSize = at.size(w_ih, 1);
  if (input.rank !== 2) at.fail("rank", `Expected 2D input (batch x feature), but got ${input.rank}D input`);
  at.same(
    input.dim(1),
    inputSize,
    "channels",
    () => `input has inconsistent input_size: got ${text(input.dim(1))} expected ${text(inputSize)}`,
  );
  for (const [n, hidden] of hx.entries()) {
    if (hidden.rank !== 2)
      at.fail("rank", `Expected 2D hidden${n} (batch x hidden_size), but got ${hidden.rank}D tensor`);
    at.same(
      input.dim(0),
      hidden.dim(0),
      "shape-mismatch",
      () => `Input batch size ${text(input.dim(0))} doesn't match hidden${n} batch size ${text(hidden.dim(0))}`,
    );
    at.same(
      hidden.dim(1),
      hiddenSize,
      "shape-mismatch",
      () => `hidden${n} has inconsistent hidden_size: got ${text(hidden.dim(1))}, expected ${text(hiddenSize)}`,
    );
  }
  for (const [one, weight] of [
    [input, w_ih],
    [hx[0], w_hh],
  ])
    if (clash(at, one.dtype, weight.dtype)) at.refuse(refusals.otherFactor(one.dtype, weight.dtype));
  const parameters = [w_ih, w_hh, a.b_ih, a.b_hh].filter((tensor) => tensor !== null);
  const cost = work(kind, [parameters], input.dim(0));
  return { tensors: hx.map(({ shape }, n) => (n === 0 ? { shape, cost } : { shape })) };
}

const names = (name: string) => [`torch.${name}`, `torch._VF.${name}`, `torch._C._VariableFunctions.${name}`];
const LAYERS =
  "Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional" as const;
const COST = "T*N*numel(weights) MACs";
/** The states, and the weights, lie where the input does. */
const BESIDE: DeviceRule = {
  of: { input: "input", data: "input", hx: "hidden", params: "parameter" },
  words: (what, { device }, input) => refusals.recurrentDevice(what as "hidden" | "parameter", input.device!, device!),
};
const WEIGHTS = "Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None" as const;

export const recurrent = [
  op(`lstm(Tensor input, Tensor[] hx, ${LAYERS}, bool batch_first) -> (Tensor, Tensor, Tensor)`, {
    devices: BESIDE,
    as: names("lstm"),
    out: (a, at) => run(at, "lstm", a),
    costText: COST,
    doc: "(T, N, I), (L*D, N, H), (L*D, N, C) -> (T, N, D*H), (L*D, N, H), (L*D, N, C)",
  }),
  op(`lstm.data(Tensor data, Tensor batch_sizes, Tensor[] hx, ${LAYERS}) -> (Tensor, Tensor, Tensor)`, {
    devices: BESIDE,
    as: names("lstm"),
    out: ({ data, ...a }, at) => runPacked(at, "lstm", data, a),
    costText: COST,
    doc: "packed (S, I), (L*D, N, H), (L*D, N, C) -> (S, D*H), (L*D, N, H), (L*D, N, C)",
  }),
  ...(["gru", "rnn_tanh", "rnn_relu"] as const).flatMap((name) => [
    op(`${name}(Tensor input, Tensor hx, ${LAYERS}, bool batch_first) -> (Tensor, Tensor)`, {
      devices: BESIDE,
      as: names(name),
      out: ({ hx, ...a }, at) => run(at, name, { ...a, hx: [hx] }),
      costText: COST,
      doc: "(T, N, I), (L*D, N, H) -> (T, N, D*H), (L*D, N, H)",
    }),
    op(`${name}.data(Tensor data, Tensor batch_sizes, Tensor hx, ${LAYERS}) -> (Tensor, Tensor)`, {
      devices: BESIDE,
      as: names(name),
      out: ({ data, hx, ...a }, at) => runPacked(at, name, data, { ...a, hx: [hx] }),
      costText: COST,
      doc: "packed (S, I), (L*D, N, H) -> (S, D*H), (L*D, N, H)",
    }),
    op(`${name}_cell(Tensor input, Tensor hx, ${WEIGHTS}) -> Tensor`, {
      devices: "same",
      as: names(`${name}_cell`),
      out: ({ hx, ...a }, at) => step(at, name, a, [hx]),
      costText: "N*numel(weights) MACs",
      doc: "(N, I), (N, H) -> (N, H)",
    }),
  ]),
  op(`lstm_cell(Tensor input, Tensor[] hx, ${WEIGHTS}) -> (Tensor, Tensor)`, {
    devices: "same",
    as: names("lstm_cell"),
    out: ({ hx, ...a }, at) => step(at, "lstm", a, hx),
    costText: "N*numel(weights) MACs",
    doc: "(N, I), (N, H), (N, H) -> (N, H), (N, H)",
  }),
];
